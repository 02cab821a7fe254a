/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/veil.h"
#include "step/hold.h"

enum { ALIGN = 16 };

/* A message in the ring, followed by its rows, parties, contacts and octets. */
struct entry {
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
	size_t party_count;
	struct li_sip sip; /* its contacts follow */
};

struct list {
	uint64_t first, last; /* places + 1 */
};

struct li_hold {
	uint8_t *ring;
	size_t room;
	int64_t life_us;
	uint64_t head, tail; /* places grow without end; both are aligned */
	struct list lists[LI_HOLD_LISTS];
	size_t shares[LI_HOLD_SOURCES]; /* octets of each source */
	struct li_hash_secret secret;
	struct li_hold_counts counts;
};

/* What of an entry is fixed: the list of contacts is cut to what it holds. */
static size_t fixed_size(void)
{
	return (sizeof(struct entry) + ALIGN - 1) / ALIGN * ALIGN;
}

li_err li_hold_new(size_t octets, int64_t seconds,
	const struct li_hash_secret *secret, struct li_hold **out)
{
	struct li_hold *hold = calloc(1, sizeof(*hold));

	if (!hold)
		return LI_ENOMEM;
	hold->room = octets / ALIGN * ALIGN;
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

static struct entry *at(const struct li_hold *hold, uint64_t place)
{
	return (void *)(hold->ring + place % hold->room);
}

static struct list *list_of(struct li_hold *hold, uint64_t call)
{
	return &hold->lists[call % LI_HOLD_LISTS];
}

/* Overwrite what an entry tells; it stays as room until its turn comes. */
static void wipe(struct entry *e)
{
	size_t size = e->size;
	uint32_t source = e->source;

	explicit_bzero(e, size);
	e->size = size;
	e->source = source; /* the room is still its own */
}

/* The oldest goes: it is the first of its list. */
static void drop_first(struct li_hold *hold)
{
	struct entry *e = at(hold, hold->tail);
	size_t size = e->size;

	if (e->call) {
		struct list *list = list_of(hold, e->call);

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
	return event->raw.n > LI_HOLD_MESSAGE_MAX ||
		(hold->head - hold->tail >= hold->room / 2 &&
			hold->shares[source - 1] >= hold->room / 8);
}

/* A place for `size` octets in one piece, the oldest making room. */
static struct entry *place(struct li_hold *hold, size_t size)
{
	size_t to_end = hold->room - hold->head % hold->room;
	struct entry *e;

	if (size > hold->room / 4)
		return NULL;
	while (hold->head - hold->tail +
			(to_end < size ? to_end + size : size) >
		hold->room) {
		hold->counts.dropped += at(hold, hold->tail)->call != 0;
		drop_first(hold);
	}
	if (to_end < size) {
		at(hold, hold->head)->size = to_end;
		hold->head += to_end;
	}
	e = at(hold, hold->head);
	e->size = size;
	hold->head += size;
	return e;
}

static void append(struct li_hold *hold, struct entry *e, uint64_t call)
{
	struct list *list = list_of(hold, call);
	uint64_t name = hold->head - e->size + 1;

	e->call = call;
	if (list->last)
		at(hold, list->last - 1)->next = name;
	else
		list->first = name;
	list->last = name;
}

static uint8_t *put(uint8_t *to, const void *from, size_t n)
{
	if (n)
		memcpy(to, from, n);
	return to + n;
}

uint64_t li_hold_call(const struct li_hold *hold, struct li_slice call_id)
{
	return li_hash_low(&hold->secret, call_id) | 1;
}

void li_hold_keep(struct li_hold *hold, uint64_t call,
	const struct li_held *held)
{
	const struct li_event *event = held->event;
	size_t rows = held->row_count * sizeof(*held->rows);
	size_t parties = event->party_count * sizeof(*event->parties);
	size_t size = fixed_size() + rows + parties + event->raw.n;
	uint32_t source = source_of(hold, event);
	struct entry *e = NULL;
	uint8_t *to;

	li_hold_tick(hold, event->mono_us);
	if (greedy(hold, event, source))
		hold->counts.greedy++;
	else if (call && held->row_count <= LI_HOLD_ROWS_MAX)
		e = place(hold, (size + ALIGN - 1) / ALIGN * ALIGN);
	if (!e) {
		hold->counts.dropped++;
		return;
	}
	e->source = source;
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
	e->party_count = event->party_count;
	e->sip = event->sip;
	to = put((uint8_t *)e + fixed_size(), held->rows, rows);
	to = put(to, event->parties, parties);
	put(to, event->raw.p, event->raw.n);
	append(hold, e, call);
	hold->counts.kept++;
}

/* A slice of the message, in its copy; what led elsewhere is lost. */
static void move(struct li_slice *s, const struct entry *e, const uint8_t *raw)
{
	uintptr_t from = (uintptr_t)e->was_at, p = (uintptr_t)s->p;

	if (s->n && p >= from && p - from <= e->octets &&
		s->n <= e->octets - (p - from))
		s->p = raw + (p - from);
	else
		*s = (struct li_slice){0};
}

static void move_sip(struct li_sip *sip, const struct entry *e,
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

static bool rebuild(const struct entry *e, struct li_arena *arena,
	struct li_held *out)
{
	const uint8_t *from = (const uint8_t *)e + fixed_size();
	size_t rows = e->held.row_count * sizeof(*e->held.rows);
	size_t parties = e->party_count * sizeof(struct li_party);
	struct li_event *event = li_arena_alloc(arena, sizeof(*event));
	struct li_slice raw = li_arena_copy(arena,
		li_slice(from + rows + parties, e->octets));
	void *kept_rows = li_arena_alloc(arena, rows + 1);

	if (!event || !raw.p || !kept_rows)
		return false;
	put(kept_rows, from, rows);
	put((uint8_t *)event->parties, from + rows, parties);
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
	event->sip = e->sip;
	move_sip(&event->sip, e, raw.p);
	*out = e->held;
	out->event = event;
	out->rows = kept_rows;
	return true;
}

bool li_hold_take(struct li_hold *hold, uint64_t call, struct li_arena *arena,
	struct li_held *out)
{
	struct list *list = list_of(hold, call);
	uint64_t name = list->first, before = 0;
	struct entry *e;

	while (name && at(hold, name - 1)->call != call) {
		before = name;
		name = at(hold, name - 1)->next;
	}
	if (!name || !call)
		return false;
	e = at(hold, name - 1);
	if (!rebuild(e, arena, out))
		return false;
	if (before)
		at(hold, before - 1)->next = e->next;
	else
		list->first = e->next;
	if (list->last == name)
		list->last = before;
	wipe(e);
	return true;
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
		const struct entry *e = at(hold, hold->tail);

		if (e->call && mono_us - e->mono_us <= hold->life_us)
			return;
		drop_first(hold);
	}
}

struct li_hold_counts li_hold_count(const struct li_hold *hold)
{
	return hold->counts;
}
