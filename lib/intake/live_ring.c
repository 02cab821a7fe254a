/* SPDX-License-Identifier: BSD-3-Clause */
#include <linux/if_arp.h>
#include <string.h>
#include <sys/mman.h>

#include "intake/live_inside.h"

/* Blocks are numbered by the kernel as it begins them, frames by us in their
 * block. Who comes after another one knows by the place of the last frame that
 * is kept how far a block was read that was not given back. */

enum {
	FRAME_BITS = 12, /* of a place: a frame takes 64 octets at least */
	BLOCK_BITS = 40,
	COOKED_HEADER = 16,
	ADDRESS_MAX = 8,
};

static const uint64_t frame_mask = (UINT64_C(1) << FRAME_BITS) - 1;
static const uint64_t block_mask = (UINT64_C(1) << BLOCK_BITS) - 1;
static const uint64_t place_mask = ~(UINT64_C(1) << 63);

/* ---- places ---- */

static uint64_t place_of(const struct li_live *l, uint32_t frame)
{
	return (((uint64_t)l->era << BLOCK_BITS |
			(l->block->hdr.bh1.seq_num & block_mask))
			       << FRAME_BITS |
		       frame) &
		place_mask;
}

/* Is it one of the block that is being read? */
static bool is_here(const struct li_live *l, uint64_t place)
{
	return (place ^ place_of(l, 0)) >> FRAME_BITS == 0;
}

/* ---- blocks ---- */

static struct tpacket_block_desc *block_at(const struct li_live *l, size_t i)
{
	return (void *)(l->ring + i * LI_LIVE_BLOCK);
}

/* The kernel has filled it, and nobody has given it back. */
static bool is_ours(const struct tpacket_block_desc *b)
{
	return __atomic_load_n(&b->hdr.bh1.block_status, __ATOMIC_ACQUIRE) &
		TP_STATUS_USER;
}

static bool map(struct li_live *l)
{
	const size_t octets = li_live_blocks(l) * LI_LIVE_BLOCK;
	void *p;

	if (l->ring)
		return true;
	p = mmap(NULL, octets, PROT_READ | PROT_WRITE, MAP_SHARED, l->fd, 0);
	if (p == MAP_FAILED)
		return false;
	/* Whoever is forked from us maps it when he reads it; and no core file
	 * has it. */
	if (madvise(p, octets, MADV_DONTFORK) != 0 ||
		madvise(p, octets, MADV_DONTDUMP) != 0) {
		(void)munmap(p, octets);
		return false;
	}
	l->ring = p;
	l->sure = false;
	return true;
}

void li_live_part(struct li_live *live)
{
	live->ring = NULL;
	live->block = NULL;
}

void li_live_unmap(struct li_live *live)
{
	if (live->ring)
		(void)munmap(live->ring, li_live_blocks(live) * LI_LIVE_BLOCK);
	li_live_part(live);
}

/* The one of ours that was begun before all others; false when none is. */
static bool oldest(const struct li_live *l, size_t *out)
{
	const struct tpacket_block_desc *best = NULL, *b;

	for (size_t i = 0; i < li_live_blocks(l); i++) {
		b = block_at(l, i);
		if (!is_ours(b) ||
			(best && b->hdr.bh1.seq_num >= best->hdr.bh1.seq_num))
			continue;
		best = b;
		*out = i;
	}
	return best != NULL;
}

/* Who has just mapped it does not know where the one before was. While it was
 * looked for, blocks may have come before the one that was found. */
static bool find_first(struct li_live *l)
{
	size_t first = 0, again = 0;

	if (!oldest(l, &first))
		return false;
	while (oldest(l, &again) && again != first)
		first = again;
	l->next = first;
	l->sure = true;
	return true;
}

static const struct tpacket3_hdr *after(const struct tpacket3_hdr *f)
{
	return (const void *)((const uint8_t *)f + f->tp_next_offset);
}

static void step(struct li_live *l)
{
	l->frame = after(l->frame);
	l->at++;
}

