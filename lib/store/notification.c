/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "store/audit.h"
#include "store/lag.h"
#include "store/numbering.h"

static bool has(const struct li_route *route, int64_t destination)
{
	for (size_t i = 0; i < route->count; i++)
		if (route->destinations[i] == destination)
			return true;
	return false;
}

/* Those of a route that are of HI2, and that another one has, or has not. */
static struct li_route of_hi2(const struct li_route *route,
	const struct li_route *other, bool there)
{
	struct li_route out = {.liids = route->liids};

	for (size_t i = 0; i < route->count; i++)
		if (route->hi2[i] &&
			has(other, route->destinations[i]) == there) {
			out.hi2[out.count] = true;
			out.destinations[out.count++] = route->destinations[i];
		}
	return out;
}

static struct li_iri made_of(const struct li_task *t, enum li_notification what,
	int64_t at_us)
{
	struct li_iri iri = {
		.task = t->row,
		.xid = t->xid,
		.kind = LI_IRI_NOTIFICATION,
		.at_us = at_us,
		.direction = LI_DIRECTION_NONE,
		.session = LI_SESSION_INDETERMINATE,
		.matched_count = t->target_count,
		.notification = what,
		.starts_us = t->starts_us,
		.ends_us = t->ended_us ? t->ended_us : t->ends_us,
	};

	if (what == LI_NOTIFY_DEACTIVATION && at_us < iri.ends_us)
		iri.ends_us = at_us; /* at this destination */
	memcpy(iri.matched, t->targets,
		t->target_count * sizeof(t->targets[0]));
	return iri;
}

static li_err put(struct li_store *store, const struct li_task *task,
	const struct li_route *to, enum li_notification what, int64_t at_us)
{
	struct li_iri iri;
	li_err err;

	if (!to->count || !to->liids)
		return LI_OK;
	iri = made_of(task, what, at_us);
	err = li_outbox_put(store, &iri, to, li_clock_now_us());
	explicit_bzero(&iri, sizeof(iri));
	return err;
}

/* The task and its route as they are after the change, and whether its end was
 * told already. */
static li_err read(struct li_store *store, int64_t row,
	const struct li_route **route, struct li_task *task, bool *ended)
{
	struct li_stream *stream;
	li_err err;

	li_routes_forget(store); /* as they were before the change */
	err = li_route_get(store, row, route);
	if (!err)
		err = li_store_task_after(store, row - 1, task);
	*ended = false;
	if (err || !(*route)->liids)
		return err;
	err = li_stream_get(store, row, 0, &stream);
	return err ? err
		   : li_numbering_ended(store, stream, (*route)->liids, ended);
}

/* TS 33.128 cl. 5.7: activation, modification, deactivation, in order with the
 * IRI. One that awaits approval is none yet. */
li_err li_notification_put(struct li_store *store, int64_t row,
	enum li_notification what, int64_t at_us)
{
	const struct li_route *route;
	struct li_route to;
	struct li_task task;
	bool ended;
	li_err err = read(store, row, &route, &task, &ended);

	if (!err && !task.awaiting &&
		!(ended && what == LI_NOTIFY_DEACTIVATION)) {
		store->notices++;
		to = of_hi2(route, route, true);
		err = put(store, &task, &to, what, at_us);
	}
	explicit_bzero(&task, sizeof(task));
	return err;
}

li_err li_notification_before(struct li_store *store, int64_t row,
	struct li_route *was)
{
	const struct li_route *route;
	li_err err = li_route_get(store, row, &route);

	if (err)
		return err;
	*was = *route;
	was->liids = NULL; /* those of the route go with it */
	return route->liids ? li_liids_load(store, row, &was->liids) : LI_OK;
}

static li_err tell_changed(struct li_store *store, const struct li_task *task,
	const struct li_route *was, const struct li_route *now, bool ended,
	int64_t at_us)
{
	const struct li_route dropped = of_hi2(was, now, false);
	const struct li_route added = of_hi2(now, was, false);
	const struct li_route kept = of_hi2(now, was, true);
	li_err err = LI_OK;

	store->notices++;
	if (!ended)
		err = put(store, task, &dropped, LI_NOTIFY_DEACTIVATION, at_us);
	if (err || task->ends_us <= at_us)
		return err;
	err = put(store, task, &added, LI_NOTIFY_ACTIVATION, at_us);
	/* Whose time was over, and has more of it, begins again. */
	return err
		? err
		: put(store, task, &kept,
			  ended ? LI_NOTIFY_ACTIVATION : LI_NOTIFY_MODIFICATION,
			  at_us);
}

li_err li_notification_changed(struct li_store *store, int64_t row,
	const struct li_route *was, int64_t at_us)
{
	const struct li_route *now;
	struct li_task task;
	bool ended;
	li_err err = read(store, row, &now, &task, &ended);

	if (!err && !task.awaiting)
		err = tell_changed(store, &task, was, now, ended, at_us);
	explicit_bzero(&task, sizeof(task));
	return err;
}

static li_err expire(struct li_store *store, const struct li_uuid *xid)
{
	int64_t row, ended_us;
	struct li_task task;
	li_err err = li_task_find(store, xid, &row, &ended_us);

	if (err || ended_us)
		return err;
	err = li_store_task_after(store, row - 1, &task);
	if (!err)
		err = li_notification_put(store, row, LI_NOTIFY_DEACTIVATION,
			task.ends_us);
	explicit_bzero(&task, sizeof(task));
	return err;
}

li_err li_store_task_expire(struct li_store *store, const struct li_uuid *xid)
{
	struct li_scope scope;
	li_err err = li_scope_begin(store, &scope);

	return err ? err : li_scope_end(store, &scope, expire(store, xid));
}
