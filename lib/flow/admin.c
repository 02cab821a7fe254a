/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <stdio.h>

#include "flow/admin.h"
#include "flow/admin_audit.h"
#include "flow/admin_batch.h"
#include "flow/admin_confirm.h"
#include "flow/admin_keep.h"
#include "flow/admin_note.h"
#include "flow/admin_object.h"
#include "flow/admin_report.h"
#include "flow/admin_session.h"
#include "flow/admin_warrant.h"
#include "ipc/door.h"
#include "model/pack.h"

struct call {
	struct li_store *store;
	const struct li_admin_terms *terms;
	const struct li_admin_request *request;
	struct li_actor actor;
	struct li_buf *items;
	struct li_admin_reply *reply;
	struct li_admin_change *change;
	struct li_fault fault;
	bool denied; /* by its role */
};

/* The XID or DID that a request's whole body is. */
static li_err uuid_body(const struct call *c, struct li_uuid *out)
{
	struct li_cursor cursor = li_cursor(c->request->body);

	li_unpack_uuid(&cursor, out);
	return cursor.bad || cursor.rest.n ? LI_EMALFORMED : LI_OK;
}

static li_err status(struct call *c)
{
	struct li_store_counts n;
	li_err err = li_store_count(c->store, c->terms->at_us, &n);

	if (err)
		return err;
	snprintf(c->reply->text, sizeof(c->reply->text),
		"{\"tasks\":%" PRIu64 ",\"tasks_in_force\":%" PRIu64
		",\"destinations\":%" PRIu64 ",\"iri\":%" PRIu64
		",\"waiting\":%" PRIu64 ",\"confirmed\":%" PRIu64
		",\"audit_rows\":%" PRIu64 ",\"security_events\":%" PRIu64 "}",
		n.tasks, n.tasks_in_force, n.destinations, n.iris, n.waiting,
		n.confirmed, n.audit_rows, n.security_events);
	return li_store_audit(c->store, &c->actor, "status.read", NULL,
		(struct li_slice){0});
}

/* TS 33.107 cl. 20.3.2.3: it is in force before the answer. */
static void note_change(struct call *c, const struct li_uuid *xid)
{
	c->change->xids[c->change->count++] = *xid;
}

static bool is_x1(const struct call *c)
{
	return strcmp(c->request->via, "lmisf-x1d") == 0;
}

static li_err task_add(struct call *c)
{
	return li_admin_task_add(c->store, c->terms, c->request,
		c->request->body, c->change, &c->fault);
}

static li_err task_modify(struct call *c)
{
	struct li_task task;
	li_err err = li_unpack_task(c->request->body, &task);

	if (!err && is_x1(c))
		err = li_admin_keep_terms(c->store, &task, &c->fault);
	if (!err) {
		/* Who asks does not say whether it waits: the rule does. */
		task.awaiting = li_admin_waits(c->terms, c->request);
		err = li_store_task_modify(c->store, &task, &c->actor,
			&c->fault);
	}
	if (!err)
		err = li_admin_task_forget(c->store, &task.xid);
	if (!err)
		note_change(c, &task.xid);
	explicit_bzero(&task, sizeof(task));
	return err;
}

static li_err task_approve(struct call *c)
{
	struct li_uuid xid;
	li_err err = uuid_body(c, &xid);

	if (!err)
		err = li_store_task_approve(c->store, &xid, c->terms->at_us,
			&c->actor, &c->fault);
	if (!err)
		note_change(c, &xid);
	return err;
}

static li_err task_end(struct call *c)
{
	struct li_uuid xid;
	li_err err;

	if (c->request->body.n > sizeof(xid) && !c->terms->in_batch) {
		err = li_admin_tasks_end_these(c->store, c->request->body,
			c->terms->at_us, &c->actor);
		c->change->all = !err;
		return err;
	}
	err = uuid_body(c, &xid);
	if (!err)
		err = (c->terms->in_batch ? li_admin_task_end_in
					  : li_admin_task_end)(c->store, &xid,
			c->terms->at_us, &c->actor, &c->fault);
	if (!err)
		note_change(c, &xid);
	return err;
}

static li_err task_end_all(struct call *c)
{
	size_t count = 0;
	li_err err = c->request->body.n
		? LI_EMALFORMED
		: li_admin_tasks_end(c->store, c->terms->at_us, &c->actor,
			  &count);

	if (!err)
		snprintf(c->reply->text, sizeof(c->reply->text), "%zu", count);
	c->change->all = !err && count > 0;
	return err;
}

