/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hash.h - a keyed 128-bit hash (XXH3-128 under a secret of 192 octets) for
 * what strangers choose. The door to xxHash.
 *
 * 128 bits keep two identities from ever meeting by chance, so that equal keys
 * are taken as equal identities. Who does not know the secret and sees no hash
 * cannot prepare octets that collide; the secret is drawn at random, all of
 * it. XXH3 is no cryptographic hash: who could read hashes might in the end
 * learn the secret, so neither a hash nor a time taken by one ever leaves the
 * programs, and nothing is authenticated by one. A number that has to go out
 * is made by base/prf.h.
 *
 * Floor    0.
 * Threads  Pure functions; the process key is set once at start.
 * Memory   None.
 * Spec     none (XXH3 of xxHash 0.8: the same on every CPU)
 */
#ifndef LI_BASE_HASH_H
#define LI_BASE_HASH_H

#include "base/err.h"
#include "base/slice.h"

/* What a hash gives; identities are equal when their keys are. */
struct li_key {
	uint64_t hi, lo;
};

/* The secret that hashes are made with. Each word counts; tests, whose keys
 * nobody attacks, name two. */
struct li_hash_secret {
	uint64_t k0, k1;
	uint64_t more[22];
};

/* Draw a secret from the kernel.
 *   LI_EIO   the kernel gave none; *out is untouched
 */
LI_MUST_USE li_err li_hash_secret_draw(struct li_hash_secret *out);

/* Hash octets under a secret. */
struct li_key li_hash(const struct li_hash_secret *secret, struct li_slice s);

/* The low half of that alone, which is less work. */
uint64_t li_hash_low(const struct li_hash_secret *secret, struct li_slice s);

/* A hash in progress, for content that comes in pieces. Where a piece ends
 * counts: "a", "bc" is not "ab", "c". */
struct li_hasher {
	const struct li_hash_secret *secret;
	struct li_key so_far;
};

/* Begin; add pieces in order; end, once. The secret outlives the hasher. */
void li_hasher_init(struct li_hasher *h, const struct li_hash_secret *secret);
void li_hasher_add(struct li_hasher *h, struct li_slice s);
struct li_key li_hasher_end(struct li_hasher *h);

/* Are both the same? */
static inline bool li_key_eq(struct li_key a, struct li_key b)
{
	return a.hi == b.hi && a.lo == b.lo;
}

/* The all-zero key means "none" and is never given for content: what a hash
 * gives has a low half that is not 0, and so has all that is made of it. */
static inline bool li_key_none(struct li_key k)
{
	return k.hi == 0 && k.lo == 0;
}

/* The key of the same content under a one-octet name, so that keys of two
 * kinds do not meet; only its high half is another one. */
static inline struct li_key li_key_named(struct li_key k, char name)
{
	k.hi += (uint64_t)(uint8_t)name * 0x9e3779b97f4a7c15u;
	return k;
}

/* The key of what has one such name under another one. */
static inline struct li_key li_key_renamed(struct li_key k, char from, char to)
{
	k.hi -= (uint64_t)(uint8_t)from * 0x9e3779b97f4a7c15u;
	return li_key_named(k, to);
}

/* The key of two contents, in this order, whose keys are known. */
static inline struct li_key li_key_joined(struct li_key a, struct li_key b)
{
	struct li_key k = {.hi = a.hi + b.lo,
		.lo = a.lo ^ (b.hi << 23 | b.hi >> 41)};

	if (!k.lo)
		k.lo = 1;
	return k;
}

#endif
