/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/amount.h"
#include "store/contexts.h"
#include "store/numbering.h"
#include "store/terms.h"

li_err li_task_find(struct li_store *store, const struct li_uuid *xid,
	int64_t *row, int64_t *ended_us)
{
	uint8_t blind[LI_BLIND];
	sqlite3_stmt *s;
	li_err err;

	err = li_seal_blind(store->seal, "xid",
		li_slice(xid->octet, sizeof(xid->octet)), blind);
	if (err)
		return err;
	s = li_sql(store, LI_SQL_TASK_FIND);
	li_bind_blob(s, 1, li_slice(blind, sizeof(blind)));
	err = li_sql_row(store, LI_SQL_TASK_FIND);
	if (err)
		return err;
	*row = sqlite3_column_int64(s, 0);
	*ended_us = sqlite3_column_int64(s, 1);
	sqlite3_reset(s);
	return LI_OK;
}

/* What a task has in common in being added and changed: parameters 1 to 8. */
static li_err bind(struct li_store *store, sqlite3_stmt *s, int64_t row,
	const struct li_task *t)
{
	struct li_cell cell = {"task", "liid", row};
	li_err err;

	sqlite3_bind_int64(s, 1, row);
	err = li_bind_sealed(store, s, 2, cell, li_slice_str(t->liid));
	sqlite3_bind_int64(s, 3, t->starts_us);
	sqlite3_bind_int64(s, 4, t->ends_us);
	sqlite3_bind_int(s, 5, t->content ? 1 : 0);
	cell.column = "operator";
	if (!err)
		err = li_bind_sealed(store, s, 6, cell,
			li_slice_str(t->operator_name));
	cell.column = "warrant";
	if (!err)
		err = li_bind_sealed(store, s, 7, cell,
			li_slice_str(t->warrant));
	sqlite3_bind_int64(s, 8, li_clock_now_us());
	return err;
}

static li_err insert(struct li_store *store, int64_t row,
	const struct li_task *t)
{
	struct li_slice xid = li_slice(t->xid.octet, sizeof(t->xid.octet));
	sqlite3_stmt *s = li_sql(store, LI_SQL_TASK_ADD);
	uint8_t blind[LI_BLIND];
	li_err err;

	err = li_seal_blind(store->seal, "xid", xid, blind);
	if (!err)
		err = bind(store, s, row, t);
	if (!err)
		err = li_bind_sealed(store, s, 11,
			(struct li_cell){"task", "xid", row}, xid);
	if (err)
		return err;
	li_bind_blob(s, 10, li_slice(blind, sizeof(blind)));
	sqlite3_bind_int64(s, 12, t->ended_us);
	return li_sql_run(store, LI_SQL_TASK_ADD);
}

static li_err save_target(struct li_store *store, int64_t task, size_t ordinal,
	const struct li_identity *id)
{
	struct li_slice text = li_slice(id->text, id->len);
	uint8_t blind[LI_BLIND];
	sqlite3_stmt *s;
	int64_t row;
	li_err err;

	err = li_sql_next_id(store, "target", &row);
	if (!err)
		err = li_seal_blind(store->seal, "identity", text, blind);
	if (err)
		return err;
	s = li_sql(store, LI_SQL_TARGET_ADD);
	err = li_bind_sealed(store, s, 6,
		(struct li_cell){"target", "identity", row}, text);
	if (err)
		return err;
	sqlite3_bind_int64(s, 1, row);
	sqlite3_bind_int64(s, 2, task);
	sqlite3_bind_int64(s, 3, (sqlite3_int64)ordinal);
	sqlite3_bind_int(s, 4, (int)id->kind);
	li_bind_blob(s, 5, li_slice(blind, sizeof(blind)));
	return li_sql_run(store, LI_SQL_TARGET_ADD);
}

static li_err save_link(struct li_store *store, int64_t task, size_t ordinal,
	const struct li_uuid *did, struct li_fault *fault)
{
	sqlite3_stmt *s;
	int64_t row;
	li_err err;

	err = li_destination_row(store, did, &row);
	if (err == LI_ENOTFOUND)
		return li_fault_set(fault, err,
			"destination %zu of the task: no such DID",
			ordinal + 1);
	if (err)
		return err;
	s = li_sql(store, LI_SQL_LINK_ADD);
	sqlite3_bind_int64(s, 1, task);
	sqlite3_bind_int64(s, 2, (sqlite3_int64)ordinal);
	sqlite3_bind_int64(s, 3, row);
	return li_sql_run(store, LI_SQL_LINK_ADD);
}

