/* SPDX-License-Identifier: BSD-3-Clause
 *
 * filter.h - is a key surely not in a set? Asked of every key of every
 * message, so that the answer "no" costs one word of memory.
 *
 * A blocked Bloom filter: a key has one 64-bit word, and three bits in it. With
 * 16 bits of room for each key about one stranger in a hundred passes; who is
 * in the set always does. The bits are those of the key itself, which is a
 * keyed hash (base/hash.h) that no stranger can steer.
 *
 * Floor    0.
 * Threads  A filter belongs to one thread while keys are added.
 * Memory   The filter owns its words.
 * Spec     none
 */
#ifndef LI_BASE_FILTER_H
#define LI_BASE_FILTER_H

#include "base/err.h"
#include "base/hash.h"

/* A zeroed one holds no key. */
struct li_filter {
	uint64_t *words;
	uint64_t mask;     /* words - 1, a power of two */
	size_t held, room; /* keys: added; that it was made for, at least */
	uint64_t version;  /* another one after each change, of any filter */
};

/* Make a filter with room for this many keys; more may be added, and then more
 * strangers pass. The caller frees it with li_filter_fini().
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_filter_make(size_t keys, struct li_filter *out);

/* Add a key to a filter that was made. */
void li_filter_add(struct li_filter *f, struct li_key key);

/* Release the words; a zeroed filter is fine. */
void li_filter_fini(struct li_filter *f);

/* The bits of a key in its word. */
static inline uint64_t li_filter_bits(struct li_key key)
{
	return UINT64_C(1) << (key.lo >> 58) |
		UINT64_C(1) << (key.lo >> 52 & 63) |
		UINT64_C(1) << (key.lo >> 46 & 63);
}

/* May the key be in the set? False is certain, and mostly told by one bit. */
static inline bool li_filter_may(const struct li_filter *f, struct li_key key)
{
	uint64_t bits = li_filter_bits(key), word;

	if (!f->words)
		return false;
	word = f->words[key.hi & f->mask];
	return (word >> (key.lo >> 58) & 1) && (word & bits) == bits;
}

/* What is asked of each of many keys, without what is the same for all. */
struct li_filter_view {
	const uint64_t *words;
	uint64_t mask;
};

/* A view of the filter; of NULL one that every key passes. */
static inline struct li_filter_view li_filter_view(const struct li_filter *f)
{
	static const uint64_t all = UINT64_MAX, none;

	if (!f)
		return (struct li_filter_view){.words = &all};
	if (!f->words)
		return (struct li_filter_view){.words = &none};
	return (struct li_filter_view){.words = f->words, .mask = f->mask};
}

/* As li_filter_may(). */
static inline bool li_filter_sees(const struct li_filter_view *v,
	struct li_key key)
{
	uint64_t word = v->words[key.hi & v->mask], bits;

	if (!(word >> (key.lo >> 58) & 1))
		return false;
	bits = li_filter_bits(key);
	return (word & bits) == bits;
}

#endif
