/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/x2.h"

enum { /* TS 103 221-2 cl. 5.3.1 table 5 */
	DID = 5,
	NFID,
	IPID,
	SEQUENCE,
	TIMESTAMP,
	SOURCE_IPV4,
	DESTINATION_IPV4,
	SOURCE_IPV6,
	DESTINATION_IPV6,
	SOURCE_PORT,
	DESTINATION_PORT,
	IP_PROTOCOL,
	MATCHED_TARGET,
	OTHER_TARGET,
};

/* Keep what may come again, up to its bound. */
static bool keep(struct li_slice value, struct li_slice *list, size_t *count)
{
	if (*count >= LI_X2_TARGETS_MAX)
		return false;
	list[(*count)++] = value;
	return true;
}

static bool address(struct li_slice value, uint8_t family,
	struct li_address *out)
{
	if (value.n != (family == 4 ? 4 : 16))
		return false;
	out->family = family;
	memcpy(out->ip, value.p, value.n);
	return true;
}

static bool integers(uint16_t type, struct li_slice value,
	struct li_x2_pdu *out)
{
	struct li_cursor c = li_cursor(value);

	switch (type) {
	case SEQUENCE:
		out->sequence = value.n == 4 ? li_cursor_u32(&c) : 0;
		return out->has_sequence = value.n == 4;
	case TIMESTAMP:
		if (value.n != 8)
			return false;
		out->seconds = li_cursor_u32(&c);
		out->nanoseconds = li_cursor_u32(&c);
		return out->has_time = true;
	case SOURCE_PORT:
		out->from.port = value.n == 2 ? li_cursor_u16(&c) : 0;
		return value.n == 2;
	case DESTINATION_PORT:
		out->to.port = value.n == 2 ? li_cursor_u16(&c) : 0;
		return value.n == 2;
	default:
		out->ip_proto = value.n == 1 ? value.p[0] : 0;
		return value.n == 1;
	}
}

/* Returns whether the attribute was of use. */
static bool attribute(uint16_t type, struct li_slice value,
	struct li_x2_pdu *out)
{
	switch (type) {
	case DID: out->did = value; return true;
	case NFID: out->nfid = value; return true;
	case IPID: out->ipid = value; return true;
	case SEQUENCE:
	case TIMESTAMP:
	case SOURCE_PORT:
	case DESTINATION_PORT:
	case IP_PROTOCOL: return integers(type, value, out);
	case SOURCE_IPV4: return address(value, 4, &out->from);
	case DESTINATION_IPV4: return address(value, 4, &out->to);
	case SOURCE_IPV6: return address(value, 6, &out->from);
	case DESTINATION_IPV6: return address(value, 6, &out->to);
	case MATCHED_TARGET:
		return keep(value, out->matched, &out->matched_count);
	case OTHER_TARGET: return keep(value, out->others, &out->other_count);
	default: return false;
	}
}

static li_err attributes(struct li_slice header, struct li_x2_pdu *out)
{
	struct li_cursor c = li_cursor(header);
	uint32_t seen = 0;

	while (c.rest.n) {
		uint16_t type = li_cursor_u16(&c);
		struct li_slice value = li_cursor_take(&c, li_cursor_u16(&c));
		uint32_t bit = type < MATCHED_TARGET ? 1U << type : 0;

		if (c.bad)
			return LI_EMALFORMED;
		/* TS 103 221-2 cl. 5.3.1: the first one counts */
		if ((seen & bit) || !attribute(type, value, out))
			out->skipped++;
		seen |= bit;
	}
	return LI_OK;
}

static bool keepalive(enum li_x2_type type)
{
	return type == LI_X2_KEEPALIVE_REQUEST || type == LI_X2_KEEPALIVE_ACK;
}

/* The fixed part as far as its lengths, which are judged as soon as they are
 * there: a stream that cannot be good is not waited for. */
struct start {
	uint16_t version, type;
	uint32_t header, payload;
};

static li_err start_of(struct li_cursor *c, size_t most, struct start *out)
{
	if (c->rest.n < 12)
		return LI_EAGAIN;
	out->version = li_cursor_u16(c);
	out->type = li_cursor_u16(c);
	out->header = li_cursor_u32(c);
	out->payload = li_cursor_u32(c);
	if (out->version >> 8 != LI_X2_VERSION >> 8)
		return LI_EVERSION;
	if (out->header < LI_X2_HEADER)
		return LI_EMALFORMED;
	if (out->header > LI_X2_HEADER_MAX || out->payload > most ||
		out->header + out->payload > most)
		return LI_ETOOBIG;
	return LI_OK;
}

li_err li_x2_frame(struct li_slice stream, size_t most, size_t *size)
{
	struct li_cursor c = li_cursor(stream);
	struct start start;
	li_err err = start_of(&c, most, &start);

	if (!err)
		*size = start.header + start.payload;
	return err;
}

/* What a PDU of ours may be, of what may be one. */
static li_err judge(const struct start *start, struct li_x2_pdu *out)
{
	if (start->type < LI_X2_IRI || start->type > LI_X2_KEEPALIVE_ACK)
		return LI_EUNSUPPORTED;
	out->version = start->version;
	out->type = (enum li_x2_type)start->type;
	out->size = start->header + start->payload;
	return keepalive(out->type) && start->payload ? LI_EMALFORMED : LI_OK;
}

li_err li_x2_decode(struct li_slice stream, struct li_x2_pdu *out)
{
	struct li_cursor c = li_cursor(stream);
	struct li_x2_pdu pdu = {0};
	struct start start;
	struct li_slice xid;
	li_err err = start_of(&c, LI_X2_PDU_MAX, &start);

	if (!err)
		err = judge(&start, &pdu);
	if (err)
		return err;
	if (stream.n < pdu.size)
		return LI_EAGAIN;
	pdu.format = li_cursor_u16(&c);
	pdu.direction = li_cursor_u16(&c);
	xid = li_cursor_take(&c, sizeof(pdu.xid.octet));
	memcpy(pdu.xid.octet, xid.p, xid.n);
	pdu.correlation = li_cursor_u64(&c);
	err = attributes(li_slice_sub(stream, LI_X2_HEADER, start.header),
		&pdu);
	if (err)
		return err;
	pdu.payload = li_slice_sub(stream, start.header, pdu.size);
	*out = pdu;
	return LI_OK;
}

bool li_x2_format_permitted(enum li_x2_type type, uint16_t format)
{
	/* TS 103 221-2 cl. 5.4.1 table 7: bit n for format n */
	static const uint32_t iri = 0x0000ce7e, cc = 0x0001b1fe;

	if (format > 16)
		return false;
	if (keepalive(type))
		return format == LI_X2_FORMAT_NONE;
	return (type == LI_X2_IRI ? iri : cc) >> format & 1;
}
