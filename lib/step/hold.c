/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/veil.h"
#include "step/hold_ring.h"

li_err li_hold_new(size_t octets, int64_t seconds,
	const struct li_hash_secret *secret, struct li_hold **out)
{
	struct li_hold *hold = calloc(1, sizeof(*hold));

	if (!hold)
		return LI_ENOMEM;
	hold->room = octets / LI_HOLD_ALIGN * LI_HOLD_ALIGN;
	hold->ring = li_veil_new(hold->room);
	if (!hold->ring) {
		free(hold);
		return LI_ENOMEM;
	}
	hold->life_us = seconds * 1000000;
	hold->secret = *secret;
	*out = hold;
	return LI_OK;
}

void li_hold_be_lean(struct li_hold *hold)
{
	hold->lean = true;
}

void li_hold_free(struct li_hold *hold)
{
	if (!hold)
		return;
	/* Of a ring that was never full the rest was not touched: so it is
	 * not made to take memory at the end. */
	li_veil_free(hold->ring, hold->room, hold->head);
	explicit_bzero(hold, sizeof(*hold));
	free(hold);
}

/* The oldest goes: it is the first of its list. */
static void drop_first(struct li_hold *hold)
{
	struct li_hold_entry *e = li_hold_at(hold, hold->tail);
	size_t size = e->size;

	if (e->call) {
		struct li_hold_list *list = li_hold_list_of(hold, e->call);

		list->first = e->next;
		if (!list->first)
			list->last = 0;
	}
	if (e->source)
		hold->shares[e->source - 1] -= size;
	explicit_bzero(e, size);
	hold->tail += size;
}

/* Who sent the message, or the request that it answers; a UE has all of its
 * /64. RFC 8273 */
static uint32_t source_of(const struct li_hold *hold,
	const struct li_event *event)
{
	const struct li_address *a =
		event->sip.is_request ? &event->from : &event->to;
	struct li_key key =
		li_hash(&hold->secret, li_slice(a->ip, a->family == 6 ? 8 : 4));

	return 1 + (uint32_t)(key.lo % LI_HOLD_SOURCES);
}

/* Would it leave too little for others? Nobody is refused while half is free.
 * A proxy that all come by is one source, and has half. */
static bool greedy(const struct li_hold *hold, const struct li_event *event,
	uint32_t source)
{
	if (!source)
		return false;
	return event->raw.n > LI_HOLD_MESSAGE_MAX ||
		(hold->head - hold->tail >= hold->room / 2 &&
			hold->shares[source - 1] >= hold->room / 8);
}

/* A place for `size` octets in one piece, the oldest making room. */
static struct li_hold_entry *place(struct li_hold *hold, size_t size)
{
	size_t to_end = hold->room - hold->head % hold->room;
	struct li_hold_entry *e;

	if (size > hold->room / 4)
		return NULL;
	while (hold->head - hold->tail +
			(to_end < size ? to_end + size : size) >
		hold->room) {
		hold->counts.dropped += li_hold_at(hold, hold->tail)->call != 0;
		drop_first(hold);
	}
	if (to_end < size) {
		li_hold_at(hold, hold->head)->size = to_end;
		hold->head += to_end;
	}
	e = li_hold_at(hold, hold->head);
	e->size = size;
	hold->head += size;
	return e;
}

static void append(struct li_hold *hold, struct li_hold_entry *e, uint64_t call)
{
	struct li_hold_list *list = li_hold_list_of(hold, call);
	uint64_t name = hold->head - e->size + 1;

	e->call = call;
	if (list->last)
		li_hold_at(hold, list->last - 1)->next = name;
	else
		list->first = name;
	list->last = name;
}

uint64_t li_hold_call(const struct li_hold *hold, struct li_slice call_id)
{
	return li_hash_low(&hold->secret, call_id) | 1;
}

void li_hold_keep(struct li_hold *hold, uint64_t call,
	const struct li_held *held)
{
	const struct li_event *event = held->event;
	size_t party_count = hold->lean ? 0 : event->party_count;
	size_t contact_count = hold->lean ? 0 : event->sip.contact_count;
	size_t rows = held->row_count * sizeof(*held->rows);
	size_t parties = party_count * sizeof(*event->parties);
	size_t contacts = contact_count * sizeof(*event->sip.contacts);
	size_t size =
		li_hold_fixed() + contacts + rows + parties + event->raw.n;
	uint32_t source = hold->lean ? 0 : source_of(hold, event);
	struct li_hold_entry *e = NULL;
	uint8_t *to;

	li_hold_tick(hold, event->mono_us);
	if (greedy(hold, event, source))
		hold->counts.greedy++;
	else if (call && held->row_count <= LI_HOLD_ROWS_MAX)
		e = place(hold,
			(size + LI_HOLD_ALIGN - 1) / LI_HOLD_ALIGN *
				LI_HOLD_ALIGN);
	if (!e) {
		hold->counts.dropped++;
		return;
	}
	e->source = source;
	if (source)
		hold->shares[source - 1] += e->size;
	e->held = *held;
	e->octets = event->raw.n;
	e->was_at = event->raw.p;
	e->from = event->from;
	e->to = event->to;
	e->number = event->number;
	e->at_us = event->at_us;
	e->mono_us = event->mono_us;
	e->ip_proto = event->ip_proto;
	e->crowded = event->crowded;
	e->party_count = party_count;
	e->contact_count = contact_count;
	memcpy(e->sip, &event->sip, LI_HOLD_SIP_OCTETS);
	to = li_hold_put((uint8_t *)e + li_hold_fixed(), event->sip.contacts,
		contacts);
	to = li_hold_put(to, held->rows, rows);
	to = li_hold_put(to, event->parties, parties);
	li_hold_put(to, event->raw.p, event->raw.n);
	append(hold, e, call);
	hold->counts.kept++;
}

bool li_hold_has(const struct li_hold *hold, uint64_t call)
{
	return hold->lists[call % LI_HOLD_LISTS].first != 0;
}

bool li_hold_empty(const struct li_hold *hold)
{
	return hold->head == hold->tail;
}

void li_hold_tick(struct li_hold *hold, int64_t mono_us)
{
	while (hold->tail < hold->head) {
		const struct li_hold_entry *e = li_hold_at(hold, hold->tail);

		if (e->call && mono_us - e->mono_us <= hold->life_us)
			return;
		drop_first(hold);
	}
}

struct li_hold_counts li_hold_count(const struct li_hold *hold)
{
	return hold->counts;
}
