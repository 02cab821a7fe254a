/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain_lines.h - the lines of a message, and which of them may matter.
 * For the files that sip_plain_body.h makes.
 *
 * Each line that is found has PLAIN_BEHIND octets behind it. The last lines of
 * a message without a body have not, and are found in a copy.
 *
 * Floor    2.
 * Threads  A scan belongs to its caller.
 * Memory   The copy lives as long as struct plain_lines.
 * Spec     RFC 3261 cl. 7.3.1
 */
#ifndef LI_INTAKE_SIP_PLAIN_LINES_H
#define LI_INTAKE_SIP_PLAIN_LINES_H

#include "intake/sip_plain_find.h"
#include "intake/sip_scan.h"

enum {
	/* Octets that the last lines may have. */
	PLAIN_COPY_MAX = 2048,
	/* A view from here on ends lines that have enough behind them. */
	PLAIN_STEP = PLAIN_VIEW + PLAIN_BEHIND,
};

/* A header that may matter, its end, where the CR is, and its name's guess;
 * ODD when it is to be read the careful way. */
struct plain_line {
	const uint8_t *at, *end;
	size_t guess;
};

/* The lines of a message. */
struct plain_lines {
	const uint8_t *body;    /* NULL: not found yet */
	const uint8_t *at, *to; /* of the line at `at`, what is behind `to` was
				   not looked at */
	ptrdiff_t away; /* from the copy to the message; 0: there is none */
	int left;       /* lines that there may be */
	struct plain_line *next; /* behind the last of these */
	/* Those in the message, one that is OTHER, those in the copy if there
	 * is one, another one that is OTHER. */
	struct plain_line line[LI_SIP_HEADERS_MAX + 3];
	uint8_t copy[PLAIN_COPY_MAX + PLAIN_STEP];
};

/* A bit for each of the 64 octets at p that is a control octet, NUL to 0x1f,
 * or above 127. */
static inline uint64_t plain_stops(const uint8_t *p)
{
	uint64_t low = li_octets_mask(li_octets_under(li_octets_load(p), 0x20));
	uint64_t high = li_octets_mask(
		li_octets_under(li_octets_load(p + LI_OCTETS), 0x20));

	return low | high << LI_OCTETS;
}

/* Do a CR and a LF stand there? */
static inline bool plain_crlf(const uint8_t *p)
{
	uint16_t both;

	memcpy(&both, p, sizeof(both));
	return both == htole16('\r' | '\n' << 8);
}

/* The CR that ends the line at p, where a view that ends at or in front of
 * `last` sees it; NULL when none does or the line is not plain. */
static inline const uint8_t *plain_line_end(const uint8_t *p,
	const uint8_t *last)
{
	for (; p <= last; p += PLAIN_VIEW) {
		uint64_t stops = plain_stops(p);

		for (; stops; stops &= stops - 1) {
			const uint8_t *end = plain_bit(p, stops);

			if (plain_crlf(end))
				return end;
			if (*end < 0x80)
				return NULL;
		}
	}
	return NULL;
}

/* The same without those above 127. */
static inline uint64_t plain_controls(const uint8_t *p)
{
	uint64_t low =
		li_octets_mask(li_octets_within(li_octets_load(p), 0, 0x20));
	uint64_t high = li_octets_mask(
		li_octets_within(li_octets_load(p + LI_OCTETS), 0, 0x20));

	return low | high << LI_OCTETS;
}

/* How long the name of the line at p is, with a colon behind it mostly. Of one
 * that is longer than all that mean something, 32. */
static inline size_t plain_name_length(const uint8_t *p)
{
	const uint32_t ends = li_octets_mask(
		li_octets_among(li_octets_load(p), &li_octets_name_ends));

#ifdef __BMI__
	return _tzcnt_u32(ends);
#else
	return ends ? (size_t)__builtin_ctz(ends) : LI_OCTETS;
#endif
}

/* The guess for a name of n octets at p, in front of which two can be read. Its
 * last octet is loaded with the one before, so that it is where the table has
 * it. */
static inline unsigned int plain_guess(const uint8_t *guesses, const uint8_t *p,
	size_t n)
{
	uint16_t last;

	memcpy(&last, p + n - sizeof(last), sizeof(last));
	return guesses[((size_t)le16toh(last) & LI_SIP_NAME_LAST) + *p];
}

