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

/* The bits of a key that the index has. */
static inline uint32_t li_finder_tag(struct li_key key)
{
	return (uint32_t)(key.hi >> 32);
}

/* The bucket where entries of a tag begin: the order of the tags is kept, so
 * that a part can grow by any step. */
static inline uint32_t li_finder_home(const struct li_finder_part *p,
	uint32_t tag)
{
	return (uint32_t)((uint64_t)(tag << 6) * p->size >> 32);
}

/* May entries of the bucket be in the next one? */
static inline bool li_finder_full(const struct li_finder_bucket *b)
{
	return b->refs[LI_FINDER_WIDTH - 1] != 0;
}

/* May there be anything under a key? Asked in line, since each message asks
 * for several keys and most lead nowhere: a domain's, a stranger's. */
static inline bool li_finder_may(const struct li_finder *x, struct li_key key)
{
	uint32_t tag = li_finder_tag(key), any = 0;
	const struct li_finder_part *p = &x->parts[tag >> 26];
	const struct li_finder_bucket *b;

	if (p->size == 0)
		return false;
	b = &p->at[li_finder_home(p, tag)];
	for (unsigned i = 0; i < LI_FINDER_WIDTH; i++)
		any |= b->tags[i] == tag;
	return any || li_finder_full(b);
}

/* Walk what may be under a key: begin, then next until it gives 0. */
void li_finder_begin(const struct li_finder *x, struct li_key key,
	struct li_finder_walk *w);
uint32_t li_finder_next(struct li_finder_walk *w);

#endif
