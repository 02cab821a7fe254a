/* SPDX-License-Identifier: BSD-3-Clause
 *
 * chunks.h - memory in chunks of one size, for what grows with the users.
 *
 * The first few megabytes come chunk by chunk. What is beyond comes in huge
 * pages, cut into chunks: with a million sessions each message would wait for
 * the tables of small pages.
 *
 * Floor    2, inside mirror/.
 * Threads  As its owner.
 * Memory   All chunks are released together, and overwritten before.
 * Spec     none
 */
#ifndef LI_MIRROR_CHUNKS_H
#define LI_MIRROR_CHUNKS_H

#include "base/slice.h"

enum {
	LI_CHUNK = 16 << 10,
	LI_CHUNKS_SMALL = 512,      /* that come alone */
	LI_CHUNKS_REGION = 2 << 20, /* a huge page */
};

struct li_chunks_block;

struct li_chunks {
	struct li_chunks_block *blocks;
	uint8_t *next, *end; /* what is left of the last region */
	size_t bytes, small;
};

/* Overwrite and release all; a zeroed one is fine. */
void li_chunks_fini(struct li_chunks *c);

/* LI_CHUNK octets of zeros, aligned to 16; NULL when memory ended. */
void *li_chunks_take(struct li_chunks *c);

#endif
