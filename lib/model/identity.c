/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/ip.h"
#include "base/text.h"
#include "model/id_text.h"
#include "model/identity.h"

/* All octets are looked at, so that a compiler takes many at a time. */
static bool control(struct li_slice s)
{
	uint8_t found = 0;

	for (size_t i = 0; i < s.n; i++)
		found |= (uint8_t)(s.p[i] < 0x21) | (uint8_t)(s.p[i] == 0x7f);
	return found;
}

static li_err tel(struct li_slice s, struct li_id_text *o)
{
	size_t semi = li_slice_find(s, ';');

	li_id_put_text(o, "tel:");
	return li_id_put_number(li_slice_sub(s, 0, semi),
		li_slice_sub(s, semi + 1, s.n), o);
}

/* The user part with its escapes undone: RFC 3261 cl. 19.1.4 compares what
 * they stand for. A separator that was escaped stays escaped. */
static li_err user(struct li_slice s, struct li_id_text *o)
{
	size_t plain = li_slice_find(s, '%');

	li_id_put_slice(o, li_slice_sub(s, 0, plain));
	for (size_t i = plain; i < s.n; i++) {
		uint8_t c = s.p[i];

		if (c == '%') {
			int hi = i + 1 < s.n ? li_text_hex((char)s.p[i + 1])
					     : -1;
			int lo = i + 2 < s.n ? li_text_hex((char)s.p[i + 2])
					     : -1;

			if (hi < 0 || lo < 0)
				return LI_EMALFORMED;
			c = (uint8_t)(hi << 4 | lo);
			i += 2;
			li_id_put_octet(o, c);
			continue;
		}
		li_id_put(o, (char)c);
	}
	return LI_OK;
}

/* The port, unless it is a default one. It is a number: with zeros before it, it
 * is the same. RFC 3261 cl. 25.1 */
static void put_port(struct li_slice s, struct li_id_text *o)
{
	size_t zeros = 0;

	while (zeros + 1 < s.n && s.p[zeros] == '0')
		zeros++;
	s = li_slice_sub(s, zeros, s.n);
	if (!s.n || li_slice_is(s, "5060") || li_slice_is(s, "5061"))
		return;
	li_id_put(o, ':');
	li_id_put_lower(o, s);
}

/* An address is the same however it is written; what is none in brackets stays
 * as it is. RFC 5954 cl. 4.2 */
static void put_address(struct li_slice s, struct li_id_text *o)
{
	char text[LI_IP_FULL6];
	size_t n = li_ip_short6(s, text);

	li_id_put(o, '[');
	li_id_put_lower(o, n ? li_slice(text, n) : s);
	li_id_put(o, ']');
}

/* The host and, unless it is the default one, the port. */
static li_err host(struct li_slice s, struct li_id_text *o)
{
	if (s.n && s.p[0] == '[') {
		size_t end = li_slice_find(s, ']');

		if (end == s.n)
			return LI_EMALFORMED;
		put_address(li_slice_sub(s, 1, end), o);
		s = li_slice_sub(s, end + 1, s.n);
	} else {
		size_t colon = li_slice_find(s, ':');
		struct li_slice name = li_slice_sub(s, 0, colon);

		if (name.n && name.p[name.n - 1] == '.')
			name.n--; /* the root's dot names the same host */
		if (!name.n)
			return LI_EMALFORMED;
		li_id_put_lower(o, name);
		s = li_slice_sub(s, colon, s.n);
	}
	if (!s.n)
		return LI_OK;
	if (s.p[0] != ':')
		return LI_EMALFORMED;
	put_port(li_slice_sub(s, 1, s.n), o);
	return LI_OK;
}

static li_err sip(struct li_slice s, struct li_id_text *o)
{
	/* A user part may hold ';' and '?', but no '@' that is not escaped, so
	 * the first one ends it. RFC 3261 cl. 25.1 */
	size_t at = li_slice_find(s, '@'), end, colon;
	struct li_slice who = {0};
	li_err err;

	li_id_put_text(o, "sip:");
	if (at < s.n) {
		who = li_slice_sub(s, 0, at);
		s = li_slice_sub(s, at + 1, s.n);
		colon = li_slice_find(who, ':'); /* a password is no identity */
		who = li_slice_sub(who, 0, colon);
	}
	end = li_slice_find(s, ';');
	end = li_slice_find(li_slice_sub(s, 0, end), '?');
	if (who.n) {
		/* A number is the one that it is as a tel: URI. RFC 3261
		 * cl. 19.1.6 */
		err = li_id_put_user_number(who, o) ? LI_OK : user(who, o);
		if (err)
			return err;
		li_id_put(o, '@');
	}
	return host(li_slice_sub(s, 0, end), o);
}

static li_err impu(struct li_slice s, struct li_id_text *o)
{
	if (control(s))
		return LI_EMALFORMED;
	if (li_slice_starts_nocase(s, "sip:"))
		return sip(li_slice_sub(s, 4, s.n), o);
	if (li_slice_starts_nocase(s, "sips:"))
		return sip(li_slice_sub(s, 5, s.n), o);
	if (li_slice_starts_nocase(s, "tel:"))
		return tel(li_slice_sub(s, 4, s.n), o);
	return LI_EMALFORMED;
}

