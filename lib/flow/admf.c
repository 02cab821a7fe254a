/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"
#include "flow/admin_report.h"
#include "flow/flow_tasks.h"
#include "flow/inside.h"

/* No word from the ADMF for TIME_P2 ends all tasks. It is lmisfd that counts,
 * which is what would go on intercepting. TS 103 221-1 cl. 6.6.2 */

enum {
	SECOND_US = 1000000,
	SAVE_EACH_US = 60000000, /* of a silence: what a reboot may forget */
};

static const struct li_actor ourselves = {.name = "lmisfd", .via = "lmisfd"};

static void moment(const struct li_flow *flow, struct li_alive *now)
{
	if (flow->admf.options.now)
		flow->admf.options.now(now);
	else
		li_alive_now(now);
}

/* ---- the file ---- */

static void save(struct li_flow *flow, const struct li_alive *state)
{
	struct li_fault fault = {0};
	const bool was = flow->admf.unsaved;

	flow->admf.saved = *state;
	flow->admf.unsaved =
		li_alive_save(flow->admf.options.path, state, &fault) != LI_OK;
	/* A word that is not kept ends tasks early after a restart, not late. */
	if (flow->admf.unsaved && !was)
		li_log(LI_LOG_ERROR, "x1", 0, "%s", fault.text);
}

/* Keep a word within a second, and a silence each minute. */
static void save_some(struct li_flow *flow, struct li_alive now)
{
	const struct li_alive *heard = &flow->admf.heard;
	const struct li_alive *saved = &flow->admf.saved;
	const int64_t silent_us = li_alive_silent(heard, &now);
	const int64_t in_file_us = li_alive_silent(saved, &now);

	if (in_file_us - silent_us < SECOND_US &&
		silent_us - saved->silent_us < SAVE_EACH_US)
		return;
	now.silent_us = silent_us;
	save(flow, &now);
}

/* ---- the end of all tasks ---- */

/* One transaction: all of them, and why, or none. */
static li_err end_tasks(struct li_flow *flow, struct li_slice xids,
	int64_t at_us)
{
	char why[96];
	const int n = snprintf(why, sizeof(why),
		"no request of the ADMF for %" PRId64 " s: %zu tasks end",
		flow->admf.options.period_us / SECOND_US,
		xids.n / sizeof(struct li_uuid));
	li_err err = li_store_begin(flow->store);

	if (!err)
		err = li_store_audit(flow->store, &ourselves, "admf.silent",
			NULL, li_slice(why, (size_t)n));
	if (!err)
		err = li_admin_tasks_end_in(flow->store, xids, at_us,
			&ourselves);
	if (!err)
		err = li_store_commit(flow->store);
	if (err)
		li_store_rollback(flow->store);
	return err;
}

static li_err end_all(struct li_flow *flow, int64_t at_us)
{
	struct li_buf xids = {0};
	li_err err = li_flow_commit(flow);

	if (!err) {
		li_flow_tasks_change(flow);
		err = li_admin_tasks_open(flow->store, &xids);
	}
	flow->admf.over = err == LI_OK;
	if (!err && xids.n) {
		err = end_tasks(flow, li_buf_slice(&xids), at_us);
		if (!err)
			err = li_flow_load_tasks(flow, at_us);
		flow->untidy = true;
		flow->quiet = false;
	}
	if (err)
		li_log(LI_LOG_ERROR, "x1", 0,
			"no word from the ADMF for too long, and tasks cannot "
			"be ended: %s",
			li_err_name(err));
	else
		li_log(LI_LOG_WARNING, "x1", 0,
			"no word from the ADMF for too long: %zu tasks ended",
			xids.n / sizeof(struct li_uuid));
	li_buf_fini(&xids);
	return err;
}

/* ---- the watch ---- */

/* As DeactivateAllTasks does, and what begins in the silence ends too. */
li_err li_flow_admf_tick(struct li_flow *flow)
{
	struct li_alive now;

	if (!flow->admf.options.path)
		return LI_OK;
	moment(flow, &now);
	save_some(flow, now);
	if (flow->admf.over ||
		li_alive_silent(&flow->admf.heard, &now) <
			flow->admf.options.period_us)
		return LI_OK;
	return end_all(flow, now.at_us);
}

/* What was over while we did not run was over then: what comes late is judged
 * by its own time. */
static li_err look_back(struct li_flow *flow, const struct li_alive *now)
{
	const int64_t over_us = li_alive_silent(&flow->admf.heard, now) -
		flow->admf.options.period_us;

	if (over_us < 0)
		return LI_OK;
	return end_all(flow, over_us < now->at_us ? now->at_us - over_us : 1);
}

li_err li_flow_admf_open(struct li_flow *flow, struct li_fault *fault)
{
	const char *path = flow->admf.options.path;
	struct li_alive kept, now;
	li_err err;

	if (!path)
		return LI_OK;
	moment(flow, &now);
	err = li_alive_load(path, &kept, fault);
	if (err && err != LI_ENOTFOUND)
		return err;
	/* No file yet is no fault: who asks what ended us is not told so. */
	if (err && fault)
		fault->text[0] = '\0';
	/* From here on it is counted by the clock of this boot. */
	if (!err)
		now.silent_us = li_alive_silent(&kept, &now);
	flow->admf.heard = flow->admf.saved = now;
	err = li_alive_save(path, &now, fault);
	return err ? err : look_back(flow, &now);
}

void li_flow_admf_again(struct li_flow *flow)
{
	struct li_fault fault = {0};
	struct li_alive kept, now;

	flow->admf.unsaved = false;
	if (!flow->admf.options.path ||
		li_alive_load(flow->admf.options.path, &kept, &fault) != LI_OK)
		return;
	moment(flow, &now);
	if (li_alive_silent(&kept, &now) >=
		li_alive_silent(&flow->admf.heard, &now))
		return;
	flow->admf.heard = flow->admf.saved = kept;
	flow->admf.over = false;
}

li_err li_flow_admf_heard(struct li_flow *flow, struct li_slice body)
{
	struct li_cursor c = li_cursor(body);
	const uint64_t ago_us = li_cursor_u64(&c);
	struct li_alive now;

	if (c.bad || c.rest.n || ago_us > INT64_MAX / 2)
		return LI_EMALFORMED;
	if (!flow->admf.options.path)
		return LI_OK;
	moment(flow, &now);
	/* A word that could not be told at once may be older than the last. */
	if (li_alive_silent(&flow->admf.heard, &now) <= (int64_t)ago_us)
		return LI_OK;
	now.silent_us = (int64_t)ago_us;
	flow->admf.heard = now;
	flow->admf.over = false;
	return LI_OK;
}

void li_flow_admf_close(struct li_flow *flow)
{
	struct li_alive now;

	if (!flow->admf.options.path || !flow->admf.heard.at_us)
		return;
	moment(flow, &now);
	now.silent_us = li_alive_silent(&flow->admf.heard, &now);
	save(flow, &now);
}
