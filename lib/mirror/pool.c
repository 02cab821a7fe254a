/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "mirror/pool.h"

struct li_pool_slab {
	struct li_pool_slab *next;
	uint64_t pad; /* blocks stay aligned to a unit */
	uint8_t at[LI_POOL_SLAB];
};

void li_pool_fini(struct li_pool *pool)
{
	struct li_pool_slab *slab = pool->slabs;

	while (slab) {
		struct li_pool_slab *next = slab->next;

		explicit_bzero(slab, sizeof(*slab));
		free(slab);
		slab = next;
	}
	*pool = (struct li_pool){0};
}

static size_t units(size_t n)
{
	return n ? (n + LI_POOL_UNIT - 1) / LI_POOL_UNIT : 1;
}

/* Cut a new block from the free tail, of a new slab when the last is full. */
static void *cut(struct li_pool *pool, size_t n)
{
	struct li_pool_slab *slab = pool->slabs;
	void *block;

	if (!slab || LI_POOL_SLAB - pool->tail < n) {
		slab = calloc(1, sizeof(*slab));
		if (!slab)
			return NULL;
		slab->next = pool->slabs;
		pool->slabs = slab;
		pool->tail = 0;
		pool->bytes += sizeof(*slab);
	}
	block = slab->at + pool->tail;
	pool->tail += n;
	return block;
}

void *li_pool_take(struct li_pool *pool, size_t n)
{
	size_t u = units(n);
	void *block;

	if (n > LI_POOL_BLOCK_MAX)
		return NULL;
	block = pool->free[u - 1];
	if (!block)
		return cut(pool, u * LI_POOL_UNIT);
	memcpy(&pool->free[u - 1], block, sizeof(void *));
	memset(block, 0, sizeof(void *));
	return block;
}

void li_pool_give(struct li_pool *pool, void *block, size_t n)
{
	size_t u = units(n);

	if (!block)
		return;
	explicit_bzero(block, u * LI_POOL_UNIT);
	memcpy(block, &pool->free[u - 1], sizeof(void *));
	pool->free[u - 1] = block;
}
