/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/lanes.h"

#include <stdlib.h>

#include "base/table.h"

enum {
	BLOCK = 240,  /* octets; a list of one has little to spare */
	NUMBER = 10,  /* octets of a number, at most */
	FLIGHTS = 64, /* room at first */
};

/* Ids, each as what it is more than the one before, 7 bits an octet. */
struct block {
	struct block *more;
	uint16_t end;
	uint8_t octets[BLOCK];
};

/* A place in them. */
struct place {
	struct block *block; /* what comes after it; NULL: the first one */
	uint16_t at;
	int64_t id;
};

/* What waits of one task, and what is on its way. */
struct lane {
	struct block *first, *last;
	struct place next;   /* to go; with none, the last that went */
	struct place oldest; /* of those on their way, or else as next */
	int64_t added;       /* the last one */
	int64_t confirmed;   /* all of it up to there */
	int64_t low;         /* none of it that is lower is unconfirmed */
	size_t waiting, flying;
	uint64_t flight;             /* its last one, and one */
	struct lane *after, *before; /* of those that are busy */
	struct lane *turn;           /* who is next, of those that wait */
};

/* Records of one lane that go under one mark. */
struct flight {
	struct lane *lane;
	int64_t id; /* of the last one */
	size_t count;
};

struct li_lanes {
	struct li_table lanes;
	struct lane *busy;
	struct lane *turn, *last_turn; /* a queue of those that wait */
	size_t taken;                  /* in this turn */
	struct flight *flights;        /* a ring */
	size_t room;
	uint64_t begun, ended; /* flights */
	uint64_t marked;
	int64_t seen;
};

li_err li_lanes_new(struct li_lanes **out)
{
	struct li_lanes *l = calloc(1, sizeof(*l));

	if (!l)
		return LI_ENOMEM;
	*out = l;
	return LI_OK;
}

static void empty(struct lane *lane)
{
	while (lane->first) {
		struct block *b = lane->first;

		lane->first = b->more;
		free(b);
	}
	lane->last = NULL;
	lane->next = lane->oldest = (struct place){.block = NULL};
	lane->waiting = lane->flying = 0;
}

void li_lanes_free(struct li_lanes *lanes)
{
	struct lane *lane;
	size_t at = 0;

	if (!lanes)
		return;
	while ((lane = li_table_next(&lanes->lanes, &at))) {
		empty(lane);
		free(lane);
	}
	li_table_fini(&lanes->lanes);
	free(lanes->flights);
	free(lanes);
}

/* ---- what is in one ---- */

static bool has_room(struct lane *lane)
{
	struct block *b;

	if (lane->last && lane->last->end <= BLOCK - NUMBER)
		return true;
	b = calloc(1, sizeof(*b));
	if (!b)
		return false;
	if (lane->last)
		lane->last->more = b;
	else
		lane->first = b;
	lane->last = b;
	return true;
}

static void push(struct lane *lane, int64_t id)
{
	struct block *b = lane->last;
	uint64_t rest = (uint64_t)(id - lane->added);

	for (; rest >= 0x80; rest >>= 7)
		b->octets[b->end++] = (uint8_t)(rest | 0x80);
	b->octets[b->end++] = (uint8_t)rest;
	lane->added = id;
}

/* Go to the id behind it; there is one. */
static void step(const struct lane *lane, struct place *place)
{
	uint64_t value = 0;
	unsigned int shift = 0;
	uint8_t octet;

	if (!place->block)
		place->block = lane->first;
	if (place->at == place->block->end) {
		place->block = place->block->more;
		place->at = 0;
	}
	do {
		octet = place->block->octets[place->at++];
		value |= (uint64_t)(octet & 0x7f) << shift;
		shift += 7;
	} while (octet & 0x80);
	place->id += (int64_t)value;
}

/* The oldest on its way is not any more. What no place is in goes. */
static int64_t pop(struct lane *lane)
{
	const int64_t id = lane->oldest.id;

	if (id == lane->added) {
		empty(lane);
		return id;
	}
	step(lane, &lane->oldest);
	while (lane->first != lane->oldest.block) {
		struct block *b = lane->first;

		lane->first = b->more;
		free(b);
	}
	return id;
}

/* ---- which are busy, which wait ---- */

static void make_busy(struct li_lanes *l, struct lane *lane)
{
	lane->before = NULL;
	lane->after = l->busy;
	if (l->busy)
		l->busy->before = lane;
	l->busy = lane;
}

static void make_idle(struct li_lanes *l, struct lane *lane)
{
	if (lane->before)
		lane->before->after = lane->after;
	else
		l->busy = lane->after;
	if (lane->after)
		lane->after->before = lane->before;
}

static void queue_up(struct li_lanes *l, struct lane *lane)
{
	lane->turn = NULL;
	if (l->turn)
		l->last_turn->turn = lane;
	else
		l->turn = lane;
	l->last_turn = lane;
}

static struct li_key key_of(int64_t task)
{
	return (struct li_key){.hi = 1, .lo = (uint64_t)task};
}

static struct lane *lane_of(struct li_lanes *l, int64_t task)
{
	const struct li_key key = key_of(task);
	struct lane *lane = li_table_get(&l->lanes, key);

