/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "flow/flow_tasks.h"
#include "flow/inside.h"
#include "ipc/door.h"

/* A flow from its opening to its end: commits, time, requests. */

enum {
	OPEN_TRIES = 100, /* for two seconds */
	OPEN_PAUSE_NS = 20000000,
	SHED_EACH_US = 60000000,
	TIDY_MAX_US = 10000000, /* what was erased stays no longer in the WAL */
};

static const struct li_actor ourselves = {.name = "lmisfd", .via = "lmisfd"};

/* ---- losses ---- */

/* Loss is never silent. TS 33.127 cl. 5.3.2.4 */
static li_err note_loss(struct li_flow *flow, enum li_issue_cause cause,
	uint64_t total)
{
	const char *action = cause == LI_ISSUE_LOST ? "intake.lost" : "cx.lost";
	char text[48];
	int n = snprintf(text, sizeof(text), "total %llu",
		(unsigned long long)total);
	li_err err = li_flow_commit(flow);

	if (!err)
		err = li_store_begin(flow->store);
	if (err)
		return err;
	err = li_store_audit(flow->store, &ourselves, action, NULL,
		li_slice(text, (size_t)n));
	if (!err)
		err = li_lookout_lost(&flow->lookout, flow->store, cause,
			total);
	if (!err)
		return li_store_commit(flow->store);
	li_store_rollback(flow->store);
	return err;
}

li_err li_flow_cx_lost(struct li_flow *flow, uint64_t total)
{
	flow->counts.cx_lost = total;
	return note_loss(flow, LI_ISSUE_CX_LOST, total);
}

li_err li_flow_intake_lost(struct li_flow *flow, uint64_t total)
{
	flow->counts.intake_lost = total;
	return note_loss(flow, LI_ISSUE_LOST, total);
}

li_err li_flow_issue(struct li_flow *flow, const struct li_issue *issue)
{
	return li_store_issue(flow->store, issue);
}

li_err li_flow_look(struct li_flow *flow, int64_t at_us)
{
	return li_lookout_disk(&flow->lookout, flow->store, at_us);
}

/* Before what waits takes the room that is left. TS 33.127 cl. 5.3.2.4 */
li_err li_flow_full(struct li_flow *flow, int64_t at_us)
{
	li_err err = li_lookout_full(&flow->lookout, flow->store, at_us);

	return err ? err : li_flow_commit(flow);
}

uint64_t li_flow_reports(const struct li_flow *flow)
{
	return li_store_reports(flow->store);
}

li_err li_flow_strangers(struct li_flow *flow, const char *what)
{
	li_err err = li_flow_commit(flow);

	return err ? err
		   : li_store_audit(flow->store, &ourselves, "access.refused",
			     NULL, li_slice_str(what));
}

/* What the mirror has no room for is missing when its user becomes a target.
 * TS 33.127 cl. 5.3.2.4 */
static li_err tell_shed(struct li_flow *flow, const struct li_mirror_counts *n,
	int64_t mono_us)
{
	const uint64_t total = n->shed + n->evicted;

	flow->counts.shed = total;
	/* A flood that lasts is told of once a minute. */
	if (total == flow->shed_told.number ||
		(flow->shed_told.at_us &&
			mono_us - flow->shed_told.at_us < SHED_EACH_US))
		return LI_OK;
	flow->shed_told.number = total;
	flow->shed_told.at_us = mono_us;
	return li_lookout_lost(&flow->lookout, flow->store, LI_ISSUE_SHED,
		total);
}

/* ---- commits, time, requests ---- */

bool li_flow_dirty(const struct li_flow *flow)
{
	return flow->dirty;
}

li_err li_flow_commit(struct li_flow *flow)
{
	li_err err;

	/* Who asked for a change was told; all others wait for one that can. */
	if (li_store_failed(flow->store))
		return LI_EIO;
	if (!flow->dirty)
		return LI_OK;
	err = li_flow_mark(flow);
	if (err)
		li_store_rollback(flow->store);
	else
		err = li_store_commit(flow->store);
	flow->dirty = false;
	if (!err)
		flow->counts.commits++;
	return err;
}

