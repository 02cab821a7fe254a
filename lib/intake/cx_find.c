/* SPDX-License-Identifier: BSD-3-Clause */
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "intake/cx_find.h"
#include "intake/octets.h"

#define NOWHERE LI_CX_NOWHERE

enum {
	CODE = 4,     /* octets of an AVP's code */
	NARROW = 16,  /* octets that are looked at in one go; */
	WIDE = 32,    /* with AVX2, */
	WIDEST = 128, /* while there are so many */
};

/* Every secret code has a zero octet, another, then 0 or 2, then one from this
 * on: that is what is looked for many octets at a time, and the few that pass
 * are looked at one by one. */
enum { THIRD_OTHER = 0xfd, LAST_FROM = 0x61 };

static inline bool is_secret_at(const uint8_t *p)
{
	return li_cx_is_secret(li_be32(p));
}

/* A bit for each octet from `at` on at which a code may begin: the first one at
 * which one does. */
static inline size_t pick(const uint8_t *p, size_t at, uint64_t hits)
{
	for (; hits != 0; hits &= hits - 1) {
		const size_t hit = at + (size_t)__builtin_ctzll(hits);

		if (is_secret_at(p + hit))
			return hit;
	}
	return NOWHERE;
}

static size_t find_octets(struct li_slice s, size_t from, uint8_t *dst)
{
	for (size_t i = from; dst && i < s.n; i++)
		dst[i] = s.p[i];
	for (size_t i = from; i + CODE <= s.n; i++)
		if (is_secret_at(s.p + i))
			return i;
	return NOWHERE;
}

/* The octets after the last that a code may begin at. */
static inline void copy_end(struct li_slice s, uint8_t *dst)
{
	if (dst)
		memcpy(dst + s.n - CODE, s.p + s.n - CODE, CODE);
}

typedef uint8_t narrow __attribute__((vector_size(NARROW)));

static inline narrow load_narrow(const uint8_t *p)
{
	narrow v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* A bit for each of 16 octets at which a code may begin: three more are
 * read. */
static inline uint64_t look_narrow(const uint8_t *p, uint8_t *dst)
{
	const narrow v = load_narrow(p);
	const narrow other = v | (load_narrow(p + 2) & THIRD_OTHER) |
		(narrow)(load_narrow(p + 3) < LAST_FROM);
	const narrow may = (narrow)(other == 0);
	uint64_t any[2], hits = 0;

	if (dst)
		memcpy(dst, &v, sizeof(v));
	memcpy(any, &may, sizeof(any));
	if ((any[0] | any[1]) == 0)
		return 0;
	for (unsigned int i = 0; i < NARROW; i++)
		hits |= (uint64_t)(may[i] & 1) << i;
	return hits;
}

static size_t find_narrow(struct li_slice s, size_t from, uint8_t *dst)
{
	const size_t last = s.n - NARROW - CODE + 1;

	for (size_t at = from;; at += NARROW) {
		size_t hit;

		at = at < last ? at : last;
		hit = pick(s.p, at, look_narrow(s.p + at, dst ? dst + at : 0));
		if (hit != NOWHERE || at == last) {
			copy_end(s, dst);
			return hit;
		}
	}
}

size_t li_cx_find_slowly(struct li_slice s, size_t from, uint8_t *dst)
{
	if (s.n - from >= NARROW + CODE)
		return find_narrow(s, from, dst);
	return find_octets(s, from, dst);
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2,bmi"))) static inline

AVX2 __m256i load_wide(const uint8_t *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

/* As look_narrow(), of 32 octets: one is 0 where a code may begin. */
AVX2 __m256i look_wide(const uint8_t *p, uint8_t *dst)
{
	const __m256i third = _mm256_set1_epi8((char)THIRD_OTHER);
	const __m256i from = _mm256_set1_epi8((char)LAST_FROM);
	const __m256i v = load_wide(p);
	const __m256i b = _mm256_and_si256(third, load_wide(p + 2));
	const __m256i c = _mm256_subs_epu8(from, load_wide(p + 3));

	if (dst)
		_mm256_storeu_si256((__m256i *)(void *)dst, v);
	return _mm256_or_si256(_mm256_or_si256(b, c), v);
}

/* A bit for each octet that is 0. */
AVX2 uint64_t zeros(__m256i v)
{
	v = _mm256_cmpeq_epi8(v, _mm256_setzero_si256());
	return (uint32_t)_mm256_movemask_epi8(v);
}

/* 128 octets in one go: one test says of most that there is nothing. The first
 * two overlap, as the others must not. */
AVX2 size_t find_widest(struct li_slice s, size_t from, uint8_t *dst)
{
	const size_t last = s.n - WIDEST - CODE + 1;
	size_t step = (last - from - 1) % WIDEST + 1;

	for (size_t at = from;; at += step, step = WIDEST) {
		const uint8_t *const p = s.p + at;
		uint8_t *const to = dst ? dst + at : NULL;
		const __m256i a = look_wide(p, to);
		const __m256i b = look_wide(p + 32, dst ? to + 32 : NULL);
		const __m256i c = look_wide(p + 64, dst ? to + 64 : NULL);
		const __m256i d = look_wide(p + 96, dst ? to + 96 : NULL);

		if (zeros(_mm256_min_epu8(_mm256_min_epu8(a, b),
			    _mm256_min_epu8(c, d))) != 0) {
			size_t hit = pick(s.p, at, zeros(a) | zeros(b) << 32);

			if (hit == NOWHERE)
				hit = pick(s.p, at + 64,
					zeros(c) | zeros(d) << 32);
			if (hit != NOWHERE)
				return hit;
		}
		if (at == last)
			break;
	}
	copy_end(s, dst);
	return NOWHERE;
}

AVX2 size_t find_wide(struct li_slice s, size_t from, uint8_t *dst)
{
	const size_t last = s.n - WIDE - CODE + 1;
	size_t hit;

	if (s.n - from >= WIDEST + CODE)
		return find_widest(s, from, dst);
	for (size_t at = from;; at += WIDE) {
		at = at < last ? at : last;
		hit = pick(s.p, at,
			zeros(look_wide(s.p + at, dst ? dst + at : 0)));
		if (hit != NOWHERE || at == last)
			break;
	}
	copy_end(s, dst);
	return hit;
}

#undef AVX2
#define AVX2 __attribute__((target("avx2,bmi"), noinline)) static

AVX2 size_t copy_finding_wide(struct li_slice s, uint8_t *dst)
{
	return find_wide(s, 0, dst);
}

AVX2 size_t find_from_wide(struct li_slice s, size_t from)
{
	return find_wide(s, from, NULL);
}

#undef AVX2

static inline bool is_wide(size_t n)
{
	return n >= WIDE + CODE && __builtin_cpu_supports("avx2");
}

#endif

size_t li_cx_find(struct li_slice s, size_t from)
{
#if defined(__x86_64__)
	if (is_wide(s.n - from))
		return find_from_wide(s, from);
#endif
	return li_cx_find_slowly(s, from, NULL);
}

size_t li_cx_copy_finding(struct li_slice s, uint8_t *dst)
{
#if defined(__x86_64__)
	if (is_wide(s.n))
		return copy_finding_wide(s, dst);
#endif
	return li_cx_find_slowly(s, 0, dst);
}
