/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/lookout.h"

#include <stdlib.h>

#include "base/clock.h"
#include "store/lag.h"

enum { LOOK_MIN_US = 500000, LOOK_MAX_US = 5000000 };

void li_lookout_init(struct li_lookout *l, const char *path,
	const struct li_lookout_limits *limits)
{
	*l = (struct li_lookout){.limits = *limits,
		.path = path,
		.clock_state = li_clock_state,
		.tasks_changed = true};
}

void li_lookout_fini(struct li_lookout *l)
{
	free(l->behind);
	free(l->queues);
	l->behind = NULL;
	l->queues = NULL;
	l->queue_count = l->queue_room = 0;
	l->behind_count = l->behind_room = 0;
}

/* ---- what stands or does not ---- */

static li_err set(struct li_store *store, enum li_stands *stands,
	const struct li_issue *issue)
{
	li_err err = li_store_issue(store, issue);

	if (!err)
		*stands = issue->state == LI_ISSUE_RAISED ? LI_STANDS
							  : LI_STANDS_NOT;
	return err;
}

/* A number against its limit: told above it, over below `calm`. */
struct gauge {
	enum li_issue_cause cause;
	bool over, calm;
	uint64_t number;
};

static li_err measure(struct li_store *store, enum li_stands *stands,
	const struct gauge *g, int64_t at_us)
{
	struct li_issue issue = {.cause = g->cause,
		.number = g->number,
		.at_us = at_us};

	if (g->over && *stands != LI_STANDS)
		issue.state = LI_ISSUE_RAISED;
	else if (g->calm && *stands != LI_STANDS_NOT)
		issue.state = LI_ISSUE_CLEARED;
	else
		return LI_OK;
	return set(store, stands, &issue);
}

static li_err look_at_queue(struct li_lookout *l, struct li_store *store,
	int64_t at_us)
{
	struct gauge g = {.cause = LI_ISSUE_QUEUE};
	int64_t count = 0;
	li_err err;

	if (!l->limits.queue)
		return LI_OK;
	err = li_store_waiting(store, &count);
	if (err)
		return err;
	g.number = (uint64_t)count;
	g.over = g.number >= l->limits.queue;
	g.calm = g.number < l->limits.queue / 2 + 1;
	return measure(store, &l->queue, &g, at_us);
}

/* Told before the store finds no room: then little can be told. */
li_err li_lookout_disk(struct li_lookout *l, struct li_store *store,
	int64_t at_us)
{
	struct gauge g = {.cause = LI_ISSUE_DISK};
	struct li_room room;

	if ((!l->limits.disk && !l->limits.reserve) ||
		li_store_room(store, &room) != LI_OK || room.all == 0)
		return LI_OK;
	if (l->limits.reserve && !l->reserved)
		l->reserved = li_room_keep(l->path, &room);
	l->spent = l->spent && !l->reserved;
	g.number = room.free * 100 / room.all;
	g.over = l->spent || g.number < l->limits.disk;
	g.calm = !l->spent && g.number > l->limits.disk + l->limits.disk / 4;
	return measure(store, &l->disk, &g, at_us);
}

li_err li_lookout_full(struct li_lookout *l, struct li_store *store,
	int64_t at_us)
{
	l->reserved = false;
	l->spent = true;
	return set(store, &l->disk,
		&(struct li_issue){.cause = LI_ISSUE_DISK,
			.state = LI_ISSUE_RAISED,
			.at_us = at_us});
}

/* ---- losses ---- */

li_err li_lookout_lost(struct li_lookout *l, struct li_store *store,
	enum li_issue_cause cause, uint64_t total)
{
	struct li_losing *losing = cause == LI_ISSUE_LOST ? &l->lost
		: cause == LI_ISSUE_SHED                  ? &l->shed
							  : &l->cx_lost;

	/* A tap or a program that begins anew has lost nothing yet. */
	if (total == 0)
		return LI_OK;
	losing->grew_us = li_clock_mono_us();
	return set(store, &losing->stands,
		&(struct li_issue){.cause = cause,
			.state = LI_ISSUE_RAISED,
			.number = total,
			.at_us = li_clock_now_us()});
}

/* Was it long ago? What was lost before a restart, counts from then. */
static li_err calm(struct li_store *store, struct li_losing *losing,
	enum li_issue_cause cause, int64_t at_us)
{
	const int64_t now_us = li_clock_mono_us();

	if (losing->grew_us == 0)
		losing->grew_us = now_us;
	if (losing->stands == LI_STANDS_NOT ||
		now_us - losing->grew_us < LI_LOOKOUT_CALM_US)
		return LI_OK;
	return set(store, &losing->stands,
		&(struct li_issue){.cause = cause,
			.state = LI_ISSUE_CLEARED,
			.at_us = at_us});
}

/* ---- destinations ---- */

struct lag {
	struct li_lookout *l;
	struct li_store *store;
	int64_t at_us;
};

static bool note_behind(struct li_lookout *l, const struct li_uuid *did)
{
	const size_t room = l->behind_room ? 2 * l->behind_room : 8;
	struct li_uuid *more = l->behind;

	if (l->behind_count == l->behind_room) {
		more = realloc(l->behind, room * sizeof(*more));
		if (!more)
			return false;
		l->behind = more;
		l->behind_room = room;
	}
	more[l->behind_count++] = *did;
	return true;
}

static li_err known(int64_t id, const struct li_issue *issue, void *data)
{
	(void)id;
	if (issue->cause == LI_ISSUE_BEHIND && !note_behind(data, &issue->id))
		return LI_ENOMEM;
	return LI_OK;
}

