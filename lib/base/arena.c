/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/arena.h"
#include "base/veil.h"

struct li_arena_block {
	struct li_arena_block *next;
	size_t size, used; /* used: the most that it ever was, but of `now` */
	max_align_t at[];
};

/* How far the block at hand was written. */
static void mark(struct li_arena *a)
{
	if (a->now && a->now->used < a->used)
		a->now->used = a->used;
}

void li_arena_fini(struct li_arena *a)
{
	struct li_arena_block *b = a->first;

	mark(a);
	while (b) {
		struct li_arena_block *next = b->next;

		li_veil_free(b, sizeof(*b) + b->size, sizeof(*b) + b->used);
		b = next;
	}
	*a = (struct li_arena){0};
}

void li_arena_reset(struct li_arena *a)
{
	mark(a);
	a->now = a->first;
	a->used = 0;
}

/* Go on to a block with room for n: the next one kept, or a new one. */
static bool grow(struct li_arena *a, size_t n)
{
	struct li_arena_block *b = a->now ? a->now->next : a->first;
	size_t size = n > LI_ARENA_BLOCK ? n : (size_t)LI_ARENA_BLOCK;

	if (!b || b->size < n) {
		if (size > LI_ARENA_MAX || a->total > LI_ARENA_MAX - size)
			return false;
		b = li_veil_new(sizeof(*b) + size);
		if (!b)
			return false;
		b->size = size;
		b->next = a->now ? a->now->next : a->first;
		if (a->now)
			a->now->next = b;
		else
			a->first = b;
		a->total += size;
	}
	mark(a);
	a->now = b;
	a->used = 0;
	return true;
}

void *li_arena_alloc(struct li_arena *a, size_t n)
{
	const size_t unit = sizeof(max_align_t);
	size_t need;
	void *p;

	if (n > LI_ARENA_MAX)
		return NULL;
	need = (n + unit - 1) / unit * unit;
	if (need == 0)
		need = unit;
	if (!a->now || a->now->size - a->used < need)
		if (!grow(a, need))
			return NULL;
	p = (uint8_t *)a->now->at + a->used;
	a->used += need;
	memset(p, 0, need);
	return p;
}

struct li_slice li_arena_copy(struct li_arena *a, struct li_slice s)
{
	void *p;

	p = li_arena_alloc(a, s.n);
	if (!p)
		return (struct li_slice){0};
	if (s.n)
		memcpy(p, s.p, s.n);
	return li_slice(p, s.n);
}