/* A NAI: the realm without case. TS 23.003 cl. 13.3; RFC 7542 */
static li_err impi(struct li_slice s, struct li_id_text *o)
{
	size_t at = li_slice_find(s, '@');

	if (control(s) || at == 0 || s.n == 0)
		return LI_EMALFORMED;
	li_id_put_slice(o, li_slice_sub(s, 0, at));
	li_id_put_lower(o, li_slice_sub(s, at, s.n));
	return at + 1 == s.n ? LI_EMALFORMED : LI_OK;
}

/* TAC and SNR, 14 digits; check digit and SVN are no part of who it is.
 * RFC 7254 cl. 4; TS 103 280 */
static li_err imei(struct li_slice s, struct li_id_text *o)
{
	size_t digits = 0, all = 0;

	if (s.n && s.p[0] == '<')
		s = li_slice_sub(s, 1, li_slice_find(s, '>'));
	if (li_slice_starts_nocase(s, "urn:gsma:imei:"))
		s = li_slice_sub(s, 14, s.n);
	for (size_t i = 0; i < s.n && s.p[i] != ';'; i++) {
		if (s.p[i] == '-')
			continue;
		if (!li_text_digit(s.p[i]))
			return LI_EMALFORMED;
		if (digits < 14) {
			li_id_put(o, (char)s.p[i]);
			digits++;
		}
		all++;
	}
	return all >= 14 && all <= 16 ? LI_OK : LI_EMALFORMED;
}

/* Digits alone, `min` to 15 of them. TS 23.003 cl. 2.2 (IMSI); ITU-T E.164
 * cl. 6.2.1; TS 103 280 (E164Number has no '+') */
static li_err digits(struct li_slice s, size_t min, struct li_id_text *o)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!li_text_digit(s.p[i]))
			return LI_EMALFORMED;
		li_id_put(o, (char)s.p[i]);
	}
	return s.n >= min && s.n <= 15 ? LI_OK : LI_EMALFORMED;
}

static li_err e164(struct li_slice s, struct li_id_text *o)
{
	return digits(li_slice_sub(s, s.n && s.p[0] == '+', s.n), 1, o);
}

li_err li_identity_parse(enum li_id_kind kind, struct li_slice text,
	struct li_identity *out)
{
	char canonical[LI_ID_MAX + 1];
	struct li_id_text o = {.at = canonical};
	li_err err = LI_EMALFORMED;

	text = li_slice_trim(text);
	switch (kind) {
	case LI_ID_IMPU: err = impu(text, &o); break;
	case LI_ID_IMPI: err = impi(text, &o); break;
	case LI_ID_IMEI: err = imei(text, &o); break;
	case LI_ID_IMSI: err = digits(text, 5, &o); break;
	case LI_ID_E164: err = e164(text, &o); break;
	case LI_ID_HASHED: break; /* li_hashed_write() makes it */
	}
	if (err)
		return err;
	if (o.big)
		return LI_ETOOBIG;
	out->kind = kind;
	out->len = (uint16_t)o.n;
	memcpy(out->text, canonical, o.n);
	out->text[o.n] = '\0';
	return LI_OK;
}

void li_identity_renew(struct li_identity *id)
{
	const struct li_identity was = *id;

	if (li_identity_parse(was.kind, li_slice(was.text, was.len), id))
		*id = was;
}

bool li_identity_wildcard(const struct li_identity *id)
{
	const char *user = strchr(id->text, ':');
	const char *first, *second, *host;

	if (id->kind != LI_ID_IMPU || !user)
		return false;
	host = strchr(user, '@');
	first = strchr(user, '!');
	second = first ? strchr(first + 1, '!') : NULL;
	return second && second > first + 1 && (!host || second < host);
}

const char *li_id_kind_name(enum li_id_kind kind)
{
	switch (kind) {
	case LI_ID_IMPU: return "impu";
	case LI_ID_IMPI: return "impi";
	case LI_ID_IMEI: return "imei";
	case LI_ID_IMSI: return "imsi";
	case LI_ID_E164: return "e164";
	case LI_ID_HASHED: return "hashed";
	}
	return "?";
}

li_err li_id_kind_parse(const char *name, enum li_id_kind *out)
{
	static const enum li_id_kind all[] = {LI_ID_IMPU, LI_ID_IMPI,
		LI_ID_IMEI, LI_ID_IMSI, LI_ID_E164};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (strcmp(name, li_id_kind_name(all[i])) == 0) {
			*out = all[i];
			return LI_OK;
		}
	}
	return LI_EINVAL;
}

const char *li_identity_element(const struct li_identity *id)
{
	/* TS 103 221-1 TargetIdentifier: its name has no other form here */
	return id->kind == LI_ID_E164 ? "e164Number"
				      : li_id_kind_name(id->kind);
}
