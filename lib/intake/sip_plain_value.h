/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain_value.h - header values that are written plainly. For the files
 * that sip_plain_body.h makes. Each returns false when the value is not plain;
 * the caller undoes what was added.
 *
 * Floor    2.
 * Threads  A scan belongs to its caller.
 * Memory   As sip_scan.h.
 * Spec     RFC 3261 cl. 20, 25.1; RFC 7616 cl. 3.4
 */
#ifndef LI_INTAKE_SIP_PLAIN_VALUE_H
#define LI_INTAKE_SIP_PLAIN_VALUE_H

#include "intake/sip_plain_name.h"

/* Where the bracket opens behind the display name, if any, of a value at p;
 * `to` when it is not plain. */
static inline const uint8_t *plain_open(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	static const uint8_t name[3] = {'<', '"', ','};
	const uint8_t *open;

	if (*p == '<')
		return p;
	if (*p == '"') {
		p = plain_find_quote(s, p + 1, to);
		if (p == to || *p != '"')
			return to;
		for (p++; p < to && *p == ' '; p++)
			;
		return p < to && *p == '<' ? p : to;
	}
	open = plain_find3(s, p, to, name);
	if (open == to || *open != '<' || memchr(p, ';', (size_t)(open - p)))
		return to;
	return open;
}

/* Add the identity in brackets of the value at p; returns the offset behind
 * them, NULL when it is not plain. */
static inline const uint8_t *plain_address(struct plain *s, enum li_role role,
	const uint8_t *p, const uint8_t *to)
{
	p = plain_open(s, p, to);
	if (p == to)
		return NULL;
	p = plain_uri(s, role, p + 1, to);
	return p && p < to && *p == '>' ? p + 1 : NULL;
}

/* ;tag=word, up to the end. */
static inline bool plain_tag(const struct plain *s, const uint8_t *p,
	const uint8_t *to, struct li_slice *tag)
{
	if (to - p < 6 || !plain_is4(p, ";tag") || p[4] != '=' ||
		plain_find_end_of_word(s, p + 5, to) != to)
		return false;
	*tag = li_slice(p + 5, (size_t)(to - p) - 5);
	return true;
}

/* From and To: an address and at most a tag. */
static inline bool plain_party(struct plain *s, enum li_sip_name name,
	const uint8_t *p, const uint8_t *to)
{
	enum li_role role =
		name == LI_SIP_NAME_FROM ? LI_ROLE_FROM : LI_ROLE_TO;
	struct li_sip *sip = &s->event->sip;
	struct li_slice tag = {0};

	p = plain_address(s, role, p, to);
	if (!p || (p < to && !plain_tag(s, p, to, &tag)))
		return false;
	if (role == LI_ROLE_FROM)
		sip->from_tag = tag;
	else
		sip->to_tag = tag;
	return true;
}

/* A list of addresses with parameters that do not matter. */
static inline bool plain_list(struct plain *s, enum li_role role,
	const uint8_t *p, const uint8_t *to)
{
	static const uint8_t ends[3] = {',', '"', '<'};

	for (;;) {
		p = plain_address(s, role, p, to);
		if (!p)
			return false;
		if (p < to && *p == ';')
			p = plain_find3(s, p, to, ends);
		if (p == to)
			return true;
		if (*p != ',')
			return false;
		for (p++; p < to && *p == ' '; p++)
			;
		if (p == to)
			return false;
	}
}

/* A number of at most nine digits. */
static inline bool plain_number(const uint8_t *p, const uint8_t *to,
	uint32_t *out)
{
	uint32_t n = 0;

	if (to - p > 9 || p == to)
		return false;
	for (; p < to; p++) {
		if ((uint8_t)(*p - '0') > 9)
			return false;
		n = n * 10 + (uint32_t)(*p - '0');
	}
	*out = n;
	return true;
}

/* Digits, a blank, a method. RFC 3261 cl. 20.16 */
static inline bool plain_cseq(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	const uint8_t *digits = p;
	struct li_slice method;

	while (p < to && *p != ' ')
		p++;
	if (to - p < 2 || !plain_number(digits, p, &s->event->sip.cseq))
		return false;
	method = li_slice(p + 1, (size_t)(to - p) - 1);
	s->f->cseq_is = li_sip_method_find(method);
	s->f->cseq_method = method;
	return s->f->cseq_is != LI_SIP_OTHER;
}

