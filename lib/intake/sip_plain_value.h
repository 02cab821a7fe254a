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
 * NULL when it is not plain. */
static inline const uint8_t *plain_open(const uint8_t *p, const uint8_t *to)
{
	static const uint8_t name[3] = {'<', '"', ','};
	const uint8_t *open;

	if (*p == '<')
		return p;
	if (*p == '"') {
		p = plain_find_quote(p + 1, to);
		if (!plain_closes(p, to))
			return NULL;
		for (p++; *p == ' '; p++)
			; /* the CR ends it */
		return *p == '<' ? p : NULL;
	}
	open = plain_find3(p, to, name);
	if (open == to || *open != '<' || memchr(p, ';', (size_t)(open - p)))
		return NULL;
	return open;
}

/* Add the identity in brackets of the value at p; returns the offset behind
 * them, NULL when it is not plain. */
static inline __attribute__((always_inline)) const uint8_t *
plain_address(struct plain *s, enum li_role role, const uint8_t *p,
	const uint8_t *to)
{
	p = plain_open(p, to);
	if (!p)
		return NULL;
	p = plain_uri(s, role, p + 1);
	return p && *p == '>' ? p + 1 : NULL;
}

/* ;tag=word, up to the end. */
static inline bool plain_tag(const struct plain *s, const uint8_t *p,
	const uint8_t *to, struct li_slice *tag)
{
	if (!plain_is4(p, ";tag") || p[4] != '=' || p + 5 == to ||
		plain_find_word_end(p + 5) != to)
		return false;
	*tag = plain_slice(s, p + 5, to);
	return true;
}

/* From and To: an address and at most a tag. */
static inline __attribute__((always_inline)) bool plain_party(struct plain *s,
	enum li_sip_name name, const uint8_t *p, const uint8_t *to)
{
	enum li_role role =
		name == LI_SIP_NAME_FROM ? LI_ROLE_FROM : LI_ROLE_TO;
	struct li_sip *sip = &s->event->sip;

	p = plain_address(s, role, p, to);
	if (!p)
		return false;
	return p == to ||
		plain_tag(s, p, to,
			role == LI_ROLE_FROM ? &sip->from_tag : &sip->to_tag);
}

/* A list of addresses with parameters that do not matter. */
static inline __attribute__((always_inline)) bool plain_list(struct plain *s,
	enum li_role role, const uint8_t *p, const uint8_t *to)
{
	static const uint8_t ends[3] = {',', '"', '<'};

	for (;;) {
		p = plain_address(s, role, p, to);
		if (!p)
			return false;
		if (*p == ';')
			p = plain_find3(p, to, ends);
		if (p == to)
			return true;
		if (*p != ',')
			return false;
		for (p++; *p == ' '; p++)
			; /* the CR ends it */
		if (p == to)
			return false;
	}
}

/* A number of at most nine digits, which the CR ends at the latest. Returns
 * where it ends, NULL when there is none. */
static inline const uint8_t *plain_number(const uint8_t *p, uint32_t *out)
{
	const uint8_t *from = p;
	uint32_t n = 0, digit;

	for (; (digit = (uint32_t)*p - '0') <= 9; p++)
		n = n * 10 + digit;
	*out = n;
	return (size_t)(p - from) - 1 < 9 ? p : NULL;
}

/* The method from p to `to`, where 8 octets can be read before. */
static inline enum li_sip_method plain_method(const uint8_t *p,
	const uint8_t *to)
{
	const size_t n = (size_t)(to - p);

	if (n == 0 || n > LI_SIP_METHOD_WORD)
		return li_sip_method_find(li_slice(p, n));
	return li_sip_method_of(
		le64toh(plain_load64(p)) << 8 * (LI_SIP_METHOD_WORD - n) >>
		8 * (LI_SIP_METHOD_WORD - n));
}

/* Digits, a blank, a method. RFC 3261 cl. 20.16 */
static inline bool plain_cseq(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	uint32_t n;

	p = plain_number(p, &n);
	if (!p || *p++ != ' ')
		return false;
	s->event->sip.cseq = n;
	s->f->cseq_is = plain_method(p, to);
	s->f->cseq_method = plain_slice(s, p, to);
	return s->f->cseq_is != LI_SIP_OTHER;
}

/* One word. RFC 3261 cl. 20.8 */
static inline bool plain_call_id(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	s->event->sip.call_id = plain_slice(s, p, to);
	return p != to && plain_find_blank(p) == to;
}

