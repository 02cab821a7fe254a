/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain_body.h - makes a li_sip_plain_fn of the name LI_SIP_PLAIN for what
 * the including file is compiled for.
 *
 * Floor    2.
 * Threads  A scan belongs to its caller.
 * Memory   As sip_scan.h.
 * Spec     RFC 3261 cl. 7
 */
#ifndef LI_INTAKE_SIP_PLAIN_BODY_H
#define LI_INTAKE_SIP_PLAIN_BODY_H

#include "intake/sip_plain.h"
#include "intake/sip_plain_contact.h"
#include "intake/sip_plain_lines.h"
#include "intake/sip_scan.h"

#ifndef LI_SIP_PLAIN
#define LI_SIP_PLAIN li_sip_plain_words
#endif

/* Method, one word, SIP/2.0. */
static inline bool plain_request_line(struct plain *s, struct li_slice line)
{
	struct li_sip *sip = &s->event->sip;
	const uint8_t *blank = line.p, *end = line.p + line.n - 8;

	if (line.n < 16 || memcmp(end, " SIP/2.0", 8) != 0)
		return false;
	while (blank < end && *blank != ' ')
		blank++;
	if (blank == line.p || blank + 1 >= end ||
		plain_uri(s, LI_ROLE_REQUEST_URI, blank + 1, end) != end)
		return false;
	sip->is_request = true;
	sip->method_name = li_slice(line.p, (size_t)(blank - line.p));
	sip->method = li_sip_method_find(sip->method_name);
	return true;
}

/* A request line or a status line. RFC 3261 cl. 7 */
static inline bool plain_start_line(struct plain *s, struct li_slice line)
{
	uint32_t status;

	if (line.n < 12 || memcmp(line.p, "SIP/2.0 ", 8) != 0)
		return plain_request_line(s, line);
	if (!plain_number(line.p + 8, line.p + 11, &status) || status < 100 ||
		status > 699 || (line.n > 11 && line.p[11] != ' '))
		return false;
	s->event->sip.status = (uint16_t)status;
	return true;
}

/* The role of a list of addresses. */
static const uint32_t plain_roles[LI_SIP_NAME_COUNT] = {
	[LI_SIP_NAME_P_ASSERTED_IDENTITY] = LI_ROLE_P_ASSERTED,
	[LI_SIP_NAME_P_PREFERRED_IDENTITY] = LI_ROLE_P_PREFERRED,
	[LI_SIP_NAME_P_CALLED_PARTY_ID] = LI_ROLE_P_CALLED_PARTY,
	[LI_SIP_NAME_P_ASSOCIATED_URI] = LI_ROLE_P_ASSOCIATED,
	[LI_SIP_NAME_HISTORY_INFO] = LI_ROLE_HISTORY_INFO,
	[LI_SIP_NAME_DIVERSION] = LI_ROLE_DIVERSION,
};

/* Read a value that has something in it, of a header that may stand once or is
 * read once. */
static inline bool plain_single(struct plain *s, enum li_sip_name name,
	const uint8_t *p, const uint8_t *to)
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
	default: return false;
	}
}

/* Read a value of a header that may stand often. */
static inline bool plain_value(struct plain *s, enum li_sip_name name,
	const uint8_t *p, const uint8_t *to)
{
	if (plain_roles[name])
		return plain_list(s, (enum li_role)plain_roles[name], p, to);
	if (name == LI_SIP_NAME_CONTACT)
		return plain_contact(s, p, to);
	return plain_credentials(s, p, to);
}

/* Read a header that may stand often, the careful way if need be. */
static inline void plain_several(struct plain *s, enum li_sip_name name,
	const uint8_t *p, const uint8_t *to)
{
	struct li_event *event = s->event;
	size_t parties = event->party_count,
	       contacts = event->sip.contact_count;
	unsigned int names = s->name_count;

	if (plain_value(s, name, p, to)) {
		s->f->seen |= 1U << name;
		return;
	}
	event->party_count = parties;
	event->sip.contact_count = contacts;
	s->name_count = names;
	li_sip_field_take(s->f, name, li_slice(p, (size_t)(to - p)));
}

