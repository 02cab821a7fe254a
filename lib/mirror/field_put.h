/* SPDX-License-Identifier: BSD-3-Clause
 *
 * field_put.h - the writing of fields that most are: short numbers, and what a
 * field before was too. For field.c and diff_body.h.
 *
 * Floor    2, inside mirror/.
 * Threads  Pure functions.
 * Memory   The caller's.
 * Spec     none
 */
#ifndef LI_MIRROR_FIELD_PUT_H
#define LI_MIRROR_FIELD_PUT_H

#include <endian.h>

#include "mirror/field.h"

/* The first octet: two bits of form, six of length; LI_FIELD_LONG has sixteen
 * more bits of length behind it. */
enum li_field_form {
	LI_FIELD_DIGITS,
	LI_FIELD_GROUPS,
	LI_FIELD_OCTETS,
	LI_FIELD_SAME,
};

enum {
	LI_FIELD_LONG = 63,
	LI_FIELD_SHORT = 8,
	LI_FIELD_NUMBER = 16,
	LI_FIELD_ROOM = 9, /* octets that such a one may write */
};

/* The n octets at p, at most 8, the first one lowest. */
static inline uint64_t li_field_load(const uint8_t *p, size_t n)
{
	uint64_t v = 0;
	uint32_t head = 0, tail = 0;

	if (n == 8) {
		memcpy(&v, p, 8);
		return le64toh(v);
	}
	if (n >= 4) {
		memcpy(&head, p, 4);
		memcpy(&tail, p + n - 4, 4);
		return le32toh(head) | (uint64_t)le32toh(tail) << (8 * n - 32);
	}
	for (size_t i = 0; i < n; i++)
		v |= (uint64_t)p[i] << 8 * i;
	return v;
}

/* The octets that a field is found again by. */
static inline struct li_field_ends li_field_ends_of(struct li_slice s)
{
	struct li_field_ends e = {.last = 0};

	if (s.n <= 8)
		e.first = li_field_load(s.p, s.n);
	else
		e = (struct li_field_ends){li_field_load(s.p, 8),
			li_field_load(s.p + s.n - 8, 8)};
	return e;
}

/* Is any of 8 octets no digit? */
static inline bool li_field_no_digit(uint64_t v)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);

	return ((v & (v + ones * 6)) & ones * 0xf0) != ones * 0x30;
}

/* The place of a field among the earlier ones. */
static inline uint8_t *li_field_place(struct li_fields *fields,
	struct li_field_ends ends, size_t n)
{
	uint64_t h = (ends.first ^ (ends.last << 7 | ends.last >> 57) ^ n) *
		UINT64_C(0x9e3779b97f4a7c15);

	return &fields->places[h >> 58];
}

/* Is it the field that has this place? */
static inline bool li_field_is(const struct li_fields *fields, uint8_t place,
	struct li_slice plain, struct li_field_ends ends)
{
	const struct li_field_ends *e = &fields->ends[place - 1];
	struct li_slice old = fields->earlier[place - 1];

	return old.n == plain.n && e->first == ends.first &&
		e->last == ends.last &&
		(plain.n <= 16 || memcmp(old.p, plain.p, plain.n) == 0);
}

/* A later field may be the same. */
static inline void li_field_note(struct li_fields *fields, uint8_t *place,
	struct li_slice plain, struct li_field_ends ends)
{
	if (fields->count == LI_FIELDS_SAME_MAX)
		return;
	fields->earlier[fields->count] = plain;
	fields->ends[fields->count++] = ends;
	*place = (uint8_t)fields->count;
}

/* Up to 8 digits, two in an octet, the first one lowest; the low half of a last
 * odd one is 0. */
static inline uint32_t li_field_pack(uint64_t v)
{
	v &= UINT64_C(0x0f0f0f0f0f0f0f0f);
	v = (v << 4 | v >> 8) & UINT64_C(0x00ff00ff00ff00ff);
	v = (v | v >> 8) & UINT64_C(0x0000ffff0000ffff);
	return (uint32_t)(v | v >> 16);
}

/* Is any of the octets of v no digit? It has up to 8, zeros are behind them. */
static inline bool li_field_no_number(uint64_t v, size_t n)
{
	const uint64_t zeros = UINT64_C(0x3030303030303030);

	return li_field_no_digit(v | (n < 8 ? zeros << 8 * n : 0));
}

/* A number of 1 to LI_FIELD_NUMBER octets, to where there is LI_FIELD_ROOM;
 * returns behind it, or NULL when it is none. */
static inline uint8_t *li_field_put_number(struct li_slice plain, uint8_t *out)
{
	uint64_t v = li_field_load(plain.p, plain.n < 8 ? plain.n : 8);
	uint32_t packed = htole32(li_field_pack(v));

	if (li_field_no_number(v, plain.n))
		return NULL;
	*out = (uint8_t)(LI_FIELD_DIGITS << 6 | plain.n);
	memcpy(out + 1, &packed, sizeof(packed));
	if (plain.n > 8) {
		v = li_field_load(plain.p + 8, plain.n - 8);
		if (li_field_no_number(v, plain.n - 8))
			return NULL;
		packed = htole32(li_field_pack(v));
		memcpy(out + 5, &packed, sizeof(packed));
	}
	return out + 1 + (plain.n + 1) / 2;
}

#if defined(__SSSE3__) && !defined(LI_OCTETS_WORDS)
#include <tmmintrin.h>

/* The same where 16 octets can be read. */
static inline uint8_t *li_field_put_digits(struct li_slice plain, uint8_t *out)
{
	/* from 16 - n on: 0xff for each of n octets, zeros behind them */
	static const uint8_t kept[32] = {255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255};
	const __m128i *at = (const __m128i *)(const void *)plain.p;
	const __m128i *mask =
		(const __m128i *)(const void *)(kept + 16 - plain.n);
	__m128i v = _mm_and_si128(_mm_sub_epi8(_mm_loadu_si128(at),
					  _mm_set1_epi8('0')),
		_mm_loadu_si128(mask));
	__m128i above = _mm_subs_epu8(v, _mm_set1_epi8(9));

	if (_mm_movemask_epi8(_mm_cmpeq_epi8(above, _mm_setzero_si128())) !=
		0xffff)
		return NULL;
	*out = (uint8_t)(LI_FIELD_DIGITS << 6 | plain.n);
	/* the first of two digits is the high half */
	v = _mm_maddubs_epi16(v, _mm_set1_epi16(1 << 8 | 16));
	_mm_storel_epi64((__m128i *)(void *)(out + 1), _mm_packus_epi16(v, v));
	return out + 1 + (plain.n + 1) / 2;
}
#else
/* As above. */
static inline uint8_t *li_field_put_digits(struct li_slice plain, uint8_t *out)
{
	return li_field_put_number(plain, out);
}
#endif

/* A field of 1 to 8 octets that one before was, or that is a number, to where
 * there is LI_FIELD_ROOM; returns behind it, or NULL, with nothing written,
 * for any other. */
static inline uint8_t *li_field_put_short(struct li_fields *fields,
	struct li_slice plain, uint8_t *out)
{
	struct li_field_ends ends = {li_field_load(plain.p, plain.n), 0};
	uint8_t *place = li_field_place(fields, ends, plain.n);
	uint8_t *next;

	if (*place && li_field_is(fields, *place, plain, ends)) {
		*out = (uint8_t)(LI_FIELD_SAME << 6 | (*place - 1));
		return out + 1;
	}
	next = li_field_put_number(plain, out);
	if (next)
		li_field_note(fields, place, plain, ends);
	return next;
}

#endif
