/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/base64.h"
#include "model/mikey.h"

/* The value of the attribute: 0*1SP prtcl-id SP keymgmt-data. The protocol's name
 * is a string of ABNF, which is compared without case; the attribute's is not.
 * RFC 4567 cl. 3.1; RFC 5234 cl. 2.3; RFC 8866 cl. 5 */
static bool take_value(struct li_slice line, struct li_slice *value)
{
	static const char attribute[] = "a=key-mgmt:";
	const size_t n = sizeof(attribute) - 1;
	struct li_slice rest;

	if (line.n <= n || memcmp(line.p, attribute, n) != 0)
		return false;
	rest = li_slice_sub(line, line.p[n] == ' ' ? n + 1 : n, line.n);
	if (!li_slice_is_nocase(li_slice_cut(&rest, ' '), "mikey"))
		return false;
	*value = li_slice_trim(rest);
	return value->n != 0;
}

size_t li_key_mgmt_find(struct li_slice sdp, struct li_key_mgmt *out,
	size_t max)
{
	int media = LI_KEY_MGMT_SESSION;
	size_t n = 0;

	while (sdp.n && n < max) {
		struct li_slice line = li_slice_cut(&sdp, '\n');

		if (line.n > 1 && line.p[0] == 'm' && line.p[1] == '=')
			media++;
		else if (take_value(line, &out[n].value))
			out[n++].media = media;
	}
	return n;
}

/* How crypto sessions are named in the common header: RFC 3830 cl. 6.1.1,
 * RFC 4563 cl. 5, RFC 6043 cl. 6.1.1 */
enum { SRTP_ID = 0, EMPTY_MAP = 1, GENERIC_ID = 2, SRTP_ID_OCTETS = 9 };

/* Go behind the map; false when it is of a kind that is not known. */
static bool skip_map(struct li_cursor *c, uint8_t kind, uint8_t sessions)
{
	if (kind == SRTP_ID)
		li_cursor_take(c, (size_t)sessions * SRTP_ID_OCTETS);
	for (; kind == GENERIC_ID && sessions && !c->bad; sessions--) {
		li_cursor_take(c, 2);                      /* CS ID, protocol */
		li_cursor_take(c, li_cursor_u8(c) & 0x7f); /* S, policies */
		li_cursor_take(c, li_cursor_u16(c));       /* session data */
		li_cursor_take(c, li_cursor_u8(c));        /* SPI */
	}
	return kind <= GENERIC_ID;
}

/* What stands in a payload behind its sized part. */
enum behind { NOTHING, STAMP, MAC };

/* A payload behind the number of its next one: octets that are always there,
 * then those of a length, then as many as that says. */
struct layout {
	uint8_t kind, fixed, length, behind;
};

enum { IDR = 14 };

/* Payloads by their number: RFC 3830 cl. 6.1, RFC 6043 cl. 6.1. Not here are 0,
 * which is no further one, the ticket, what is sized by an algorithm of its own
 * (DH, CHASH), and SIGN, which is the last. Who is named stands before these:
 * RFC 6043 cl. 4.2.2 */
static const struct layout layouts[] = {
	{1, 1, 2, MAC},       /* KEMAC: RFC 3830 cl. 6.2 */
	{5, 0, 0, STAMP},     /* T: cl. 6.6 */
	{6, 1, 2, NOTHING},   /* ID: cl. 6.7 */
	{7, 1, 2, NOTHING},   /* CERT: cl. 6.7 */
	{9, 0, 0, MAC},       /* V: cl. 6.9 */
	{10, 2, 2, NOTHING},  /* SP: cl. 6.10 */
	{11, 0, 1, NOTHING},  /* RAND: cl. 6.11 */
	{12, 3, 0, NOTHING},  /* ERR: cl. 6.12 */
	{13, 1, 0, STAMP},    /* TR: RFC 6043 cl. 6.4 */
	{IDR, 2, 2, NOTHING}, /* role and type: RFC 6043 cl. 6.6 */
	{15, 1, 1, NOTHING},  /* RANDR: RFC 6043 cl. 6 */
	{21, 1, 2, NOTHING},  /* General Extension: RFC 3830 cl. 6.15 */
};

static const struct layout *layout_of(uint8_t kind)
{
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
		if (layouts[i].kind == kind)
			return &layouts[i];
	return NULL;
}

/* Go behind a timestamp, of the kinds NTP-UTC, NTP and COUNTER (RFC 3830 cl. 6.6)
 * or NTP-UTC-32 (RFC 6043 cl. 6.3). False when it is of another kind, and so of any length. */
static bool skip_stamp(struct li_cursor *c)
{
	static const uint8_t octets[] = {8, 8, 4, 4};
	const uint8_t kind = li_cursor_u8(c);

	if (kind >= sizeof(octets))
		return false;
	li_cursor_take(c, octets[kind]);
	return true;
}

/* Go behind a MAC: NULL and HMAC-SHA-1-160 (RFC 3830 cl. 6.2), HMAC-SHA-256-256
 * (RFC 6043 cl. 6.2). */
static bool skip_mac(struct li_cursor *c)
{
	static const uint8_t octets[] = {0, 20, 32};
	const uint8_t kind = li_cursor_u8(c);

	if (kind >= sizeof(octets))
		return false;
	li_cursor_take(c, octets[kind]);
	return true;
}

static void take_identity(struct li_slice kind, struct li_slice data,
	struct li_mikey *out)
{
	/* by role: RFC 6043 cl. 6.6 */
	struct li_slice *roles[] = {NULL, &out->initiator, &out->responder,
		&out->kms};
	enum { NAI = 0, URI = 1 }; /* RFC 3830 cl. 6.7 */
	const uint8_t role = kind.p[0], type = kind.p[1];

	if (role == 0 || role >= sizeof(roles) / sizeof(roles[0]) || type > URI)
		return;
	if (!roles[role]->n)
		*roles[role] = data;
}

/* Read a payload; false when no length of it is known. */
static bool take_payload(struct li_cursor *c, uint8_t *kind,
	struct li_mikey *out)
{
	const struct layout *layout = layout_of(*kind);
	struct li_slice fixed, data = {0};

	if (!layout)
		return false;
	*kind = li_cursor_u8(c);
	fixed = li_cursor_take(c, layout->fixed);
	if (layout->length)
		data = li_cursor_take(c,
			layout->length == 2 ? li_cursor_u16(c)
					    : li_cursor_u8(c));
	if (layout->kind == IDR && !c->bad)
		take_identity(fixed, data, out);
	if (layout->behind == STAMP)
		return skip_stamp(c);
	return layout->behind != MAC || skip_mac(c);
}

li_err li_mikey_read(struct li_slice base64, uint8_t *room, size_t cap,
	struct li_mikey *out)
{
	struct li_mikey got = {.type = 0};
	struct li_cursor c;
	uint8_t version, next, sessions, map;
	size_t n;
	li_err err = li_base64_get(base64, room, cap, &n);

	*out = got;
	if (err)
		return err;
	/* the common header: RFC 3830 cl. 6.1 */
	c = li_cursor(li_slice(room, n));
	version = li_cursor_u8(&c);
	got.type = li_cursor_u8(&c);
	next = li_cursor_u8(&c);
	li_cursor_take(&c, 5); /* V and PRF, CSB ID */
	sessions = li_cursor_u8(&c);
	map = li_cursor_u8(&c);
	if (c.bad || version != 1)
		return LI_EMALFORMED;
	if (skip_map(&c, map, sessions))
		while (!c.bad && take_payload(&c, &next, &got))
			;
	*out = got;
	return LI_OK;
}