/* icid-value first, which is how it is written. RFC 7315 cl. 5.6 */
static inline bool plain_charging_vector(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	static const uint8_t ends[3] = {';', '"', ' '};
	const uint8_t *end;

	if (!plain_is8(p, "icid-val") || !plain_is4(p + 7, "lue="))
		return false;
	p += 11;
	if (*p == '"') {
		end = plain_find_quote(++p, to);
		if (!plain_closes(end, to))
			return false;
	} else {
		end = plain_find3(p, to, ends);
		if (end < to && *end != ';')
			return false;
	}
	s->event->sip.icid = plain_slice(s, p, end);
	return true;
}

/* The IMPI at p, up to its closing quote. TS 33.128 cl. 7.12.2.8 */
static inline bool plain_impi(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	struct li_event *event = s->event;
	struct li_party *party = &event->parties[event->party_count];
	const struct plain_user user = plain_user(p);
	const struct plain_host *host;

	if (event->party_count == LI_EVENT_IDENTITIES_MAX || user.n == 0 ||
		user.n == PLAIN_NO_USER)
		return false;
	host = plain_host(s->hosts, p + user.n + 1, false, to);
	if (!host)
		return false;
	party->role = LI_ROLE_AUTH_USERNAME;
	party->kind = LI_ID_IMPI;
	party->text = plain_slice(s, p, to);
	party->key_count = (uint8_t)plain_name_keys(s, p, user, &host->id,
		LI_ID_NAME_IMPI, party->keys);
	event->party_count++;
	return true;
}

/* Seconds, up to parameters that do not matter. RFC 4028 cl. 4 */
static inline bool plain_session_expires(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	uint32_t n;

	p = plain_number(p, &n);
	if (!p || (p != to && *p != ';'))
		return false;
	s->event->sip.session_expires_s = n;
	return true;
}

/* Does username stand anywhere in these octets? */
static inline bool plain_names_user(const uint8_t *p, const uint8_t *to)
{
	for (; p + 8 <= to; p += LI_OCTETS) {
		li_octets u = li_octets_fold(li_octets_load(p));
		li_octets s = li_octets_fold(li_octets_load(p + 1));
		uint32_t mask = li_octets_mask(li_octets_eq(u, 'u')) &
			li_octets_mask(li_octets_eq(s, 's'));

		for (; mask; mask &= mask - 1) {
			const uint8_t *at = plain_bit(p, mask);

			if (at + 8 <= to && plain_is8(at, "username"))
				return true;
		}
	}
	return false;
}

/* The quotes and backslashes of a value, one after the other. */
struct plain_quotes {
	const uint8_t *p, *to;
	uint64_t mask; /* a bit for each of those in 64 octets at p */
};

/* A bit for each of 64 octets at p that is one. */
static inline uint64_t plain_quotes_at(const uint8_t *p)
{
	return plain_either(p, '"', '\\') |
		(uint64_t)plain_either(p + LI_OCTETS, '"', '\\') << LI_OCTETS;
}

/* The next one; something at or behind the end when there is none. */
static inline const uint8_t *plain_next_quote(struct plain_quotes *q)
{
	const uint8_t *at;

	while (!q->mask) {
		q->p += PLAIN_VIEW;
		if (q->p >= q->to)
			return q->to;
		q->mask = plain_quotes_at(q->p);
	}
	at = plain_bit(q->p, q->mask);
	q->mask &= q->mask - 1;
	return at;
}

/* Authorization: a scheme, then name="value" or name=value, the one username
 * first. Another one outside of quotes, or a quote that is odd, is not plain.
 */
static __attribute__((noinline)) bool plain_credentials(struct plain *s,
	const uint8_t *p, const uint8_t *to)
{
	struct plain_quotes q = {.p = p, .to = to, .mask = plain_quotes_at(p)};
	const uint8_t *open = plain_next_quote(&q), *close, *gap;

	if (!plain_closes(open, to) || open - p < 10 ||
		!plain_is8(open - 9, "username") || open[-1] != '=' ||
		open[-10] != ' ' || plain_names_user(p, open - 9))
		return false;
	close = plain_next_quote(&q);
	if (!plain_closes(close, to) || !plain_impi(s, open + 1, close))
		return false;
	for (;;) {
		gap = close + 1;
		if (*gap != ',' && gap != to)
			return false;
		open = plain_next_quote(&q);
		if (open >= to)
			return !plain_names_user(gap, to);
		if (*open != '"' || open[-1] != '=' ||
			plain_names_user(gap, open))
			return false;
		close = plain_next_quote(&q);
		if (!plain_closes(close, to))
			return false;
	}
}

#endif
