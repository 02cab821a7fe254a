/* SPDX-License-Identifier: BSD-3-Clause
 *
 * diff_body.h - the writing of differences. For ways_body.h alone.
 *
 * Two texts are run along together. Where they part, what is left of the word
 * there is put instead of what the sample has left of its own, and they are
 * run along from behind both; a word of another length so moves what follows,
 * and nothing is lost. Where neither has a word, the rest of the line goes.
 *
 * Floor    2, inside mirror/.
 * Threads  Pure functions.
 * Memory   As diff.h.
 * Spec     none
 */
#ifndef LI_MIRROR_DIFF_BODY_H
#define LI_MIRROR_DIFF_BODY_H

#include "mirror/diff.h"
#include "mirror/field_put.h"
#include "mirror/ways_run.h"

/* Differences that are written: `to` has room up to `end`. */
struct differing {
	uint8_t *to, *end;
	struct li_fields fields;
};

/* Any field; NULL when there is no room. */
static __attribute__((noinline)) uint8_t *put_any(struct differing *d,
	struct li_slice plain, uint8_t *to)
{
	size_t n = 0;

	return li_field_put(&d->fields, plain, to, (size_t)(d->end - to), &n)
		? to + n
		: NULL;
}

/* One more difference, `skip` octets of the sample behind the last one; false
 * when there is no room. */
static inline bool put(struct differing *d, size_t skip, bool line,
	struct li_slice plain)
{
	uint8_t *to = d->to, *next = NULL;

	if (d->end - to < 3 || skip > UINT16_MAX)
		return false;
	if (skip < LI_DIFF_SKIP_LONG) {
		*to++ = (uint8_t)(skip << 1 | line);
	} else {
		*to++ = (uint8_t)(LI_DIFF_SKIP_LONG << 1 | line);
		*to++ = (uint8_t)(skip >> 8);
		*to++ = (uint8_t)skip;
	}
	if (plain.n - 1 < LI_FIELD_SHORT && d->end - to >= LI_FIELD_ROOM)
		next = li_field_put_short(&d->fields, plain, to);
	if (!next)
		next = put_any(d, plain, to);
	d->to = next;
	return next;
}

/* Where both texts are. */
struct places {
	size_t s, t;
};

/* Where a difference ends in both; is it that of a line? Most words are as long
 * as the sample's. */
static inline bool find_ends(struct li_slice sample, struct li_slice text,
	struct places at, struct places *end)
{
	end->s = li_run_word_end(sample, at.s);
	end->t = at.t + (end->s - at.s);
	if (end->s > at.s && end->s < sample.n && end->t < text.n &&
		text.p[end->t] == sample.p[end->s])
		return false;
	end->t = li_run_word_end(text, at.t);
	if (end->s > at.s || end->t > at.t)
		return false;
	end->s = li_ways_line_end(sample, at.s);
	end->t = li_ways_line_end(text, at.t);
	return true;
}

/* li_ways.diff */
static bool diff(struct li_slice sample, struct li_slice text,
	struct li_written *out)
{
	struct places at = {0, 0}, end;
	struct differing d;
	size_t last = 0, run;
	bool line;

	d.to = out->at;
	d.end = out->at + out->cap;
	li_fields_begin(&d.fields);
	for (;;) {
		run = li_run_alike(sample.p + at.s, text.p + at.t,
			li_least(sample.n - at.s, text.n - at.t),
			li_least(at.s, at.t));
		at.s += run;
		at.t += run;
		if (at.s == sample.n && at.t == text.n)
			break;
		line = find_ends(sample, text, at, &end);
		if (!put(&d, at.s - last, line,
			    li_slice(text.p + at.t, end.t - at.t)))
			return false;
		at = end;
		last = at.s;
	}
	out->n = (size_t)(d.to - out->at);
	return true;
}

#endif
