/* SPDX-License-Identifier: BSD-3-Clause
 *
 * finder.h - from keys to the users that have them, in about eleven octets a
 * key.
 *
 * The index holds 32 bits of a key, its tag; the user holds the rest, and
 * whoever walks the index compares that. Several users may stand under one
 * key. It grows by an eighth, one of its 64 parts at a time, so that no
 * message waits for a copy of all of it.
 *
 * Floor    2, inside mirror/.
 * Threads  An index belongs to its mirror's thread.
 * Memory   The index owns its parts. What is released is overwritten.
 * Spec     none
 */
#ifndef LI_MIRROR_FINDER_H
#define LI_MIRROR_FINDER_H

#include "base/hash.h"

enum { LI_FINDER_PARTS = 64, LI_FINDER_WIDTH = 8 };

/* One cache line; filled from the front, a reference of 0 is an empty place. */
struct li_finder_bucket {
	uint32_t tags[LI_FINDER_WIDTH], refs[LI_FINDER_WIDTH];
};

struct li_finder_part {
	struct li_finder_bucket *at;
	uint32_t size, used; /* buckets, entries */
};

struct li_finder {
	struct li_finder_part parts[LI_FINDER_PARTS];
	size_t bytes, used;
};

/* A walk over the entries of one tag. */
struct li_finder_walk {
	const struct li_finder_part *part;
	uint32_t tag, bucket, left; /* left: buckets that may be looked at */
	unsigned hits;              /* places of the bucket, as bits */
};

/* Release all; a zeroed index is fine. */
void li_finder_fini(struct li_finder *x);

/* Enter a reference, not 0, under a key.
 *   LI_ENOMEM   nothing changed
 */
LI_MUST_USE li_err li_finder_add(struct li_finder *x, struct li_key key,
	uint32_t ref);

/* Remove one such entry; nothing happens when there is none. */
void li_finder_remove(struct li_finder *x, struct li_key key, uint32_t ref);

/* Walk what may be under a key: begin, then next until it gives 0. */
void li_finder_begin(const struct li_finder *x, struct li_key key,
	struct li_finder_walk *w);
uint32_t li_finder_next(struct li_finder_walk *w);

#endif
