/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "mirror/chains.h"

void li_chains_fini(struct li_chains *x)
{
	li_chunks_fini(&x->own);
	free(x->segments);
	*x = (struct li_chains){0};
}

static uint64_t bucket_of(const struct li_chains *x, uint64_t hash)
{
	uint64_t i = hash & x->mask;

	/* not split yet: its hashes are told apart by a bit less */
	return i < x->buckets ? i : i & x->mask >> 1;
}

static struct li_chain **head_of(const struct li_chains *x, uint64_t bucket)
{
	return &x->segments[bucket / LI_CHAINS_SEGMENT]
			   [bucket % LI_CHAINS_SEGMENT];
}

struct li_chain *li_chains_find(const struct li_chains *x, uint64_t hash,
	const struct li_chain *after)
{
	struct li_chain *at;

	if (!x->buckets)
		return NULL;
	at = after ? after->next : *head_of(x, bucket_of(x, hash));
	while (at && at->hash != hash)
		at = at->next;
	return at;
}

struct li_chain *li_chains_first(const struct li_chains *x, uint64_t hash)
{
	return x->buckets ? *head_of(x, bucket_of(x, hash)) : NULL;
}

void li_chains_expect(const struct li_chains *x, uint64_t hash)
{
	if (x->buckets)
		__builtin_prefetch(head_of(x, bucket_of(x, hash)));
}

void li_chains_expect_first(const struct li_chains *x, uint64_t hash,
	size_t octets)
{
	const struct li_chain *first = li_chains_first(x, hash);

	for (size_t at = 0; first && at < octets; at += 64)
		__builtin_prefetch((const uint8_t *)first + at);
}

/* Make room for one bucket more; false when memory ended. */
static bool make(struct li_chains *x)
{
	if (x->buckets < x->made * LI_CHAINS_SEGMENT)
		return true;
	if (x->made == x->room) {
		size_t room = x->room ? x->room * 2 : 8;
		void *more =
			realloc(x->segments, room * sizeof(struct li_chain **));

		if (!more)
			return false;
		x->segments = more;
		x->room = room;
	}
	x->segments[x->made] = li_chunks_take(x->memory ? x->memory : &x->own);
	if (!x->segments[x->made])
		return false;
	x->made++;
	return true;
}

/* The bucket that is shared next, with the one that is made for it. */
static uint64_t shared_next(const struct li_chains *x)
{
	uint64_t mask = x->buckets > x->mask ? x->mask << 1 | 1 : x->mask;

	return x->buckets & mask >> 1;
}

/* Share the next bucket in turn with one more. */
static void split(struct li_chains *x)
{
	uint64_t added = x->buckets, from = shared_next(x);
	struct li_chain **at, **to;

	if (!make(x))
		return;
	x->buckets++;
	if (added > x->mask)
		x->mask = x->mask << 1 | 1;
	at = head_of(x, from);
	to = head_of(x, added);
	while (*at) {
		struct li_chain *link = *at;

		if (bucket_of(x, link->hash) == from) {
			at = &link->next;
			continue;
		}
		*at = link->next;
		link->next = *to;
		*to = link;
	}
	/* A record of the bucket beside it is in no cache: the next one that is
	 * added needs not wait for it. */
	__builtin_prefetch(*head_of(x, shared_next(x)));
}

li_err li_chains_add(struct li_chains *x, struct li_chain *link)
{
	struct li_chain **head;

	if (!x->buckets) {
		if (!make(x))
			return LI_ENOMEM;
		x->buckets = 1;
	}
	head = head_of(x, bucket_of(x, link->hash));
	link->next = *head;
	*head = link;
	if (++x->count > x->buckets)
		split(x);
	return LI_OK;
}

void li_chains_remove(struct li_chains *x, struct li_chain *link)
{
	struct li_chain **at = head_of(x, bucket_of(x, link->hash));

	while (*at != link)
		at = &(*at)->next;
	*at = link->next;
	link->next = NULL;
	x->count--;
}

static uint64_t reversed(uint64_t v)
{
	v = (v >> 1 & 0x5555555555555555u) | (v & 0x5555555555555555u) << 1;
	v = (v >> 2 & 0x3333333333333333u) | (v & 0x3333333333333333u) << 2;
	v = (v >> 4 & 0x0f0f0f0f0f0f0f0fu) | (v & 0x0f0f0f0f0f0f0f0fu) << 4;
	return __builtin_bswap64(v);
}

/* A bucket holds a run of the hashes as they are read from their lowest bit;
 * a split halves the run. So *at is a place among these, not a bucket. */
struct li_chain *li_chains_walk(const struct li_chains *x, uint64_t *at,
	bool *more)
{
	unsigned int bits = (unsigned int)__builtin_popcountll(x->mask);
	uint64_t bucket;

	*more = false;
	if (!x->buckets)
		return NULL;
	bucket = bucket_of(x, reversed(*at));
	/* Not split yet: its run is as long as two. */
	if (bits && (bucket | UINT64_C(1) << (bits - 1)) >= x->buckets &&
		bucket < UINT64_C(1) << (bits - 1))
		bits--;
	if (bits) {
		*at = reversed(bucket) + (UINT64_C(1) << (64 - bits));
		*more = *at != 0;
	}
	return *head_of(x, bucket);
}

size_t li_chains_bytes(const struct li_chains *x)
{
	return x->room * sizeof(struct li_chain **) + x->own.bytes;
}
