/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ways_run.h - runs of the same octets, and of words, 32 octets at a time. For
 * diff_body.h and stencil_body.h.
 *
 * Floor    2, inside mirror/.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     none
 */
#ifndef LI_MIRROR_WAYS_RUN_H
#define LI_MIRROR_WAYS_RUN_H

#include "base/octets.h"
#include "mirror/ways.h"

/* The smaller one. */
static inline size_t li_least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Octets of a word, as a mask. */
static inline uint32_t li_run_words(li_octets v)
{
	return li_octets_mask(li_octets_or(li_octets_within(v, '.', 13),
		li_octets_within(li_octets_fold(v), 'a', 26)));
}

/* Where the word that has s.p[at] ends. */
static inline size_t li_run_word_end(struct li_slice s, size_t at)
{
	uint32_t out = 0;

	for (; s.n - at >= LI_OCTETS; at += LI_OCTETS) {
		out = ~li_run_words(li_octets_load(s.p + at));
		if (out)
			return at + (size_t)__builtin_ctz(out);
	}
	if (at == s.n || s.n < LI_OCTETS)
		return li_ways_word_end(s, at);
	out = ~li_run_words(li_octets_load(s.p + s.n - LI_OCTETS));
	out >>= LI_OCTETS - (s.n - at);
	return out ? at + (size_t)__builtin_ctz(out) : s.n;
}

/* Those of 32 octets that are the same in both, as a mask. */
static inline uint32_t li_run_same(const uint8_t *a, const uint8_t *b)
{
	return li_octets_mask(
		li_octets_same(li_octets_load(a), li_octets_load(b)));
}

/* How many octets both begin with, of n; `before` more stand before each. */
static inline size_t li_run_alike(const uint8_t *a, const uint8_t *b, size_t n,
	size_t before)
{
	size_t i = 0;
	uint32_t other;

	for (; n - i >= LI_OCTETS; i += LI_OCTETS) {
		other = ~li_run_same(a + i, b + i);
		if (other)
			return i + (size_t)__builtin_ctz(other);
	}
	if (i < n && before + n >= LI_OCTETS) {
		other = ~li_run_same(a + n - LI_OCTETS, b + n - LI_OCTETS) >>
			(LI_OCTETS - (n - i));
		return other ? i + (size_t)__builtin_ctz(other) : n;
	}
	while (i < n && a[i] == b[i])
		i++;
	return i;
}

#endif