/* One word. RFC 3261 cl. 20.8 */
static inline bool plain_call_id(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	if (plain_find1(s, p, to, ' ') != to)
		return false;
	s->event->sip.call_id = li_slice(p, (size_t)(to - p));
	return true;
}

/* icid-value first, which is how it is written. RFC 7315 cl. 5.6 */
static inline bool plain_charging_vector(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	static const uint8_t ends[3] = {';', '"', ' '};
	const uint8_t *end;
	bool quoted;

	if (to - p < 13 || !plain_is8(p, "icid-val") ||
		!plain_is4(p + 6, "alue") || p[10] != '=')
		return false;
	p += 11;
	quoted = *p == '"';
	p += quoted;
	end = plain_find3(s, p, to, ends);
	if (quoted ? end == to || *end != '"' ||
				memchr(p, '\\', (size_t)(end - p))
		   : end < to && *end != ';')
		return false;
	s->event->sip.icid = li_slice(p, (size_t)(end - p));
	return true;
}

/* The IMPI at p, up to its closing quote. TS 33.128 cl. 7.12.2.8 */
static inline bool plain_impi(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	struct li_event *event = s->event;
	struct li_party *party = &event->parties[event->party_count];
	const uint8_t *at = plain_at(s, p);
	struct plain_view v = plain_look(at);
	size_t n = (size_t)(to - p);
	struct plain_id id;

	if (n == 0 || n > 63 || event->party_count == LI_EVENT_IDENTITIES_MAX)
		return false;
	if (!plain_user(at, &v, &id) || id.user == 0 || id.user + 1 >= n ||
		plain_run_end(v.host, id.user + 1) != n)
		return false;
	party->role = LI_ROLE_AUTH_USERNAME;
	party->kind = LI_ID_IMPI;
	party->text = li_slice(p, n);
	id.n = (unsigned int)n;
	party->key_count = (uint8_t)plain_name_keys(s, p, &id, LI_ID_NAME_IMPI,
		party->keys);
	event->party_count++;
	return true;
}

/* Seconds, up to parameters that do not matter. RFC 4028 cl. 4 */
static inline bool plain_session_expires(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	const uint8_t *end = p;
	uint32_t n;

	while (end < to && *end != ';' && end - p < 10)
		end++;
	if ((end < to && *end != ';') || !plain_number(p, end, &n))
		return false;
	s->event->sip.session_expires_s = n;
	return true;
}

/* Does username stand anywhere in these octets? */
static inline bool plain_names_user(const struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	for (; p + 8 <= to; p += LI_OCTETS) {
		li_octets v = li_octets_fold(li_octets_load(plain_at(s, p)));
		uint32_t us = li_octets_mask(li_octets_eq(v, 's')) >> 1;
		uint32_t mask = li_octets_mask(li_octets_eq(v, 'u')) &
			(us | UINT32_C(1) << (LI_OCTETS - 1));

		for (; mask; mask &= mask - 1) {
			const uint8_t *u =
				p + (unsigned int)__builtin_ctz(mask);

			if (u + 8 <= to && plain_is8(u, "username"))
				return true;
		}
	}
	return false;
}

/* Authorization: a scheme, then name="value" or name=value, the one username
 * first. Another one anywhere, or a quote that is odd, is not plain. */
static inline bool plain_credentials(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	const uint8_t *open = plain_find_quote(s, p, to), *close;

	if (to - open < 2 || open - p < 10 ||
		!plain_is8(open - 9, "username") || open[-1] != '=' ||
		open[-10] != ' ' || plain_names_user(s, p, open - 9))
		return false;
	close = plain_find_quote(s, open + 1, to);
	if (close == to || *close != '"' || !plain_impi(s, open + 1, close) ||
		plain_names_user(s, close, to))
		return false;
	for (;;) {
		if (close + 1 < to && close[1] != ',')
			return false;
		open = plain_find_quote(s, close + 1, to);
		if (open == to)
			return true;
		if (*open != '"' || open[-1] != '=')
			return false;
		close = plain_find_quote(s, open + 1, to);
		if (close == to || *close != '"')
			return false;
	}
}

#endif
