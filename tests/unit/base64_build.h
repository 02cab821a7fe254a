/* SPDX-License-Identifier: BSD-3-Clause
 *
 * base64_build.h - base64 as RFC 4648 cl. 4 has it, for tests of what reads it.
 */
#ifndef LI_UNIT_BASE64_BUILD_H
#define LI_UNIT_BASE64_BUILD_H

#include "base/slice.h"

/* Characters for so many octets. */
static inline size_t base64_length(size_t octets)
{
	return (octets + 2) / 3 * 4;
}

/* Write them, without a NUL. */
static inline struct li_slice base64_build(struct li_slice octets, char *to)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < octets.n; i += 3, to += 4) {
		const size_t left = octets.n - i;
		uint32_t bits = (uint32_t)octets.p[i] << 16;

		if (left > 1)
			bits |= (uint32_t)octets.p[i + 1] << 8;
		if (left > 2)
			bits |= octets.p[i + 2];
		to[0] = digits[bits >> 18];
		to[1] = digits[bits >> 12 & 63];
		to[2] = '=';
		to[3] = '=';
		if (left > 1)
			to[2] = digits[bits >> 6 & 63];
		if (left > 2)
			to[3] = digits[bits & 63];
	}
	return li_slice(to - base64_length(octets.n), base64_length(octets.n));
}

#endif
