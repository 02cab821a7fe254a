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

/* The chunks of one packet, by type; a value is set when its bit is. Each
 * packet comes through here, a bystander's too, so it is looked at with as few
 * instructions as it takes. */
struct chunks {
	const uint8_t *value[CHUNKS];
	uint16_t size; /* of the payload: other values have a fixed one */
	uint32_t seen;
};

static bool has(const struct chunks *c, enum chunk type)
{
	return c->seen >> type & 1;
}

static uint32_t be16(const uint8_t *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t be32(const uint8_t *p)
{
	return be16(p) << 16 | be16(p + 2);
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

/* Numbers are 0 when they are not said. */
static uint8_t octet(const struct chunks *c, enum chunk type)
{
	return has(c, type) ? c->value[type][0] : 0;
}

static uint32_t word(const struct chunks *c, enum chunk type)
{
	return has(c, type) ? be32(c->value[type]) : 0;
}

/* Keep the value of a chunk that we use.
 *   LI_EMALFORMED   it is of another size, or stands twice
 */
static li_err keep(struct chunks *c, uint32_t type, const uint8_t *value,
	uint32_t n)
{
	const bool payload = type == PAYLOAD || type == COMPRESSED;

	if (!payload && sizes[type] == 0)
		return LI_OK;
	if ((!payload && sizes[type] != n) || (c->seen >> type & 1))
		return LI_EMALFORMED;
	if (type == PAYLOAD)
		c->size = (uint16_t)n;
	c->seen |= 1U << type;
	c->value[type] = value;
	return LI_OK;
}

static void address(const struct chunks *c, bool v6, enum chunk ip,
	enum chunk port, struct li_address *out)
{
	if (!has(c, ip))
		return;
	out->family = v6 ? 6 : 4;
	memcpy(out->ip, c->value[ip], v6 ? 16 : 4);
	out->port = has(c, port) ? (uint16_t)be16(c->value[port]) : 0;
}

/* What the chunks say together. */
static li_err assemble(const struct chunks *c, struct li_hep *out)
{
	const uint8_t family = octet(c, FAMILY);
	const uint32_t micros = word(c, MICROSECONDS);
	const bool v6 = family == 10;

	if (!has(c, TYPE) || !has(c, FAMILY) ||
		(!has(c, PAYLOAD) && !has(c, COMPRESSED)))
		return LI_EMALFORMED;
	if (octet(c, TYPE) != SIP || has(c, COMPRESSED) || (family != 2 && !v6))
		return LI_EUNSUPPORTED;
	if (micros >= 1000000)
		return LI_EMALFORMED;
	*out = (struct li_hep){
		.ip_proto = octet(c, PROTOCOL),
		.at_us = (int64_t)word(c, SECONDS) * 1000000 + micros,
		.capture_id = word(c, CAPTURE_ID),
		.payload = li_slice(c->value[PAYLOAD], c->size),
	};
	address(c, v6, v6 ? FROM_V6 : FROM_V4, FROM_PORT, &out->from);
	address(c, v6, v6 ? TO_V6 : TO_V4, TO_PORT, &out->to);
	return LI_OK;
}

/* Chunks in order, up to the first that does not fit. */
static li_err take_all(struct li_slice packet, struct chunks *c)
{
	const uint8_t *at = packet.p + LI_HEP_HEADER;
	size_t rest = packet.n - LI_HEP_HEADER;

	c->seen = 0;
	while (rest) {
		uint32_t type, n;

		if (rest < CHUNK_HEADER)
			return LI_EMALFORMED;
		type = be32(at); /* with the vendor in front: 0 is ours */
		n = be16(at + 4);
		if (n < CHUNK_HEADER || n > rest)
			return LI_EMALFORMED;
		if (type < CHUNKS &&
			keep(c, type, at + CHUNK_HEADER, n - CHUNK_HEADER))
			return LI_EMALFORMED;
		at += n;
		rest -= n;
	}
	return LI_OK;
}

enum li_hep_refusal li_hep_refused(struct li_slice packet)
{
	struct chunks c;

	if (!li_hep_is(packet))
		return LI_HEP_OLD;
	if (packet.n >= LI_HEP_HEADER && take_all(packet, &c) == LI_OK &&
		has(&c, COMPRESSED))
		return LI_HEP_COMPRESSED;
	return LI_HEP_OTHER;
}

li_err li_hep_decode(struct li_slice packet, struct li_hep *out)
{
	struct chunks c;
	li_err err;

	if (!li_hep_is(packet))
		return old_version(packet) ? LI_EUNSUPPORTED : LI_EMALFORMED;
	if (packet.n < LI_HEP_HEADER || be16(packet.p + 4) != packet.n)
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
