/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hash.h - a keyed 128-bit hash (SipHash-2-4-128) for what strangers choose.
 *
 * Identities and Call-IDs come from outside: a keyed hash keeps them from
 * choosing collisions, and 128 bits keep two identities from ever meeting by
 * chance, so that equal keys are taken as equal identities.
 *
 * Floor    0.
 * Threads  Pure functions; the process key is set once at start.
 * Memory   None.
 * Spec     none (the algorithm is that of Aumasson and Bernstein, 2012)
 */
#ifndef LI_BASE_HASH_H
#define LI_BASE_HASH_H

#include "base/err.h"
#include "base/slice.h"

/* What a hash gives; identities are equal when their keys are. */
struct li_key {
	uint64_t hi, lo;
};

/* The secret that hashes are made with. */
struct li_hash_secret {
	uint64_t k0, k1;
};

/* Draw a secret from the kernel.
 *   LI_EIO   the kernel gave none; *out is untouched
 */
LI_MUST_USE li_err li_hash_secret_draw(struct li_hash_secret *out);

/* Hash octets under a secret. */
struct li_key li_hash(const struct li_hash_secret *secret, struct li_slice s);

/* A hash in progress, for content that comes in pieces. */
struct li_hasher {
	uint64_t v[4];
	uint64_t tail;
	size_t total;
};

/* Begin; add pieces in order; end, once. */
void li_hasher_init(struct li_hasher *h, const struct li_hash_secret *secret);
void li_hasher_add(struct li_hasher *h, struct li_slice s);
struct li_key li_hasher_end(struct li_hasher *h);

/* Are both the same? */
static inline bool li_key_eq(struct li_key a, struct li_key b)
{
	return a.hi == b.hi && a.lo == b.lo;
}

/* The all-zero key means "none" and is never given for content. */
static inline bool li_key_none(struct li_key k)
{
	return k.hi == 0 && k.lo == 0;
}

#endif
