/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/authorisations.h"

#include "base/clock.h"
#include "store/inside.h"

/* TS 101 331 cl. 4.7: the record says all of what was ordered. */
static li_err audit(struct li_store *store, const struct li_actor *actor,
	const char *action, const struct li_authorisation *a)
{
	const struct li_approval *by = &a->approval;
	char text[LI_CLOCK_TEXT], id[LI_UUID_TEXT];
	struct li_buf detail = {0};

	li_uuid_format(&a->id, id);
	li_buf_printf(&detail, "authorisation=%s reference=%s", id,
		a->reference);
	if (a->starts_us) {
		li_clock_format(a->starts_us, text);
		li_buf_printf(&detail, " starts=%s", text);
	}
	li_clock_format(a->ends_us, text);
	li_buf_printf(&detail,
		" ends=%s legal-type=%s priority=%u approver=%s role=%s "
		"approval=%s emergency=%s",
		text, a->legal_type, (unsigned int)a->priority, by->name,
		by->role, by->reference, by->emergency ? "yes" : "no");
	if (a->owner.name[0])
		li_buf_printf(&detail, " owner=%s/%s", a->owner.country,
			a->owner.name);
	for (size_t i = 0; i < a->task_count; i++) {
		li_uuid_format(&a->tasks[i], id);
		li_buf_printf(&detail, " xid=%s", id);
	}
	return li_audit_told(store, actor, action,
		(struct li_object){"authorisation", a->row}, &detail);
}

/* ---- change ---- */

li_err li_authorised(struct li_store *store, int64_t task,
	int64_t authorisation, struct li_fault *fault)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_WARRANT_OUTSIDE);
	li_err err;

	sqlite3_bind_int64(s, 1, task);
	sqlite3_bind_int64(s, 2, authorisation);
	err = li_sql_row(store, LI_SQL_WARRANT_OUTSIDE);
	if (err)
		return err == LI_ENOTFOUND ? LI_OK : err;
	task = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return li_fault_set(fault, LI_EINVAL,
		"task %lld: not within the time of its authorisation",
		(long long)task);
}

li_err li_authorisation_leave(struct li_store *store, int64_t task,
	const struct li_actor *actor)
{
	struct li_authorisation a;
	sqlite3_stmt *s;
	int64_t row;
	li_err err;

	for (;;) {
		s = li_sql(store, LI_SQL_WARRANT_OVER);
		sqlite3_bind_int64(s, 1, task);
		err = li_sql_row(store, LI_SQL_WARRANT_OVER);
		if (err)
			return err == LI_ENOTFOUND ? LI_OK : err;
		row = sqlite3_column_int64(s, 0);
		sqlite3_reset(s);
		s = li_sql(store, LI_SQL_WARRANT_LEAVE);
		sqlite3_bind_int64(s, 1, row);
		sqlite3_bind_int64(s, 2, task);
		err = li_sql_run(store, LI_SQL_WARRANT_LEAVE);
		if (!err)
			err = li_authorisation_read(store, row, &a);
		if (!err)
			err = audit(store, actor, "authorisation.modify", &a);
		explicit_bzero(&a, sizeof(a));
		if (err)
			return err;
	}
}

static li_err link_tasks(struct li_store *store, int64_t row,
	const struct li_authorisation *a, struct li_fault *fault)
{
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < a->task_count; i++) {
		sqlite3_stmt *s;
		int64_t task = 0, ended_us;

		err = li_task_find(store, &a->tasks[i], &task, &ended_us);
		if (err)
			return li_fault_set(fault, err, "no such task");
		s = li_sql(store, LI_SQL_WARRANT_LINK);
		sqlite3_bind_int64(s, 1, row);
		sqlite3_bind_int64(s, 2, task);
		err = li_sql_run(store, LI_SQL_WARRANT_LINK);
	}
	return err ? err : li_authorised(store, 0, row, fault);
}

