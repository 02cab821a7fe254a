/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ring.h - what came in, in memory that outlives who reads it.
 *
 * A ring is mapped before the first reader is forked and is the same memory,
 * at the same address, in all that come of it. An entry is there whole or not
 * at all, whatever instruction its writer dies at. The oldest entries give way
 * to later ones; entries are numbered from 1 without a gap. What comes in is
 * received right where it stays: nothing of it is copied.
 *
 * Floor    3: base, model.
 * Threads  One process writes at a time; others may read the counters.
 * Memory   Shared by all processes that were forked after it was made, and
 *          left out of core files. Octets of an entry are borrowed until the
 *          next entry is put.
 * Spec     TS 33.127 cl. 8.1 (nothing missed)
 */
#ifndef LI_NET_RING_H
#define LI_NET_RING_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/slice.h"
#include "base/uuid.h"
#include "model/event.h"

struct li_ring;

enum {
	LI_RING_ENTRY_MAX = 2 << 20,  /* octets; a ring has at least sixteen */
	LI_RING_ROOM_MAX = 512 << 10, /* octets that are received in place */
	LI_RING_PUT_MAX = 64,         /* entries that are put at once */
};

/* One thing that came in. */
struct li_ring_entry {
	uint64_t sequence; /* set by the ring */
	uint32_t kind;     /* from 1: the user's words, as the next two */
	uint32_t source;
	uint64_t stream;
	struct li_address from;
	int64_t at_us;   /* UTC, when it was seen */
	int64_t mono_us; /* when it reached us */
	struct li_slice octets;
};

/* Numbers that outlive a reader too; each is written whole. */
enum li_ring_number {
	LI_RING_SETTLED, /* entries up to here have all their records stored */
	LI_RING_TASKS,   /* changes of tasks that were asked for */
	LI_RING_SUSPECT, /* the first entry that is being applied */
	LI_RING_SINGLE,  /* is it the only one? */
	LI_RING_SERVED,  /* readers that came to serve */
	LI_RING_DIED,    /* monotonic microseconds, when the last one ended */
	LI_RING_FULL, /* the process that ended for want of room on the disk */
	LI_RING_NUMBERS,
};

/* Make a ring of so many octets and entries, and draw its name.
 *   LI_EIO LI_ENOMEM   fault says why; *out is untouched
 */
LI_MUST_USE li_err li_ring_new(size_t octets, size_t entries,
	struct li_ring **out, struct li_fault *fault);

/* Unmap it here; it goes on elsewhere. NULL is fine. */
void li_ring_free(struct li_ring *ring);

/* What the ring is called in the store: another one at each start. */
const struct li_uuid *li_ring_name(const struct li_ring *ring);

/* Where the octets of the next entries may be received: in one piece, and the
 * same until one is put. NULL for more than LI_RING_ROOM_MAX. */
uint8_t *li_ring_room(const struct li_ring *ring, size_t octets);

/* Append entries: all of them, or none if the writer dies before it returns.
 * Octets that are in the room stay where they are, others are copied. Returns
 * the sequence of the first; 0 when one is longer than LI_RING_ENTRY_MAX, they
 * are more than LI_RING_PUT_MAX, or several are longer than that in sum. */
uint64_t li_ring_put_all(struct li_ring *ring,
	const struct li_ring_entry *entries, size_t n);

/* The same of one. */
uint64_t li_ring_put(struct li_ring *ring, const struct li_ring_entry *entry);

/* The last entry's sequence, 0 for none. */
uint64_t li_ring_last(const struct li_ring *ring);

/* Read an entry; false when it has not come or is no longer there. */
bool li_ring_get(const struct li_ring *ring, uint64_t sequence,
	struct li_ring_entry *out);

/* The oldest entry that is still there, or the one that comes next. */
uint64_t li_ring_first(const struct li_ring *ring);

/* Make an entry one of kind 0, for whoever reads it next. */
void li_ring_strike(struct li_ring *ring, uint64_t sequence);

/* How much of the ring what came after this entry takes, in percent. */
unsigned int li_ring_used(const struct li_ring *ring, uint64_t sequence);

/* Read or write a number; 0 at first. */
uint64_t li_ring_number(const struct li_ring *ring, enum li_ring_number which);
void li_ring_set(struct li_ring *ring, enum li_ring_number which,
	uint64_t value);

#endif
