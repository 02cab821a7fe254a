/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hold_ring.h - the ring of hold.h as it lies: entries one behind the other,
 * and a list of them for each of some thousand names.
 *
 * Floor    3, inside step/: hold.c puts in, hold_take.c gives back.
 * Threads  As hold.h.
 * Memory   As hold.h.
 * Spec     as hold.h
 */
#ifndef LI_STEP_HOLD_RING_H
#define LI_STEP_HOLD_RING_H

#include "step/hold.h"

enum {
	LI_HOLD_ALIGN = 16,
	LI_HOLD_SIP_OCTETS = offsetof(struct li_sip, contacts)
};

/* A message in the ring, followed by its contacts, rows, parties and octets. */
struct li_hold_entry {
	size_t size;     /* with all that follows */
	uint64_t call;   /* 0: taken, or there to fill the end of the ring */
	uint64_t next;   /* place + 1 of the next one of its list, 0 for none */
	uint32_t source; /* whose share it is of */
	struct li_held held;
	size_t octets;         /* of the message */
	const uint8_t *was_at; /* where its slices lead to */
	struct li_address from, to;
	uint64_t number;
	int64_t at_us, mono_us;
	uint8_t ip_proto;
	bool crowded;
	size_t party_count, contact_count;
	/* all of it that stands before its contacts */
	_Alignas(struct li_sip) uint8_t sip[LI_HOLD_SIP_OCTETS];
};

_Static_assert(sizeof(struct li_contact) % _Alignof(int64_t) == 0,
	"rows lie behind contacts");

struct li_hold_list {
	uint64_t first, last; /* places + 1 */
};

struct li_hold {
	uint8_t *ring;
	size_t room;
	int64_t life_us;
	uint64_t head, tail; /* places grow without end; both are aligned */
	struct li_hold_list lists[LI_HOLD_LISTS];
	size_t shares[LI_HOLD_SOURCES]; /* octets of each source */
	bool lean;
	struct li_hash_secret secret;
	struct li_hold_counts counts;
};

/* What of an entry is fixed. */
static inline size_t li_hold_fixed(void)
{
	return (sizeof(struct li_hold_entry) + LI_HOLD_ALIGN - 1) /
		LI_HOLD_ALIGN * LI_HOLD_ALIGN;
}

/* Where its rows are: behind as many contacts as it has, mostly one. */
static inline size_t li_hold_rows_at(const struct li_hold_entry *e)
{
	return li_hold_fixed() + e->contact_count * sizeof(struct li_contact);
}

/* What is at a place. */
static inline struct li_hold_entry *li_hold_at(const struct li_hold *hold,
	uint64_t place)
{
	return (void *)(hold->ring + place % hold->room);
}

/* The list that a call is in, with others. */
static inline struct li_hold_list *li_hold_list_of(struct li_hold *hold,
	uint64_t call)
{
	return &hold->lists[call % LI_HOLD_LISTS];
}

/* Append octets that may be none. */
static inline uint8_t *li_hold_put(uint8_t *to, const void *from, size_t n)
{
	if (n)
		memcpy(to, from, n);
	return to + n;
}

#endif