/* Take in a line that begins with a blank, has one in front of its colon, or no
 * colon near its beginning; the octet at `end` stopped it. Returns whether the
 * message may still be plain. */
static __attribute__((noinline)) bool plain_odd(struct plain_lines *out,
	const uint8_t *end)
{
	const uint8_t *at = out->at;

	if (out->left < 0 || !plain_crlf(end))
		return false;
	out->at = end + 2;
	out->to = out->at;
	if (*at == ' ') {
		/* a fold, which matters if its header does */
		if (at == out->copy)
			return false;
		if (out->next > out->line && out->next[-1].end == at - 2) {
			out->next[-1].end = end;
			out->next[-1].guess = LI_SIP_NAME_ODD;
		}
		return true;
	}
	*out->next++ = (struct plain_line){at, end, LI_SIP_NAME_ODD};
	out->left--;
	return true;
}

/* Find lines that may matter, by views up to `last`, until something is odd.
 * Returns where that line stops; NULL when there is none. */
static inline __attribute__((always_inline)) const uint8_t *
plain_walk(struct plain_lines *out, const uint8_t *last)
{
	const uint8_t *p = out->to, *at = out->at, *end;
	struct plain_line *line = out->next;
	int left = out->left;

	for (; p <= last; p += PLAIN_VIEW) {
		uint64_t stops = plain_stops(p);

		for (; stops; stops &= stops - 1) {
			size_t guess, n;

			end = plain_bit(p, stops);
			if (__builtin_expect(!plain_crlf(end), 0)) {
				if (end >= at && *end < 0x80)
					goto odd;
				/* the LF of the view before, or text, of which
				 * no more is to stop */
				stops &= plain_controls(p) | (stops & -stops);
				continue;
			}
			n = plain_name_length(at);
			if (at[n] != ':')
				goto odd;
			guess = plain_guess(li_sip_name_guesses, at, n);
			if (guess != LI_SIP_NAME_OTHER)
				*line++ = (struct plain_line){at, end, guess};
			at = end + 2;
			if (--left < 0)
				goto odd;
			stops &= stops - 1;
		}
	}
	end = NULL;
odd:
	out->at = at;
	out->to = p > at ? p : at;
	out->next = line;
	out->left = left;
	return end;
}

/* Let the walk go on in a copy of what stands in front of `end`; returns the
 * last view of it, NULL when that is too much. */
static inline const uint8_t *plain_copy(struct plain_lines *out,
	const uint8_t *end)
{
	const size_t n = (size_t)(end - out->at);
	uint8_t *behind;

	if (n > PLAIN_COPY_MAX)
		return NULL;
	memcpy(out->copy, out->at, n);
	behind = out->copy + n;
	memset(behind, 0, PLAIN_VIEW);
	memset(behind + PLAIN_VIEW, 0, PLAIN_VIEW);
	memset(behind + PLAIN_BEHIND, 0, PLAIN_VIEW);
	out->away = out->at - out->copy;
	out->to -= out->away;
	out->at = out->copy;
	*out->next++ = (struct plain_line){.guess = LI_SIP_NAME_OTHER};
	return behind;
}

/* Is this the name of the line at p? `length` octets of the text count. */
static inline bool plain_named(const uint8_t *p,
	const struct li_sip_name_text *text, size_t length)
{
	return !li_octets_differ(li_octets_load(p),
		li_octets_load((const uint8_t *)text->name),
		li_octets_load(li_octets_letters + LI_OCTETS - length));
}

/* Find the lines that may matter from `at` on, and the body, in a message that
 * ends at `end`. */
static __attribute__((noinline)) void plain_lines(const uint8_t *at,
	const uint8_t *end, struct plain_lines *out)
{
	const uint8_t *last = end - PLAIN_STEP, *stop;

	out->body = NULL;
	out->at = at;
	out->to = at;
	out->away = 0;
	out->left = LI_SIP_HEADERS_MAX;
	out->next = out->line;
	while (last) {
		stop = plain_walk(out, last);
		if (!stop) {
			last = plain_copy(out, end);
		} else if (stop == out->at && plain_crlf(stop)) {
			out->body = stop + 2 + out->away;
			break;
		} else if (!plain_odd(out, stop)) {
			break;
		}
	}
	*out->next = (struct plain_line){.guess = LI_SIP_NAME_OTHER};
}

#endif
