/* SPDX-License-Identifier: BSD-3-Clause
 *
 * slice.h - a borrowed run of octets, and a cursor that reads one safely.
 *
 * Floor    0.
 * Threads  Pure values.
 * Memory   A slice owns nothing: it is valid as long as the buffer or arena it
 *          was taken from, which the header that hands it out names.
 * Spec     none
 */
#ifndef LI_BASE_SLICE_H
#define LI_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct li_slice {
	const uint8_t *p;
	size_t n;
};

/* Borrow n octets at p. */
static inline struct li_slice li_slice(const void *p, size_t n)
{
	return (struct li_slice){.p = p, .n = n};
}

/* Borrow a C string without its terminator; NULL gives the empty slice. */
static inline struct li_slice li_slice_str(const char *s)
{
	return li_slice(s, s ? strlen(s) : 0);
}

/* The octets [from, to) of s, clipped to s. */
static inline struct li_slice li_slice_sub(struct li_slice s, size_t from,
	size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from >= to)
		return (struct li_slice){0};
	return li_slice(s.p + from, to - from);
}

/* Are both the same octets? Two empty slices are. */
static inline bool li_slice_eq(struct li_slice a, struct li_slice b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Is s the octets of this C string? */
static inline bool li_slice_is(struct li_slice s, const char *text)
{
	return li_slice_eq(s, li_slice_str(text));
}

/* Is s this C string, A to Z compared without case? */
bool li_slice_is_nocase(struct li_slice s, const char *text);

/* Does s begin with this C string, A to Z compared without case? */
bool li_slice_starts_nocase(struct li_slice s, const char *text);

/* Strip blanks, tabs, CR and LF at both ends. */
struct li_slice li_slice_trim(struct li_slice s);

/* Offset of the first octet c, or s.n when there is none. */
size_t li_slice_find(struct li_slice s, uint8_t c);

/* What is in front of the first octet c, or all of it; *rest is what is behind. */
struct li_slice li_slice_cut(struct li_slice *rest, uint8_t c);

/* Copy s into dst[cap] with a terminator, cut to fit. Returns octets copied. */
size_t li_slice_copy(struct li_slice s, char *dst, size_t cap);

/* A cursor over a slice. After a read past the end `bad` stays true and every
 * read gives zero, so a parser checks once at its end. */
struct li_cursor {
	struct li_slice rest;
	bool bad;
};

/* Begin to read a slice. */
static inline struct li_cursor li_cursor(struct li_slice s)
{
	return (struct li_cursor){.rest = s};
}

/* Take the next n octets; the empty slice and `bad` when there are fewer. */
struct li_slice li_cursor_take(struct li_cursor *c, size_t n);

/* Take an integer in network order. */
uint8_t li_cursor_u8(struct li_cursor *c);
uint16_t li_cursor_u16(struct li_cursor *c);
uint32_t li_cursor_u24(struct li_cursor *c);
uint32_t li_cursor_u32(struct li_cursor *c);
uint64_t li_cursor_u64(struct li_cursor *c);

#endif
