/* SPDX-License-Identifier: BSD-3-Clause */
#include "step/hold_ring.h"

/* Overwrite what an entry tells; it stays as room until its turn comes. */
static void wipe(struct li_hold_entry *e)
{
	size_t size = e->size;
	uint32_t source = e->source;

	explicit_bzero(e, size);
	e->size = size;
	e->source = source; /* the room is still its own */
}

/* A slice of the message, in its copy; what led elsewhere is lost. */
static void move(struct li_slice *s, const struct li_hold_entry *e,
	const uint8_t *raw)
{
	uintptr_t from = (uintptr_t)e->was_at, p = (uintptr_t)s->p;

	if (s->n && p >= from && p - from <= e->octets &&
		s->n <= e->octets - (p - from))
		s->p = raw + (p - from);
	else
		*s = (struct li_slice){0};
}

static void move_sip(struct li_sip *sip, const struct li_hold_entry *e,
	const uint8_t *raw)
{
	struct li_slice *const slices[] = {&sip->method_name, &sip->call_id,
		&sip->from_tag, &sip->to_tag, &sip->content_type,
		&sip->content_encoding, &sip->icid, &sip->event_package,
		&sip->subscription_state, &sip->replaces, &sip->in_reply_to,
		&sip->access, &sip->services, &sip->sdp.text};

	for (size_t i = 0; i < sizeof(slices) / sizeof(slices[0]); i++)
		move(slices[i], e, raw);
	for (size_t i = 0; i < sip->contact_count; i++) {
		move(&sip->contacts[i].uri, e, raw);
		move(&sip->contacts[i].instance, e, raw);
		move(&sip->contacts[i].pub_gruu, e, raw);
		move(&sip->contacts[i].temp_gruu, e, raw);
	}
	sip->reginfo = NULL;
}

static bool rebuild(const struct li_hold_entry *e, struct li_arena *arena,
	struct li_held *out)
{
	const uint8_t *from = (const uint8_t *)e + li_hold_rows_at(e);
	size_t rows = e->held.row_count * sizeof(*e->held.rows);
	size_t parties = e->party_count * sizeof(struct li_party);
	struct li_event *event = li_arena_alloc(arena, sizeof(*event));
	struct li_slice raw = li_arena_copy(arena,
		li_slice(from + rows + parties, e->octets));
	void *kept_rows = li_arena_alloc(arena, rows + 1);

	if (!event || !raw.p || !kept_rows)
		return false;
	li_hold_put(kept_rows, from, rows);
	li_hold_put((uint8_t *)event->parties, from + rows, parties);
	event->party_count = e->party_count;
	for (size_t i = 0; i < event->party_count; i++)
		move(&event->parties[i].text, e, raw.p);
	event->number = e->number;
	event->at_us = e->at_us;
	event->mono_us = e->mono_us;
	event->source = LI_SOURCE_SIP;
	event->from = e->from;
	event->to = e->to;
	event->ip_proto = e->ip_proto;
	event->crowded = e->crowded;
	event->raw = raw;
	memcpy(&event->sip, e->sip, LI_HOLD_SIP_OCTETS);
	li_hold_put((uint8_t *)event->sip.contacts,
		(const uint8_t *)e + li_hold_fixed(),
		e->contact_count * sizeof(struct li_contact));
	event->sip.contact_count = e->contact_count;
	move_sip(&event->sip, e, raw.p);
	*out = e->held;
	out->event = event;
	out->rows = kept_rows;
	return true;
}

bool li_hold_take(struct li_hold *hold, uint64_t call, struct li_arena *arena,
	struct li_held *out)
{
	struct li_hold_list *list = li_hold_list_of(hold, call);
	uint64_t name = list->first, before = 0;
	struct li_hold_entry *e;

	while (name && li_hold_at(hold, name - 1)->call != call) {
		before = name;
		name = li_hold_at(hold, name - 1)->next;
	}
	if (!name || !call)
		return false;
	e = li_hold_at(hold, name - 1);
	if (!rebuild(e, arena, out))
		return false;
	if (before)
		li_hold_at(hold, before - 1)->next = e->next;
	else
		list->first = e->next;
	if (list->last == name)
		list->last = before;
	wipe(e);
	return true;
}

/* The next of a call behind this place, or from the first one on; NULL when there
 * is none. */
static const struct li_hold_entry *next_of(const struct li_hold *hold,
	uint64_t call, uint64_t place)
{
	uint64_t name = place ? li_hold_at(hold, place - 1)->next
			      : hold->lists[call % LI_HOLD_LISTS].first;

	while (name && li_hold_at(hold, name - 1)->call != call)
		name = li_hold_at(hold, name - 1)->next;
	return name ? li_hold_at(hold, name - 1) : NULL;
}

static uint64_t place_of(const struct li_hold *hold,
	const struct li_hold_entry *e)
{
	return (uint64_t)((const uint8_t *)e - hold->ring) + 1;
}

bool li_hold_look(const struct li_hold *hold, uint64_t call, uint64_t *place,
	struct li_arena *arena, struct li_held *out)
{
	const struct li_hold_entry *e = next_of(hold, call, *place);

	if (!e || !rebuild(e, arena, out))
		return false;
	*place = place_of(hold, e);
	return true;
}

bool li_hold_told(const struct li_hold *hold, uint64_t call, int64_t row)
{
	const struct li_hold_entry *e = NULL, *last = NULL;
	const int64_t *rows;

	while ((e = next_of(hold, call, e ? place_of(hold, e) : 0)))
		last = e;
	rows = last
		? (const void *)((const uint8_t *)last + li_hold_rows_at(last))
		: NULL;
	for (size_t i = 0; last && i < last->held.row_count; i++)
		if (rows[i] == row)
			return true;
	return false;
}
