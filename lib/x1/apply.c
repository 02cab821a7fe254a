/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "base/log.h"
#include "model/pack.h"
#include "x1/apply_call.h"
#include "x1/words.h"

/* ---- what the apply_ files share ---- */

/* A change of one task or destination that takes too long is acknowledged, and
 * reported when it is done. TS 103 221-1 cl. 5.2.2, cl. 6.5.2, 6.5.3 */
static bool late_of(const struct li_x1_request *r, enum li_admin_op op,
	struct li_issue *out)
{
	static const struct {
		enum li_x1_type type;
		enum li_admin_op op;
		enum li_issue_cause cause;
		size_t id;
	} rows[] = {
#define AT(member) offsetof(struct li_x1_request, member)
		{LI_X1_ACTIVATE_TASK, LI_ADMIN_TASK_ADD, LI_ISSUE_TASK_LATE,
			AT(task.xid)},
		{LI_X1_MODIFY_TASK, LI_ADMIN_TASK_MODIFY, LI_ISSUE_TASK_LATE,
			AT(task.xid)},
		{LI_X1_DEACTIVATE_TASK, LI_ADMIN_TASK_END, LI_ISSUE_TASK_LATE,
			AT(id)},
		{LI_X1_CREATE_DESTINATION, LI_ADMIN_DESTINATION_ADD,
			LI_ISSUE_DESTINATION_LATE, AT(destination.did)},
		{LI_X1_MODIFY_DESTINATION, LI_ADMIN_DESTINATION_MODIFY,
			LI_ISSUE_DESTINATION_LATE, AT(destination.did)},
		{LI_X1_REMOVE_DESTINATION, LI_ADMIN_DESTINATION_REMOVE,
			LI_ISSUE_DESTINATION_LATE, AT(id)},
#undef AT
	};

	for (size_t i = 0; r && i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].type != r->type || rows[i].op != op)
			continue;
		*out = (struct li_issue){.cause = rows[i].cause,
			.state = LI_ISSUE_NEWS};
		memcpy(&out->id, (const char *)r + rows[i].id, sizeof(out->id));
		return true;
	}
	return false;
}

li_err li_x1_call_ask(struct li_x1_call *c, enum li_admin_op op,
	struct li_slice body)
{
	struct li_admin_request request = {.op = op,
		.via = "lmisf-x1d",
		.body = body};
	struct li_issue late;
	li_err err;

	c->answer.late = late_of(c->request, op, &late) ? &late : NULL;
	c->answer.later = false;
	c->answer.reply = (struct li_admin_reply){0};
	/* TS 101 331 cl. 4.7: who asked is in the record */
	li_slice_copy(li_slice_str(c->ends->admf), request.actor,
		sizeof(request.actor));
	err = c->service->ask(c->service->ask_data, &request, &c->answer);
	c->answer.late = NULL;
	explicit_bzero(&late, sizeof(late));
	c->unheard = err != LI_OK;
	return err ? err : c->answer.reply.err;
}

/* The answer is taken over, so that others can be asked for. */
li_err li_x1_call_faults(struct li_x1_call *c)
{
	li_err err;

	if (c->asked_faults)
		return LI_OK;
	err = li_x1_call_ask(c, LI_ADMIN_FAULT_LIST, (struct li_slice){0});
	if (err)
		return err;
	c->faults = c->answer;
	c->answer = (struct li_x1_answer){.reply = c->faults.reply};
	c->asked_faults = true;
	return LI_OK;
}

void li_x1_call_ok(struct li_x1_call *c)
{
	li_x1_reply_ok(c->out, c->ends, c->request);
}

/* What lmisfd refused has its row; of what it was never asked, or what was
 * refused after it had answered, this is it. TS 33.127 cl. 8.7 */
