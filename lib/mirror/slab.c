/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "mirror/slab.h"

enum { STEPS = 4, UNITS = LI_CHUNK / LI_SLAB_UNIT };

void li_slab_fini(struct li_slab *slab)
{
	li_chunks_fini(&slab->memory);
	free(slab->chunks);
	*slab = (struct li_slab){0};
}

/* The largest power of two below n. */
static size_t below(size_t n)
{
	size_t p = LI_SLAB_FINE;

	while (p * 2 < n)
		p *= 2;
	return p;
}

size_t li_slab_size(size_t n)
{
	size_t step = LI_SLAB_UNIT;

	if (n > LI_SLAB_FINE)
		step = below(n) / STEPS;
	return n ? (n + step - 1) / step * step : LI_SLAB_UNIT;
}

/* The free list of blocks of this size, as li_slab_size() gave it. */
static uint32_t *list_of(struct li_slab *slab, size_t size)
{
	size_t i = LI_SLAB_FINE / LI_SLAB_UNIT, p = LI_SLAB_FINE;

	if (size <= LI_SLAB_FINE)
		return &slab->free[size / LI_SLAB_UNIT - 1];
	for (; p * 2 < size; p *= 2)
		i += STEPS;
	return &slab->free[i + size / (p / STEPS) - STEPS - 1];
}

static void put(struct li_slab *slab, uint32_t ref, size_t size)
{
	uint32_t *list = list_of(slab, size);

	memcpy(li_slab_at(slab, ref), list, sizeof(*list));
	*list = ref;
}

/* A unit's name: its chunk and its place there. */
static uint32_t name(const struct li_slab *slab, uint32_t octets)
{
	return (slab->chunk_count - 1) * UNITS + octets / LI_SLAB_UNIT;
}

static bool add_chunk(struct li_slab *slab)
{
	uint32_t room = slab->chunk_room ? slab->chunk_room * 2 : 16;
	size_t before = slab->memory.bytes;
	uint8_t **bigger;

	/* what refers to a block has a bit of its own: finder.h */
	if (slab->chunk_count == INT32_MAX / UNITS)
		return false;
	if (slab->chunk_count == slab->chunk_room) {
		bigger = realloc(slab->chunks, room * sizeof(*bigger));
		if (!bigger)
			return false;
		slab->chunks = bigger;
		slab->bytes += (room - slab->chunk_room) * sizeof(*bigger);
		slab->chunk_room = room;
	}
	slab->chunks[slab->chunk_count] = li_chunks_take(&slab->memory);
	if (!slab->chunks[slab->chunk_count])
		return false;
	slab->chunk_count++;
	slab->bytes += slab->memory.bytes - before;
	/* 0 names no block */
	slab->tail = slab->chunk_count == 1 ? LI_SLAB_UNIT : 0;
	return true;
}

/* What is left of the last chunk goes to the lists. */
static void keep_rest(struct li_slab *slab)
{
	while (slab->chunk_count && slab->tail < LI_CHUNK) {
		uint32_t n = LI_CHUNK - slab->tail;

		if (n > LI_SLAB_FINE)
			n = LI_SLAB_FINE;
		put(slab, name(slab, slab->tail), n);
		slab->tail += n;
	}
}

uint32_t li_slab_take(struct li_slab *slab, size_t n)
{
	size_t size = li_slab_size(n);
	uint32_t *list, ref;

	if (n > LI_SLAB_BLOCK_MAX)
		return 0;
	list = list_of(slab, size);
	ref = *list;
	if (ref) {
		void *block = li_slab_at(slab, ref);

		memcpy(list, block, sizeof(*list));
		memset(block, 0, sizeof(*list));
		return ref;
	}
	if (slab->chunk_count == 0 || LI_CHUNK - slab->tail < size) {
		keep_rest(slab);
		if (!add_chunk(slab))
			return 0;
	}
	ref = name(slab, slab->tail);
	slab->tail += (uint32_t)size;
	return ref;
}

void li_slab_give(struct li_slab *slab, uint32_t ref, size_t n)
{
	size_t size = li_slab_size(n);

	if (ref == 0)
		return;
	explicit_bzero(li_slab_at(slab, ref), size);
	put(slab, ref, size);
}
