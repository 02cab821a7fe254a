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
#include "intake/sip_plain_take.h"

#ifndef LI_SIP_PLAIN
#define LI_SIP_PLAIN li_sip_plain_words
#endif

/* Method, one word, SIP/2.0. */
static inline bool plain_request_line(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	struct li_sip *sip = &s->event->sip;
	const uint8_t *end = to - 8, *blank = plain_find_blank(p);

	if (to - p < 16 || memcmp(end, " SIP/2.0", 8) != 0 || blank == p ||
		blank >= end || *blank != ' ' ||
		plain_uri(s, LI_ROLE_REQUEST_URI, blank + 1) != end)
		return false;
	sip->is_request = true;
	sip->method_name = plain_slice(s, p, blank);
	sip->method = plain_method(p, blank);
	return true;
}

/* A request line or a status line. RFC 3261 cl. 7 */
static inline bool plain_start_line(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	uint32_t status;

	if (to - p < 12 || memcmp(p, "SIP/2.0 ", 8) != 0)
		return plain_request_line(s, p, to);
	if (plain_number(p + 8, &status) != p + 11 || status < 100 ||
		status > 699 || p[11] != ' ')
		return false;
	s->event->sip.status = (uint16_t)status;
	return true;
}

/* Take in the headers that matter from l on; returns behind them. */
static inline const struct plain_line *plain_take_lines(struct plain *s,
	const struct plain_line *l)
{
	while (plain_take_line(s, l))
		l++;
	return l + 1;
}

size_t LI_SIP_PLAIN(struct li_sip_field *f, struct li_slice m)
{
	const uint8_t *message_end = m.p + m.n, *end;
	struct plain_lines lines;
	struct plain s;

	if (m.n < PLAIN_STEP)
		return 0;
	s.f = f;
	s.event = f->found.event;
	s.secret = f->found.secret;
	s.seen = 0;
	s.away = 0;
	s.names_end = s.names;
	s.hosts = plain_hosts_of(s.secret);
	end = plain_line_end(m.p, message_end - PLAIN_STEP);
	if (!end || end[2] == ' ')
		return 0;
	plain_lines(end + 2, message_end, &lines);
	/* Blocks so small pass no limit of a line's length. */
	if (!lines.body || lines.body - m.p > LI_SIP_HEADER_MAX ||
		!plain_start_line(&s, m.p, end))
		return 0;
	for (const struct plain_line *l = lines.line; l; s.away = lines.away) {
		l = plain_take_lines(&s, l);
		if (s.away == lines.away)
			l = NULL;
	}
	f->seen = s.seen;
	return (size_t)(lines.body - m.p);
}

#endif