/* TS 103 221-1 cl. 6.2.2: its details do not say in which format */
static li_err destination_add(struct call *c)
{
	struct li_destination d;
	li_err err = li_unpack_destination(c->request->body, &d);

	if (!err && is_x1(c))
		li_profile_apply(c->terms->profiles, c->terms->profile_count,
			&d);
	return err
		? err
		: li_store_destination_add(c->store, &d, &c->actor, &c->fault);
}

static li_err destination_modify(struct call *c)
{
	struct li_destination d;
	li_err err = li_unpack_destination(c->request->body, &d);

	if (!err && is_x1(c))
		err = li_admin_keep_handover(c->store, &d);
	return err ? err
		   : li_store_destination_modify(c->store, &d, &c->actor,
			     &c->fault);
}

static li_err destination_remove(struct call *c)
{
	struct li_uuid did;
	li_err err = uuid_body(c, &did);

	if (!err)
		err = li_store_destination_remove(c->store, &did, &c->actor,
			&c->fault);
	return err ? err : li_admin_destination_forget(c->store, &did);
}

static li_err task_item(const struct li_task *task, void *data)
{
	struct li_buf one = {0};

	li_pack_task(&one, task);
	return li_admin_item_give(data, &one);
}

static li_err destination_item(const struct li_destination *d, void *data)
{
	struct li_buf one = {0};

	li_pack_destination(&one, d);
	return li_admin_item_give(data, &one);
}

static li_err task_list(struct call *c)
{
	li_err err = li_store_audit(c->store, &c->actor, "task.list", NULL,
		(struct li_slice){0});

	return err ? err : li_store_task_each(c->store, task_item, c->items);
}

static li_err task_show(struct call *c)
{
	struct li_task task;
	struct li_uuid xid;
	li_err err = uuid_body(c, &xid);

	if (!err)
		err = li_store_task_get(c->store, &xid, &task);
	if (err == LI_ENOTFOUND)
		return li_fault_set(&c->fault, err, "no such task");
	if (!err)
		err = li_admin_looked(c->store, &c->actor, "task.show", "xid",
			&xid);
	return err ? err : task_item(&task, c->items);
}

static li_err destination_list(struct call *c)
{
	li_err err = li_store_audit(c->store, &c->actor, "destination.list",
		NULL, (struct li_slice){0});

	if (err)
		return err;
	return li_store_destination_each(c->store, destination_item, c->items);
}

/* TS 33.127 cl. 8.7: who tried what he may not is in the record. */
static li_err denied(struct call *c)
{
	char what[96];
	const int n = snprintf(what, sizeof(what), "%s as %s",
		li_admin_op_name(c->request->op),
		li_door_name(c->request->door));
	li_err err = li_store_audit(c->store, &c->actor, "access.denied", NULL,
		li_slice(what, (size_t)n));

	c->denied = !err;
	return err
		? err
		: li_fault_set(&c->fault, LI_EDENIED, "%s: not allowed", what);
}

static li_err warrant(struct call *c)
{
	return li_admin_warrant(c->store, c->terms, c->request, c->items,
		c->change, &c->fault);
}

static li_err delivered(struct call *c)
{
	if (c->request->op == LI_ADMIN_ASIDE)
		return li_admin_aside(c->store, c->request, c->terms->at_us);
	if (c->request->op == LI_ADMIN_CHECKED)
		return li_admin_checked(c->store, c->request);
	if (c->request->op == LI_ADMIN_CHECKING)
		return li_admin_checking(c->store, c->request);
	return li_admin_confirm(c->store, c->request, c->terms->at_us, c->items,
		c->reply);
}

/* What is read a page at a time, by who the audit says. */
static li_err for_auditors(struct call *c)
{
	const bool looks = c->request->op == LI_ADMIN_SESSION_LIST ||
		c->request->op == LI_ADMIN_SESSION_LADDER;

	return (looks ? li_admin_session : li_admin_audit)(c->store, c->request,
		c->items, c->reply, &c->fault);
}

static li_err issue(struct call *c)
{
	return li_admin_issue(c->store, c->request->body, c->terms->at_us,
		&c->actor);
}

