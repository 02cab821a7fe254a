/* SPDX-License-Identifier: BSD-3-Clause
 *
 * pool.h - small blocks, given out and taken back without malloc.
 *
 * Floor    2, inside mirror/.
 * Threads  A pool belongs to its mirror's thread.
 * Memory   Blocks come zeroed; one that is given back is overwritten with
 *          zeroes at once, because it described a user. Chunks are kept.
 * Spec     TS 33.107 cl. 7A.3.1 (what is stored of all has its end)
 */
#ifndef LI_MIRROR_POOL_H
#define LI_MIRROR_POOL_H

#include "base/slice.h"
#include "mirror/chunks.h"

enum {
	LI_POOL_UNIT = 16,
	LI_POOL_BLOCK_MAX = 1024,
};

struct li_pool {
	struct li_chunks chunks;
	uint8_t *tail, *end; /* what is free of the last chunk */
	void *free[LI_POOL_BLOCK_MAX / LI_POOL_UNIT];
};

/* Overwrite and release all; a zeroed pool is fine. */
void li_pool_fini(struct li_pool *pool);

/* A zeroed block of n octets, or NULL when n is too large or memory ended. */
void *li_pool_take(struct li_pool *pool, size_t n);

/* Overwrite a block of n octets and keep it for the next; NULL is fine. */
void li_pool_give(struct li_pool *pool, void *block, size_t n);

#endif