static li_err save_lists(struct li_store *store, int64_t row,
	const struct li_task *t, struct li_fault *fault)
{
	li_err err = li_contexts_check(store, t, fault);

	for (size_t i = 0; !err && i < t->target_count; i++)
		err = save_target(store, row, i, &t->targets[i]);
	for (size_t i = 0; !err && i < t->destination_count; i++)
		err = save_link(store, row, i, &t->destinations[i], fault);
	return err ? err : li_liids_check_schemes(store, row, fault);
}

static li_err drop_lists(struct li_store *store, int64_t row)
{
	static const enum li_sql drops[] = {LI_SQL_TARGETS_DROP,
		LI_SQL_LINKS_DROP};
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < 2; i++) {
		sqlite3_bind_int64(li_sql(store, drops[i]), 1, row);
		err = li_sql_run(store, drops[i]);
	}
	return err;
}

/* TS 101 331 cl. 4.7: the record says all of what was ordered, so that it can
 * be read when the task has long been changed. */
static void describe(const struct li_task *t, uint32_t generation,
	struct li_buf *out)
{
	char text[LI_CLOCK_TEXT], id[LI_UUID_TEXT];

	li_uuid_format(&t->xid, id);
	li_buf_printf(out, "xid=%s liid=%s", id, t->liid);
	for (size_t i = 0; i < t->target_count; i++)
		li_buf_printf(out, " target=%s:%s",
			li_id_kind_name(t->targets[i].kind),
			t->targets[i].text);
	li_clock_format(t->starts_us, text);
	li_buf_printf(out, " starts=%s", text);
	li_clock_format(t->ends_us, text);
	li_buf_printf(out, " ends=%s content=%s", text,
		t->content ? "yes" : "no");
	for (size_t i = 0; i < t->destination_count; i++) {
		li_uuid_format(&t->destinations[i], id);
		li_buf_printf(out, " did=%s", id);
	}
	li_buf_printf(out, " operator=%s warrant=%s", t->operator_name,
		t->warrant);
	li_terms_describe(t, generation, out);
}

static li_err audit(struct li_store *store, const struct li_actor *actor,
	const char *action, int64_t row, const struct li_task *t,
	uint32_t generation)
{
	struct li_buf detail = {0};

	describe(t, generation, &detail);
	return li_audit_told(store, actor, action,
		(struct li_object){"task", row}, &detail);
}

/* Put all of the task in place of what its row has. */
static li_err replace(struct li_store *store, int64_t row,
	const struct li_task *t, struct li_fault *fault)
{
	li_err err = bind(store, li_sql(store, LI_SQL_TASK_CHANGE), row, t);

	if (!err)
		err = li_sql_run(store, LI_SQL_TASK_CHANGE);
	if (!err)
		err = drop_lists(store, row);
	return err ? err : save_lists(store, row, t, fault);
}

/* A row of its own, or the one that an ended task of this XID has: an XID is
 * free again when its task has ended, and no sequence number of it is used
 * twice. TS 103 221-1 cl. 5.1.2 */
static li_err place(struct li_store *store, int64_t *row,
	const struct li_task *t, struct li_fault *fault)
{
	li_err err;

	if (*row)
		return replace(store, *row, t, fault);
	err = li_sql_next_id(store, "task", row);
	if (!err)
		err = insert(store, *row, t);
	return err ? err : save_lists(store, *row, t, fault);
}

static li_err add(struct li_store *store, const struct li_task *t,
	const struct li_actor *actor, struct li_fault *fault)
{
	int64_t row = 0, ended_us = 0;
	li_err err;

	err = li_task_find(store, &t->xid, &row, &ended_us);
	if (!err && ended_us == 0)
		return li_fault_set(fault, LI_EEXIST,
			"this XID is there already, as task %lld",
			(long long)row);
	if (err && err != LI_ENOTFOUND)
		return err;
	err = place(store, &row, t, fault);
	if (!err)
		err = li_authorisation_leave(store, row, actor);
	if (!err)
		err = li_amount_begin(store, row);
	if (!err)
		err = li_terms_save(store, row, t, actor, 1);
	if (!err)
		err = audit(store, actor, "task.add", row, t, 1);
	return err ? err
		   : li_notification_put(store, row, LI_NOTIFY_ACTIVATION,
			     li_clock_now_us());
}

/* Find a task that may still be changed. */
static li_err find_open(struct li_store *store, const struct li_uuid *xid,
	int64_t *row, struct li_fault *fault)
{
	int64_t ended_us = 0;
	li_err err = li_task_find(store, xid, row, &ended_us);

	if (err == LI_ENOTFOUND)
		return li_fault_set(fault, err, "no such task");
	if (!err && ended_us > 0)
		return li_fault_set(fault, LI_ESTATE, "task %lld has ended",
			(long long)*row);
	return err;
}

