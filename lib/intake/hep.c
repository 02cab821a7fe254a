/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/hep.h"

enum { CHUNK_HEADER = 6, SIP = 1 };

/* Chunk types of vendor 0. */
enum chunk {
	FAMILY = 1,
	PROTOCOL = 2,
	FROM_V4 = 3,
	TO_V4 = 4,
	FROM_V6 = 5,
	TO_V6 = 6,
	FROM_PORT = 7,
	TO_PORT = 8,
	SECONDS = 9,
	MICROSECONDS = 10,
	TYPE = 11,
	CAPTURE_ID = 12,
	PAYLOAD = 15,
	COMPRESSED = 16,
	CHUNKS = 17, /* types from here on do not matter to us */
};

/* Octets that a chunk of fixed length has. */
static const uint8_t sizes[CHUNKS] = {
	[FAMILY] = 1,
	[PROTOCOL] = 1,
	[FROM_V4] = 4,
	[TO_V4] = 4,
	[FROM_V6] = 16,
	[TO_V6] = 16,
	[FROM_PORT] = 2,
	[TO_PORT] = 2,
	[SECONDS] = 4,
	[MICROSECONDS] = 4,
	[TYPE] = 1,
	[CAPTURE_ID] = 4,
};

/* The chunks of one packet, by type. */
struct chunks {
	struct li_slice value[CHUNKS];
	uint32_t seen;
};

static bool has(const struct chunks *c, enum chunk type)
{
	return c->seen >> type & 1;
}

/* HEP 1 and 2: version, header length, then family and protocol. */
static bool old_version(struct li_slice s)
{
	return s.n >= 3 && (s.p[0] == 1 || s.p[0] == 2) && s.p[1] >= 16 &&
		s.p[1] <= 64 && (s.p[2] == 2 || s.p[2] == 10);
}

bool li_hep_is(struct li_slice packet)
{
	return packet.n >= 4 && memcmp(packet.p, "HEP3", 4) == 0;
}

static uint32_t number(const struct chunks *c, enum chunk type)
{
	uint32_t v = 0;

	for (size_t i = 0; i < c->value[type].n; i++)
		v = v << 8 | c->value[type].p[i];
	return v;
}

/* Take one chunk off the cursor. */
static li_err take(struct li_cursor *at, struct chunks *c)
{
	uint16_t vendor = li_cursor_u16(at);
	uint16_t type = li_cursor_u16(at);
	uint16_t length = li_cursor_u16(at);
	struct li_slice value;

	if (at->bad || length < CHUNK_HEADER)
		return LI_EMALFORMED;
	value = li_cursor_take(at, (size_t)length - CHUNK_HEADER);
	if (at->bad)
		return LI_EMALFORMED;
	if (vendor != 0 || type >= CHUNKS ||
		(sizes[type] == 0 && type != PAYLOAD && type != COMPRESSED))
		return LI_OK;
	if (sizes[type] && value.n != sizes[type])
		return LI_EMALFORMED;
	if (c->seen >> type & 1)
		return LI_EMALFORMED;
	c->seen |= 1U << type;
	c->value[type] = value;
	return LI_OK;
}

static void address(const struct chunks *c, enum chunk ip, enum chunk port,
	struct li_address *out)
{
	if (!has(c, ip))
		return;
	out->family = c->value[ip].n == 4 ? 4 : 6;
	memcpy(out->ip, c->value[ip].p, c->value[ip].n);
	out->port = (uint16_t)number(c, port);
}

/* What the chunks say together. */
static li_err assemble(const struct chunks *c, struct li_hep *out)
{
	uint32_t family = number(c, FAMILY);
	bool v6 = family == 10;
	struct li_hep hep = {0};

	if (!has(c, TYPE) || !has(c, FAMILY) ||
		(!has(c, PAYLOAD) && !has(c, COMPRESSED)))
		return LI_EMALFORMED;
	if (number(c, TYPE) != SIP || has(c, COMPRESSED) ||
		(family != 2 && !v6))
		return LI_EUNSUPPORTED;
	if (number(c, MICROSECONDS) >= 1000000)
		return LI_EMALFORMED;
	address(c, v6 ? FROM_V6 : FROM_V4, FROM_PORT, &hep.from);
	address(c, v6 ? TO_V6 : TO_V4, TO_PORT, &hep.to);
	hep.ip_proto = (uint8_t)number(c, PROTOCOL);
	hep.at_us =
		(int64_t)number(c, SECONDS) * 1000000 + number(c, MICROSECONDS);
	hep.capture_id = number(c, CAPTURE_ID);
	hep.payload = c->value[PAYLOAD];
	*out = hep;
	return LI_OK;
}

/* Chunks in order, up to the first that does not fit. */
static li_err take_all(struct li_slice packet, struct chunks *c)
{
	struct li_cursor at = li_cursor(packet);
	li_err err = LI_OK;

	li_cursor_take(&at, LI_HEP_HEADER);
	while (!err && at.rest.n)
		err = take(&at, c);
	return err;
}

enum li_hep_refusal li_hep_refused(struct li_slice packet)
{
	struct chunks c = {0};

	if (!li_hep_is(packet))
		return LI_HEP_OLD;
	if (take_all(packet, &c) == LI_OK && has(&c, COMPRESSED))
		return LI_HEP_COMPRESSED;
	return LI_HEP_OTHER;
}

li_err li_hep_decode(struct li_slice packet, struct li_hep *out)
{
	struct li_cursor at = li_cursor(packet);
	struct chunks c = {0};
	li_err err;

	if (!li_hep_is(packet))
		return old_version(packet) ? LI_EUNSUPPORTED : LI_EMALFORMED;
	li_cursor_take(&at, 4);
	if (li_cursor_u16(&at) != packet.n || at.bad)
		return LI_EMALFORMED;
	err = take_all(packet, &c);
	return err ? err : assemble(&c, out);
}

li_err li_hep_frame(struct li_slice buffered, size_t *length)
{
	struct li_cursor at = li_cursor(buffered);
	size_t head = buffered.n < 4 ? buffered.n : 4;
	uint16_t total;

	if (head && memcmp(buffered.p, "HEP3", head) != 0) {
		if (buffered.n < 3 &&
			(buffered.p[0] == 1 || buffered.p[0] == 2))
			return LI_EAGAIN;
		return old_version(buffered) ? LI_EUNSUPPORTED : LI_EMALFORMED;
	}
	if (buffered.n < LI_HEP_HEADER)
		return LI_EAGAIN;
	li_cursor_take(&at, 4);
	total = li_cursor_u16(&at);
	if (total < LI_HEP_HEADER)
		return LI_EMALFORMED;
	if (buffered.n < total)
		return LI_EAGAIN;
	*length = total;
	return LI_OK;
}
