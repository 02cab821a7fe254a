/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/hep.h"

#include "intake/hep_chunk.h"
#include "intake/octets.h"

/* The length of a chunk, its header counted; 0: any, of a payload and of what
 * is stepped over. */
static const uint8_t lengths[CHUNKS] = {
	[FAMILY] = CHUNK_HEADER + 1,
	[PROTOCOL] = CHUNK_HEADER + 1,
	[FROM_V4] = CHUNK_HEADER + 4,
	[TO_V4] = CHUNK_HEADER + 4,
	[FROM_V6] = CHUNK_HEADER + 16,
	[TO_V6] = CHUNK_HEADER + 16,
	[FROM_PORT] = CHUNK_HEADER + 2,
	[TO_PORT] = CHUNK_HEADER + 2,
	[SECONDS] = CHUNK_HEADER + 4,
	[MICROSECONDS] = CHUNK_HEADER + 4,
	[TYPE] = CHUNK_HEADER + 1,
	[CAPTURE_ID] = CHUNK_HEADER + 4,
};

/* Octets of a chunk of each type that has a length, and of what is looked at of
 * one more. */
enum {
	LOOK = 8,
	USUAL = 4 * (CHUNK_HEADER + 4) + 2 * (CHUNK_HEADER + 16) +
		3 * (CHUNK_HEADER + 1) + 2 * (CHUNK_HEADER + 2) + CHUNK_HEADER +
		4 + LOOK,
};

/* Types of which one packet has one. */
enum {
	ONCE = (1 << CHUNKS) - 1 - (1 << 0) - (1 << 13) - (1 << 14),
};

/* The chunks of one packet, by type; one is set when its bit is. Each packet
 * comes through here, a bystander's too, so it is looked at with as few
 * instructions as it takes. */
struct chunks {
	const uint8_t *at[CHUNKS]; /* header and value */
	uint32_t seen;
};

static bool has(const struct chunks *c, enum chunk type)
{
	return c->seen >> type & 1;
}

static const uint8_t *value(const struct chunks *c, enum chunk type)
{
	return c->at[type] + CHUNK_HEADER;
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
	return has(c, type) ? *value(c, type) : 0;
}

static uint32_t word(const struct chunks *c, enum chunk type)
{
	return has(c, type) ? li_be32(value(c, type)) : 0;
}

static void address(const struct chunks *c, bool v6, enum chunk ip,
	enum chunk port, struct li_address *out)
{
	if (!has(c, ip)) {
		*out = (struct li_address){0};
		return;
	}
	out->family = v6 ? 6 : 4;
	if (v6) {
		memcpy(out->ip, value(c, ip), 16);
	} else {
		memset(out->ip, 0, 16);
		memcpy(out->ip, value(c, ip), 4);
	}
	out->port = has(c, port) ? li_be16(value(c, port)) : 0;
}

/* What the chunks say together. */
static li_err assemble(const struct chunks *c, struct li_hep *out)
{
	const uint8_t family = octet(c, FAMILY);
	const uint32_t micros = word(c, MICROSECONDS);
	const bool v6 = family == IPV6;

	if (!has(c, TYPE) || !has(c, FAMILY) ||
		(!has(c, PAYLOAD) && !has(c, COMPRESSED)))
		return LI_EMALFORMED;
	if (*value(c, TYPE) != SIP || has(c, COMPRESSED) ||
		(family != 2 && !v6))
		return LI_EUNSUPPORTED;
	if (micros >= 1000000)
		return LI_EMALFORMED;
	out->ip_proto = octet(c, PROTOCOL);
	out->at_us = (int64_t)word(c, SECONDS) * 1000000 + micros;
	out->capture_id = word(c, CAPTURE_ID);
	out->payload = li_slice(value(c, PAYLOAD),
		li_be16(c->at[PAYLOAD] + 4) - (size_t)CHUNK_HEADER);
	address(c, v6, v6 ? FROM_V6 : FROM_V4, FROM_PORT, &out->from);
	address(c, v6, v6 ? TO_V6 : TO_V4, TO_PORT, &out->to);
	return LI_OK;
}

/* Step over the chunk at `at` when it is of this type, and of its size, which
 * LOOK octets tell at once. */
static inline const uint8_t *take_if(const uint8_t *at, enum chunk type,
	struct chunks *c)
{
	const uint64_t header = (uint64_t)type << 16 | lengths[type];

	if (li_be64(at) >> 16 != header)
		return at;
	c->seen |= 1U << type;
	c->at[type] = at;
	return at + lengths[type];
}

/* Agents write the short chunks first, in the order of their types: each that
 * comes so is stepped over with one look. There are USUAL octets, enough for
 * all of them. Returns where the first is that is none, or out of its turn. */
static inline const uint8_t *take_usual(const uint8_t *at, struct chunks *c)
{
	at = take_if(at, FAMILY, c);
	at = take_if(at, PROTOCOL, c);
	at = take_if(at, FROM_V4, c);
	at = take_if(at, TO_V4, c);
	at = take_if(at, FROM_V6, c);
	at = take_if(at, TO_V6, c);
	at = take_if(at, FROM_PORT, c);
	at = take_if(at, TO_PORT, c);
	at = take_if(at, SECONDS, c);
	at = take_if(at, MICROSECONDS, c);
	at = take_if(at, TYPE, c);
	return take_if(at, CAPTURE_ID, c);
}

/* Chunks in order, up to the first that does not fit.
 *   LI_EMALFORMED   one ends behind the packet, is of another size than its
 *                   type has, or stands twice
 */
static inline li_err take_all(struct li_slice packet, struct chunks *c)
{
	const uint8_t *at = packet.p + LI_HEP_HEADER;
	const uint8_t *end = packet.p + packet.n;
	uint32_t twice = 0;
	size_t n;

	c->seen = 0;
	if (packet.n >= LI_HEP_HEADER + USUAL)
		at = take_usual(at, c);
	/* The payload mostly ends the packet. */
	n = (size_t)(end - at);
	if (n >= CHUNK_HEADER && li_be32(at) == PAYLOAD &&
		li_be16(at + 4) == n) {
		c->seen |= 1U << PAYLOAD;
		c->at[PAYLOAD] = at;
		return LI_OK;
	}
	for (; (size_t)(end - at) >= CHUNK_HEADER; at += n) {
		/* with the vendor in front: 0 is ours */
		const uint32_t type = li_be32(at);

		n = li_be16(at + 4);
		if (n < CHUNK_HEADER || n > (size_t)(end - at))
			return LI_EMALFORMED;
		if (type >= CHUNKS)
			continue;
		if (lengths[type] && lengths[type] != n)
			return LI_EMALFORMED;
		twice |= c->seen & 1U << type;
		c->seen |= 1U << type;
		c->at[type] = at;
	}
	return at != end || twice & ONCE ? LI_EMALFORMED : LI_OK;
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
	if (packet.n < LI_HEP_HEADER || li_be16(packet.p + 4) != packet.n)
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