/* TS 103 120 cl. 7.1.1 */
static li_err bind_owner(struct li_store *store, sqlite3_stmt *s, int64_t row,
	const struct li_endpoint *owner, uint8_t blind[static LI_BLIND])
{
	char text[LI_AUTHORISATION_OWNER];
	li_err err;

	if (!owner->name[0])
		return LI_OK;
	li_authorisation_owner(owner, text);
	err = li_seal_blind(store->seal, "owner", li_slice_str(text), blind);
	if (err)
		return err;
	li_bind_blob(s, 16, li_slice(blind, LI_BLIND));
	return li_bind_sealed(store, s, 17,
		(struct li_cell){"authorisation", "owner", row},
		li_slice_str(text));
}

static li_err insert(struct li_store *store, int64_t row,
	const struct li_authorisation *a, const struct li_actor *actor)
{
	const struct li_slice id = li_slice(a->id.octet, sizeof(a->id.octet));
	const struct {
		int at;
		const char *column;
		struct li_slice text;
	} sealed[] = {
		{3, "object", id},
		{4, "reference", li_slice_str(a->reference)},
		{5, "legal_type", li_slice_str(a->legal_type)},
		{9, "approver_name", li_slice_str(a->approval.name)},
		{10, "approver_role", li_slice_str(a->approval.role)},
		{11, "approver_ref", li_slice_str(a->approval.reference)},
		{12, "entered_by", li_slice_str(actor->name)},
	};
	sqlite3_stmt *s = li_sql(store, LI_SQL_WARRANT_ADD);
	uint8_t blind[LI_BLIND], owner[LI_BLIND];
	li_err err = li_seal_blind(store->seal, "authorisation", id, blind);

	if (!err)
		err = bind_owner(store, s, row, &a->owner, owner);
	for (size_t i = 0; !err && i < sizeof(sealed) / sizeof(sealed[0]); i++)
		err = li_bind_sealed_some(store, s, sealed[i].at,
			(struct li_cell){"authorisation", sealed[i].column,
				row},
			sealed[i].text);
	if (err)
		return err;
	li_bind_blob(s, 2, li_slice(blind, sizeof(blind)));
	sqlite3_bind_int64(s, 1, row);
	sqlite3_bind_int(s, 6, a->priority);
	sqlite3_bind_int64(s, 7, a->starts_us);
	sqlite3_bind_int64(s, 8, a->ends_us);
	sqlite3_bind_int64(s, 13, a->approval.at_us);
	sqlite3_bind_int(s, 14, a->approval.emergency ? 1 : 0);
	sqlite3_bind_int64(s, 15, li_clock_now_us());
	return li_sql_run(store, LI_SQL_WARRANT_ADD);
}

static li_err add(struct li_store *store, const struct li_authorisation *a,
	const struct li_actor *actor, struct li_fault *fault)
{
	struct li_authorisation now;
	int64_t row = 0;
	li_err err = li_authorisation_find(store, &a->id, &row, NULL);

	if (!err)
		return li_fault_set(fault, LI_EEXIST,
			"this authorisation is there already");
	if (err != LI_ENOTFOUND)
		return err;
	err = li_sql_next_id(store, "authorisation", &row);
	if (!err)
		err = insert(store, row, a, actor);
	if (!err)
		err = link_tasks(store, row, a, fault);
	if (!err)
		err = li_authorisation_read(store, row, &now);
	return err ? err : audit(store, actor, "authorisation.add", &now);
}

/* The one that is to change. */
static li_err find_open(struct li_store *store, const struct li_uuid *id,
	struct li_authorisation *now, struct li_fault *fault)
{
	int64_t row = 0;
	li_err err = li_authorisation_find(store, id, &row, fault);

	if (!err)
		err = li_authorisation_read(store, row, now);
	if (!err && now->ended_us)
		return li_fault_set(fault, LI_ESTATE,
			"the authorisation was cancelled");
	return err;
}

/* Keep its period and end as they are in *a, and say so. */
static li_err change(struct li_store *store, const struct li_authorisation *a,
	const char *action, const struct li_actor *actor)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_WARRANT_CHANGE);
	li_err err;

	sqlite3_bind_int64(s, 1, a->row);
	sqlite3_bind_int64(s, 2, a->starts_us);
	sqlite3_bind_int64(s, 3, a->ends_us);
	sqlite3_bind_int64(s, 4, a->ended_us);
	sqlite3_bind_int64(s, 5, li_clock_now_us());
	err = li_sql_run(store, LI_SQL_WARRANT_CHANGE);
	return err ? err : audit(store, actor, action, a);
}

