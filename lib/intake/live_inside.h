/* SPDX-License-Identifier: BSD-3-Clause
 *
 * live_inside.h - what live.c opens and live_ring.c reads.
 *
 * Floor    2, inside of intake/live.
 * Threads  As live.h.
 * Memory   As live.h.
 * Spec     packet(7)
 */
#ifndef LI_INTAKE_LIVE_INSIDE_H
#define LI_INTAKE_LIVE_INSIDE_H

#include <linux/if_packet.h>

#include "intake/live.h"

enum { LI_LIVE_BLOCK = 256 << 10 }; /* octets; a frame fits into one */

struct li_live {
	struct li_live_options options;
	int fd;
	uint32_t era;
	enum li_link link;
	uint64_t done; /* place */
	/* of who reads */
	uint8_t *ring;                    /* NULL: not mapped */
	struct tpacket_block_desc *block; /* that is being read, or NULL */
	const struct tpacket3_hdr *frame; /* the next in it */
	uint32_t at;                      /* how many are before that one */
	size_t next;                      /* the block behind it */
	bool sure;                        /* that it is the next to be filled */
};

/* Blocks of the ring. */
size_t li_live_blocks(const struct li_live *live);

/* Forget what was mapped. */
void li_live_unmap(struct li_live *live);

#endif
