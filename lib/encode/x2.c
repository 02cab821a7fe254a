/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "encode/eps.h"
#include "encode/utf8.h"
#include "encode/x2.h"
#include "encode/xiri.h"

enum { /* TS 103 221-2 cl. 5.3.1 table 5 */
	NFID = 6,
	IPID = 7,
	SEQUENCE = 8,
	TIMESTAMP = 9,
	SOURCE_IPV4 = 10,
	SOURCE_IPV6 = 12,
	SOURCE_PORT = 14,
	IP_PROTOCOL = 16,
	MATCHED_TARGET = 17,
	OTHER_TARGET = 18,
};

enum { /* offsets in the fixed header, TS 103 221-2 cl. 5.1 table 1 */
	AT_HEADER_LENGTH = 4,
	AT_PAYLOAD_LENGTH = 8,
};

/* TS 33.128 cl. 5.3.2: an XIRIPayload; TS 33.108 has the others. */
static bool is_xiri(enum li_iri_kind kind)
{
	return kind == LI_IRI_IMS_MESSAGE ||
		kind == LI_IRI_START_OF_INTERCEPTION ||
		kind == LI_IRI_REGISTERED_TARGET;
}

static void attribute(struct li_buf *out, uint16_t type, const void *value,
	uint16_t n)
{
	li_buf_put_u16(out, type);
	li_buf_put_u16(out, n);
	li_buf_put(out, value, n);
}

/* Text of an XML element. An octet that is no UTF-8 becomes an escape of the
 * URI, which is the same URI. RFC 3986 cl. 2.1 */
static void xml_text(struct li_buf *out, struct li_slice text)
{
	while (text.n) {
		size_t n = li_utf8_first(text);

		if (!n)
			li_buf_printf(out, "%%%02X", text.p[0]);
		else if (text.p[0] == '&')
			li_buf_put_str(out, "&amp;");
		else if (text.p[0] == '<')
			li_buf_put_str(out, "&lt;");
		else if (text.p[0] == '>')
			li_buf_put_str(out, "&gt;");
		else
			li_buf_put(out, text.p, n);
		text = li_slice_sub(text, n ? n : 1, text.n);
	}
}

/* TS 103 221-2 cl. 5.3.18: the content of a TargetIdentifier of X1. */
static void target(struct li_buf *out, uint16_t type, const char *element,
	const struct li_identity *id)
{
	size_t at = out->n;
	uint16_t n;

	li_buf_put_u16(out, type);
	li_buf_put_u16(out, 0);
	li_buf_put_u8(out, '<');
	li_buf_put_str(out, element);
	li_buf_put_u8(out, '>');
	xml_text(out, li_slice(id->text, id->len));
	li_buf_put_str(out, "</");
	li_buf_put_str(out, element);
	li_buf_put_u8(out, '>');
	if (out->bad)
		return;
	n = (uint16_t)(out->n - at - 4); /* LI_ID_MAX bounds it */
	out->p[at + 2] = (uint8_t)(n >> 8);
	out->p[at + 3] = (uint8_t)n;
}

/* The same identity as another TargetIdentifier. TS 103 221-1 cl. 6.2.1.2 */
static const char *other_form(const struct li_identity *id)
{
	switch (id->kind) {
	case LI_ID_IMPU: break;
	case LI_ID_IMPI: return "nai";
	case LI_ID_IMEI: return "peiImei";
	case LI_ID_IMSI: return "supiimsi";
	case LI_ID_E164: return "gpsiMsisdn";
	case LI_ID_HASHED: break; /* no record has it: li_screen_reveal() */
	}
	return strncmp(id->text, "tel:", 4) == 0 ? "telUri" : "sipUri";
}

/* The other identities of a record that have been written. */
struct written {
	struct li_buf *out;
	const struct li_iri *iri;
	struct li_identity ids[LI_X2_TARGETS_MAX];
	size_t count;
};

static bool in(const struct li_identity *ids, size_t n,
	const struct li_identity *id)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i].kind == id->kind && ids[i].len == id->len &&
			memcmp(ids[i].text, id->text, id->len) == 0)
			return true;
	return false;
}

static void other(struct written *w, const struct li_identity *id)
{
	if (w->count >= LI_X2_TARGETS_MAX || in(w->ids, w->count, id) ||
		in(w->iri->matched, w->iri->matched_count, id))
		return;
	w->ids[w->count++] = *id;
	target(w->out, OTHER_TARGET, li_identity_element(id), id);
}

