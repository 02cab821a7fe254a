/* SPDX-License-Identifier: BSD-3-Clause
 *
 * text.h - small readings of text.
 *
 * Floor    0.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     none
 */
#ifndef LI_BASE_TEXT_H
#define LI_BASE_TEXT_H

#include "base/err.h"
#include "base/slice.h"

/* The value of a hexadecimal digit, or -1. */
int li_text_hex(char c);

/* Write octets as hexadecimal digits, two of each, in lower case; no NUL.
 * Returns the place behind them. */
char *li_text_put_octets(char *to, struct li_slice octets);

/* Read n octets of 2n such digits of either case, and no further than the first
 * octet that is none: a NUL is none. False then, and out is undefined. */
LI_MUST_USE bool li_text_get_octets(const char *from, uint8_t *out, size_t n);

/* Parse a whole slice of decimal digits, at most `max`.
 *   LI_EINVAL   empty, another character, or larger; *out is untouched
 */
LI_MUST_USE li_err li_text_u64(struct li_slice s, uint64_t max, uint64_t *out);

/* Is it one of 0 to 9? */
static inline bool li_text_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* A to Z in lower case, everything else as it is. */
static inline uint8_t li_text_lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

#endif
