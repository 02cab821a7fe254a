/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "mirror/finder.h"

enum { FULL_OF_10 = 8, FIRST_BUCKETS = 2 };

static struct li_finder_part *part_of(struct li_finder *x, uint32_t tag)
{
	return &x->parts[tag >> 26];
}

void li_finder_fini(struct li_finder *x)
{
	for (size_t i = 0; i < LI_FINDER_PARTS; i++) {
		struct li_finder_part *p = &x->parts[i];

		if (p->at)
			explicit_bzero(p->at, p->size * sizeof(*p->at));
		free(p->at);
	}
	*x = (struct li_finder){0};
}

static void put(struct li_finder_part *p, uint32_t tag, uint32_t ref)
{
	uint32_t b = li_finder_home(p, tag), i = 0;

	while (p->at[b].refs[LI_FINDER_WIDTH - 1]) {
		p->at[b].refs[LI_FINDER_WIDTH - 1] |= LI_FINDER_ON;
		b = b + 1 == p->size ? 0 : b + 1;
	}
	while (p->at[b].refs[i])
		i++;
	p->at[b].tags[i] = tag;
	p->at[b].refs[i] = ref;
	p->used++;
}

static li_err grow(struct li_finder *x, struct li_finder_part *p)
{
	struct li_finder_part next = {
		.size = p->size ? p->size + p->size / 8 + 1 : FIRST_BUCKETS};

	/* On a line of its own each bucket is one wait for memory, not two. */
	next.at = aligned_alloc(sizeof(*next.at), next.size * sizeof(*next.at));
	if (!next.at)
		return LI_ENOMEM;
	memset(next.at, 0, next.size * sizeof(*next.at));
	for (uint32_t b = 0; b < p->size; b++)
		for (uint32_t i = 0;
			i < LI_FINDER_WIDTH && p->at[b].refs[i] != 0; i++)
			put(&next, p->at[b].tags[i],
				li_finder_ref(&p->at[b], i));
	if (p->at)
		explicit_bzero(p->at, p->size * sizeof(*p->at));
	free(p->at);
	x->bytes += (next.size - p->size) * sizeof(*next.at);
	*p = next;
	return LI_OK;
}

li_err li_finder_add(struct li_finder *x, struct li_key key, uint32_t ref)
{
	struct li_finder_part *p = part_of(x, li_finder_tag(key));

	if ((uint64_t)(p->used + 1) * 10 >
		(uint64_t)p->size * LI_FINDER_WIDTH * FULL_OF_10) {
		li_err err = grow(x, p);

		if (err)
			return err;
	}
	put(p, li_finder_tag(key), ref);
	x->used++;
	return LI_OK;
}

/* Take the last entry of a bucket away. */
static void pop(struct li_finder_bucket *b, uint32_t *tag, uint32_t *ref)
{
	uint32_t i = LI_FINDER_WIDTH;

	while (i > 0 && b->refs[i - 1] == 0)
		i--;
	*tag = b->tags[i - 1];
	*ref = li_finder_ref(b, i - 1);
	b->tags[i - 1] = b->refs[i - 1] = 0;
}

/* The place in bucket `at` of an entry that may as well stand in `hole`. */
static uint32_t movable(const struct li_finder_part *p, uint32_t at,
	uint32_t hole)
{
	uint32_t over = (at + p->size - hole) % p->size, i = 0;

	for (; i < LI_FINDER_WIDTH && p->at[at].refs[i] != 0; i++)
		if ((at + p->size - li_finder_home(p, p->at[at].tags[i])) %
				p->size >=
			over)
			return i;
	return LI_FINDER_WIDTH;
}

/* A bucket that goes on has a hole: one that stands in a later bucket because of
 * it comes back, if there is any. So a bucket that goes on is always full. */
static void close_hole(struct li_finder_part *p, uint32_t hole)
{
	uint32_t at = hole;

	for (;;) {
		struct li_finder_bucket *b;
		bool goes_on;
		uint32_t i, tag, ref;

		at = at + 1 == p->size ? 0 : at + 1;
		if (at == hole)
			return;
		b = &p->at[at];
		goes_on = li_finder_goes_on(b);
		i = movable(p, at, hole);
		if (i < LI_FINDER_WIDTH) {
			p->at[hole].tags[LI_FINDER_WIDTH - 1] = b->tags[i];
			/* there may be more of them */
			p->at[hole].refs[LI_FINDER_WIDTH - 1] =
				b->refs[i] | LI_FINDER_ON;
			pop(b, &tag, &ref);
			if (i < LI_FINDER_WIDTH && b->refs[i]) {
				b->tags[i] = tag;
				b->refs[i] = ref;
			}
			hole = at;
		}
		if (!goes_on)
			return;
	}
}

void li_finder_remove(struct li_finder *x, struct li_key key, uint32_t ref)
{
	uint32_t tag = li_finder_tag(key), last_tag, last_ref;
	struct li_finder_part *p = part_of(x, tag);
	uint32_t b = p->size ? li_finder_home(p, tag) : 0;

	for (uint32_t left = p->size; left > 0; left--) {
		struct li_finder_bucket *at = &p->at[b];
		bool goes_on = li_finder_goes_on(at);

		for (uint32_t i = 0; i < LI_FINDER_WIDTH; i++) {
			if (li_finder_ref(at, i) != ref || at->tags[i] != tag)
				continue;
			pop(at, &last_tag, &last_ref);
			if (at->refs[i]) {
				at->tags[i] = last_tag;
				at->refs[i] = last_ref;
			}
			p->used--;
			x->used--;
			if (goes_on)
				close_hole(p, b);
			return;
		}
		if (!goes_on)
			return;
		b = b + 1 == p->size ? 0 : b + 1;
	}
}
