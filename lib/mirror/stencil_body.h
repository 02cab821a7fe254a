/* SPDX-License-Identifier: BSD-3-Clause
 *
 * stencil_body.h - the filling of stencils. For ways_body.h alone.
 *
 * Floor    2, inside mirror/.
 * Threads  Pure functions.
 * Memory   As stencil.h.
 * Spec     none
 */
#ifndef LI_MIRROR_STENCIL_BODY_H
#define LI_MIRROR_STENCIL_BODY_H

#include "mirror/field_put.h"
#include "mirror/stencil.h"
#include "mirror/ways_run.h"

enum { BLOCK = 64 }; /* octets of a word of a stencil's mask */

/* The lowest n bits, of less than 32. */
static inline uint32_t lowest(size_t n)
{
	return (UINT32_C(1) << n) - 1;
}

/* Octets of the text near its end, from `t` on; behind it are zeros. */
static __attribute__((noinline)) void near_end(struct li_slice text, size_t t,
	uint8_t out[BLOCK])
{
	memset(out, 0, BLOCK);
	if (t < text.n)
		memcpy(out, text.p + t, text.n - t);
}

/* Those of 64 octets that are not the same in both, as a mask. */
static inline uint64_t not_same(const uint8_t *a, const uint8_t *b)
{
	return ~(li_run_same(a, b) |
		(uint64_t)li_run_same(a + LI_OCTETS, b + LI_OCTETS)
			<< LI_OCTETS);
}

/* The mask for 64 octets of the sample from there on. */
static inline uint64_t shared_at(const struct li_stencil *x, size_t s)
{
	const uint64_t *at = x->shared + s / BLOCK;

	return s % BLOCK ? at[0] >> s % BLOCK | at[1] << (BLOCK - s % BLOCK)
			 : at[0];
}

/* Where the text first is not as the sample, of what is in no hole: from `s` on
 * in the sample, `ahead` octets further in the text; sample.n when nowhere. */
static inline size_t first_other(const struct li_stencil *x,
	struct li_slice sample, struct li_slice text, size_t s, size_t ahead)
{
	size_t reach = text.n - ahead; /* of the sample, by the text */
	size_t stop = reach < BLOCK ? 0 : li_least(sample.n, reach - BLOCK + 1);
	uint8_t tail[BLOCK];
	uint64_t other;

	if (s % BLOCK && s < stop) {
		other = not_same(sample.p + s, text.p + (s + ahead)) &
			x->shared[s / BLOCK] >> s % BLOCK;
		if (other)
			return s + (size_t)__builtin_ctzll(other);
		s = (s | (BLOCK - 1)) + 1;
	}
	if (s < stop) {
		const uint8_t *a = sample.p + s, *b = text.p + (s + ahead);
		const uint64_t *shared = x->shared + s / BLOCK;

		for (; s < stop; s += BLOCK) {
			other = not_same(a, b) & *shared++;
			if (other)
				return s + (size_t)__builtin_ctzll(other);
			a += BLOCK;
			b += BLOCK;
		}
	}
	/* What is left is in the last view of the sample: where that begins in
	 * front of a shorter text, the sum wraps and is too much. */
	if (s < sample.n && reach >= sample.n && sample.n >= BLOCK &&
		sample.n - BLOCK + ahead < text.n) {
		size_t last = sample.n - BLOCK;

		other = not_same(sample.p + last, text.p + (last + ahead)) &
			shared_at(x, last) & UINT64_MAX << (s - last);
		return other ? last + (size_t)__builtin_ctzll(other) : sample.n;
	}
	for (; s < sample.n; s = (s | (BLOCK - 1)) + 1) {
		near_end(text, s + ahead, tail);
		other = not_same(sample.p + s, tail) &
			x->shared[s / BLOCK] >> s % BLOCK;
		if (other)
			return s + (size_t)__builtin_ctzll(other);
	}
	return sample.n;
}

/* Octets up to one that stops them, or up to the end, which 0 stands for;
 * more than LI_STENCIL_HOLE_MAX when there are. */
static inline size_t up_to(const uint8_t *b, const uint8_t *end, uint8_t stop)
{
	uint8_t tail[LI_OCTETS] = {0};
	uint32_t stops;

	if (end - b < LI_OCTETS) {
		memcpy(tail, b, (size_t)(end - b));
		b = tail;
	}
	stops = li_octets_mask(li_octets_eq(li_octets_load(b), stop));
	return stops ? (size_t)__builtin_ctz(stops) : LI_OCTETS;
}

/* Does `b` begin with what is held, which is short and stands before it? */
static inline bool has_again(struct li_slice held, const uint8_t *b,
	const uint8_t *end)
{
	if (end - b >= LI_OCTETS)
		return !(~li_run_same(held.p, b) & lowest(held.n));
	return (size_t)(end - b) >= held.n && memcmp(held.p, b, held.n) == 0;
}

/* Any field; NULL when there is no room, or it is more than a word. */
static __attribute__((noinline)) uint8_t *fill_any(struct li_slice plain,
	uint8_t *to, const uint8_t *end)
{
	size_t n = 0;

	return li_slice_find(plain, '\n') == plain.n &&
			li_slice_find(plain, ' ') == plain.n &&
			li_field_put_plain(plain, to, (size_t)(end - to), &n)
		? to + n
		: NULL;
}