/* In a quiet moment what was erased leaves the WAL too; where there is none, in
 * any. TS 33.107 cl. 8 */
static void tidy(struct li_flow *flow, int64_t mono_us)
{
	const bool due =
		flow->quiet || mono_us - flow->tidied_us >= TIDY_MAX_US;

	if (flow->untidy && due && !flow->dirty &&
		li_store_tidy(flow->store) == LI_OK) {
		flow->untidy = false;
		flow->tidied_us = mono_us;
	}
	flow->quiet = true;
}

/* The clock was set back: what was over, and let go, may be in its period.
 * TS 33.126 R6.5-10 */
static li_err tasks_again(struct li_flow *flow, int64_t at_us)
{
	li_err err = li_flow_commit(flow);

	return err ? err : li_flow_load_tasks(flow, at_us);
}

li_err li_flow_tick(struct li_flow *flow, int64_t at_us, int64_t mono_us)
{
	li_err err = li_flow_restore(flow, at_us, mono_us);
	struct li_step_counts counts;

	li_step_tick(flow->step, mono_us);
	li_step_prune(flow->step, at_us);
	if (!err)
		err = li_flow_watch_tick(flow, mono_us);
	if (!err)
		err = li_lookout_tick(&flow->lookout, flow->store, at_us,
			mono_us);
	if (!err && flow->lookout.set_back)
		err = tasks_again(flow, at_us);
	flow->lookout.set_back = false;
	if (!err)
		err = li_flow_erase_tick(flow, at_us, mono_us);
	if (!err)
		err = li_flow_admf_tick(flow);
	if (!err)
		err = li_flow_reconcile(flow, at_us);
	if (!err)
		err = li_flow_audit_tick(flow, mono_us);
	li_step_count(flow->step, &counts);
	flow->counts.unheld = counts.held.dropped + counts.ahead.dropped;
	if (!err)
		err = tell_shed(flow, &counts.mirror, mono_us);
	tidy(flow, mono_us);
	return err;
}

/* Does it change which tasks are in force? */
static bool of_tasks(enum li_admin_op op)
{
	return op == LI_ADMIN_TASK_ADD || op == LI_ADMIN_TASK_MODIFY ||
		op == LI_ADMIN_TASK_END || op == LI_ADMIN_TASK_APPROVE ||
		op == LI_ADMIN_WARRANT_ADD || op == LI_ADMIN_WARRANT_MODIFY ||
		op == LI_ADMIN_WARRANT_END || op == LI_ADMIN_TASK_END_ALL ||
		op == LI_ADMIN_BATCH;
}

li_err li_flow_admin(struct li_flow *flow,
	const struct li_admin_request *request, int64_t at_us,
	struct li_buf *items, struct li_admin_reply *reply)
{
	const struct li_admin_terms terms = {.at_us = at_us,
		.two_person = flow->two_person,
		.profiles = flow->profiles,
		.profile_count = flow->profile_count};
	struct li_admin_change change;
	li_err err;

	if (request->op == LI_ADMIN_HEARD &&
		li_door_allows(request->door, request->op)) {
		*reply = (struct li_admin_reply){
			.err = li_flow_admf_heard(flow, request->body)};
		return LI_OK;
	}
	/* What was taken before a change of the tasks is under the old ones. */
	err = li_flow_commit(flow);
	if (err)
		return err;
	if (of_tasks(request->op))
		li_flow_tasks_change(flow);
	flow->untidy = true;
	flow->quiet = false;
	li_admin_apply(flow->store, &terms, request, items, reply, &change);
	flow->lookout.tasks_changed |= change.all || change.count > 0;
	if (change.count > 0)
		flow->admf.over = false; /* look at it too */
	if (change.all)
		err = li_flow_load_tasks(flow, at_us);
	for (size_t i = 0; !err && i < change.count; i++)
		err = li_flow_task_changed(flow->store, flow->step,
			&change.xids[i]);
	return err;
}

