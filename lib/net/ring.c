/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/ring.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
	/* Slots before the next that may be half overwritten. */
	OLDEST = LI_RING_PUT_MAX + 1,
	/* Octets of those that are put next: room and copies, each of which may
	 * skip what is left before the end. */
	COPIED_MAX = 5 * (LI_RING_ENTRY_MAX / 2),
	NEXT_MAX = COPIED_MAX + LI_RING_ENTRY_MAX + 2 * LI_RING_ROOM_MAX,
};

/* Where an entry is, and what comes after it; both count octets since the ring
 * was made. Of those that were put at once, one may lie behind the next. */
struct place {
	uint64_t at, end;
	struct li_ring_entry entry; /* its octets' address is of no use */
};

struct li_ring {
	struct li_uuid name;
	size_t octets, entries, mapped;
	size_t room_at; /* of the octets, behind the places */
	_Atomic uint64_t last;
	_Atomic uint64_t numbers[LI_RING_NUMBERS];
	struct place places[];
};

static uint8_t *room(const struct li_ring *ring)
{
	return (uint8_t *)(uintptr_t)ring + ring->room_at;
}

static struct place *place_of(const struct li_ring *ring, uint64_t sequence)
{
	const struct place *p = &ring->places[sequence % ring->entries];

	return (struct place *)(uintptr_t)p;
}

/* Shared pages, as only who is forked from us has them. */
static void *map_shared(size_t octets, struct li_fault *fault)
{
	const int fd = memfd_create("lmisf-ring", MFD_CLOEXEC);
	void *p = MAP_FAILED;

	if (fd >= 0 && ftruncate(fd, (off_t)octets) == 0)
		p = mmap(NULL, octets, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			0);
	/* It holds messages of anybody: none of it goes into a core. */
	if (p != MAP_FAILED && madvise(p, octets, MADV_DONTDUMP) != 0) {
		(void)munmap(p, octets);
		p = MAP_FAILED;
	}
	if (p == MAP_FAILED)
		(void)li_fault_set(fault, LI_EIO, "no memory to share: %s",
			strerror(errno));
	if (fd >= 0)
		close(fd);
	return p == MAP_FAILED ? NULL : p;
}

li_err li_ring_new(size_t octets, size_t entries, struct li_ring **out,
	struct li_fault *fault)
{
	const size_t room_at =
		sizeof(struct li_ring) + entries * sizeof(struct place);
	struct li_ring *ring;
	struct li_uuid name;
	li_err err = li_uuid_draw(&name);

	if (err)
		return li_fault_set(fault, err, "no random octets");
	if (octets < 2 * (size_t)NEXT_MAX || entries <= OLDEST)
		return li_fault_set(fault, LI_EINVAL, "a ring too small");
	ring = map_shared(room_at + octets, fault);
	if (!ring)
		return LI_EIO;
	ring->name = name;
	ring->octets = octets;
	ring->entries = entries;
	ring->room_at = room_at;
	ring->mapped = room_at + octets;
	*out = ring;
	return LI_OK;
}

void li_ring_free(struct li_ring *ring)
{
	if (ring)
		(void)munmap(ring, ring->mapped);
}

const struct li_uuid *li_ring_name(const struct li_ring *ring)
{
	return &ring->name;
}

uint64_t li_ring_last(const struct li_ring *ring)
{
	return atomic_load_explicit(&ring->last, memory_order_acquire);
}

/* Where octets go that come after this entry. */
static uint64_t end_of(const struct li_ring *ring, uint64_t sequence)
{
	return sequence ? place_of(ring, sequence)->end : 0;
}

/* An entry lies in one piece: where the next place of so many octets is. */
static uint64_t fit(const struct li_ring *ring, uint64_t at, size_t n)
{
	const uint64_t left = ring->octets - at % ring->octets;

	return n > left ? at + left : at;
}

uint8_t *li_ring_room(const struct li_ring *ring, size_t octets)
{
	const uint64_t end = end_of(ring, li_ring_last(ring));

	if (octets > LI_RING_ROOM_MAX)
		return NULL;
	return room(ring) + fit(ring, end, octets) % ring->octets;
}

/* Were these octets received where they stay? *at is where that is. */
static bool in_room(const struct li_ring *ring, uint64_t end, struct li_slice s,
	uint64_t *at)
{
	const uintptr_t p = (uintptr_t)s.p, from = (uintptr_t)room(ring);
	uint64_t here;

	if (s.n == 0 || p < from || p - from >= ring->octets)
		return false;
	here = end - end % ring->octets + (p - from);
	*at = here < end ? here + ring->octets : here;
	return *at + s.n - end <= 2 * (uint64_t)LI_RING_ROOM_MAX;
}