static void note_refusal(struct li_x1_call *c, enum li_x1_code code)
{
	struct li_admin_note note = {.object = ""};
	struct li_buf body = {0};

	if (c->unheard || c->answer.reply.err)
		return;
	snprintf(note.action, sizeof(note.action), "x1.%s",
		li_x1_type_name(c->request->type));
	snprintf(note.result, sizeof(note.result), "error %d", (int)code);
	li_admin_note_put(&body, &note);
	if (li_buf_check(&body) ||
		li_x1_call_ask(c, LI_ADMIN_NOTE, li_buf_slice(&body)))
		li_log(LI_LOG_WARNING, "x1", 0,
			"a refused request is not in the audit");
	li_buf_fini(&body);
}

void li_x1_call_refuse(struct li_x1_call *c, enum li_x1_code code,
	const char *why)
{
	note_refusal(c, code);
	li_x1_reply_error(c->out, c->ends, c->request,
		(struct li_x1_refusal){code, why});
}

/* What a request's own generic failure is; the others have 1000. */
static enum li_x1_code generic(enum li_x1_type type)
{
	static const enum li_x1_code codes[LI_X1_TYPES] = {
		[LI_X1_ACTIVATE_TASK] = LI_X1_ACTIVATE_FAILED,
		[LI_X1_MODIFY_TASK] = LI_X1_MODIFY_FAILED,
		[LI_X1_DEACTIVATE_TASK] = LI_X1_DEACTIVATE_FAILED,
		[LI_X1_DEACTIVATE_ALL_TASKS] = LI_X1_DEACTIVATE_ALL_FAILED,
		[LI_X1_CREATE_DESTINATION] = LI_X1_CREATE_DESTINATION_FAILED,
		[LI_X1_MODIFY_DESTINATION] = LI_X1_MODIFY_DESTINATION_FAILED,
		[LI_X1_REMOVE_DESTINATION] = LI_X1_REMOVE_DESTINATION_FAILED,
		[LI_X1_REMOVE_ALL_DESTINATIONS] = LI_X1_REMOVE_ALL_FAILED,
		[LI_X1_CREATE_OBJECT] = LI_X1_CREATE_OBJECT_FAILED,
		[LI_X1_MODIFY_OBJECT] = LI_X1_MODIFY_OBJECT_FAILED,
		[LI_X1_DELETE_OBJECT] = LI_X1_DELETE_OBJECT_FAILED,
		[LI_X1_DELETE_ALL_OBJECTS] = LI_X1_DELETE_ALL_OBJECTS_FAILED,
	};

	return codes[type] ? codes[type] : LI_X1_GENERIC;
}

void li_x1_call_fail(struct li_x1_call *c, li_err err)
{
	const char *why = "the NE cannot do it now";

	if (err == LI_ETIMEOUT && c->answer.later) {
		li_x1_reply_acknowledged(c->out, c->ends, c->request);
		return;
	}
	if (err == LI_ENOTFOUND || err == LI_ECLOSED || err == LI_ETIMEOUT)
		why = "the interception function does not answer";
	li_x1_call_refuse(c, generic(c->request->type), why);
}

void li_x1_call_undo(struct li_x1_call *c, size_t place)
{
	if (c->out->n <= place)
		return;
	explicit_bzero(c->out->p + place, c->out->n - place);
	c->out->n = place;
	c->out->bad = false;
}

/* The answer is taken over, so that fn can ask in its turn. */
li_err li_x1_call_tasks(struct li_x1_call *c, li_x1_task_fn fn)
{
	li_err err =
		li_x1_call_ask(c, LI_ADMIN_TASK_LIST, (struct li_slice){0});
	struct li_x1_answer list = c->answer;
	struct li_slice rest = li_buf_slice(&list.items), item;
	struct li_task task;

	c->answer = (struct li_x1_answer){.reply = list.reply};
	while (!err && li_x1_answer_next(&rest, &item)) {
		err = li_unpack_task(item, &task);
		/* An XID is released when its task has ended: cl. 5.1.2 */
		if (!err && task.ended_us == 0)
			err = fn(c, &task);
	}
	explicit_bzero(&task, sizeof(task));
	li_x1_answer_fini(&list);
	return err;
}

