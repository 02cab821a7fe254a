/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ways.h - what looks at all octets of a text, once for each kind of CPU:
 * diff.h and stencil.h. All write the same octets. For mirror/ and tests.
 *
 * Floor    2, inside mirror/.
 * Threads  Pure functions.
 * Memory   As diff.h and stencil.h.
 * Spec     none
 */
#ifndef LI_MIRROR_WAYS_H
#define LI_MIRROR_WAYS_H

#include "mirror/stencil.h"

struct li_ways {
	/* Write in what a text differs from a sample (diff.h); false when that
	 * is more than there is room for, or one of the words is. */
	bool (*diff)(struct li_slice sample, struct li_slice text,
		struct li_written *out);
	/* Write what a text has in the holes (stencil.h); false when it has
	 * other octets between them, or there is no room. LI_STENCIL_SLACK
	 * octets may be read behind the sample. */
	bool (*fill)(const struct li_stencil *stencil, struct li_slice sample,
		struct li_slice text, struct li_written *out);
};

extern const struct li_ways li_ways_words; /* on every CPU */
#if defined(__x86_64__)
extern const struct li_ways li_ways_sse2; /* on every x86-64 */
extern const struct li_ways li_ways_avx2; /* needs AVX2, BMI1 and BMI2 */
#endif

/* The fastest that this CPU has. */
const struct li_ways *li_ways_best(void);

/* Is it of a word: a letter, a digit, ".", "/" or ":"? */
static inline bool li_ways_word(uint8_t c)
{
	return (c >= '.' && c <= ':') ||
		((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Behind the word that has s.p[at]. */
static inline size_t li_ways_word_end(struct li_slice s, size_t at)
{
	while (at < s.n && li_ways_word(s.p[at]))
		at++;
	return at;
}

/* Behind the line that has s.p[at]. */
static inline size_t li_ways_line_end(struct li_slice s, size_t at)
{
	while (at < s.n && s.p[at++] != '\n')
		;
	return at;
}

#endif
