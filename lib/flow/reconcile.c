/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "flow/flow_tasks.h"
#include "flow/inside.h"
#include "store/audit.h"

/* Three things say which tasks there are: the screen, which acts; the store;
 * and the audit, which holds a digest of each task as its ADMF last ordered it.
 * They are the same by construction, so a difference is a fault or somebody's
 * hand. The ADMF is right: what the store has as ordered is put in force; what
 * the store has otherwise is told and never is, and what is in force stays as it
 * was ordered. TS 33.107 cl. 8 */

static const struct li_actor ourselves = {.name = "lmisfd", .via = "lmisfd"};

/* What is found of a task. */
struct finding {
	int64_t row, at_us;
	const struct li_uuid *xid; /* NULL: it cannot be read */
	enum li_issue_cause cause;
	const char *action, *how; /* for the audit and the log */
};

/* The ADMF is told, as it is the one who can order it again; the audit has it
 * whether or not there is one. TS 103 221-1 cl. 6.5.2 */
static li_err report(struct li_flow *flow, const struct finding *f,
	enum li_issue_state state)
{
	struct li_issue issue = {.cause = f->cause,
		.state = state,
		.at_us = f->at_us};

	if (f->xid)
		issue.id = *f->xid;
	return li_store_issue(flow->store, &issue);
}

static li_err tell(struct li_flow *flow, const struct finding *f)
{
	char object[32];
	const struct li_audit_note note = {
		.action = f->action,
		.object = object,
		.detail = li_slice_str(f->how),
	};
	li_err err;

	snprintf(object, sizeof(object), "task %lld", (long long)f->row);
	li_log(LI_LOG_ERROR, "flow", 0, "%s: %s", object, f->how);
	err = li_store_note(flow->store, &ourselves, &note);
	return err ? err
		   : report(flow, f,
			     f->cause == LI_ISSUE_DIFFERS ? LI_ISSUE_RAISED
							  : LI_ISSUE_NEWS);
}

/* Each difference in the store is told once, as it cannot be mended here. */
static li_err tell_differs(struct li_flow *flow, int64_t row,
	const struct li_uuid *xid, int64_t at_us)
{
	struct finding f = {row, at_us, xid,
		xid ? LI_ISSUE_DIFFERS : LI_ISSUE_STRAY, "task.differs",
		"the store has not what was ordered last; it is not in force"};
	struct li_round *r = &flow->round;
	const bool held = li_step_task(flow->step, row) != NULL;

	for (size_t i = 0; i < r->told_count; i++)
		if (r->told[i] == row && !(r->anew && held))
			return LI_OK;
	if (r->anew)
		li_step_drop(flow->step, row);
	else if (held)
		f.how = "the store has not what was ordered last; that is in "
			"force still";
	flow->counts.differ++;
	if (r->told_count < LI_FLOW_DIFFER_MAX)
		r->told[r->told_count++] = row;
	return tell(flow, &f);
}

/* It is as ordered: what stands of it, by now or from before a restart, is
 * over. */
