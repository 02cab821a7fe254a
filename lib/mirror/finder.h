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

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { LI_FINDER_PARTS = 64, LI_FINDER_WIDTH = 8 };

#define LI_FINDER_ON (UINT32_C(1) << 31)

/* One cache line; filled from the front, a reference of 0 is an empty place.
 * Some entries that belong to a full bucket stand in the next ones: then its
 * last reference has LI_FINDER_ON, which is of none itself. */
struct li_finder_bucket {
	uint32_t tags[LI_FINDER_WIDTH], refs[LI_FINDER_WIDTH];
};

_Static_assert(sizeof(struct li_finder_bucket) == 64, "it is as long as one");

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

/* Enter a reference, neither 0 nor LI_FINDER_ON or more, under a key.
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
static inline bool li_finder_goes_on(const struct li_finder_bucket *b)
{
	return b->refs[LI_FINDER_WIDTH - 1] & LI_FINDER_ON;
}

/* The reference in a place of the bucket; 0 when that is empty. */
static inline uint32_t li_finder_ref(const struct li_finder_bucket *b,
	unsigned int i)
{
	return b->refs[i] & ~LI_FINDER_ON;
}

/* The places of a bucket that have this tag, as bits. */
static inline unsigned li_finder_hits(const struct li_finder_bucket *b,
	uint32_t tag)
{
#ifdef __SSE2__
	const __m128i *at = (const __m128i *)(const void *)b->tags;
	const __m128i t = _mm_set1_epi32((int)tag);
	__m128i hits = _mm_packs_epi32(_mm_cmpeq_epi32(_mm_loadu_si128(at), t),
		_mm_cmpeq_epi32(_mm_loadu_si128(at + 1), t));

	return (unsigned)_mm_movemask_epi8(
		_mm_packs_epi16(hits, _mm_setzero_si128()));
#else
	unsigned hits = 0;

	for (unsigned i = 0; i < LI_FINDER_WIDTH; i++)
		hits |= (unsigned)(b->tags[i] == tag) << i;
	return hits;
#endif
}

/* The part that entries of a key are in. */
static inline const struct li_finder_part *
li_finder_part_of(const struct li_finder *x, struct li_key key)
{
	return &x->parts[li_finder_tag(key) >> 26];
}

/* The bucket where entries of a key begin; NULL when there are none. */
static inline const struct li_finder_bucket *
li_finder_bucket_of(const struct li_finder *x, struct li_key key)
{
	const struct li_finder_part *p = li_finder_part_of(x, key);

	return p->size ? &p->at[li_finder_home(p, li_finder_tag(key))] : NULL;
}

/* May there be anything under a key? Asked in line, since each message asks
 * for several keys and most lead nowhere: a domain's, a stranger's. */
static inline bool li_finder_may(const struct li_finder *x, struct li_key key)
{
	const struct li_finder_bucket *b = li_finder_bucket_of(x, key);

	return b &&
		(li_finder_hits(b, li_finder_tag(key)) || li_finder_goes_on(b));
}

/* Look at a bucket of the walk. */
static inline void li_finder_look(struct li_finder_walk *w)
{
	const struct li_finder_bucket *b = &w->part->at[w->bucket];

	w->hits = li_finder_hits(b, w->tag);
	w->left = li_finder_goes_on(b) ? w->left - 1 : 0;
}

/* Begin to walk what may be under a key. */
static inline void li_finder_begin(const struct li_finder *x, struct li_key key,
	struct li_finder_walk *w)
{
	w->tag = li_finder_tag(key);
	w->part = &x->parts[w->tag >> 26];
	w->left = w->part->size;
	w->bucket = 0;
	w->hits = 0;
	if (w->left == 0)
		return;
	w->bucket = li_finder_home(w->part, w->tag);
	li_finder_look(w);
}

/* The next reference of a walk; 0 at its end. */
static inline uint32_t li_finder_next(struct li_finder_walk *w)
{
	for (;;) {
		while (w->hits) {
			unsigned i = (unsigned)__builtin_ctz(w->hits);
			uint32_t ref =
				li_finder_ref(&w->part->at[w->bucket], i);

			w->hits &= w->hits - 1;
			if (ref)
				return ref;
		}
		if (w->left == 0)
			return 0;
		w->bucket = w->bucket + 1 == w->part->size ? 0 : w->bucket + 1;
		li_finder_look(w);
	}
}

#endif
