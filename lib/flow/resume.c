/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/log.h"
#include "flow/inside.h"

/* What was under way before: before a restart, or before a task began. */

/* ---- a restart ---- */

struct restore {
	struct li_step *step;
	int64_t at_us, mono_us;
	size_t unread;
};

/* One that the mirror cannot read is no reason to watch nobody; one that it has
 * already comes from another task's row, or from a leg's. */
static void count(struct restore *r, li_err err)
{
	r->unread += err && err != LI_EEXIST;
}

static li_err registration(struct li_slice state, void *data)
{
	struct restore *r = data;

	count(r, li_step_restore_user(r->step, state, r->at_us));
	return LI_OK;
}

static li_err session(struct li_slice state, void *data)
{
	struct restore *r = data;

	count(r, li_step_restore_session(r->step, state, r->at_us, r->mono_us));
	return LI_OK;
}

/* TS 33.107 cl. 20.1.3.3, cl. 7A.3.1 (no older than may be stored) */
li_err li_flow_restore(struct li_flow *flow, int64_t at_us, int64_t mono_us)
{
	struct restore r = {
		.step = flow->step,
		.at_us = at_us,
		.mono_us = mono_us,
	};
	li_err err;

	if (flow->restored)
		return LI_OK;
	flow->restored = true;
	li_step_tick(flow->step, mono_us); /* its time begins */
	err = li_store_mirror_prune(flow->store, at_us,
		flow->registration_age_s, flow->session_age_s);
	if (!err)
		err = li_store_registration_each(flow->store, registration, &r);
	if (!err)
		err = li_store_session_each(flow->store, session, &r);
	if (r.unread)
		li_log(LI_LOG_WARNING, "flow", 0,
			"%zu of the stored states could not be read", r.unread);
	return err;
}

/* ---- tasks that begin ---- */

static li_err keep(struct li_product *product, void *data)
{
	return li_flow_keep(data, product);
}

bool li_flow_sweep_due(const struct li_flow *flow, int64_t at_us)
{
	return li_step_lap_due(flow->step, at_us);
}

li_err li_flow_sweep(struct li_flow *flow, int64_t at_us, int64_t mono_us)
{
	struct li_event *now = &flow->event;
	li_err err = li_flow_restore(flow, at_us, mono_us);

	if (err)
		return err;
	now->number = ++flow->number;
	now->at_us = at_us;
	now->mono_us = mono_us;
	err = li_step_lap(flow->step, now, &flow->arena, keep, flow);
	if (err)
		li_log(LI_LOG_ERROR, "flow", now->number, "not kept: %s",
			li_err_name(err));
	li_arena_reset(&flow->arena);
	return err;
}
