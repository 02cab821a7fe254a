/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hash_short.h - li_hash() of 9 to 16 octets, as the user part of nearly every
 * identity has, for where a call of it and the registers that it may change
 * cost a third as much again. The other door to xxHash.
 *
 * Floor    0.
 * Threads  A pure function.
 * Memory   None.
 * Spec     none (as hash.h)
 */
#ifndef LI_BASE_HASH_SHORT_H
#define LI_BASE_HASH_SHORT_H

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/hash.h"

enum { LI_HASH_SHORT_MIN = 9, LI_HASH_SHORT_MAX = 16 };

/* Are there as many octets as it is for? */
static inline bool li_hash_is_short(size_t n)
{
	return n >= LI_HASH_SHORT_MIN && n <= LI_HASH_SHORT_MAX;
}

/* What of an XXH3 hash is a key. */
static inline struct li_key li_hash_key(XXH128_hash_t h)
{
	struct li_key key = {.hi = h.high64, .lo = h.low64};

	if (!key.lo)
		key.lo = 1;
	return key;
}

/* As li_hash(), of a short one. The part of XXH3 that is for so many octets is
 * named, as no compiler finds out what the length leaves of all of it. */
static inline struct li_key li_hash_short(const struct li_hash_secret *secret,
	struct li_slice s)
{
	return li_hash_key(
		XXH3_len_9to16_128b(s.p, s.n, (const uint8_t *)secret, 0));
}

#endif