static struct li_uuid *find(struct li_lookout *l, const struct li_uuid *did)
{
	for (size_t i = 0; i < l->behind_count; i++)
		if (li_uuid_eq(&l->behind[i], did))
			return &l->behind[i];
	return NULL;
}

static li_err look_at_one(const struct li_uuid *did, int64_t since_us,
	void *data)
{
	struct lag *lag = data;
	struct li_lookout *l = lag->l;
	struct li_uuid *was = find(l, did);
	const bool behind =
		since_us && since_us + l->limits.fault_after_us < lag->at_us;
	struct li_issue issue = {.cause = LI_ISSUE_BEHIND,
		.state = behind ? LI_ISSUE_RAISED : LI_ISSUE_CLEARED,
		.id = *did,
		.at_us = lag->at_us};

	if (behind == (was != NULL))
		return LI_OK;
	if (was)
		*was = l->behind[--l->behind_count];
	else if (!note_behind(l, did))
		return LI_ENOMEM;
	return li_store_issue(lag->store, &issue);
}

static li_err look_at_destinations(struct li_lookout *l, struct li_store *store,
	int64_t at_us, int64_t mono_us)
{
	struct lag lag = {l, store, at_us};
	int64_t each_us = l->limits.fault_after_us / 10;
	li_err err = LI_OK;

	if (each_us < LOOK_MIN_US)
		each_us = LOOK_MIN_US;
	if (each_us > LOOK_MAX_US)
		each_us = LOOK_MAX_US;
	if (!l->limits.fault_after_us ||
		(l->looked_us && mono_us - l->looked_us < each_us))
		return LI_OK;
	l->looked_us = mono_us;
	if (!l->behind_known)
		err = li_store_fault_each(store, known, l);
	l->behind_known = err == LI_OK;
	return err ? err : li_store_lag_each(store, look_at_one, &lag);
}

/* ---- time ---- */

static li_err expired(const struct li_uuid *xid, void *data)
{
	const struct lag *lag = data;
	const li_err err = li_store_task_expire(lag->store, xid);

	if (err)
		return err;
	/* It stands until the task is changed or ended, so it is told once. */
	return li_store_issue(lag->store,
		&(struct li_issue){.cause = LI_ISSUE_EXPIRED,
			.state = LI_ISSUE_RAISED,
			.id = *xid,
			.at_us = lag->at_us});
}

/* TS 103 221-1 cl. 6.5.2: implicit deactivation */
static li_err look_at_tasks(struct li_lookout *l, struct li_store *store,
	int64_t at_us)
{
	struct lag lag = {l, store, at_us};
	li_err err = LI_OK;

	if (!l->tasks_changed && (!l->expires_us || at_us < l->expires_us))
		return LI_OK;
	/* One that was added may have ended before we looked last. */
	err = li_store_expired_each(store, l->tasks_changed ? 0 : l->expired_us,
		at_us, expired, &lag);
	if (!err)
		err = li_store_expires(store, at_us, &l->expires_us);
	if (err)
		return err;
	l->expired_us = at_us;
	l->tasks_changed = false;
	return LI_OK;
}

/* TS 33.126 R6.4-90: times in records are to be trusted */
static li_err look_at_clock(struct li_lookout *l, struct li_store *store,
	int64_t at_us, int64_t mono_us)
{
	const int64_t apart_us = at_us - mono_us;
	const int64_t step_us = apart_us - l->apart_us;
	const bool first = !l->clocked;

	l->clocked = true;
	l->apart_us = apart_us;
	if (first ||
		(step_us < LI_LOOKOUT_STEP_US && step_us > -LI_LOOKOUT_STEP_US))
		return LI_OK;
	l->set_back |= step_us < 0;
	return li_store_issue(store,
		&(struct li_issue){.cause = LI_ISSUE_CLOCK,
			.state = LI_ISSUE_NEWS,
			.number = (uint64_t)step_us,
			.at_us = at_us});
}

/* TS 33.126 R6.4-90 to 120: UTC, from a source that is trusted. One that cannot
 * be asked has not changed. */
static li_err look_at_source(struct li_lookout *l, struct li_store *store,
	int64_t at_us)
{
	struct gauge g = {.cause = LI_ISSUE_FREE};
	enum li_clock_state state;

	if (!l->limits.clock)
		return LI_OK;
	state = l->clock_state();
	g.over = state == LI_CLOCK_FREE;
	g.calm = state == LI_CLOCK_SYNCED;
	return measure(store, &l->free, &g, at_us);
}

li_err li_lookout_tick(struct li_lookout *l, struct li_store *store,
	int64_t at_us, int64_t mono_us)
{
	li_err err = look_at_clock(l, store, at_us, mono_us);

	if (!err)
		err = look_at_source(l, store, at_us);
	if (!err)
		err = look_at_tasks(l, store, at_us);
	if (!err)
		err = look_at_destinations(l, store, at_us, mono_us);
	if (!err)
		err = look_at_queue(l, store, at_us);
	if (!err)
		err = li_lookout_queues(l, store, at_us);
	if (!err)
		err = li_lookout_disk(l, store, at_us);
	if (!err)
		err = calm(store, &l->lost, LI_ISSUE_LOST, at_us);
	if (!err)
		err = calm(store, &l->cx_lost, LI_ISSUE_CX_LOST, at_us);
	if (!err)
		err = calm(store, &l->shed, LI_ISSUE_SHED, at_us);
	return err;
}
