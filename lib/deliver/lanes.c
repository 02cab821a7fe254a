/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/lanes.h"

#include <stdlib.h>

#include "base/table.h"
#include "deliver/lane.h"

enum { FLIGHTS = 64 }; /* room at first */

/* Records of one lane that go under one mark. */
struct flight {
	struct li_lane *lane;
	int64_t id; /* of the last one */
	size_t count;
};

struct li_lanes {
	struct li_table lanes;
	struct li_lane *busy;
	struct li_lane *turn, *last_turn; /* a queue of those that wait */
	size_t taken;                     /* in this turn */
	size_t held;                      /* lanes */
	struct flight *flights;           /* a ring */
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

void li_lanes_free(struct li_lanes *lanes)
{
	struct li_lane *lane;
	size_t at = 0;

	if (!lanes)
		return;
	while ((lane = li_table_next(&lanes->lanes, &at))) {
		li_lane_empty(lane);
		free(lane);
	}
	li_table_fini(&lanes->lanes);
	free(lanes->flights);
	free(lanes);
}

/* ---- which are busy, which wait ---- */

static void make_busy(struct li_lanes *l, struct li_lane *lane)
{
	lane->before = NULL;
	lane->after = l->busy;
	if (l->busy)
		l->busy->before = lane;
	l->busy = lane;
}

static void make_idle(struct li_lanes *l, struct li_lane *lane)
{
	if (lane->before)
		lane->before->after = lane->after;
	else
		l->busy = lane->after;
	if (lane->after)
		lane->after->before = lane->before;
}

static void queue_up(struct li_lanes *l, struct li_lane *lane)
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

static struct li_lane *lane_of(struct li_lanes *l, int64_t task)
{
	const struct li_key key = key_of(task);
	struct li_lane *lane = li_table_get(&l->lanes, key);

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
	struct li_lane *lane = lane_of(lanes, task);
	const bool idle = lane && lane->waiting == 0 && lane->flying == 0;

	if (!lane || (!idle && !li_lane_has_room(lane)))
		return LI_ENOMEM;
	lanes->seen = id;
	if (id <= lane->confirmed)
		return LI_OK;
	if (idle) {
		lane->low = lane->added = id;
		lane->next.id = lane->oldest.id = id;
		make_busy(lanes, lane);
	} else {
		li_lane_push(lane, id);
	}
	if (lane->waiting == 0) {
		if (!idle)
			li_lane_step(lane, &lane->next);
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
	const struct li_lane *lane = li_table_get(&lanes->lanes, key_of(task));

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

void li_lanes_hold(struct li_lanes *lanes)
{
	struct li_lane *lane = lanes->turn;

	lanes->turn = lane->turn;
	lanes->taken = 0;
	lane->held = true;
	lanes->held++;
}

void li_lanes_release(struct li_lanes *lanes)
{
	for (struct li_lane *l = lanes->busy; l && lanes->held; l = l->after) {
		if (!l->held)
			continue;
		l->held = false;
		lanes->held--;
		queue_up(lanes, l);
	}
}

bool li_lanes_holding(const struct li_lanes *lanes)
{
	return lanes->held > 0;
}

/* All of one lane under one mark is one flight. */
static struct flight *flight_of(struct li_lanes *l, struct li_lane *lane)
{
	if (lane->flight <= l->marked) {
		l->flights[l->begun % l->room] = (struct flight){.lane = lane};
		lane->flight = ++l->begun;
	}
	return &l->flights[(lane->flight - 1) % l->room];
}

void li_lanes_take(struct li_lanes *lanes)
{
	struct li_lane *lane = lanes->turn;
	struct flight *flight = flight_of(lanes, lane);

	flight->id = lane->next.id;
	flight->count++;
	lane->flying++;
	lane->waiting--;
	if (lane->waiting > 0) {
		li_lane_step(lane, &lane->next);
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
	struct li_lane *lane = flight->lane;

	lane->confirmed = flight->id;
	lane->flying -= flight->count;
	lane->low = flight->id + 1;
	if (lane->flying == 0 && lane->waiting == 0)
		make_idle(l, lane);
}

static int64_t lowest(const struct li_lanes *lanes)
{
	int64_t low = lanes->seen + 1;

	for (const struct li_lane *l = lanes->busy; l; l = l->after)
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
			const int64_t id = li_lane_pop(f->lane);

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
	for (struct li_lane *l = lanes->busy; l; l = l->after)
		li_lane_empty(l);
	for (uint64_t i = lanes->ended; i < lanes->begun; i++)
		lanes->flights[i % lanes->room].lane->flight = 0;
	lanes->busy = NULL;
	lanes->turn = NULL;
	lanes->taken = lanes->held = 0;
	lanes->marked = lanes->ended = lanes->begun;
	lanes->seen = id;
}
