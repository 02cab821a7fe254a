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
#include "intake/sip_plain_header.h"

#ifndef LI_SIP_PLAIN
#define LI_SIP_PLAIN li_sip_plain_words
#endif

/* Method, one word, SIP/2.0. */
static inline bool plain_request_line(struct plain *s, struct li_slice line)
{
	struct li_sip *sip = &s->event->sip;
	const uint8_t *end = line.p + line.n - 8, *blank;

	if (line.n < 16 || memcmp(end, " SIP/2.0", 8) != 0)
		return false;
	blank = plain_find1(s, line.p, end, ' ');
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

/* Take in the headers that matter. */
static inline void plain_take_lines(struct plain *s,
	const struct plain_lines *lines)
{
	const struct plain_line *l = lines->line, *end = l + lines->count;

	for (; l < end; l++) {
		if (l->guess == PLAIN_CAREFULLY)
			li_sip_field_line(s->f,
				li_slice(l->at, (size_t)(l->end - l->at)));
		else
			plain_matters(s, l->guess, l);
	}
}

size_t LI_SIP_PLAIN(struct li_sip_field *f, struct li_slice m)
{
	struct plain s;
	struct plain_lines lines;
	const uint8_t *end;

	s.f = f;
	s.event = f->found.event;
	s.secret = f->found.secret;
	s.end = m.p + m.n;
	s.name_count = 0;
	s.host.text.p = NULL;
	if (m.n < PLAIN_STEP)
		return 0;
	s.last = s.end - PLAIN_VIEW;
	memcpy(s.room, s.last, PLAIN_VIEW);
	memset(s.room + PLAIN_VIEW, 0, PLAIN_VIEW);
	end = plain_find_control(&s, m.p);
	if (s.end - end < 3 || !plain_crlf(end) || end[2] == ' ')
		return 0;
	plain_lines(&s, end + 2, &lines);
	/* Blocks so small pass no limit of a line's length. */
	if (!lines.body || lines.body - m.p > LI_SIP_HEADER_MAX ||
		!plain_start_line(&s, li_slice(m.p, (size_t)(end - m.p))))
		return 0;
	plain_take_lines(&s, &lines);
	return (size_t)(lines.body - m.p);
}

#endif
