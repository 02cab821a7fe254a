/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain_lines.h - the headers that matter among the lines of a message. For
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

enum { PLAIN_CAREFULLY = LI_SIP_NAME_COUNT };

/* A header that matters: from its name to the CR behind it. */
struct plain_line {
	const uint8_t *at, *colon, *end;
	unsigned int name; /* enum li_sip_name, or PLAIN_CAREFULLY */
};

/* The control octets, NUL to 0x1f. */
static inline uint32_t plain_controls(li_octets v)
{
	return li_octets_mask(li_octets_within(v, 0, 0x20));
}

/* The first control octet at or behind p; the zeros behind the end are some. */
static inline const uint8_t *plain_find_control(const struct plain *s,
	const uint8_t *p)
{
	uint32_t mask;

	while (!(mask = plain_controls(li_octets_load(plain_at(s, p)))))
		p += LI_OCTETS;
	return p + (unsigned int)__builtin_ctz(mask);
}

/* Do a CR and a LF stand there? */
static inline bool plain_crlf(const struct plain *s, const uint8_t *p)
{
	uint16_t both;

	if (p >= s->end - 1)
		return false;
	memcpy(&both, p, sizeof(both));
	return both == htole16('\r' | '\n' << 8);
}

/* The line at `at` goes on the one before: it is a fold. Folds of headers that
 * do not matter do not matter. */
static inline void plain_fold(struct plain_line *line,
	const struct plain_line *first, const uint8_t *at, const uint8_t *end)
{
	if (line > first && line[-1].end + 2 == at) {
		line[-1].end = end;
		line[-1].name = PLAIN_CAREFULLY;
	}
}

/* Which header is it whose first octets these colons stand in? */
static inline unsigned int plain_guess(const uint8_t *at, uint32_t colons,
	const uint8_t **colon)
{
	unsigned int n;

	if (!colons)
		return PLAIN_CAREFULLY;
	n = (unsigned int)__builtin_ctz(colons);
	*colon = at + n;
	if (n == 0 || at[n - 1] == ' ')
		return PLAIN_CAREFULLY;
	return li_sip_name_guess(at, n);
}

/* Find the headers that matter, from `p` on. Returns where the body is, NULL
 * when the message is not plain. */
static inline const uint8_t *plain_lines(const struct plain *s,
	const uint8_t *p, struct plain_line *line, size_t *count)
{
	const struct plain_line *first = line;

	for (unsigned int left = LI_SIP_HEADERS_MAX + 1; left; left--) {
		li_octets v = li_octets_load(plain_at(s, p));
		uint32_t control = plain_controls(v);
		uint32_t colons =
			li_octets_mask(li_octets_eq(v, ':')) & (control - 1);
		const uint8_t *at = p, *colon = at;
		unsigned int name;

		p = control ? p + (unsigned int)__builtin_ctz(control)
			    : plain_find_control(s, p + LI_OCTETS);
		if (!plain_crlf(s, p))
			return NULL;
		if (__builtin_expect(*at <= ' ', 0)) {
			if (p == at) {
				*count = (size_t)(line - first);
				return p + 2;
			}
			plain_fold(line, first, at, p);
			left++;
		} else {
			name = plain_guess(at, colons, &colon);
			if (name != LI_SIP_NAME_OTHER)
				*line++ =
					(struct plain_line){at, colon, p, name};
		}
		p += 2;
	}
	return NULL;
}

#endif