li_err li_flow_stored(struct li_flow *flow, int64_t at_us,
	struct li_store_counts *out)
{
	return li_store_count(flow->store, at_us, out);
}

const struct li_flow_counts *li_flow_counts(const struct li_flow *flow)
{
	return &flow->counts;
}

/* ---- life ---- */

static li_err make_step(struct li_flow *flow, const struct li_flow_options *o)
{
	struct li_step_options options = {
		.mirror =
			{
				.secret = *li_store_secret(flow->store),
				.registrations_max = o->max_registrations,
				.sessions_max = o->max_sessions,
				.registration_age_s = o->max_registration_age_s,
				.session_age_s = o->max_session_age_s,
			},
		.watch.rules = o->watch,
		.keys = o->keys,
	};
	/* Nothing that the watch tells can be told of anybody later. */
	li_err err = li_hash_secret_draw(&options.watch.secret);

	if (!err)
		err = li_step_new(&options, &flow->step);
	if (!err)
		li_step_set_crowded(flow->step, li_flow_crowded, flow);
	return err;
}

/* A request that is done without us holds the store for a moment: wait for it,
 * not for another of our own kind. */
li_err li_flow_open_store(struct li_flow *flow,
	const struct li_store_place *place, struct li_fault *fault)
{
	const struct timespec pause = {.tv_nsec = OPEN_PAUSE_NS};
	li_err err = LI_EAGAIN;

	for (int i = 0; err == LI_EAGAIN && i < OPEN_TRIES; i++) {
		if (i)
			nanosleep(&pause, NULL);
		err = li_store_open(place, LI_STORE_WRITER, &flow->store,
			fault);
	}
	if (err)
		return err;
	li_store_reporting(flow->store, flow->reporting);
	li_store_bound(flow->store, flow->most);
	return LI_OK;
}

li_err li_flow_open(const struct li_flow_options *options, struct li_flow **out,
	struct li_fault *fault)
{
	const size_t n = strlen(options->place.path) + 1;
	struct li_flow *flow = calloc(1, sizeof(*flow) + n);
	li_err err;

	if (!flow)
		return LI_ENOMEM;
	memcpy(flow->path, options->place.path, n);
	li_lookout_init(&flow->lookout, flow->path, &options->limits);
	flow->registration_age_s = options->max_registration_age_s
		? options->max_registration_age_s
		: LI_MIRROR_REGISTRATION_AGE_S;
	flow->session_age_s = options->max_session_age_s
		? options->max_session_age_s
		: LI_MIRROR_SESSION_AGE_S;
	flow->admf.options = options->admf;
	flow->two_person = options->two_person;
	flow->profiles = options->profiles;
	flow->profile_count = options->profile_count;
	flow->tell_marks = options->tell_checkpoints;
	flow->reporting = options->reporting;
	flow->most = options->limits.most;
	err = li_flow_open_store(flow, &options->place, fault);
	if (!err)
		err = make_step(flow, options);
	if (!err)
		err = li_flow_load_tasks(flow, li_clock_now_us());
	if (!err)
		err = li_store_audit(flow->store, &ourselves, "lmisfd.start",
			NULL, (struct li_slice){0});
	if (!err)
		err = li_flow_admf_open(flow, fault);
	if (err) {
		li_flow_close(flow);
		return err;
	}
	*out = flow;
	return LI_OK;
}

static void audit_stop(struct li_flow *flow)
{
	if (li_flow_commit(flow))
		return;
	if (li_store_audit(flow->store, &ourselves, "lmisfd.stop", NULL,
		    (struct li_slice){0}))
		li_log(LI_LOG_WARNING, "flow", 0, "the stop was not audited");
	li_flow_audit_end(flow);
}

void li_flow_close(struct li_flow *flow)
{
	if (!flow)
		return;
	li_flow_admf_close(flow);
	if (flow->store && flow->step)
		audit_stop(flow);
	li_step_free(flow->step);
	li_store_close(flow->store);
	li_arena_fini(&flow->arena);
	li_lookout_fini(&flow->lookout);
	free(flow);
}
