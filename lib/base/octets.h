/* SPDX-License-Identifier: BSD-3-Clause
 *
 * octets.h - questions about 32 octets at once, answered as a mask whose bit i
 * is octet i.
 *
 * As fast as what the including file is compiled for: AVX2, SSE2, or any CPU
 * by 64-bit words, which LI_OCTETS_WORDS asks for, to test it.
 *
 * Floor    0.
 * Threads  Pure functions.
 * Memory   A load reads the 32 octets at p, no less.
 * Spec     none
 */
#ifndef LI_BASE_OCTETS_H
#define LI_BASE_OCTETS_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/octets_tables.h"

#if defined(__AVX2__) && !defined(LI_OCTETS_WORDS)
#include <immintrin.h>

/* 32 octets. */
typedef __m256i li_octets;

/* The 32 octets at p. */
static inline li_octets li_octets_load(const uint8_t *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

/* The octets that are c, which is below 128. */
static inline li_octets li_octets_eq(li_octets v, uint8_t c)
{
	return _mm256_cmpeq_epi8(v, li_octets_load(li_octets_rows[c]));
}

/* The octets that are the same in both. */
static inline li_octets li_octets_same(li_octets a, li_octets b)
{
	return _mm256_cmpeq_epi8(a, b);
}

/* Do the two differ in a bit of the mask? */
static inline bool li_octets_differ(li_octets a, li_octets b, li_octets mask)
{
	return !_mm256_testz_si256(_mm256_xor_si256(a, b), mask);
}

/* The octets that are one of the three. */
static inline li_octets li_octets_among(li_octets v,
	const struct li_octets_three *three)
{
	return _mm256_cmpeq_epi8(_mm256_shuffle_epi8(li_octets_load(
							     three->by_low),
					 v),
		v);
}

/* The octets from `from` on, `n` of them in a row; n > 0, from + n <= 128. */
static inline li_octets li_octets_within(li_octets v, uint8_t from, uint8_t n)
{
	/* Moved up so that they are the highest of all, as signed numbers. */
	li_octets high = _mm256_add_epi8(v,
		li_octets_load(li_octets_rows[128 - from - n]));

	return _mm256_cmpgt_epi8(high,
		li_octets_load(li_octets_rows[(uint8_t)(127 - n)]));
}

/* The octets below n, which is at most 127; those above 127 too. */
static inline li_octets li_octets_under(li_octets v, uint8_t n)
{
	return _mm256_cmpgt_epi8(li_octets_load(li_octets_rows[n]), v);
}

/* A to Z in lower case; some others become others too. */
static inline li_octets li_octets_fold(li_octets v)
{
	return _mm256_or_si256(v, li_octets_load(li_octets_rows[0x20]));
}

/* What either says. */
static inline li_octets li_octets_or(li_octets a, li_octets b)
{
	return _mm256_or_si256(a, b);
}

/* A bit for each octet that is meant. */
static inline uint32_t li_octets_mask(li_octets v)
{
	return (uint32_t)_mm256_movemask_epi8(v);
}

#elif defined(__SSE2__) && !defined(LI_OCTETS_WORDS)
#include <emmintrin.h>

/* 32 octets. */
typedef struct {
	__m128i a, b;
} li_octets;

/* The 32 octets at p. */
static inline li_octets li_octets_load(const uint8_t *p)
{
	const __m128i *at = (const __m128i *)(const void *)p;

	return (li_octets){_mm_loadu_si128(at), _mm_loadu_si128(at + 1)};
}

/* As above. */
static inline li_octets li_octets_eq(li_octets v, uint8_t c)
{
	__m128i all = li_octets_load(li_octets_rows[c]).a;

	return (li_octets){_mm_cmpeq_epi8(v.a, all), _mm_cmpeq_epi8(v.b, all)};
}

/* As above. */
static inline li_octets li_octets_same(li_octets a, li_octets b)
{
	return (li_octets){_mm_cmpeq_epi8(a.a, b.a), _mm_cmpeq_epi8(a.b, b.b)};
}

/* As above. */
static inline bool li_octets_differ(li_octets a, li_octets b, li_octets mask)
{
	__m128i low = _mm_and_si128(_mm_xor_si128(a.a, b.a), mask.a);
	__m128i high = _mm_and_si128(_mm_xor_si128(a.b, b.b), mask.b);

	return _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_or_si128(low, high),
		       _mm_setzero_si128())) != 0xffff;
}