static li_err run(struct call *c)
{
	switch (c->request->op) {
	case LI_ADMIN_COUNT_LI: /* who runs adds what it counts */
	case LI_ADMIN_STATUS: return status(c);
	case LI_ADMIN_TASK_ADD: return task_add(c);
	case LI_ADMIN_TASK_MODIFY: return task_modify(c);
	case LI_ADMIN_TASK_END: return task_end(c);
	case LI_ADMIN_TASK_END_ALL: return task_end_all(c);
	case LI_ADMIN_TASK_LIST: return task_list(c);
	case LI_ADMIN_TASK_SHOW: return task_show(c);
	case LI_ADMIN_DESTINATION_ADD: return destination_add(c);
	case LI_ADMIN_DESTINATION_REMOVE: return destination_remove(c);
	case LI_ADMIN_DESTINATION_LIST: return destination_list(c);
	case LI_ADMIN_AUDIT_VERIFY:
	case LI_ADMIN_EXPORT_BEGIN:
	case LI_ADMIN_EXPORT_PAGE:
	case LI_ADMIN_EXPORT_END:
	case LI_ADMIN_SESSION_LIST:
	case LI_ADMIN_SESSION_LADDER: return for_auditors(c);
	case LI_ADMIN_ASIDE:
	case LI_ADMIN_CHECKED:
	case LI_ADMIN_CHECKING:
	case LI_ADMIN_CONFIRM: return delivered(c);
	case LI_ADMIN_DESTINATION_MODIFY: return destination_modify(c);
	case LI_ADMIN_DESTINATION_BEHIND:
		return li_admin_behind(c->store, c->items, &c->actor);
	case LI_ADMIN_SECURITY_LIST:
		return li_admin_security(c->store, c->items, &c->actor);
	case LI_ADMIN_FAULT_LIST:
		return li_admin_faults(c->store, c->items, &c->actor);
	case LI_ADMIN_REPORT_LIST: return li_admin_reports(c->store, c->items);
	case LI_ADMIN_REPORT_DONE:
		return li_admin_report_done(c->store, c->request->body,
			&c->actor);
	case LI_ADMIN_ISSUE: return issue(c);
	case LI_ADMIN_OBJECT_ADD:
	case LI_ADMIN_OBJECT_MODIFY:
	case LI_ADMIN_OBJECT_REMOVE:
	case LI_ADMIN_OBJECT_LIST:
		return li_admin_object(c->store, c->request, c->items,
			&c->actor, &c->fault);
	case LI_ADMIN_NOTE: return li_admin_note(c->store, c->request);
	case LI_ADMIN_COUNT:
	case LI_ADMIN_KEYS:
	case LI_ADMIN_LATE: break; /* only who answers knows the answer */
	case LI_ADMIN_HEARD: return LI_ESTATE; /* li_flow_admin() does it */
	case LI_ADMIN_TASK_APPROVE: return task_approve(c);
	case LI_ADMIN_WARRANT_ADD:
	case LI_ADMIN_WARRANT_SHOW:
	case LI_ADMIN_WARRANT_OF:
	case LI_ADMIN_WARRANT_LIST:
	case LI_ADMIN_WARRANT_MODIFY:
	case LI_ADMIN_WARRANT_END: return warrant(c);
	case LI_ADMIN_BATCH:
		return li_admin_batch(c->store, c->terms, c->request, c->items,
			c->change);
	}
	return LI_EMALFORMED;
}

void li_admin_apply(struct li_store *store, const struct li_admin_terms *terms,
	const struct li_admin_request *request, struct li_buf *items,
	struct li_admin_reply *reply, struct li_admin_change *change)
{
	struct call c = {
		.store = store,
		.terms = terms,
		.request = request,
		.actor = {.name = request->actor, .via = request->via},
		.items = items,
		.reply = reply,
		.change = change,
	};

	*reply = (struct li_admin_reply){0};
	change->count = 0;
	change->all = false;
	/* No change and no look without a name. TS 33.107 cl. 8 */
	if (request->actor[0] == '\0')
		reply->err = li_fault_set(&c.fault, LI_EDENIED,
			"the operator is not named");
	else if (!li_door_allows(request->door, request->op))
		reply->err = denied(&c);
	else
		reply->err = run(&c);
	if (!reply->err)
		return;
	snprintf(reply->text, sizeof(reply->text), "%s",
		c.fault.text[0] ? c.fault.text : li_err_name(reply->err));
	/* TS 33.127 cl. 8.7: what was refused leaves its row too; who came in by
	 * the wrong door has one already */
	if (c.denied)
		return;
	li_admin_refused(store, request, reply->err, reply->text);
}