static li_err extend(struct li_store *store, const struct li_authorisation *a,
	const struct li_actor *actor, struct li_fault *fault)
{
	struct li_authorisation now;
	li_err err = find_open(store, &a->id, &now, fault);

	if (!err && now.task_count + a->task_count > LI_AUTHORISATION_TASKS_MAX)
		return li_fault_set(fault, LI_EINVAL,
			"more than %d tasks under one authorisation",
			LI_AUTHORISATION_TASKS_MAX);
	if (!err)
		err = link_tasks(store, now.row, a, fault);
	if (!err)
		err = li_authorisation_read(store, now.row, &now);
	return err ? err : audit(store, actor, "authorisation.modify", &now);
}

/* TS 33.126 R6.5-10: more time is another authorisation */
static li_err narrow(struct li_store *store,
	const struct li_authorised_span *span, const struct li_actor *actor,
	struct li_fault *fault)
{
	struct li_authorisation a;
	li_err err = find_open(store, &span->id, &a, fault);

	if (err)
		return err;
	/* TS 103 120 cl. 7.1.3 */
	if (span->generation && span->generation != a.generation)
		return li_fault_set(fault, LI_ESTATE,
			"the authorisation was changed meanwhile");
	if (span->ends_us > a.ends_us ||
		(span->starts_us && span->starts_us < a.starts_us))
		return li_fault_set(fault, LI_EINVAL,
			"wider than what was authorised");
	if (span->ends_us)
		a.ends_us = span->ends_us;
	if (span->starts_us)
		a.starts_us = span->starts_us;
	if (a.starts_us >= a.ends_us)
		return li_fault_set(fault, LI_EINVAL, "no time is left");
	err = change(store, &a, "authorisation.modify", actor);
	return err ? err : li_authorised(store, 0, a.row, fault);
}

/* ---- each a change of its own ---- */

/* Begin one: *err is then that of the scope. */
static li_err begin(struct li_store *store, const struct li_actor *actor,
	struct li_scope *scope, struct li_fault *fault)
{
	li_err err = li_actor_check(actor, fault);

	return err ? err : li_scope_begin(store, scope);
}

static li_err end(struct li_store *store, struct li_scope *scope, li_err err,
	struct li_fault *fault)
{
	return li_change_fault(store, li_scope_end(store, scope, err), fault);
}

li_err li_store_authorisation_add(struct li_store *store,
	const struct li_authorisation *a, const struct li_actor *actor,
	struct li_fault *fault)
{
	struct li_scope scope;
	const char *why = "";
	li_err err = begin(store, actor, &scope, fault);

	if (err)
		return err;
	err = li_authorisation_check(a, &why);
	return end(store, &scope,
		err ? li_fault_set(fault, err, "%s", why)
		    : add(store, a, actor, fault),
		fault);
}

li_err li_store_authorisation_extend(struct li_store *store,
	const struct li_authorisation *a, const struct li_actor *actor,
	struct li_fault *fault)
{
	struct li_scope scope;
	li_err err = begin(store, actor, &scope, fault);

	return err ? err
		   : end(store, &scope, extend(store, a, actor, fault), fault);
}

li_err li_store_authorisation_narrow(struct li_store *store,
	const struct li_authorised_span *span, const struct li_actor *actor,
	struct li_fault *fault)
{
	struct li_scope scope;
	li_err err = begin(store, actor, &scope, fault);

	return err
		? err
		: end(store, &scope, narrow(store, span, actor, fault), fault);
}

li_err li_store_authorisation_end(struct li_store *store,
	const struct li_uuid *id, int64_t at_us, const struct li_actor *actor,
	struct li_fault *fault)
{
	struct li_authorisation a;
	struct li_scope scope;
	li_err err = begin(store, actor, &scope, fault);

	if (err)
		return err;
	err = find_open(store, id, &a, fault);
	a.ended_us = at_us;
	return end(store, &scope,
		err ? err : change(store, &a, "authorisation.end", actor),
		fault);
}
