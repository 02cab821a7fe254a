/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain_lines.h - the lines of a message, and which of them matter. For
 * the files that sip_plain_body.h makes.
 *
 * Floor    2.
 * Threads  A scan belongs to its caller.
 * Memory   As sip_scan.h.
 * Spec     RFC 3261 cl. 7.3.1
 */
#ifndef LI_INTAKE_SIP_PLAIN_LINES_H
#define LI_INTAKE_SIP_PLAIN_LINES_H

#include "intake/sip_plain_find.h"
#include "intake/sip_scan.h"

enum {
	PLAIN_CAREFULLY = LI_SIP_NAME_COUNT,
	/* What a step may look at: the view, CR LF, and an octet behind. */
	PLAIN_STEP = PLAIN_VIEW + 3,
};

/* A header that matters: its name, and its end, where the CR is. */
struct plain_line {
	const uint8_t *at, *end;
	uint32_t n;     /* octets of the name */
	uint32_t guess; /* enum li_sip_name, or PLAIN_CAREFULLY */
};

/* The lines of a message. */
struct plain_lines {
	const uint8_t *body; /* NULL when the message is not plain */
	size_t count;
	unsigned int left; /* lines that there may be */
	struct plain_line line[LI_SIP_HEADERS_MAX + 1];
};

/* A bit for each of the 64 octets at p that is a control octet, NUL to 0x1f. */
static inline uint64_t plain_controls(const uint8_t *p)
{
	uint64_t low =
		li_octets_mask(li_octets_within(li_octets_load(p), 0, 0x20));
	uint64_t high = li_octets_mask(
		li_octets_within(li_octets_load(p + LI_OCTETS), 0, 0x20));

	return low | high << LI_OCTETS;
}

/* The first control octet at or behind p; the zeros behind the end are some. */
static inline const uint8_t *plain_find_control(const struct plain *s,
	const uint8_t *p)
{
	uint64_t controls;

	while (!(controls = plain_controls(plain_at(s, p))))
		p += PLAIN_VIEW;
	return p + (unsigned int)__builtin_ctzll(controls);
}

/* Do a CR and a LF stand there? */
static inline bool plain_crlf(const uint8_t *p)
{
	uint16_t both;

	memcpy(&both, p, sizeof(both));
	return both == htole16('\r' | '\n' << 8);
}

/* Where the last fold of a header ends whose first follows on `end`; NULL when
 * the message is not plain. */
static __attribute__((noinline)) const uint8_t *
plain_fold(const struct plain *s, const uint8_t *end)
{
	do {
		end = plain_find_control(s, end + 2);
		if (s->end - end < 3 || !plain_crlf(end))
			return NULL;
	} while (end[2] == ' ');
	return end;
}

/* Find lines that matter from `at` on, as long as a step looks at nothing
 * behind the message or, near its end, with care. Returns where it stopped;
 * NULL when the message is not plain or its body was found. */
static inline __attribute__((always_inline)) const uint8_t *
plain_walk(const struct plain *s, const uint8_t *at, struct plain_lines *out,
	bool near)
{
	struct plain_line *line = &out->line[out->count];
	const uint8_t *last = s->end - PLAIN_STEP, *end;
	unsigned int left = out->left;

	for (; left && (near || at <= last); at = end + 2, left--) {
		const uint8_t *from = near ? plain_at(s, at) : at;
		uint64_t controls = plain_controls(from);
		uint32_t colons =
			li_octets_mask(li_octets_eq(li_octets_load(from), ':'));
		uint32_t guess = PLAIN_CAREFULLY;
		size_t n = 0;

		if (controls) {
			end = at + (unsigned int)__builtin_ctzll(controls);
			colons &= (uint32_t)(controls - 1);
		} else {
			end = plain_find_control(s, at + PLAIN_VIEW);
			if (end > last + PLAIN_VIEW)
				return NULL;
		}
		if ((near && s->end - end < 2) || !plain_crlf(end))
			return NULL;
		if (__builtin_expect(colons != 0, 1)) {
			n = (unsigned int)__builtin_ctz(colons);
			if (__builtin_expect((at + n)[-1] != ' ', 1))
				guess = li_sip_name_guess(at, n);
		} else if (end == at) {
			out->body = at + 2;
			break;
		}
		if (near && s->end - end < 3)
			return NULL;
		if (__builtin_expect(end[2] == ' ', 0)) {
			end = plain_fold(s, end);
			guess = PLAIN_CAREFULLY;
			if (!end)
				return NULL;
		}
		if (guess == LI_SIP_NAME_OTHER)
			continue;
		line->at = at;
		line->end = end;
		line->n = (uint32_t)n;
		line++->guess = guess;
	}
	out->count = (size_t)(line - out->line);
	out->left = left;
	return near || out->body ? NULL : at;
}

/* Find the lines that matter and the body. */
static __attribute__((noinline)) void plain_lines(const struct plain *s,
	const uint8_t *at, struct plain_lines *out)
{
	out->body = NULL;
	out->count = 0;
	out->left = LI_SIP_HEADERS_MAX + 1;
	at = plain_walk(s, at, out, false);
	if (at)
		plain_walk(s, at, out, true);
}

#endif
