/* SPDX-License-Identifier: BSD-3-Clause
 *
 * arena.h - memory that lives as long as one message.
 *
 * Floor    0.
 * Threads  An arena belongs to one thread.
 * Memory   What it gives is borrowed until li_arena_reset() or _fini(). After
 *          its first messages an arena has grown to what they need and a reset
 *          costs no system call. No core has it in it: it holds messages, most
 *          of them of nobody who is a target.
 * Spec     TS 33.127 cl. 8 (LI data is seen by nobody else)
 */
#ifndef LI_BASE_ARENA_H
#define LI_BASE_ARENA_H

#include "base/err.h"
#include "base/slice.h"

struct li_arena_block;

struct li_arena {
	struct li_arena_block *first, *now;
	size_t used;  /* octets used of the block `now` */
	size_t total; /* octets held by all blocks */
};

enum {
	LI_ARENA_BLOCK = 256 << 10, /* one block holds a usual message whole */
	LI_ARENA_MAX = 64 << 20,    /* one message never needs more */
};

/* Give back everything; a zeroed arena is fine. */
void li_arena_fini(struct li_arena *a);

/* Forget what was allocated, keep the blocks. */
void li_arena_reset(struct li_arena *a);

/* n octets, zeroed, aligned for any type; NULL when memory or the bound ends. */
void *li_arena_alloc(struct li_arena *a, size_t n);

/* A copy of s; an empty slice with p NULL when it could not be made. */
struct li_slice li_arena_copy(struct li_arena *a, struct li_slice s);

#endif
