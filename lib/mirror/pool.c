/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/pool.h"

void li_pool_fini(struct li_pool *pool)
{
	li_chunks_fini(&pool->chunks);
	*pool = (struct li_pool){0};
}

static size_t units(size_t n)
{
	return n ? (n + LI_POOL_UNIT - 1) / LI_POOL_UNIT : 1;
}

/* Cut a new block from the free tail, of a new chunk when the last is full. */
static void *cut(struct li_pool *pool, size_t n)
{
	uint8_t *block;

	if ((size_t)(pool->end - pool->tail) < n) {
		block = li_chunks_take(&pool->chunks);
		if (!block)
			return NULL;
		pool->tail = block;
		pool->end = block + LI_CHUNK;
	}
	block = pool->tail;
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
