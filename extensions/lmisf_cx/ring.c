/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "lmisf_cx/ring.h"

/* Places are counted in units, and head and tail count two things at once, so
 * that one compare-and-swap takes both: records in the upper half, units in
 * the lower. Both wrap; differences are what counts. A record takes as many
 * units as there are to a slot, so that there is a slot where there is room. */
enum {
	UNIT = 64,
	UNITS_PER_SLOT = 4,
	UNITS_MIN = 1024,
	LINE = 64,     /* octets of a cache line */
	BACK_PART = 4, /* it begins again in its first quarter only */
};

struct slot {
	_Atomic uint32_t ready;      /* number of its record plus one */
	uint32_t unit, octets, used; /* used: units, with what was skipped */
};

struct li_ring {
	_Alignas(LINE) _Atomic uint64_t head;
	_Alignas(LINE) _Atomic uint64_t tail;
	uint64_t next; /* what the consumer looks at next; tail follows */
	_Alignas(LINE) uint8_t *memory;
	struct slot *slots;
	uint32_t units, slot_count;
	size_t most; /* octets of one record */
	size_t mapped;
};

static uint64_t join(uint32_t record, uint32_t unit)
{
	return (uint64_t)record << 32 | unit;
}

li_err li_ring_new(size_t octets, struct li_ring **out)
{
	struct li_ring *ring;
	uint32_t units = UNITS_MIN;
	uint8_t *p;

	while ((size_t)units * UNIT < octets && units < 1U << 25)
		units *= 2;
	ring = aligned_alloc(LINE, sizeof(*ring));
	if (!ring)
		return LI_ENOMEM;
	*ring = (struct li_ring){.units = units,
		.slot_count = units / UNITS_PER_SLOT};
	ring->most = (size_t)units * UNIT / 2;
	ring->mapped =
		(size_t)units * UNIT + ring->slot_count * sizeof(*ring->slots);
	p = mmap(NULL, ring->mapped, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED) {
		free(ring);
		return LI_ENOMEM;
	}
	(void)madvise(p, ring->mapped, MADV_DONTDUMP);
	/* a message is in one page or two of 4 KiB that no thread had lately */
	(void)madvise(p, ring->mapped, MADV_HUGEPAGE);
	/* no page fault in one of freeDiameter's threads */
	memset(p, 0, ring->mapped);
	ring->memory = p;
	ring->slots = (struct slot *)(void *)(p + (size_t)units * UNIT);
	*out = ring;
	return LI_OK;
}

void li_ring_free(struct li_ring *ring)
{
	if (!ring)
		return;
	munmap(ring->memory, ring->mapped);
	free(ring);
}

/* Would a record of so many units fit between head and tail? *take: units,
 * with those at the end of the memory that it leaves, as it must be in one
 * piece. */
static inline bool fits(const struct li_ring *ring, uint64_t head,
	uint32_t need, uint32_t *take)
{
	uint64_t tail = atomic_load_explicit(&ring->tail, memory_order_acquire);
	uint32_t left = ring->units - ((uint32_t)head & (ring->units - 1));

	*take = need + (left < need ? left : 0);
	return (uint32_t)head - (uint32_t)tail + *take <= ring->units;
}

/* Move the head on by a record; false when it is full. *head: where it was. */
static inline bool advance(struct li_ring *ring, uint32_t need, uint64_t *head,
	uint32_t *take)
{
	uint64_t again;

	/* with the release in begin_again(): a tail that is no older */
	*head = atomic_load_explicit(&ring->head, memory_order_acquire);
	for (;;) {
		if (fits(ring, *head, need, take)) {
			if (atomic_compare_exchange_strong_explicit(&ring->head,
				    head,
				    join((uint32_t)(*head >> 32) + 1,
					    (uint32_t)*head + *take),
				    memory_order_acquire, memory_order_acquire))
				return true;
			continue;
		}
		/* full, unless others moved on since head was read */
		again = atomic_load_explicit(&ring->head, memory_order_acquire);
		if (again == *head)
			return false;
		*head = again;
	}
}

bool li_ring_reserve(struct li_ring *ring, size_t n,
	struct li_ring_place *place)
{
	uint32_t need = (uint32_t)((n + UNIT - 1) / UNIT), take;
	struct slot *slot;
	uint64_t head;

	if (n == 0 || n > ring->most)
		return false;
	if (need < UNITS_PER_SLOT)
		need = UNITS_PER_SLOT;
	if (!advance(ring, need, &head, &take))
		return false;
	place->record = (uint32_t)(head >> 32);
	slot = &ring->slots[place->record & (ring->slot_count - 1)];
	slot->unit = take == need ? (uint32_t)head & (ring->units - 1) : 0;
	slot->octets = (uint32_t)n;
	slot->used = take;
	place->ready = &slot->ready;
	place->p = ring->memory + (size_t)slot->unit * UNIT;
	return true;
}

void li_ring_commit(struct li_ring_place place)
{
	atomic_store_explicit(place.ready, place.record + 1,
		memory_order_release);
}

/* The slot of what the consumer looks at next; NULL when it is not complete. */
static const struct slot *next_slot(const struct li_ring *ring)
{
	const uint32_t record = (uint32_t)(ring->next >> 32);
	const struct slot *slot = &ring->slots[record & (ring->slot_count - 1)];

	if (atomic_load_explicit(&slot->ready, memory_order_acquire) !=
		record + 1)
		return NULL;
	return slot;
}

bool li_ring_ready(const struct li_ring *ring)
{
	return next_slot(ring) != NULL;
}

bool li_ring_next(struct li_ring *ring, struct li_slice *out)
{
	const struct slot *slot = next_slot(ring);

	if (!slot)
		return false;
	*out = li_slice(ring->memory + (size_t)slot->unit * UNIT, slot->octets);
	ring->next = join((uint32_t)(ring->next >> 32) + 1,
		(uint32_t)ring->next + slot->used);
	return true;
}

/* Let an empty ring begin at its first octet. The tail goes first: until the
 * head has followed, a producer sees less room than there is, never more. */
static void begin_again(struct li_ring *ring)
{
	const uint32_t unit = (uint32_t)ring->next & (ring->units - 1);
	uint64_t head = ring->next, back;

	if (unit == 0 || unit > ring->units / BACK_PART ||
		atomic_load_explicit(&ring->head, memory_order_relaxed) != head)
		return;
	back = join((uint32_t)(head >> 32), (uint32_t)head - unit);
	atomic_store_explicit(&ring->tail, back, memory_order_release);
	if (atomic_compare_exchange_strong_explicit(&ring->head, &head, back,
		    memory_order_release, memory_order_relaxed))
		ring->next = back;
	else /* one came meanwhile */
		atomic_store_explicit(&ring->tail, ring->next,
			memory_order_release);
}

void li_ring_release(struct li_ring *ring)
{
	if (atomic_load_explicit(&ring->tail, memory_order_relaxed) ==
		ring->next)
		return;
	atomic_store_explicit(&ring->tail, ring->next, memory_order_release);
	begin_again(ring);
}