/* Headers that may stand once, or are read once. */
enum {
	PLAIN_SINGLES = 1 << LI_SIP_NAME_FROM | 1 << LI_SIP_NAME_TO |
		1 << LI_SIP_NAME_CALL_ID | 1 << LI_SIP_NAME_CSEQ |
		1 << LI_SIP_NAME_VIA | 1 << LI_SIP_NAME_EXPIRES |
		1 << LI_SIP_NAME_CONTENT_TYPE |
		1 << LI_SIP_NAME_CONTENT_LENGTH |
		1 << LI_SIP_NAME_P_CHARGING_VECTOR |
		1 << LI_SIP_NAME_SESSION_EXPIRES,
	PLAIN_SEVERAL = 1 << LI_SIP_NAME_P_ASSERTED_IDENTITY |
		1 << LI_SIP_NAME_P_PREFERRED_IDENTITY |
		1 << LI_SIP_NAME_P_CALLED_PARTY_ID |
		1 << LI_SIP_NAME_P_ASSOCIATED_URI |
		1 << LI_SIP_NAME_HISTORY_INFO | 1 << LI_SIP_NAME_DIVERSION |
		1 << LI_SIP_NAME_CONTACT | 1 << LI_SIP_NAME_AUTHORIZATION |
		1 << LI_SIP_NAME_PROXY_AUTHORIZATION,
};

/* Read a header whose name is known. */
static inline void plain_header(struct plain *s, enum li_sip_name name,
	const uint8_t *p, const uint8_t *to)
{
	const uint32_t bit = 1U << name;

	while (*p == ' ')
		p++; /* the CR ends it */
	while (p < to && to[-1] == ' ')
		to--;
	if (p < to && (bit & PLAIN_SINGLES & ~s->f->seen)) {
		if (plain_single(s, name, p, to)) {
			s->f->seen |= bit;
			return;
		}
	} else if (p < to && (bit & PLAIN_SEVERAL)) {
		plain_several(s, name, p, to);
		return;
	}
	li_sip_field_take(s->f, name, li_slice(p, (size_t)(to - p)));
}

/* Read a header that matters. */
static inline void plain_take(struct plain *s, const struct plain_line *l)
{
	enum li_sip_name name;

	if (l->name == PLAIN_CAREFULLY) {
		li_sip_field_line(s->f,
			li_slice(l->at, (size_t)(l->end - l->at)));
		return;
	}
	/* only the first Via is read, and it is nearly always one */
	if (l->name == LI_SIP_NAME_VIA && li_sip_field_seen(s->f, l->name))
		return;
	name = li_sip_name_settle(l->name, l->at, (size_t)(l->colon - l->at));
	if (name != LI_SIP_NAME_OTHER)
		plain_header(s, name, l->colon + 1, l->end);
}

size_t LI_SIP_PLAIN(struct li_sip_field *f, struct li_slice m)
{
	struct plain s;
	struct plain_line lines[LI_SIP_HEADERS_MAX + 1];
	const uint8_t *end, *body;
	size_t count;

	s.f = f;
	s.event = f->found.event;
	s.secret = f->found.secret;
	s.end = m.p + m.n;
	s.name_count = 0;
	s.host.text.p = NULL;
	if (m.n < LI_OCTETS)
		return 0;
	s.last = s.end - LI_OCTETS;
	memcpy(s.room, s.last, LI_OCTETS);
	memset(s.room + LI_OCTETS, 0, LI_OCTETS);
	end = plain_find_control(&s, m.p);
	if (!plain_crlf(&s, end) || end + 2 == s.end || end[2] == ' ')
		return 0;
	body = plain_lines(&s, end + 2, lines, &count);
	/* Blocks so small pass no limit of a line's length. */
	if (!body || body - m.p > LI_SIP_HEADER_MAX ||
		!plain_start_line(&s, li_slice(m.p, (size_t)(end - m.p))))
		return 0;
	for (size_t i = 0; i < count; i++)
		plain_take(&s, &lines[i]);
	return (size_t)(body - m.p);
}

#endif