static void other_text(struct written *w, enum li_id_kind kind,
	struct li_slice text)
{
	struct li_identity id;

	if (li_identity_parse(kind, text, &id) == LI_OK)
		other(w, &id);
}

/* What the exchange with the HSS itself says of the target. */
static void cx_targets(struct written *w, const struct li_cx *cx)
{
	if (cx->user_name.n)
		other_text(w, LI_ID_IMPI, cx->user_name);
	for (size_t i = 0; i < cx->impu_count; i++)
		other_text(w, LI_ID_IMPU, cx->impus[i]);
	for (size_t i = 0; i < cx->impi_count; i++)
		other_text(w, LI_ID_IMPI, cx->impis[i]);
}

static void targets(struct li_buf *out, const struct li_iri *iri)
{
	struct written w;

	w.out = out;
	w.iri = iri;
	w.count = 0;
	for (size_t i = 0; i < iri->matched_count; i++)
		target(out, MATCHED_TARGET,
			li_identity_element(&iri->matched[i]),
			&iri->matched[i]);
	for (size_t i = 0; i < iri->other_count; i++)
		other(&w, &iri->others[i]);
	if (!is_xiri(iri->kind))
		cx_targets(&w, &iri->cx);
	if (!w.count)
		target(out, OTHER_TARGET, other_form(&iri->matched[0]),
			&iri->matched[0]);
}

static void number(struct li_buf *out, uint16_t type, uint32_t value)
{
	li_buf_put_u16(out, type);
	li_buf_put_u16(out, 4);
	li_buf_put_u32(out, value);
}

static void time_of(struct li_buf *out, int64_t at_us)
{
	/* TS 103 221-2 cl. 5.3.10: seconds and nanoseconds */
	li_buf_put_u16(out, TIMESTAMP);
	li_buf_put_u16(out, 8);
	li_buf_put_u32(out, (uint32_t)(at_us / 1000000));
	li_buf_put_u32(out, (uint32_t)(at_us % 1000000 * 1000));
}

/* One end; `far` is 1 for the destination, whose types follow the source's. */
static void end(struct li_buf *out, const struct li_address *a, uint16_t far)
{
	if (a->family == 4)
		attribute(out, (uint16_t)(SOURCE_IPV4 + far), a->ip, 4);
	else if (a->family == 6)
		attribute(out, (uint16_t)(SOURCE_IPV6 + far), a->ip, 16);
	if (!a->port)
		return;
	li_buf_put_u16(out, (uint16_t)(SOURCE_PORT + far));
	li_buf_put_u16(out, 2);
	li_buf_put_u16(out, a->port);
}

static void fixed(struct li_buf *out, enum li_x2_type type)
{
	li_buf_put_u16(out, LI_X2_VERSION);
	li_buf_put_u16(out, (uint16_t)type);
	li_buf_put_u32(out, LI_X2_HEADER);
	li_buf_put_u32(out, 0);
}

static void header(struct li_buf *out, const struct li_x2_place *place,
	const struct li_iri *iri, enum li_x2_format format)
{
	size_t start = out->n;

	fixed(out, LI_X2_IRI);
	li_buf_put_u16(out, (uint16_t)format);
	li_buf_put_u16(out, (uint16_t)iri->direction);
	li_buf_put(out, iri->xid.octet, sizeof(iri->xid.octet));
	li_buf_put_u64(out, iri->correlation);
	/* TS 33.128 cl. 5.3.2 */
	attribute(out, NFID, place->nfid, (uint16_t)strlen(place->nfid));
	attribute(out, IPID, place->ipid, (uint16_t)strlen(place->ipid));
	number(out, SEQUENCE, iri->sequence);
	time_of(out, iri->at_us);
	end(out, &iri->from, 0);
	end(out, &iri->to, 1);
	if (iri->ip_proto)
		attribute(out, IP_PROTOCOL, &iri->ip_proto, 1);
	targets(out, iri);
	if (!out->bad)
		li_buf_set_u32(out, start + AT_HEADER_LENGTH,
			(uint32_t)(out->n - start));
}

static bool name_good(const char *s)
{
	size_t n = s ? strnlen(s, LI_X2_PLACE_MAX + 1) : 0;

	return n > 0 && n <= LI_X2_PLACE_MAX && li_utf8_valid(li_slice(s, n));
}