/* Is there but a zero, or no word? */
static inline bool is_zero(struct li_slice plain)
{
	size_t at = 0;

	while (at < plain.n && plain.p[at] == '0')
		at++;
	return at == plain.n || plain.p[at] < '0' || plain.p[at] == ':';
}

/* A text that is run along the sample of a stencil. */
struct filling {
	struct li_slice sample, text;
	uint8_t *to, *limit; /* room for values */
	bool told, worded;
	const uint8_t *held[LI_STENCIL_HOLES_MAX]; /* of the text, by hole */
	uint8_t wide[LI_STENCIL_HOLES_MAX];        /* octets of them */
};

/* Write what stands in a hole of the sample and in that of the text, which ends
 * there; returns behind it, or NULL as above. */
static inline uint8_t *fill_hole(struct filling *f, struct li_slice sample,
	struct li_slice plain, uint8_t *to)
{
	const uint8_t *end = f->text.p + f->text.n;
	uint8_t *next = NULL;

	if (f->limit - to < LI_FIELD_ROOM)
		return NULL;
	if (plain.n - 1 < LI_FIELD_NUMBER)
		next = end - plain.p >= LI_FIELD_NUMBER
			? li_field_put_digits(plain, to)
			: li_field_put_number(plain, to);
	if (next)
		return next;
	if (!li_slice_eq(sample, plain)) {
		f->worded = true;
		return fill_any(plain, to, f->limit);
	}
	*to = LI_STENCIL_AS_SAMPLE;
	return to + 1;
}

/* Has the text n octets at `at` in hole number i that are those of an earlier
 * one? */
static inline bool is_again(struct filling *f, size_t old, const uint8_t *at,
	size_t n, const uint8_t *end)
{
	return f->wide[old] == n &&
		has_again(li_slice(f->held[old], n), at, end);
}

/* The text has n octets in a hole, from `at` on, that are no earlier one's, or
 * that the hole's owner is told of. Returns behind what was written; NULL when
 * it cannot be. */
static inline uint8_t *settle(struct filling *f, const struct li_hole *h,
	const uint8_t *at, size_t n, uint8_t *to)
{
	const struct li_slice plain = li_slice(at, n);
	const uint8_t *end = f->text.p + f->text.n;

	if (!h->same)
		to = fill_hole(f,
			li_slice(f->sample.p + h->from,
				(size_t)(h->to - h->from)),
			plain, to);
	else if (!is_again(f, h->same - 1U, at, n, end))
		return NULL;
	if (h->marks && (h->marks & LI_HOLE_ANY || is_zero(plain)))
		f->told = true;
	return to;
}

/* The text has n octets in hole number i, from `at` on; false when it cannot be
 * written. */
static __attribute__((noinline)) bool settle_one(struct filling *f,
	const struct li_hole *h, size_t i, size_t at, size_t n)
{
	if (at + n > f->text.n || n > LI_STENCIL_HOLE_MAX)
		return false;
	f->held[i] = f->text.p + at;
	f->wide[i] = (uint8_t)n;
	f->to = settle(f, h, f->held[i], n, f->to);
	return f->to;
}

/* Holes before `end` are as wide as in the sample. Compiled apart: what it needs
 * in each round is all that the CPU has registers for. */
static __attribute__((noinline)) bool settle_all(struct filling *f,
	const struct li_hole *holes, size_t i, size_t end, size_t ahead)
{
	const uint8_t *text = f->text.p, *text_end = text + f->text.n;
	uint8_t *to = f->to;

	if (i < end && holes[end - 1].to + ahead > f->text.n)
		return false;
	for (; i < end; i++) {
		const struct li_hole *h = &holes[i];
		const uint8_t *at = text + (h->from + ahead);
		const size_t n = (size_t)(h->to - h->from);

		if (n > LI_STENCIL_HOLE_MAX)
			return false;
		f->held[i] = at;
		f->wide[i] = (uint8_t)n;
		if (h->same && !h->marks) {
			if (!is_again(f, h->same - 1U, at, n, text_end))
				return false;
			continue;
		}
		to = settle(f, h, at, n, to);
		if (!to)
			return false;
	}
	f->to = to;
	return true;
}

/* li_ways.fill: along the sample up to where the text is another one. Then the
 * last hole before is wider there, or less wide, and what follows is further
 * ahead, or behind. */
static bool fill(const struct li_stencil *x, struct li_slice sample,
	struct li_slice text, struct li_written *out)
{
	const struct li_hole *holes = x->holes;
	size_t other, n, ahead = 0, s = 0, i = 0, count = x->count;
	struct filling f;

	f.sample = sample;
	f.text = text;
	f.to = out->at;
	f.limit = out->at + out->cap;
	f.told = f.worded = false;
	for (;;) {
		size_t last = i, at;

		other = first_other(x, sample, text, s, ahead);
		if (other == sample.n && text.n == sample.n + ahead)
			break;

		while (last < count && holes[last].to <= other)
			last++;
		if (last-- == i || !settle_all(&f, holes, i, last, ahead))
			return false;
		s = holes[last].to;
		at = holes[last].from + ahead;
		if (at > text.n)
			return false;
		n = up_to(text.p + at, text.p + text.n, sample.p[s]);
		if (at + n == s + ahead ||
			!settle_one(&f, &holes[last], last, at, n))
			return false;
		ahead = at + n - s;
		i = last + 1;
	}
	if (!settle_all(&f, holes, i, count, ahead))
		return false;
	out->n = (size_t)(f.to - out->at);
	out->told = f.told;
	out->worded = f.worded;
	return true;
}

#endif
