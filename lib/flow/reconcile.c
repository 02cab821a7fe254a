/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "flow/inside.h"
#include "store/audit.h"

/* Three things say which tasks there are: the screen, which acts; the store;
 * and the audit, which holds a digest of each task as its ADMF last ordered it.
 * They are the same by construction, so a difference is a fault or somebody's
 * hand. The ADMF is right: what the store has as ordered is put in force; what
 * the store has otherwise is told, and what is in force stays as it was
 * ordered. TS 33.107 cl. 8 */

static const struct li_actor ourselves = {.name = "lmisfd", .via = "lmisfd"};

static li_err tell(struct li_flow *flow, int64_t row, const char *action,
	const char *how)
{
	char object[32];
	const struct li_audit_note note = {
		.action = action,
		.object = object,
		.detail = li_slice_str(how),
	};

	snprintf(object, sizeof(object), "task %lld", (long long)row);
	li_log(LI_LOG_ERROR, "flow", 0, "%s: %s", object, how);
	return li_store_note(flow->store, &ourselves, &note);
}

/* Each difference in the store is told once, as it cannot be mended here. */
static li_err tell_differs(struct li_flow *flow, int64_t row)
{
	struct li_round *r = &flow->round;

	for (size_t i = 0; i < r->told_count; i++)
		if (r->told[i] == row)
			return LI_OK;
	flow->counts.differ++;
	if (r->told_count < LI_FLOW_DIFFER_MAX)
		r->told[r->told_count++] = row;
	return tell(flow, row, "task.differs",
		"the store has not what was ordered last");
}

static void forget_differs(struct li_round *r, int64_t row)
{
	for (size_t i = 0; i < r->told_count; i++)
		if (r->told[i] == row)
			r->told[i--] = r->told[--r->told_count];
}

/* Is it in force as the store has it? One that is over need not be there. */
static li_err in_force(const struct li_flow *flow, const struct li_task *task,
	int64_t at_us, bool *is)
{
	const struct li_brief *have = li_step_task(flow->step, task->row);
	struct li_brief *want;
	size_t n = li_brief_size(task);

	if (!have) {
		*is = task->ended_us != 0 || task->ends_us <= at_us;
		return LI_OK;
	}
	want = calloc(1, n);
	if (!want)
		return LI_ENOMEM;
	li_brief_write(task, want);
	*is = li_brief_eq(want, have);
	explicit_bzero(want, n);
	free(want);
	return LI_OK;
}

static li_err check_stored(struct li_flow *flow, const struct li_task *task,
	int64_t at_us)
{
	bool is = true;
	li_err err = li_store_task_ordered(flow->store, task->row);

	if (err == LI_EDENIED)
		return tell_differs(flow, task->row);
	forget_differs(&flow->round, task->row);
	if (!err)
		err = in_force(flow, task, at_us, &is);
	if (err || is)
		return err;
	err = li_step_put(flow->step, task);
	if (err)
		return err;
	flow->counts.mended++;
	return tell(flow, task->row, "task.mend",
		"it was not in force as ordered, and now is");
}

/* One task of the store; LI_ENOTFOUND behind the last. */
static li_err stored(struct li_flow *flow, int64_t at_us)
{
	struct li_round *r = &flow->round;
	struct li_task task;
	li_err err = li_store_task_after(flow->store, r->after, &task);

	if (!err || err == LI_ECORRUPT) {
		r->after = task.row > r->after ? task.row : r->after + 1;
		r->tasks++;
	}
	if (err == LI_ECORRUPT)
		err = tell_differs(flow, r->after);
	else if (!err)
		err = check_stored(flow, &task, at_us);
	explicit_bzero(&task, sizeof(task));
	return err;
}

/* One task in force; LI_ENOTFOUND behind the last. */
static li_err extra(struct li_flow *flow)
{
	struct li_round *r = &flow->round;
	const struct li_brief *b = li_step_next(flow->step, &r->at);
	int64_t row;
	li_err err;

	if (!b)
		return LI_ENOTFOUND;
	row = b->row;
	err = li_store_task_ordered(flow->store, row);
	if (err != LI_ENOTFOUND)
		return err == LI_EDENIED ? LI_OK : err;
	li_step_drop(flow->step, row);
	flow->counts.mended++;
	return tell(flow, row, "task.mend",
		"it was in force and nobody ordered it; it no longer is");
}

static void next_half(struct li_round *r)
{
	if (r->extra) {
		r->last = r->tasks;
		r->tasks = 0;
		r->after = 0;
	}
	r->at = 0;
	r->extra = !r->extra;
}

/* So many that a round, of two halves, takes its time and no longer. */
static size_t slice(const struct li_round *r)
{
	size_t n = 1 +
		(r->last > r->tasks ? r->last : r->tasks) * 2 /
			(LI_FLOW_ROUND_S - 10);

	return n < LI_FLOW_SLICE_MAX ? n : LI_FLOW_SLICE_MAX;
}

li_err li_flow_reconcile(struct li_flow *flow, int64_t at_us)
{
	struct li_round *r = &flow->round;
	li_err err = LI_OK;

	for (size_t n = slice(r); !err && n > 0; n--)
		err = r->extra ? extra(flow) : stored(flow, at_us);
	if (err != LI_ENOTFOUND)
		return err;
	next_half(r);
	return LI_OK;
}

/* ---- all at once ---- */

struct retask {
	struct li_flow *flow;
	int64_t at_us;
};

static li_err retask(const struct li_task *task, void *data)
{
	const struct retask *r = data;
	bool is = true;
	li_err err = in_force(r->flow, task, r->at_us, &is);

	return err || is ? err : li_step_put(r->flow->step, task);
}

li_err li_flow_retask(struct li_flow *flow, int64_t at_us)
{
	struct retask r = {flow, at_us};

	return li_store_task_each(flow->store, retask, &r);
}