li_err li_x1_call_destinations(struct li_x1_call *c, li_x1_destination_fn fn)
{
	li_err err = li_x1_call_ask(c, LI_ADMIN_DESTINATION_LIST,
		(struct li_slice){0});
	struct li_x1_answer list = c->answer;
	struct li_slice rest = li_buf_slice(&list.items), item;
	struct li_destination destination;

	c->answer = (struct li_x1_answer){.reply = list.reply};
	while (!err && li_x1_answer_next(&rest, &item)) {
		err = li_unpack_destination(item, &destination);
		if (!err)
			err = fn(c, &destination);
	}
	li_x1_answer_fini(&list);
	return err;
}

/* ---- requests that need no lmisfd ---- */

static void keepalive(struct li_x1_call *c)
{
	if (c->service->keepalive)
		li_x1_call_ok(c);
	else
		li_x1_call_refuse(c, LI_X1_NO_KEEPALIVE, NULL);
}

static void report(struct li_x1_call *c)
{
	li_x1_call_refuse(c, LI_X1_GENERIC, "an NE reports, an ADMF is told");
}

static void extended(struct li_x1_call *c)
{
	li_x1_call_refuse(c, LI_X1_GENERIC, "no extended request is agreed");
}

typedef void (*apply_fn)(struct li_x1_call *call);

static const apply_fn table[LI_X1_TYPES] = {
	[LI_X1_ACTIVATE_TASK] = li_x1_activate_task,
	[LI_X1_MODIFY_TASK] = li_x1_modify_task,
	[LI_X1_DEACTIVATE_TASK] = li_x1_deactivate_task,
	[LI_X1_DEACTIVATE_ALL_TASKS] = li_x1_deactivate_all_tasks,
	[LI_X1_GET_TASK_DETAILS] = li_x1_get_task_details,
	[LI_X1_CREATE_DESTINATION] = li_x1_create_destination,
	[LI_X1_MODIFY_DESTINATION] = li_x1_modify_destination,
	[LI_X1_REMOVE_DESTINATION] = li_x1_remove_destination,
	[LI_X1_REMOVE_ALL_DESTINATIONS] = li_x1_remove_all_destinations,
	[LI_X1_GET_DESTINATION_DETAILS] = li_x1_get_destination_details,
	[LI_X1_GET_NE_STATUS] = li_x1_get_ne_status,
	[LI_X1_GET_ALL_DETAILS] = li_x1_get_all_details,
	[LI_X1_GET_ALL_TASK_DETAILS] = li_x1_get_all_task_details,
	[LI_X1_GET_ALL_DESTINATION_DETAILS] = li_x1_get_all_destination_details,
	[LI_X1_GET_ALL_OBJECT_DETAILS] = li_x1_get_all_object_details,
	[LI_X1_LIST_ALL_DETAILS] = li_x1_list_all_details,
	[LI_X1_REPORT_TASK_ISSUE] = report,
	[LI_X1_REPORT_DESTINATION_ISSUE] = report,
	[LI_X1_REPORT_NE_ISSUE] = report,
	/* It tells that X1 works, and nothing of what is behind. cl. 6.6.1 */
	[LI_X1_PING] = li_x1_call_ok,
	[LI_X1_KEEPALIVE] = keepalive,
	[LI_X1_CREATE_OBJECT] = li_x1_create_object,
	[LI_X1_MODIFY_OBJECT] = li_x1_modify_object,
	[LI_X1_GET_OBJECT] = li_x1_get_object,
	[LI_X1_DELETE_OBJECT] = li_x1_delete_object,
	[LI_X1_LIST_OBJECTS] = li_x1_list_objects,
	[LI_X1_DELETE_ALL_OBJECTS] = li_x1_delete_all_objects,
	[LI_X1_EXTENDED] = extended,
};

void li_x1_apply(const struct li_x1_service *service,
	const struct li_x1_ends *ends, const struct li_x1_request *request,
	struct li_buf *out)
{
	struct li_x1_call call = {
		.service = service,
		.ends = ends,
		.request = request,
		.out = out,
	};

	table[request->type](&call);
	li_x1_answer_fini(&call.answer);
	li_x1_answer_fini(&call.faults);
}
