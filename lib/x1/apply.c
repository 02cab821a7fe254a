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

static struct li_admin_request request_of(const struct li_x1_ends *ends,
	enum li_admin_op op)
{
	struct li_admin_request request = {.op = op, .via = "lmisf-x1d"};

	/* TS 101 331 cl. 4.7: who asked is in the record */
	li_slice_copy(li_slice_str(ends->admf), request.actor,
		sizeof(request.actor));
	return request;
}

/* Ask it by itself. */
static li_err ask_now(struct li_x1_call *c, enum li_admin_op op,
	struct li_slice body)
{
	struct li_admin_request request = request_of(c->ends, op);
	struct li_buf lates = {0};
	struct li_issue late;
	li_err err;

	request.body = body;
	if (late_of(c->request, op, &late))
		li_x1_put_late(&lates, &late);
	c->answer.late = li_buf_slice(&lates);
	c->answer.later = c->answer.lost = false;
	c->answer.reply = (struct li_admin_reply){0};
	err = li_buf_check(&lates);
	if (!err)
		err = c->service->ask(c->service->ask_data, &request,
			&c->answer);
	c->answer.late = (struct li_slice){0};
	li_buf_fini(&lates);
	explicit_bzero(&late, sizeof(late));
	return err;
}

/* Keep its first question; what depends on the answer is not known yet. */
static li_err put_off(struct li_x1_call *c, const struct li_batch_part *part)
{
	struct li_issue late;
	const bool tells = late_of(c->request, part->op, &late);

	if (!c->asks)
		c->alone =
			!li_x1_batch_add(c->batch, part, tells ? &late : NULL);
	explicit_bzero(&late, sizeof(late));
	return LI_EAGAIN;
}

li_err li_x1_call_ask(struct li_x1_call *c, enum li_admin_op op,
	struct li_slice body)
{
	const struct li_batch_part part = {op, body};
	li_err err;

	if (c->ahead)
		err = put_off(c, &part);
	else if (!c->asks && c->batch->asked)
		err = li_x1_batch_next(c->batch, &part, &c->answer);
	else
		err = ask_now(c, op, body);
	/* TS 103 221-1 cl. 5.2.2: an error says that it was not done */
	if (err && !c->ahead && c->answer.lost && li_x1_call_was_done(c, &part))
		err = LI_OK;
	c->asks = true;
	c->unheard = err != LI_OK;
	return err ? err : c->answer.reply.err;
}

li_err li_x1_call_ask_aside(struct li_x1_call *c, enum li_admin_op op,
	struct li_slice body)
{
	const li_err err = ask_now(c, op, body);

	c->unheard = err != LI_OK;
	return err ? err : c->answer.reply.err;
}

/* The answer is taken over, so that others can be asked for. */
li_err li_x1_call_faults(struct li_x1_call *c)
{
	struct li_x1_batch *b = c->batch;
	li_err err;

	if (b->has_faults || c->ahead)
		return LI_OK;
	err = li_x1_call_ask_aside(c, LI_ADMIN_FAULT_LIST,
		(struct li_slice){0});
	if (err)
		return err;
	li_x1_answer_fini(&b->faults);
	b->faults = c->answer;
	c->answer = (struct li_x1_answer){.reply = b->faults.reply};
	b->has_faults = true;
	return LI_OK;
}

li_err li_x1_call_contexts(struct li_x1_call *c)
{
	struct li_x1_batch *b = c->batch;
	struct li_slice rest, item;
	li_err err;

	if (b->has_contexts)
		return LI_OK;
	err = li_x1_call_ask_aside(c, LI_ADMIN_OBJECT_LIST,
		(struct li_slice){0});
	rest = li_buf_slice(&c->answer.items);
	b->context_count = 0;
	while (!err && li_x1_answer_next(&rest, &item))
		err = b->context_count == LI_HASH_CONTEXTS_MAX
			? LI_EMALFORMED
			: li_unpack_hash_context(item,
				  &b->contexts[b->context_count++]);
	b->has_contexts = !err;
	c->alone = err && c->ahead; /* what it asks next is not known */
	return err;
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
	if ((li_buf_check(&body) ||
		    li_x1_call_ask(c, LI_ADMIN_NOTE, li_buf_slice(&body))) &&
		!c->ahead)
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

/* The code that says most of those that a peer's version has. TS 103 221-1 table
 * 46 */
static void unsupported(struct li_x1_call *c, const char *why)
{
	li_x1_call_refuse(c,
		li_x1_version_later(c->request->header.version)
			? LI_X1_UNSUPPORTED
			: LI_X1_GENERIC,
		why);
}

static void report(struct li_x1_call *c)
{
	unsupported(c, "an NE reports, an ADMF is told");
}

static void extended(struct li_x1_call *c)
{
	unsupported(c, "no extended request is agreed");
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

static struct li_x1_call call_of(const struct li_x1_job *job,
	struct li_buf *out)
{
	return (struct li_x1_call){
		.service = job->service,
		.ends = job->ends,
		.request = job->request,
		.batch = job->batch,
		.container = job->container,
		.out = out,
	};
}

bool li_x1_ask_ahead(const struct li_x1_job *job)
{
	struct li_buf unused = {0};
	struct li_x1_call call = call_of(job, &unused);

	call.ahead = true;
	table[job->request->type](&call);
	li_x1_answer_fini(&call.answer);
	li_buf_fini(&unused);
	return !call.alone;
}

void li_x1_ask_all(const struct li_x1_job *job)
{
	const struct li_admin_request request =
		request_of(job->ends, LI_ADMIN_BATCH);

	li_x1_batch_ask(job->batch, job->service->ask, job->service->ask_data,
		&request);
}

void li_x1_apply(const struct li_x1_job *job, struct li_buf *out)
{
	struct li_x1_call call = call_of(job, out);

	table[job->request->type](&call);
	li_x1_answer_fini(&call.answer);
}