static li_err forget_differs(struct li_flow *flow, const struct li_task *task,
	int64_t at_us)
{
	const struct finding f = {.at_us = at_us,
		.xid = &task->xid,
		.cause = LI_ISSUE_DIFFERS};
	struct li_round *r = &flow->round;
	bool stood = !r->settled;

	for (size_t i = 0; i < r->told_count; i++)
		if (r->told[i] == task->row) {
			r->told[i--] = r->told[--r->told_count];
			stood = true;
		}
	return stood ? report(flow, &f, LI_ISSUE_CLEARED) : LI_OK;
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

/* Is the task what was ordered? When it is not that is told. */
static li_err is_ordered(struct li_flow *flow, const struct li_task *task,
	int64_t at_us, bool *is)
{
	li_err err = li_store_task_ordered(flow->store, task->row);

	*is = err == LI_OK;
	return err == LI_EDENIED
		? tell_differs(flow, task->row, &task->xid, at_us)
		: err;
}

static li_err check_stored(struct li_flow *flow, const struct li_task *task,
	int64_t at_us)
{
	const struct finding f = {task->row, at_us, &task->xid, LI_ISSUE_MENDED,
		"task.mend", "it was not in force as ordered, and now is"};
	bool is;
	li_err err = is_ordered(flow, task, at_us, &is);

	if (err || !is)
		return err;
	err = forget_differs(flow, task, at_us);
	if (!err)
		err = in_force(flow, task, at_us, &is);
	if (err || is)
		return err;
	err = li_step_put(flow->step, task);
	if (err)
		return err;
	flow->counts.mended++;
	return tell(flow, &f);
}

/* One that cannot be read: in force is what was ordered, and says which it is. */
static li_err unread(struct li_flow *flow, int64_t row, int64_t at_us)
{
	const struct li_brief *b = li_step_task(flow->step, row);
	struct li_uuid xid;

	if (b)
		xid = b->xid;
	return tell_differs(flow, row, b ? &xid : NULL, at_us);
}

/* What is done with one that can be. */
typedef li_err (*check_fn)(struct li_flow *flow, const struct li_task *task,
	int64_t at_us);

/* The task of the store behind *row; LI_ENOTFOUND behind the last, LI_ECORRUPT
 * when not even its number can be read. */
static li_err stored(struct li_flow *flow, int64_t *row, int64_t at_us,
	check_fn check)
{
	struct li_task task;
	li_err err = li_store_task_after(flow->store, *row, &task);
	const bool any = task.row > *row;

	if (any)
		*row = task.row;
	if (!err)
		err = check(flow, &task, at_us);
	else if (err == LI_ECORRUPT && any)
		err = unread(flow, *row, at_us);
	explicit_bzero(&task, sizeof(task));
	return err;
}

/* The next of a round; the rest is gone around though the file is damaged. */
static li_err next_stored(struct li_flow *flow, int64_t at_us)
{
	struct li_round *r = &flow->round;
	const int64_t before = r->after;
	li_err err = stored(flow, &r->after, at_us, check_stored);

	if (err == LI_ECORRUPT && r->after == before)
		err = unread(flow, ++r->after, at_us);
	if (err != LI_ENOTFOUND)
		r->tasks++;
	return err;
}

/* One task in force; LI_ENOTFOUND behind the last. */
static li_err extra(struct li_flow *flow, int64_t at_us)
{
	struct li_round *r = &flow->round;
	const struct li_brief *b = li_step_next(flow->step, &r->at);
	struct li_uuid xid;
	int64_t row;
	li_err err;

	if (!b)
		return LI_ENOTFOUND;
	row = b->row;
	xid = b->xid;
	err = li_store_task_ordered(flow->store, row);
	if (err != LI_ENOTFOUND)
		return err == LI_EDENIED ? LI_OK : err;
	li_step_drop(flow->step, row);
	flow->counts.mended++;
	return tell(flow,
		&(struct finding){row, at_us, &xid, LI_ISSUE_DROPPED,
			"task.mend",
			"it was in force and is not in the store; it no "
			"longer is"});
}

static void next_half(struct li_round *r)
{
	if (r->extra) {
		r->last = r->tasks;
		r->tasks = 0;
		r->after = 0;
		r->settled = true;
	}
	r->at = 0;
	r->extra = !r->extra;
}

/* So many that a round, of two halves, takes its time and no longer. */
static size_t slice(const struct li_round *r)
{
	size_t n = LI_FLOW_SLICE_MIN +
		(r->last > r->tasks ? r->last : r->tasks) * 2 /
			(LI_FLOW_ROUND_S - 10);

	return n < LI_FLOW_SLICE_MAX ? n : LI_FLOW_SLICE_MAX;
}

li_err li_flow_reconcile(struct li_flow *flow, int64_t at_us)
{
	struct li_round *r = &flow->round;
	li_err err = LI_OK;

	for (size_t n = slice(r); !err && n > 0; n--)
		err = r->extra ? extra(flow, at_us) : next_stored(flow, at_us);
	if (err != LI_ENOTFOUND)
		return err;
	next_half(r);
	return LI_OK;
}

/* ---- all at once ---- */

/* In one transaction: however many differ, the disk is waited for once. */
static li_err all(struct li_flow *flow, int64_t at_us, check_fn check)
{
	int64_t row = 0;
	li_err err = li_store_begin(flow->store);

	while (!err)
		err = stored(flow, &row, at_us, check);
	if (err == LI_ENOTFOUND)
		return li_store_commit(flow->store);
	li_store_rollback(flow->store);
	return err;
}

static li_err load(struct li_flow *flow, const struct li_task *task,
	int64_t at_us)
{
	bool is;
	li_err err = is_ordered(flow, task, at_us, &is);

	return err || !is ? err : li_step_put(flow->step, task);
}

li_err li_flow_load_tasks(struct li_flow *flow, int64_t at_us)
{
	return all(flow, at_us, load);
}

static li_err retask(struct li_flow *flow, const struct li_task *task,
	int64_t at_us)
{
	bool is;
	li_err err = is_ordered(flow, task, at_us, &is);

	if (err || !is)
		return err;
	err = in_force(flow, task, at_us, &is);
	return err || is ? err : li_step_put(flow->step, task);
}

/* Whether what is in force is the last order or one before it, nobody can tell
 * where the store does not say: it goes, as it would with any other start. */
li_err li_flow_retask(struct li_flow *flow, int64_t at_us)
{
	li_err err;

	flow->round.anew = true;
	err = all(flow, at_us, retask);
	flow->round.anew = false;
	return err;
}
