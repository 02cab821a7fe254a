/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/admin_report.h"

#include <stdio.h>

#include "model/pack.h"
#include "store/audit.h"

/* ---- looking ---- */

static li_err security_item(int64_t id, const struct li_security_event *e,
	void *data)
{
	struct li_buf one = {0};

	li_buf_put_u64(&one, (uint64_t)id);
	li_pack_security(&one, e);
	return li_admin_item_give(data, &one);
}

li_err li_admin_security(struct li_store *store, struct li_buf *items,
	const struct li_actor *actor)
{
	li_err err = li_store_audit(store, actor, "security.list", NULL,
		(struct li_slice){0});

	return err ? err
		   : li_store_security_each(store, LI_ADMIN_SECURITY_MAX,
			     security_item, items);
}

struct behind {
	struct li_store *store;
	struct li_buf *items;
};

static li_err behind_item(const struct li_destination *d, void *data)
{
	const struct behind *b = data;
	struct li_admin_behind behind = {.did = d->did};
	struct li_buf one = {0};
	li_err err = li_store_oldest(b->store, d->row, &behind.since_us);

	if (err)
		return err;
	li_admin_behind_put(&one, &behind);
	return li_admin_item_give(b->items, &one);
}

li_err li_admin_behind(struct li_store *store, struct li_buf *items,
	const struct li_actor *actor)
{
	struct behind b = {store, items};
	li_err err = li_store_audit(store, actor, "status.read", NULL,
		(struct li_slice){0});

	return err ? err : li_store_destination_each(store, behind_item, &b);
}

static li_err fault_item(int64_t id, const struct li_issue *issue, void *data)
{
	struct li_buf one = {0};

	(void)id;
	li_pack_issue(&one, issue);
	return li_admin_item_give(data, &one);
}

li_err li_admin_faults(struct li_store *store, struct li_buf *items,
	const struct li_actor *actor)
{
	li_err err = li_store_audit(store, actor, "status.read", NULL,
		(struct li_slice){0});

	return err ? err : li_store_fault_each(store, fault_item, items);
}

struct listing {
	struct li_buf *items;
	const struct li_checkpoint *mark; /* the last, or NULL */
};

static li_err report_item(int64_t id, const struct li_issue *issue, void *data)
{
	const struct listing *l = data;
	struct li_admin_report report = {.id = id, .issue = *issue};
	struct li_buf one = {0};

	_Static_assert(sizeof(report.words) >= LI_CHECKPOINT_LINE,
		"a checkpoint fits in the words of a report");
	/* The last one vouches for all before it. TS 33.126 R6.6-110 */
	if (issue->cause == LI_ISSUE_CHECKPOINT && l->mark) {
		report.issue.number = (uint64_t)l->mark->row;
		li_checkpoint_format(l->mark, report.words);
	}
	li_admin_report_put(&one, &report);
	return li_admin_item_give(l->items, &one);
}

li_err li_admin_reports(struct li_store *store, struct li_buf *items)
{
	struct listing l = {items, li_store_marked(store)};

	return li_store_report_each(store, LI_ADMIN_REPORTS_MAX, report_item,
		&l);
}

/* ---- changes ---- */

li_err li_admin_report_done(struct li_store *store, struct li_slice body,
	const struct li_actor *actor)
{
	struct li_admin_done done;
	char action[32];
	li_err err = li_admin_done_get(body, &done);

	if (err)
		return err;
	snprintf(action, sizeof(action), "report.refused.%u", done.code);
	return li_store_report_done(store, done.id, actor,
		done.code ? action : LI_REPORT_TOLD);
}

/* A program speaks for itself, delivery for its destinations. */
static bool may_say(const struct li_issue *issue, const struct li_actor *actor)
{
	const bool deliver = strcmp(actor->via, "lmisf-deliver") == 0;
	const bool x1d = strcmp(actor->via, "lmisf-x1d") == 0;

	if (issue->cause == LI_ISSUE_DOWN || issue->cause == LI_ISSUE_SECONDARY)
		return deliver;
	if (issue->cause == LI_ISSUE_CERTIFICATE ||
		issue->cause == LI_ISSUE_RESTART)
		return (deliver && issue->part == LI_ISSUE_DELIVER) ||
			(x1d && issue->part == LI_ISSUE_X1D);
	return false;
}

li_err li_admin_issue(struct li_store *store, struct li_slice body,
	int64_t at_us, const struct li_actor *actor)
{
	struct li_issue issue;
	li_err err = li_unpack_issue(body, &issue);

	if (err)
		return err;
	if (!may_say(&issue, actor))
		return LI_EDENIED;
	issue.at_us = at_us;
	return li_store_issue(store, &issue);
}

