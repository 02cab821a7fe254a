/* SPDX-License-Identifier: BSD-3-Clause
 *
 * index.h - from keys to the users that have them, in about eleven octets a
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
#ifndef LI_MIRROR_INDEX_H
#define LI_MIRROR_INDEX_H

#include "base/hash.h"

enum { LI_INDEX_PARTS = 64, LI_INDEX_WIDTH = 8 };

/* One cache line; filled from the front, a reference of 0 is an empty place. */
struct li_index_bucket {
	uint32_t tags[LI_INDEX_WIDTH], refs[LI_INDEX_WIDTH];
};

struct li_index_part {
	struct li_index_bucket *at;
	uint32_t size, used; /* buckets, entries */
};

struct li_index {
	struct li_index_part parts[LI_INDEX_PARTS];
	size_t bytes, used;
};

/* A walk over the entries of one tag. */
struct li_index_walk {
	const struct li_index_part *part;
	uint32_t tag, bucket, left; /* left: buckets that may be looked at */
	unsigned hits;              /* places of the bucket, as bits */
};

/* Release all; a zeroed index is fine. */
void li_index_fini(struct li_index *x);

/* Enter a reference, not 0, under a key.
 *   LI_ENOMEM   nothing changed
 */
LI_MUST_USE li_err li_index_add(struct li_index *x, struct li_key key,
	uint32_t ref);

/* Remove one such entry; nothing happens when there is none. */
void li_index_remove(struct li_index *x, struct li_key key, uint32_t ref);

/* Walk what may be under a key: begin, then next until it gives 0. */
void li_index_begin(const struct li_index *x, struct li_key key,
	struct li_index_walk *w);
uint32_t li_index_next(struct li_index_walk *w);

#endif