/* What is not copied may be as long as there is room. */
static bool will_do(const struct li_ring_entry *entries, size_t n)
{
	size_t octets = 0;

	if (n == 0 || n > LI_RING_PUT_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (entries[i].octets.n > LI_RING_ENTRY_MAX)
			return false;
		octets += entries[i].octets.n;
	}
	return octets <= COPIED_MAX;
}

/* Find places for these; returns where the last octet of them is. */
static uint64_t settle(const struct li_ring *ring, uint64_t last,
	const struct li_ring_entry *entries, size_t n)
{
	const uint64_t before = end_of(ring, last);
	uint64_t at, end = before;

	for (size_t i = 0; i < n; i++) {
		if (!in_room(ring, before, entries[i].octets, &at))
			continue;
		place_of(ring, last + 1 + i)->at = at;
		if (at + entries[i].octets.n > end)
			end = at + entries[i].octets.n;
	}
	for (size_t i = 0; i < n; i++) {
		const struct li_slice s = entries[i].octets;

		if (in_room(ring, before, s, &at))
			continue;
		at = fit(ring, end, s.n);
		place_of(ring, last + 1 + i)->at = at;
		if (s.n)
			memcpy(room(ring) + at % ring->octets, s.p, s.n);
		end = at + s.n;
	}
	return end;
}

uint64_t li_ring_put_all(struct li_ring *ring,
	const struct li_ring_entry *entries, size_t n)
{
	const uint64_t last = li_ring_last(ring);
	uint64_t end;

	if (!will_do(entries, n))
		return 0;
	end = settle(ring, last, entries, n);
	for (size_t i = 0; i < n; i++) {
		struct place *p = place_of(ring, last + 1 + i);

		p->end = end;
		p->entry = entries[i];
		p->entry.sequence = last + 1 + i;
	}
	/* Before this they are not there; after it, they are there whole. */
	atomic_store_explicit(&ring->last, last + n, memory_order_release);
	return last + 1;
}

uint64_t li_ring_put(struct li_ring *ring, const struct li_ring_entry *entry)
{
	return li_ring_put_all(ring, entry, 1);
}

/* An entry that the next one may overwrite is no longer there: its writer may
 * have died in the middle. */
bool li_ring_get(const struct li_ring *ring, uint64_t sequence,
	struct li_ring_entry *out)
{
	const uint64_t last = li_ring_last(ring);
	const struct place *p = place_of(ring, sequence);

	if (sequence == 0 || sequence > last ||
		last - sequence + OLDEST > ring->entries)
		return false;
	if (end_of(ring, last) - p->at + NEXT_MAX > ring->octets)
		return false;
	*out = p->entry;
	out->octets =
		li_slice(room(ring) + p->at % ring->octets, p->entry.octets.n);
	return true;
}

uint64_t li_ring_first(const struct li_ring *ring)
{
	const uint64_t last = li_ring_last(ring);
	struct li_ring_entry entry;
	uint64_t first = last > ring->entries ? last - ring->entries : 1;

	for (uint64_t at = first; at <= last; at++)
		if (!li_ring_get(ring, at, &entry))
			first = at + 1;
	return first;
}

void li_ring_strike(struct li_ring *ring, uint64_t sequence)
{
	struct li_ring_entry entry;

	if (li_ring_get(ring, sequence, &entry))
		place_of(ring, sequence)->entry.kind = 0;
}

static unsigned int percent(uint64_t part, uint64_t whole)
{
	return part >= whole ? 100 : (unsigned int)(part * 100 / whole);
}

unsigned int li_ring_used(const struct li_ring *ring, uint64_t sequence)
{
	const uint64_t last = li_ring_last(ring);
	struct li_ring_entry entry;
	unsigned int slots, octets;

	if (last <= sequence)
		return 0;
	if (!li_ring_get(ring, sequence + 1, &entry))
		return 100;
	slots = percent(last - sequence, ring->entries);
	octets = percent(end_of(ring, last) - place_of(ring, sequence + 1)->at,
		ring->octets);
	return slots > octets ? slots : octets;
}

uint64_t li_ring_number(const struct li_ring *ring, enum li_ring_number which)
{
	return atomic_load_explicit(&ring->numbers[which],
		memory_order_acquire);
}

void li_ring_set(struct li_ring *ring, enum li_ring_number which,
	uint64_t value)
{
	atomic_store_explicit(&ring->numbers[which], value,
		memory_order_release);
}