static void give_back(struct li_live *l)
{
	__atomic_store_n(&l->block->hdr.bh1.block_status, TP_STATUS_KERNEL,
		__ATOMIC_RELEASE);
	l->block = NULL;
	l->next = (l->next + 1) % li_live_blocks(l);
}

/* Begin the next block, behind what is done of it; it may be all of it. */
static bool begin(struct li_live *l)
{
	if (l->block)
		return true;
	if (!l->sure && !find_first(l))
		return false;
	l->block = block_at(l, l->next);
	if (!is_ours(l->block)) {
		l->block = NULL;
		return false;
	}
	l->frame = (const void *)((const uint8_t *)l->block +
		l->block->hdr.bh1.offset_to_first_pkt);
	l->at = 0;
	if (is_here(l, l->done))
		li_live_done(l, l->done);
	return l->block || begin(l);
}

/* ---- frames ---- */

static const struct sockaddr_ll *origin_of(const struct tpacket3_hdr *f)
{
	const size_t behind = (sizeof(*f) + TPACKET_ALIGNMENT - 1) &
		~(size_t)(TPACKET_ALIGNMENT - 1);

	return (const void *)((const uint8_t *)f + behind);
}

/* What this machine says to itself passes by twice. */
static bool is_echo(const struct tpacket3_hdr *f)
{
	const struct sockaddr_ll *o = origin_of(f);

	return o->sll_pkttype == PACKET_OUTGOING &&
		o->sll_hatype == ARPHRD_LOOPBACK;
}

static void put16(uint8_t *at, uint16_t v)
{
	at[0] = (uint8_t)(v >> 8);
	at[1] = (uint8_t)v;
}

/* What is before a cooked packet is not of the wire: it is written into the room
 * that the kernel leaves there. */
static void cook(const struct tpacket3_hdr *f, uint8_t *at)
{
	const struct sockaddr_ll o = *origin_of(f);

	put16(at, o.sll_pkttype);
	put16(at + 2, o.sll_hatype);
	put16(at + 4, o.sll_halen);
	memcpy(at + 6, o.sll_addr, ADDRESS_MAX);
	memcpy(at + 6 + ADDRESS_MAX, &o.sll_protocol, sizeof(o.sll_protocol));
}

static struct li_live_frame frame_of(const struct li_live *l,
	const struct tpacket3_hdr *f, uint32_t at)
{
	uint8_t *octets = (uint8_t *)(uintptr_t)f + f->tp_mac;
	size_t n = f->tp_snaplen;

	if (l->link == LI_LINK_SLL) {
		octets -= COOKED_HEADER;
		n += COOKED_HEADER;
		cook(f, octets);
	}
	return (struct li_live_frame){
		.octets = li_slice(octets, n),
		.at_us = (int64_t)f->tp_sec * 1000000 + f->tp_nsec / 1000,
		.place = place_of(l, at),
	};
}

/* Those of one block. */
static size_t walk(const struct li_live *l, struct li_live_frame *out,
	size_t max)
{
	const struct tpacket3_hdr *f = l->frame;
	size_t n = 0;

	for (uint32_t at = l->at; at < l->block->hdr.bh1.num_pkts && n < max;
		at++, f = after(f))
		if (!is_echo(f))
			out[n++] = frame_of(l, f, at);
	return n;
}

li_err li_live_look(struct li_live *live, struct li_live_frame *out, size_t max,
	size_t *n)
{
	*n = 0;
	if (!map(live))
		return LI_EIO;
	while (*n == 0 && begin(live)) {
		*n = walk(live, out, max);
		if (*n == 0)
			give_back(live);
	}
	return LI_OK;
}

void li_live_done(struct li_live *live, uint64_t place)
{
	live->done = place;
	if (!live->block || !is_here(live, place))
		return;
	while (live->at <= (place & frame_mask) &&
		live->at < live->block->hdr.bh1.num_pkts)
		step(live);
	if (live->at == live->block->hdr.bh1.num_pkts)
		give_back(live);
}
