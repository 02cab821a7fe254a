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

/* The roles of lists of addresses. */
static const enum li_role plain_roles[LI_SIP_NAME_COUNT] = {
	[LI_SIP_NAME_P_ASSERTED_IDENTITY] = LI_ROLE_P_ASSERTED,
	[LI_SIP_NAME_P_PREFERRED_IDENTITY] = LI_ROLE_P_PREFERRED,
	[LI_SIP_NAME_P_CALLED_PARTY_ID] = LI_ROLE_P_CALLED_PARTY,
	[LI_SIP_NAME_P_ASSOCIATED_URI] = LI_ROLE_P_ASSOCIATED,
	[LI_SIP_NAME_HISTORY_INFO] = LI_ROLE_HISTORY_INFO,
	[LI_SIP_NAME_DIVERSION] = LI_ROLE_DIVERSION,
};

/* Take in a value the careful way. */
static __attribute__((noinline)) void plain_carefully(struct plain *s,
	enum li_sip_name name, const uint8_t *p, const uint8_t *to)
{
	while (*p == ' ')
		p++; /* the CR ends it */
	while (p < to && to[-1] == ' ')
		to--;
	s->f->seen = s->seen;
	li_sip_field_take(s->f, name, plain_slice(s, p, to));
	s->seen = s->f->seen;
}

/* Read a value that adds neither parties nor contacts; false when it is not
 * plain. */
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
		if (plain_number(p, &n) != to)
			return false;
		sip->expires_s = n;
		return true;
	case LI_SIP_NAME_CONTENT_LENGTH:
		if (plain_number(p, &n) != to)
			return false;
		s->f->content_length = n;
		return true;
	case LI_SIP_NAME_SESSION_EXPIRES:
		return plain_session_expires(s, p, to);
	case LI_SIP_NAME_CONTENT_TYPE:
		sip->content_type = plain_slice(s, p, to);
		return *p > ' ' && to[-1] != ' ';
	default: return false;
	}
}

/* Read a value that may add parties or contacts; false when it is not plain,
 * and then it may have added parties. */
static inline __attribute__((always_inline)) bool plain_adds(struct plain *s,
	enum li_sip_name name, const uint8_t *p, const uint8_t *to)
{
	switch ((int)name) {
	case LI_SIP_NAME_FROM:
	case LI_SIP_NAME_TO: return plain_party(s, name, p, to);
	case LI_SIP_NAME_CONTACT: return plain_contact(s, p, to);
	case LI_SIP_NAME_AUTHORIZATION:
	case LI_SIP_NAME_PROXY_AUTHORIZATION:
		return plain_credentials(s, p, to);
	default:
		return plain_roles[name] &&
			plain_list(s, plain_roles[name], p, to);
	}
}

/* May this header stand more than once and be read each time? */
static inline bool plain_repeats(enum li_sip_name name)
{
	return name == LI_SIP_NAME_CONTACT ||
		name == LI_SIP_NAME_AUTHORIZATION ||
		name == LI_SIP_NAME_PROXY_AUTHORIZATION || plain_roles[name];
}

/* May it add parties? */
static inline bool plain_may_add(enum li_sip_name name)
{
	return plain_repeats(name) || name == LI_SIP_NAME_FROM ||
		name == LI_SIP_NAME_TO;
}

/* Take back what a header added that proved not to be plain. */
static __attribute__((noinline)) void plain_undo(struct plain *s,
	size_t parties)
{
	const struct li_party *first = &s->event->parties[parties];

	s->event->party_count = parties;
	while (s->names_end > s->names && s->names_end[-1].party >= first)
		s->names_end--;
}

/* Take in a value, behind its first blank if it has one in front. */
static inline __attribute__((always_inline)) void plain_take(struct plain *s,
	enum li_sip_name name, const uint8_t *p, const uint8_t *to)
{
	const uint32_t bit = UINT32_C(1) << name;
	const size_t parties = s->event->party_count;

	if ((plain_repeats(name) || !(s->seen & bit)) &&
		(plain_value(s, name, p, to) || plain_adds(s, name, p, to))) {
		s->seen |= bit;
		return;
	}
	if (plain_may_add(name))
		plain_undo(s, parties);
	plain_carefully(s, name, p, to);
}

/* Take in a header, if it matters. */
static __attribute__((noinline)) void plain_take_any(struct plain *s,
	const struct plain_line *l)
{
	size_t guess = l->guess;
	const struct li_sip_name_text *text;
	enum li_sip_name name;
	const uint8_t *p;

	if (guess == LI_SIP_NAME_ODD ||
		guess == LI_SIP_NAME_ACCEPT_CONTACT + LI_SIP_NAME_COMPACT) {
		s->f->seen = s->seen;
		li_sip_field_line(s->f, plain_slice(s, l->at, l->end));
		s->seen = s->f->seen;
		return;
	}
	while (text = &li_sip_name_texts[guess],
		!plain_named(l->at, text, text->length)) {
		guess = li_sip_name_next((unsigned int)guess);
		if (guess == LI_SIP_NAME_OTHER)
			return;
	}
	name = (enum li_sip_name)(guess % LI_SIP_NAME_COMPACT);
	p = l->at + text->length;
	p += *p == ' ';
	if (*p > ' ') /* no other blank, nor the CR */
		plain_take(s, name, p, l->end);
	else
		plain_carefully(s, name, p, l->end);
}

/* The same for one that is mostly written like this, with a blank behind its
 * colon: what is compared is known where this is compiled. */
static inline __attribute__((always_inline)) void plain_as(struct plain *s,
	enum li_sip_name name, const char *text, const struct plain_line *l)
{
	const size_t n = strlen(text);
	const uint8_t *p = l->at + n;

	if (plain_named(l->at, &li_sip_name_texts[name], n))
		plain_take(s, name, p, l->end);
	else
		plain_take_any(s, l);
}

/* The same for a list of addresses. */
static inline __attribute__((always_inline)) void
plain_take_list(struct plain *s, const struct plain_line *l)
{
	const struct li_sip_name_text *text = &li_sip_name_texts[l->guess];
	const size_t n = text->length + 1U, parties = s->event->party_count;

	if (plain_named(l->at, text, n)) {
		if (plain_list(s, plain_roles[l->guess], l->at + n, l->end)) {
			s->seen |= UINT32_C(1) << l->guess;
			return;
		}
		plain_undo(s, parties);
	}
	plain_take_any(s, l);
}

#endif
