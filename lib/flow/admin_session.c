/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/admin_session.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ipc/door.h"
#include "model/pack.h"
#include "store/audit.h"
#include "store/export.h"
#include "store/sessions.h"

struct look {
	struct li_store *store;
	const struct li_admin_request *request;
	struct li_actor actor;
	uint64_t row; /* of the audit, that says it; 0: not yet */
	struct li_uuid xid;
	uint64_t correlation;
	uint64_t after;
	int64_t task, stream;
	char words[LI_UUID_TEXT + 48]; /* of the row */
};

static bool is_ladder(const struct look *l)
{
	return l->request->op == LI_ADMIN_SESSION_LADDER;
}

static li_err read_body(struct look *l)
{
	struct li_cursor c = li_cursor(l->request->body);
	char xid[LI_UUID_TEXT];
	int n;

	l->row = li_cursor_u64(&c);
	li_unpack_uuid(&c, &l->xid);
	if (is_ladder(l))
		l->correlation = li_cursor_u64(&c);
	l->after = li_cursor_u64(&c);
	if (c.bad || c.rest.n || l->row > INT64_MAX || l->after > INT64_MAX)
		return LI_EMALFORMED;
	li_uuid_format(&l->xid, xid);
	n = snprintf(l->words, sizeof(l->words), "xid=%s", xid);
	if (is_ladder(l))
		snprintf(l->words + n, sizeof(l->words) - (size_t)n,
			" correlation=%" PRIu64, l->correlation);
	return LI_OK;
}

/* Are there this task and session? */
static li_err find(struct look *l, struct li_fault *fault)
{
	struct li_task task;
	li_err err = li_store_task_get(l->store, &l->xid, &task);

	if (err == LI_ENOTFOUND)
		return li_fault_set(fault, err, "no such task");
	if (err)
		return err;
	l->task = task.row;
	explicit_bzero(&task, sizeof(task));
	if (!is_ladder(l))
		return LI_OK;
	err = li_store_session_find(l->store, l->task, l->correlation,
		&l->stream);
	return err == LI_ENOTFOUND
		? li_fault_set(fault, err, "the task has no such session")
		: err;
}

/* TS 33.127 cl. 8.7: the look is in the record before anything is shown */
static li_err begin(struct look *l)
{
	li_err err = l->after ? LI_EDENIED
			      : li_store_audit(l->store, &l->actor,
					li_admin_op_name(l->request->op), NULL,
					li_slice_str(l->words));

	l->row = (uint64_t)li_store_audit_rows(l->store);
	return err;
}

static li_err is_begun(const struct li_export_row *e, void *data)
{
	const struct look *l = data;

	return li_slice_is(e->row.action, li_admin_op_name(l->request->op)) &&
			!e->row.result.p &&
			li_slice_is(e->name, l->actor.name) &&
			li_slice_is(e->row.via, l->actor.via) &&
			li_slice_is(e->text, l->words)
		? LI_OK
		: LI_EDENIED;
}

static li_err go_on(struct look *l)
{
	li_err err =
		li_store_export_row(l->store, (int64_t)l->row, is_begun, l);

	return err == LI_ENOTFOUND ? LI_EDENIED : err;
}

static li_err give_sum(const struct li_session_sum *sum, void *data)
{
	struct li_buf one = {0};

	li_session_sum_pack(&one, sum);
	return li_admin_item_give(data, &one);
}

static li_err give_rung(const struct li_rung *rung, void *data)
{
	struct li_buf one = {0};

	li_rung_pack(&one, rung);
	return li_admin_item_give(data, &one);
}

li_err li_admin_session(struct li_store *store,
	const struct li_admin_request *request, struct li_buf *items,
	struct li_admin_reply *reply, struct li_fault *fault)
{
	struct look l = {
		.store = store,
		.request = request,
		.actor = {.name = request->actor, .via = request->via},
	};
	li_err err = read_body(&l);
	int64_t at = (int64_t)l.after;

	if (!err)
		err = find(&l, fault);
	if (!err)
		err = l.row ? go_on(&l) : begin(&l);
	if (err)
		return err;
	err = is_ladder(&l)
		? li_store_rungs(store, l.stream, &at, give_rung, items)
		: li_store_sessions(store, l.task, &at, give_sum, items);
	snprintf(reply->text, sizeof(reply->text), "%" PRIu64 " %" PRId64,
		l.row, at);
	return err;
}