bool li_x2_place_good(const struct li_x2_place *place)
{
	return name_good(place->nfid) && name_good(place->ipid) &&
		(!place->operator_id ||
			strlen(place->operator_id) <= LI_EPS_OPERATOR_MAX);
}

static bool identities_good(const struct li_identity *ids, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i].len == 0 || ids[i].len > LI_ID_MAX)
			return false;
	return true;
}

static li_err check(const struct li_x2_place *place, const struct li_iri *iri)
{
	if (!name_good(place->nfid) || !name_good(place->ipid) ||
		iri->direction < LI_DIRECTION_UNKNOWN ||
		iri->direction > LI_DIRECTION_NONE ||
		!li_iri_kind_intercepts(iri->kind) || iri->matched_count == 0 ||
		iri->matched_count > LI_TASK_TARGETS_MAX ||
		iri->other_count > LI_IRI_IDENTITIES_MAX ||
		iri->cx.impu_count > LI_CX_IMPUS_MAX ||
		iri->cx.impi_count > LI_CX_IMPUS_MAX || iri->at_us < 0 ||
		iri->at_us / 1000000 > UINT32_MAX)
		return LI_EINVAL;
	return identities_good(iri->matched, iri->matched_count) &&
			identities_good(iri->others, iri->other_count)
		? LI_OK
		: LI_EINVAL;
}

static li_err payload(const struct li_x2_place *place, const struct li_iri *iri,
	enum li_x2_format format, struct li_buf *out)
{
	const struct li_eps_network network = {
		.operator_id = place->operator_id,
		.element = place->nfid,
	};

	switch (format) {
	case LI_X2_FORMAT_33128: return li_xiri_encode(iri, out);
	case LI_X2_FORMAT_EPS: return li_eps_encode(iri, &network, out);
	case LI_X2_FORMAT_SIP:
		li_buf_put_slice(out, iri->sip);
		return iri->sip.n ? li_buf_check(out) : LI_EINVAL;
	case LI_X2_FORMAT_NONE: break;
	}
	return LI_EINVAL;
}

static li_err encode(const struct li_x2_place *place, const struct li_iri *iri,
	enum li_x2_format format, struct li_buf *out)
{
	size_t start = out->n, at;
	li_err err = check(place, iri);

	if (err)
		return err;
	header(out, place, iri, format);
	at = out->n;
	err = li_buf_check(out);
	if (!err)
		err = payload(place, iri, format, out);
	if (!err && out->n - start > LI_X2_PDU_MAX)
		err = LI_ETOOBIG;
	if (err) {
		out->n = start;
		return err;
	}
	li_buf_set_u32(out, start + AT_PAYLOAD_LENGTH, (uint32_t)(out->n - at));
	return LI_OK;
}

li_err li_x2_encode(const struct li_x2_place *place, const struct li_iri *iri,
	struct li_buf *out)
{
	return encode(place, iri,
		is_xiri(iri->kind) ? LI_X2_FORMAT_33128 : LI_X2_FORMAT_EPS,
		out);
}

/* TS 103 221-2 cl. 5.4.1 table 7 */
li_err li_x2_encode_sip(const struct li_x2_place *place,
	const struct li_iri *iri, struct li_buf *out)
{
	return iri->kind == LI_IRI_IMS_MESSAGE
		? encode(place, iri, LI_X2_FORMAT_SIP, out)
		: li_x2_encode(place, iri, out);
}

/* TS 103 221-2 cl. 5.1: version, type and header length, a sequence number,
 * and all else zero. */
static void keepalive(enum li_x2_type type, uint32_t sequence,
	struct li_buf *out)
{
	static const uint8_t zero[LI_X2_HEADER - 12] = {0};
	size_t start = out->n;

	fixed(out, type);
	li_buf_put(out, zero, sizeof(zero));
	number(out, SEQUENCE, sequence);
	if (!out->bad)
		li_buf_set_u32(out, start + AT_HEADER_LENGTH, LI_X2_KEEPALIVE);
}

void li_x2_keepalive(uint32_t sequence, struct li_buf *out)
{
	keepalive(LI_X2_KEEPALIVE_REQUEST, sequence, out);
}

void li_x2_keepalive_ack(uint32_t sequence, struct li_buf *out)
{
	keepalive(LI_X2_KEEPALIVE_ACK, sequence, out);
}