/* As above. */
static inline li_octets li_octets_within(li_octets v, uint8_t from, uint8_t n)
{
	__m128i up = li_octets_load(li_octets_rows[128 - from - n]).a;
	__m128i under = li_octets_load(li_octets_rows[(uint8_t)(127 - n)]).a;

	return (li_octets){_mm_cmpgt_epi8(_mm_add_epi8(v.a, up), under),
		_mm_cmpgt_epi8(_mm_add_epi8(v.b, up), under)};
}

/* As above. */
static inline li_octets li_octets_under(li_octets v, uint8_t n)
{
	__m128i top = li_octets_load(li_octets_rows[n]).a;

	return (li_octets){_mm_cmpgt_epi8(top, v.a), _mm_cmpgt_epi8(top, v.b)};
}

/* As above. */
static inline li_octets li_octets_fold(li_octets v)
{
	__m128i bit = li_octets_load(li_octets_rows[0x20]).a;

	return (li_octets){_mm_or_si128(v.a, bit), _mm_or_si128(v.b, bit)};
}

/* As above. */
static inline li_octets li_octets_or(li_octets a, li_octets b)
{
	return (li_octets){_mm_or_si128(a.a, b.a), _mm_or_si128(a.b, b.b)};
}

/* A bit for each octet that is meant. */
static inline uint32_t li_octets_mask(li_octets v)
{
	return (uint32_t)_mm_movemask_epi8(v.a) |
		(uint32_t)_mm_movemask_epi8(v.b) << 16;
}

#else
/* An octet that is meant has its highest bit set, all others are zero. */
typedef struct {
	uint64_t w[4];
} li_octets;

/* c in each octet. */
static inline uint64_t li_octets_all(uint8_t c)
{
	return c * UINT64_C(0x0101010101010101);
}

/* As above. */
static inline li_octets li_octets_load(const uint8_t *p)
{
	li_octets v;

	memcpy(v.w, p, sizeof(v.w));
	for (int i = 0; i < 4; i++)
		v.w[i] = le64toh(v.w[i]);
	return v;
}

/* Those below n, which is at most 128. */
static inline uint64_t li_octets_below(uint64_t w, uint8_t n)
{
	uint64_t high = li_octets_all(0x80);

	return ~((w | high) - li_octets_all(n)) & ~w & high;
}

/* As above. */
static inline li_octets li_octets_within(li_octets v, uint8_t from, uint8_t n)
{
	for (int i = 0; i < 4; i++)
		v.w[i] = li_octets_below(v.w[i], (uint8_t)(from + n)) &
			~li_octets_below(v.w[i], from);
	return v;
}

/* As above. */
static inline li_octets li_octets_eq(li_octets v, uint8_t c)
{
	return li_octets_within(v, c, 1);
}

/* As above. */
static inline li_octets li_octets_same(li_octets a, li_octets b)
{
	for (int i = 0; i < 4; i++)
		a.w[i] = li_octets_below(a.w[i] ^ b.w[i], 1);
	return a;
}

/* As above. */
static inline bool li_octets_differ(li_octets a, li_octets b, li_octets mask)
{
	uint64_t bits = 0;

	for (int i = 0; i < 4; i++)
		bits |= (a.w[i] ^ b.w[i]) & mask.w[i];
	return bits;
}

/* As above. */
static inline li_octets li_octets_under(li_octets v, uint8_t n)
{
	const uint64_t high = li_octets_all(0x80);

	for (int i = 0; i < 4; i++)
		v.w[i] = (li_octets_below(v.w[i], n) | v.w[i]) & high;
	return v;
}

/* As above. */
static inline li_octets li_octets_fold(li_octets v)
{
	for (int i = 0; i < 4; i++)
		v.w[i] |= li_octets_all(0x20);
	return v;
}

/* As above. */
static inline li_octets li_octets_or(li_octets a, li_octets b)
{
	for (int i = 0; i < 4; i++)
		a.w[i] |= b.w[i];
	return a;
}

/* As above. */
static inline uint32_t li_octets_mask(li_octets v)
{
	uint32_t mask = 0;

	for (int i = 0; i < 4; i++)
		mask |= (uint32_t)((v.w[i] >> 7) *
					UINT64_C(0x0102040810204080) >>
				56)
			<< 8 * i;
	return mask;
}
#endif

#if !defined(__AVX2__) || defined(LI_OCTETS_WORDS)
/* As above. */
static inline li_octets li_octets_among(li_octets v,
	const struct li_octets_three *three)
{
	return li_octets_or(li_octets_eq(v, three->each[0]),
		li_octets_or(li_octets_eq(v, three->each[1]),
			li_octets_eq(v, three->each[2])));
}
#endif

#endif