	if (lane)
		return lane;
	lane = calloc(1, sizeof(*lane));
	if (lane && li_table_set(&l->lanes, key, lane) != LI_OK) {
		free(lane);
		lane = NULL;
	}
	return lane;
}

li_err li_lanes_add(struct li_lanes *lanes, int64_t task, int64_t id)
{
	struct lane *lane = lane_of(lanes, task);
	const bool idle = lane && lane->waiting == 0 && lane->flying == 0;

	if (!lane || (!idle && !has_room(lane)))
		return LI_ENOMEM;
	lanes->seen = id;
	if (id <= lane->confirmed)
		return LI_OK;
	if (idle) {
		lane->low = lane->added = id;
		lane->next.id = lane->oldest.id = id;
		make_busy(lanes, lane);
	} else {
		push(lane, id);
	}
	if (lane->waiting == 0) {
		if (!idle)
			step(lane, &lane->next);
		queue_up(lanes, lane);
	}
	lane->waiting++;
	return LI_OK;
}

bool li_lanes_peek(const struct li_lanes *lanes, int64_t *id)
{
	if (!lanes->turn)
		return false;
	*id = lanes->turn->next.id;
	return true;
}

bool li_lanes_waits(const struct li_lanes *lanes, int64_t task, int64_t id)
{
	const struct lane *lane = li_table_get(&lanes->lanes, key_of(task));

	return lane && lane->waiting > 0 && lane->next.id <= id;
}

li_err li_lanes_reserve(struct li_lanes *lanes, size_t records)
{
	const size_t want = (size_t)(lanes->begun - lanes->ended) + records;
	size_t room = lanes->room ? lanes->room : FLIGHTS;
	struct flight *more;

	if (want <= lanes->room)
		return LI_OK;
	while (room < want)
		room *= 2;
	more = calloc(room, sizeof(*more));
	if (!more)
		return LI_ENOMEM;
	for (uint64_t i = lanes->ended; lanes->room && i < lanes->begun; i++)
		more[i % room] = lanes->flights[i % lanes->room];
	free(lanes->flights);
	lanes->flights = more;
	lanes->room = room;
	return LI_OK;
}

/* All of one lane under one mark is one flight. */
static struct flight *flight_of(struct li_lanes *l, struct lane *lane)
{
	if (lane->flight <= l->marked) {
		l->flights[l->begun % l->room] = (struct flight){.lane = lane};
		lane->flight = ++l->begun;
	}
	return &l->flights[(lane->flight - 1) % l->room];
}

void li_lanes_take(struct li_lanes *lanes)
{
	struct lane *lane = lanes->turn;
	struct flight *flight = flight_of(lanes, lane);

	flight->id = lane->next.id;
	flight->count++;
	lane->flying++;
	lane->waiting--;
	if (lane->waiting > 0) {
		step(lane, &lane->next);
		if (++lanes->taken < LI_LANES_TURN)
			return;
	}
	lanes->taken = 0;
	lanes->turn = lane->turn;
	if (lane->waiting > 0)
		queue_up(lanes, lane);
}

uint64_t li_lanes_mark(struct li_lanes *lanes)
{
	lanes->marked = lanes->begun;
	return lanes->marked;
}

static void land(struct li_lanes *l, const struct flight *flight)
{
	struct lane *lane = flight->lane;

	lane->confirmed = flight->id;
	lane->flying -= flight->count;
	lane->low = flight->id + 1;
	if (lane->flying == 0 && lane->waiting == 0)
		make_idle(l, lane);
}

static int64_t lowest(const struct li_lanes *lanes)
{
	int64_t low = lanes->seen + 1;

	for (const struct lane *l = lanes->busy; l; l = l->after)
		if (l->low < low)
			low = l->low;
	return low - 1;
}

int64_t li_lanes_confirm(struct li_lanes *lanes, uint64_t mark,
	li_lanes_fn overtook, void *data)
{
	int64_t upto;

	for (uint64_t i = lanes->ended; i < mark; i++)
		land(lanes, &lanes->flights[i % lanes->room]);
	upto = lowest(lanes);
	for (; lanes->ended < mark; lanes->ended++) {
		struct flight *f = &lanes->flights[lanes->ended % lanes->room];

		for (; f->count > 0; f->count--) {
			const int64_t id = pop(f->lane);

			if (id > upto)
				overtook(id, data);
		}
	}
	return upto;
}

bool li_lanes_unmarked(const struct li_lanes *lanes)
{
	return lanes->begun > lanes->marked;
}

bool li_lanes_flying(const struct li_lanes *lanes)
{
	return lanes->begun > lanes->ended;
}

bool li_lanes_busy(const struct li_lanes *lanes)
{
	return lanes->busy != NULL;
}

int64_t li_lanes_seen(const struct li_lanes *lanes)
{
	return lanes->seen;
}

void li_lanes_restart(struct li_lanes *lanes, int64_t id)
{
	for (struct lane *l = lanes->busy; l; l = l->after)
		empty(l);
	for (uint64_t i = lanes->ended; i < lanes->begun; i++)
		lanes->flights[i % lanes->room].lane->flight = 0;
	lanes->busy = NULL;
	lanes->turn = NULL;
	lanes->taken = 0;
	lanes->marked = lanes->ended = lanes->begun;
	lanes->seen = id;
}
