/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain_header.h - one header: which it is, and its value. For the files
 * that sip_plain_body.h makes.
 *
 * Floor    2.
 * Threads  A scan belongs to its caller.
 * Memory   As sip_scan.h.
 * Spec     RFC 3261 cl. 7.3, 20
 */
#ifndef LI_INTAKE_SIP_PLAIN_HEADER_H
#define LI_INTAKE_SIP_PLAIN_HEADER_H

#include "intake/sip_plain_contact.h"
#include "intake/sip_plain_lines.h"

/* The role of a list of addresses; 0 when it is none. */
static inline enum li_role plain_role(enum li_sip_name name)
{
	switch ((int)name) {
	case LI_SIP_NAME_P_ASSERTED_IDENTITY: return LI_ROLE_P_ASSERTED;
	case LI_SIP_NAME_P_PREFERRED_IDENTITY: return LI_ROLE_P_PREFERRED;
	case LI_SIP_NAME_P_CALLED_PARTY_ID: return LI_ROLE_P_CALLED_PARTY;
	case LI_SIP_NAME_P_ASSOCIATED_URI: return LI_ROLE_P_ASSOCIATED;
	case LI_SIP_NAME_HISTORY_INFO: return LI_ROLE_HISTORY_INFO;
	case LI_SIP_NAME_DIVERSION: return LI_ROLE_DIVERSION;
	default: return 0;
	}
}

/* Read a value that has something in it; false when it is not plain, and then
 * parties and contacts may have been added. */
static inline __attribute__((always_inline)) bool plain_value(struct plain *s,
	enum li_sip_name name, const uint8_t *p, const uint8_t *to)
{
	struct li_sip *sip = &s->event->sip;
	uint32_t n;

	switch ((int)name) {
	case LI_SIP_NAME_VIA: return (*p | 0x20) == 's';
	case LI_SIP_NAME_CALL_ID: return plain_call_id(s, p, to);
	case LI_SIP_NAME_CSEQ: return plain_cseq(s, p, to);
	case LI_SIP_NAME_P_CHARGING_VECTOR:
		return plain_charging_vector(s, p, to);
	case LI_SIP_NAME_EXPIRES:
		if (!plain_number(p, to, &n))
			return false;
		sip->expires_s = n;
		return true;
	case LI_SIP_NAME_CONTENT_LENGTH:
		if (!plain_number(p, to, &n))
			return false;
		s->f->content_length = n;
		return true;
	case LI_SIP_NAME_SESSION_EXPIRES:
		return plain_session_expires(s, p, to);
	case LI_SIP_NAME_CONTENT_TYPE:
		sip->content_type = li_slice(p, (size_t)(to - p));
		return true;
	case LI_SIP_NAME_FROM:
	case LI_SIP_NAME_TO: return plain_party(s, name, p, to);
	case LI_SIP_NAME_CONTACT: return plain_contact(s, p, to);
	case LI_SIP_NAME_AUTHORIZATION:
	case LI_SIP_NAME_PROXY_AUTHORIZATION:
		return plain_credentials(s, p, to);
	default:
		return plain_role(name) &&
			plain_list(s, plain_role(name), p, to);
	}
}

/* May this header add parties or contacts? */
static inline bool plain_adds(enum li_sip_name name)
{
	return name == LI_SIP_NAME_FROM || name == LI_SIP_NAME_TO ||
		name == LI_SIP_NAME_CONTACT ||
		name == LI_SIP_NAME_AUTHORIZATION ||
		name == LI_SIP_NAME_PROXY_AUTHORIZATION || plain_role(name);
}

/* May this header stand more than once and be read each time? */
static inline bool plain_repeats(enum li_sip_name name)
{
	return plain_adds(name) && name != LI_SIP_NAME_FROM &&
		name != LI_SIP_NAME_TO;
}

/* What stands between blanks. */
static inline struct li_slice plain_trim(const uint8_t *p, const uint8_t *to)
{
	while (*p == ' ')
		p++; /* the CR ends it */
	while (p < to && to[-1] == ' ')
		to--;
	return li_slice(p, (size_t)(to - p));
}

