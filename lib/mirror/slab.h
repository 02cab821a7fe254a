/* SPDX-License-Identifier: BSD-3-Clause
 *
 * slab.h - small blocks named by 32 bits, for records of which there are
 * millions.
 *
 * Floor    2, inside mirror/.
 * Threads  A slab belongs to its mirror's thread.
 * Memory   Blocks come zeroed, stay where they are, and are overwritten with
 *          zeroes as soon as they are given back. Chunks are kept.
 * Spec     TS 33.107 cl. 7A.3.1 (what is stored of all has its end)
 */
#ifndef LI_MIRROR_SLAB_H
#define LI_MIRROR_SLAB_H

#include "base/slice.h"
#include "mirror/chunks.h"

enum {
	LI_SLAB_UNIT = 8,
	LI_SLAB_BLOCK_MAX = 8 << 10,
	LI_SLAB_FINE = 512, /* up to here every size has its own list */
	LI_SLAB_CLASSES = LI_SLAB_FINE / LI_SLAB_UNIT + 24,
};

struct li_slab {
	struct li_chunks memory;
	uint8_t **chunks;
	uint32_t chunk_count, chunk_room;
	uint32_t tail; /* octets of the last chunk in use */
	uint32_t free[LI_SLAB_CLASSES];
	size_t bytes; /* held, directory and all */
};

/* Overwrite and release all; a zeroed slab is fine. */
void li_slab_fini(struct li_slab *slab);

/* What a block of n octets takes. */
size_t li_slab_size(size_t n);

/* A zeroed block; 0 when n is too large or memory ended. */
uint32_t li_slab_take(struct li_slab *slab, size_t n);

/* Overwrite a block of n octets and keep it for the next; 0 is fine. */
void li_slab_give(struct li_slab *slab, uint32_t ref, size_t n);

/* Where a block is; NULL for 0. */
static inline void *li_slab_at(const struct li_slab *slab, uint32_t ref)
{
	enum { UNITS = LI_CHUNK / LI_SLAB_UNIT };

	return ref == 0 ? NULL
			: slab->chunks[ref / UNITS] +
			(size_t)(ref % UNITS) * LI_SLAB_UNIT;
}

#endif
