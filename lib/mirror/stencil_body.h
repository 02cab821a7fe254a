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

/* The lowest n bits, of at most 32. */
static inline uint32_t lowest(size_t n)
{
	return n < 32 ? (UINT32_C(1) << n) - 1 : UINT32_MAX;
}

/* Behind n octets that `b` has as `a` has them; NULL when it has not. Behind
 * `a` are 32 more. */
static inline const uint8_t *pass(const uint8_t *a, size_t n, const uint8_t *b,
	const uint8_t *end)
{
	size_t i = 0;

	if ((size_t)(end - b) < n)
		return NULL;
	for (; n - i >= 2 * LI_OCTETS; i += 2 * LI_OCTETS)
		if ((li_run_same(a + i, b + i) &
			    li_run_same(a + i + LI_OCTETS,
				    b + i + LI_OCTETS)) != UINT32_MAX)
			return NULL;
	if (n - i > LI_OCTETS) {
		if (li_run_same(a + i, b + i) != UINT32_MAX)
			return NULL;
		i += LI_OCTETS;
	}
	if ((size_t)(end - b) >= i + LI_OCTETS
			? ~li_run_same(a + i, b + i) & lowest(n - i)
			: memcmp(a + i, b + i, n - i) != 0)
		return NULL;
	return b + n;
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

/* What stands in a hole of the sample and in that of a text; NULL as above. */
static inline uint8_t *fill_hole(struct li_slice sample, struct li_slice plain,
	uint8_t *to, const uint8_t *end)
{
	uint8_t *next = NULL;

	if (end - to < LI_FIELD_ROOM || plain.n > LI_STENCIL_HOLE_MAX)
		return NULL;
	if (li_field_same(sample, plain)) {
		*to = LI_STENCIL_AS_SAMPLE;
		return to + 1;
	}
	if (plain.n - 1 < LI_FIELD_NUMBER)
		next = li_field_put_number(plain, to);
	return next ? next : fill_any(plain, to, end);
}

/* Is there but a zero, or no word? */
static inline bool is_zero(struct li_slice plain)
{
	size_t at = 0;

	while (at < plain.n && plain.p[at] == '0')
		at++;
	return at == plain.n || plain.p[at] < '0' || plain.p[at] == ':';
}

/* li_ways.fill */
static bool fill(const struct li_stencil *x, struct li_slice sample,
	struct li_slice text, struct li_written *out)
{
	struct li_slice held[LI_STENCIL_HOLES_MAX];
	const uint8_t *b = text.p, *end = text.p + text.n;
	uint8_t *to = out->at;
	size_t s = 0;

	out->told = false;
	for (size_t i = 0; i < x->count; i++) {
		const struct li_hole h = x->holes[i];
		const uint8_t *in = sample.p + h.from;

		b = pass(sample.p + s, h.from - s, b, end);
		if (!b)
			return false;
		if (h.same) {
			held[i] = held[h.same - 1];
			if (!has_again(held[i], b, end))
				return false;
		} else {
			held[i] = li_slice(b, up_to(b, end, sample.p[h.to]));
			to = fill_hole(li_slice(in, (size_t)(h.to - h.from)),
				held[i], to, out->at + out->cap);
			if (!to)
				return false;
		}
		if (h.marks && (h.marks & LI_HOLE_ANY || is_zero(held[i])))
			out->told = true;
		b += held[i].n;
		s = h.to;
	}
	out->n = (size_t)(to - out->at);
	return pass(sample.p + s, sample.n - s, b, end) == end;
}

#endif