/* Take in a header whose name is known, the careful way if need be. */
static inline __attribute__((always_inline)) void plain_take(struct plain *s,
	enum li_sip_name name, const struct plain_line *l)
{
	const uint8_t *p = l->at + l->n + 1, *to = l->end;
	struct li_event *event = s->event;
	const uint32_t bit = 1U << name;
	size_t parties = 0, contacts = 0;
	unsigned int names = s->name_count;

	p += *p == ' ';
	if (__builtin_expect(*p == ' ' || to[-1] == ' ', 0)) {
		li_sip_field_take(s->f, name, plain_trim(p, to));
		return;
	}
	if (plain_adds(name)) {
		parties = event->party_count;
		contacts = event->sip.contact_count;
	}
	if (p < to && (plain_repeats(name) || !(s->f->seen & bit)) &&
		plain_value(s, name, p, to)) {
		s->f->seen |= bit;
		return;
	}
	if (plain_adds(name)) {
		event->party_count = parties;
		event->sip.contact_count = contacts;
		s->name_count = names;
	}
	li_sip_field_take(s->f, name, li_slice(p, (size_t)(to - p)));
}

/* The same for a name that is to be settled. */
static __attribute__((noinline)) void plain_take_any(struct plain *s,
	unsigned int guess, const struct plain_line *l)
{
	enum li_sip_name name = li_sip_name_settle(guess, l->at, l->n);

	if (name != LI_SIP_NAME_OTHER)
		plain_take(s, name, l);
}

/* Take in a header if this is its name, written out: what is compared is known
 * where this is compiled. */
static inline __attribute__((always_inline)) bool plain_is(struct plain *s,
	enum li_sip_name name, const char *text, const struct plain_line *l)
{
	const size_t n = strlen(text);

	if (l->n != n || !li_sip_name_same(l->at, text, n))
		return false;
	plain_take(s, name, l);
	return true;
}

/* Headers that most messages have. */
static inline __attribute__((always_inline)) bool
plain_frequent(struct plain *s, unsigned int guess, const struct plain_line *l)
{
	switch (guess) {
	case LI_SIP_NAME_VIA:
		/* only the first one is read */
		return li_sip_field_seen(s->f, LI_SIP_NAME_VIA) ||
			plain_is(s, LI_SIP_NAME_VIA, "via", l);
	case LI_SIP_NAME_FROM: return plain_is(s, LI_SIP_NAME_FROM, "from", l);
	case LI_SIP_NAME_TO: return plain_is(s, LI_SIP_NAME_TO, "to", l);
	case LI_SIP_NAME_CALL_ID:
		return plain_is(s, LI_SIP_NAME_CALL_ID, "call-id", l) ||
			plain_is(s, LI_SIP_NAME_CONTACT, "contact", l);
	case LI_SIP_NAME_CSEQ: return plain_is(s, LI_SIP_NAME_CSEQ, "cseq", l);
	case LI_SIP_NAME_CONTENT_LENGTH:
		return plain_is(s, LI_SIP_NAME_CONTENT_LENGTH, "content-length",
			l);
	case LI_SIP_NAME_CONTENT_TYPE:
		return plain_is(s, LI_SIP_NAME_CONTENT_TYPE, "content-type", l);
	case LI_SIP_NAME_P_CALLED_PARTY_ID:
		return plain_is(s, LI_SIP_NAME_P_CHARGING_VECTOR,
			"p-charging-vector", l);
	case LI_SIP_NAME_PROXY_AUTHORIZATION:
		return plain_is(s, LI_SIP_NAME_P_ASSERTED_IDENTITY,
			"p-asserted-identity", l);
	case LI_SIP_NAME_SESSION_EXPIRES:
		return plain_is(s, LI_SIP_NAME_SESSION_EXPIRES,
			"session-expires", l);
	default: return false;
	}
}

/* Take in a header that may matter. */
static inline void plain_matters(struct plain *s, unsigned int guess,
	const struct plain_line *l)
{
	if (!plain_frequent(s, guess, l))
		plain_take_any(s, guess, l);
}

#endif