static li_err forget(struct li_store *store, enum li_issue_cause cause,
	const struct li_uuid *id)
{
	return li_store_issue_forget(store,
		&(struct li_issue){.cause = cause, .id = *id});
}

li_err li_admin_task_forget(struct li_store *store, const struct li_uuid *xid)
{
	return forget(store, LI_ISSUE_EXPIRED, xid);
}

li_err li_admin_destination_forget(struct li_store *store,
	const struct li_uuid *did)
{
	static const enum li_issue_cause causes[] = {LI_ISSUE_DOWN,
		LI_ISSUE_BEHIND, LI_ISSUE_FILLING, LI_ISSUE_GAP,
		LI_ISSUE_SECONDARY};
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < sizeof(causes) / sizeof(causes[0]); i++)
		err = forget(store, causes[i], did);
	return err;
}

/* lmisf-x1d asks in the ADMF's name, or in its own when the ADMF is gone. */
static bool is_admf(const struct li_actor *actor)
{
	return strcmp(actor->via, "lmisf-x1d") == 0 &&
		strcmp(actor->name, actor->via) != 0;
}

/* TS 103 221-1 cl. 6.5.2: the end of a task that its ADMF did not ask for. */
static li_err tell_ended(struct li_store *store, const struct li_uuid *xid,
	int64_t at_us)
{
	return li_store_issue(store,
		&(struct li_issue){.cause = LI_ISSUE_ENDED,
			.state = LI_ISSUE_NEWS,
			.id = *xid,
			.at_us = at_us});
}

li_err li_admin_task_end_in(struct li_store *store, const struct li_uuid *xid,
	int64_t at_us, const struct li_actor *actor, struct li_fault *fault)
{
	li_err err = li_store_task_end(store, xid, at_us, actor, fault);

	if (!err)
		err = li_admin_task_forget(store, xid);
	if (!err && !is_admf(actor))
		err = tell_ended(store, xid, at_us);
	return err;
}

static li_err note_open(const struct li_task *task, void *data)
{
	struct li_buf *xids = data;

	if (task->ended_us == 0)
		li_buf_put(xids, task->xid.octet, sizeof(task->xid.octet));
	return li_buf_check(xids);
}

li_err li_admin_tasks_open(struct li_store *store, struct li_buf *xids)
{
	return li_store_task_each(store, note_open, xids);
}

li_err li_admin_tasks_end_in(struct li_store *store, struct li_slice xids,
	int64_t at_us, const struct li_actor *actor)
{
	struct li_cursor c = li_cursor(xids);
	struct li_uuid xid;
	li_err err = LI_OK;

	while (!err && c.rest.n) {
		const struct li_slice s = li_cursor_take(&c, sizeof(xid.octet));

		memcpy(xid.octet, s.p, s.n);
		err = li_admin_task_end_in(store, &xid, at_us, actor, NULL);
	}
	return err;
}

/* Keep what a transaction has done, or undo it. */
static li_err settle(struct li_store *store, li_err err)
{
	if (!err)
		return li_store_commit(store);
	li_store_rollback(store);
	return err;
}

/* TS 103 221-1 cl. 6.2.4: who is told OK is told it of all of them */
li_err li_admin_tasks_end(struct li_store *store, int64_t at_us,
	const struct li_actor *actor, size_t *count)
{
	struct li_buf xids = {0};
	li_err err = li_store_begin(store);

	if (err)
		return err;
	err = li_admin_tasks_open(store, &xids);
	if (!err)
		err = li_admin_tasks_end_in(store, li_buf_slice(&xids), at_us,
			actor);
	*count = xids.n / sizeof(struct li_uuid);
	li_buf_fini(&xids);
	return settle(store, err);
}

li_err li_admin_tasks_end_these(struct li_store *store, struct li_slice xids,
	int64_t at_us, const struct li_actor *actor)
{
	li_err err;

	if (xids.n == 0 || xids.n % sizeof(struct li_uuid))
		return LI_EMALFORMED;
	err = li_store_begin(store);
	return err ? err
		   : settle(store,
			     li_admin_tasks_end_in(store, xids, at_us, actor));
}

li_err li_admin_task_end(struct li_store *store, const struct li_uuid *xid,
	int64_t at_us, const struct li_actor *actor, struct li_fault *fault)
{
	li_err err = li_store_begin(store);

	if (err)
		return err;
	return settle(store,
		li_admin_task_end_in(store, xid, at_us, actor, fault));
}
