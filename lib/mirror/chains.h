/* SPDX-License-Identifier: BSD-3-Clause
 *
 * chains.h - an index that grows by one bucket at a time, so that no insertion
 * ever pays for a doubling (linear hashing), and that can be walked in slices
 * while it changes.
 *
 * Floor    2, inside mirror/.
 * Threads  An index belongs to its mirror's thread.
 * Memory   The index owns its buckets; the links lie inside the records. About
 *          8 octets a record.
 * Spec     none
 */
#ifndef LI_MIRROR_CHAINS_H
#define LI_MIRROR_CHAINS_H

#include "base/err.h"
#include "base/slice.h"
#include "mirror/chunks.h"

enum { LI_CHAINS_SEGMENT = LI_CHUNK / 8 }; /* buckets made at a time */

struct li_chain {
	struct li_chain *next;
	uint64_t hash; /* keyed: its low bits choose the bucket */
};

struct li_chains {
	/* Where buckets come from, which the records may share: NULL, its own.
	 */
	struct li_chunks *memory;
	struct li_chunks own;
	struct li_chain ***segments;
	size_t room, made; /* segments that there is room for, that exist */
	uint64_t buckets;  /* in use */
	uint64_t mask;     /* of a hash: the low bits that tell them apart */
	size_t count;      /* records */
};

/* Release the buckets that are its own; a zeroed index is fine. */
void li_chains_fini(struct li_chains *x);

/* The first record of this hash after `after`, or of all with NULL; NULL when
 * there is none. */
struct li_chain *li_chains_find(const struct li_chains *x, uint64_t hash,
	const struct li_chain *after);

/* The record that a search for this hash looks at first; NULL for none. */
struct li_chain *li_chains_first(const struct li_chains *x, uint64_t hash);

/* Have the memory brought in that a search for this hash begins with: its
 * bucket, and a little later the record that stands first there. */
void li_chains_expect(const struct li_chains *x, uint64_t hash);
void li_chains_expect_first(const struct li_chains *x, uint64_t hash,
	size_t octets);

/* Add a record whose hash is set.
 *   LI_ENOMEM   it was not added
 */
LI_MUST_USE li_err li_chains_add(struct li_chains *x, struct li_chain *link);

/* Take out a record that was added. */
void li_chains_remove(struct li_chains *x, struct li_chain *link);

/* Walk in slices: *at is 0 at first. Returns the records of the next bucket,
 * linked by next, and moves *at on; *more is false after the last. A record
 * that stays from the first call to the last is in exactly one of the buckets
 * returned, whatever comes and goes in between. */
struct li_chain *li_chains_walk(const struct li_chains *x, uint64_t *at,
	bool *more);

/* Octets of memory held, but for what comes from `memory`. */
size_t li_chains_bytes(const struct li_chains *x);

#endif
