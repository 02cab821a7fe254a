/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "store/audit.h"
#include "store/inside.h"

/* Those of a route that are of HI2. */
static struct li_route of_hi2(const struct li_route *route)
{
	struct li_route out = {.liids = route->liids};

	for (size_t i = 0; i < route->count; i++)
		if (route->hi2[i]) {
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

	memcpy(iri.matched, t->targets,
		t->target_count * sizeof(t->targets[0]));
	return iri;
}

/* TS 33.128 cl. 5.7: activation, modification, deactivation, in order with the
 * IRI. One that awaits approval is none yet. */
li_err li_notification_put(struct li_store *store, int64_t row,
	enum li_notification what, int64_t at_us)
{
	const struct li_route *route;
	struct li_route to;
	struct li_task task;
	struct li_iri iri;
	li_err err;

	li_routes_forget(store); /* as they were before the change */
	err = li_route_get(store, row, &route);
	if (err || !route->liids)
		return err;
	to = of_hi2(route);
	err = li_store_task_after(store, row - 1, &task);
	if (err || task.awaiting)
		return err;
	iri = made_of(&task, what, at_us);
	err = li_outbox_put(store, &iri, &to, li_clock_now_us());
	explicit_bzero(&task, sizeof(task));
	explicit_bzero(&iri, sizeof(iri));
	return err;
}