static li_err modify(struct li_store *store, const struct li_task *t,
	const struct li_actor *actor, struct li_fault *fault)
{
	struct li_route was = {.count = 0};
	struct li_terms_state now;
	int64_t row = 0;
	li_err err;

	err = find_open(store, &t->xid, &row, fault);
	if (!err)
		err = li_terms_state(store, row, &now);
	if (err)
		return err;
	/* TS 103 120 cl. 7.1: who changes it has to have seen it as it is */
	if (t->generation && t->generation != now.generation)
		return li_fault_set(fault, LI_ESTATE,
			"task %lld was changed meanwhile: generation %u",
			(long long)row, (unsigned int)now.generation);
	err = li_notification_before(store, row, &was);
	if (!err)
		err = replace(store, row, t, fault);
	if (!err)
		err = li_authorised(store, row, 0, fault);
	if (!err)
		err = li_terms_save(store, row, t, actor, now.generation + 1);
	if (!err)
		err = audit(store, actor, "task.modify", row, t,
			now.generation + 1);
	if (!err)
		err = li_notification_changed(store, row, &was,
			li_clock_now_us());
	li_liids_free(was.liids);
	return err;
}

static li_err end(struct li_store *store, const struct li_uuid *xid,
	int64_t at_us, const struct li_actor *actor, struct li_fault *fault)
{
	sqlite3_stmt *s;
	int64_t row = 0;
	li_err err;

	err = find_open(store, xid, &row, fault);
	if (err)
		return err;
	s = li_sql(store, LI_SQL_TASK_END);
	sqlite3_bind_int64(s, 1, row);
	sqlite3_bind_int64(s, 2, at_us);
	sqlite3_bind_int64(s, 3, li_clock_now_us());
	err = li_sql_run(store, LI_SQL_TASK_END);
	if (!err)
		err = li_mirrored_drop(store, row);
	if (!err)
		err = li_audit_change(store, actor, "task.end",
			(struct li_object){"task", row}, (struct li_slice){0});
	return err ? err
		   : li_notification_put(store, row, LI_NOTIFY_DEACTIVATION,
			     at_us);
}

typedef li_err (*change_fn)(struct li_store *store, const struct li_task *t,
	const struct li_actor *actor, struct li_fault *fault);

static li_err change(struct li_store *store, change_fn fn,
	const struct li_task *task, const struct li_actor *actor,
	struct li_fault *fault)
{
	struct li_scope scope;
	const char *why = "";
	li_err err;

	err = li_actor_check(actor, fault);
	if (err)
		return err;
	err = li_task_check(task, &why);
	if (err)
		return li_fault_set(fault, err, "%s", why);
	err = li_scope_begin(store, &scope);
	if (!err)
		err = li_scope_end(store, &scope,
			fn(store, task, actor, fault));
	li_routes_forget(store);
	return li_change_fault(store, err, fault);
}

li_err li_store_task_add(struct li_store *store, const struct li_task *task,
	const struct li_actor *actor, struct li_fault *fault)
{
	return change(store, add, task, actor, fault);
}

li_err li_store_task_modify(struct li_store *store, const struct li_task *task,
	const struct li_actor *actor, struct li_fault *fault)
{
	return change(store, modify, task, actor, fault);
}

li_err li_store_task_end(struct li_store *store, const struct li_uuid *xid,
	int64_t at_us, const struct li_actor *actor, struct li_fault *fault)
{
	struct li_scope scope;
	li_err err;

	err = li_actor_check(actor, fault);
	if (err)
		return err;
	if (at_us <= 0)
		return li_fault_set(fault, LI_EINVAL, "no time of the end");
	err = li_scope_begin(store, &scope);
	if (!err)
		err = li_scope_end(store, &scope,
			end(store, xid, at_us, actor, fault));
	return li_change_fault(store, err, fault);
}

static li_err approve(struct li_store *store, const struct li_uuid *xid,
	int64_t at_us, const struct li_actor *actor, struct li_fault *fault)
{
	int64_t row = 0;
	li_err err = find_open(store, xid, &row, fault);

	if (!err)
		err = li_terms_release(store, row, at_us, actor, fault);
	if (!err)
		err = li_audit_change(store, actor, "task.approve",
			(struct li_object){"task", row}, (struct li_slice){0});
	return err
		? err
		: li_notification_put(store, row, LI_NOTIFY_ACTIVATION, at_us);
}

li_err li_store_task_approve(struct li_store *store, const struct li_uuid *xid,
	int64_t at_us, const struct li_actor *actor, struct li_fault *fault)
{
	struct li_scope scope;
	li_err err = li_actor_check(actor, fault);

	if (err)
		return err;
	err = li_scope_begin(store, &scope);
	if (!err)
		err = li_scope_end(store, &scope,
			approve(store, xid, at_us, actor, fault));
	return li_change_fault(store, err, fault);
}
