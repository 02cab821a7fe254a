/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/pack.h"
#include "x1/apply_call.h"
#include "x1/details.h"
#include "x1/form.h"
#include "x1/words.h"

static struct li_slice uuid_slice(const struct li_uuid *u)
{
	return li_slice(u->octet, sizeof(u->octet));
}

static bool has_digest(const struct li_x1_task *t)
{
	for (size_t i = 0; i < t->target_count && i < LI_TASK_TARGETS_MAX; i++)
		if (li_x1_formats[t->targets[i].format].pattern == LI_X1_DIGEST)
			return true;
	return false;
}

/* Ask for a change to what the request's details say. false: it was refused,
 * and that is written. */
static bool change(struct li_x1_call *c, enum li_admin_op op, int64_t since_us,
	li_err *err)
{
	struct li_x1_asked asked = {.admf = c->ends->admf,
		.at_us = c->ends->at_us,
		.since_us = since_us,
		.contexts = c->batch->contexts};
	struct li_x1_refusal refusal;
	struct li_buf body = {0};
	struct li_task task;
	bool made;

	if (has_digest(&c->request->task)) {
		*err = li_x1_call_contexts(c);
		if (*err)
			return true;
		asked.context_count = c->batch->context_count;
	}
	made = li_x1_task_make(c->request, &asked, &task, &refusal);
	if (made) {
		li_pack_task(&body, &task);
		*err = li_buf_check(&body);
		if (!*err)
			*err = li_x1_call_ask(c, op, li_buf_slice(&body));
		li_buf_fini(&body);
	} else {
		li_x1_call_refuse(c, refusal.code, refusal.why);
	}
	explicit_bzero(&task, sizeof(task));
	return made;
}

void li_x1_activate_task(struct li_x1_call *c)
{
	li_err err = LI_OK;

	if (!change(c, LI_ADMIN_TASK_ADD, c->ends->at_us, &err))
		return;
	if (!err)
		li_x1_call_ok(c);
	else if (err == LI_EEXIST)
		li_x1_call_refuse(c, LI_X1_XID_EXISTS, NULL);
	/* lmisfd found no destination; that it did not answer is no reply. */
	else if (err == LI_ENOTFOUND && c->answer.reply.err == err)
		li_x1_call_refuse(c, LI_X1_DID_UNKNOWN, NULL);
	else
		li_x1_call_fail(c, err);
}

/* The task of an XID that has not ended. An error is that of the question,
 * LI_ENOTFOUND also for one that has ended; it is written. */
static li_err find(struct li_x1_call *c, const struct li_uuid *xid,
	struct li_task *out)
{
	struct li_slice rest, item;
	li_err err;

	err = li_x1_call_ask(c, LI_ADMIN_TASK_SHOW, uuid_slice(xid));
	rest = li_buf_slice(&c->answer.items);
	if (!err)
		err = li_x1_answer_next(&rest, &item)
			? li_unpack_task(item, out)
			: LI_EMALFORMED;
	if (!err && out->ended_us)
		err = c->answer.reply.err = LI_ENOTFOUND;
	if (err == LI_ENOTFOUND && c->answer.reply.err == err)
		li_x1_call_refuse(c, LI_X1_XID_UNKNOWN, NULL);
	else if (err)
		li_x1_call_fail(c, err);
	return err;
}

/* All of the task is replaced. TS 103 221-1 cl. 6.2.2. Its start stays as it
 * is when none is said, which is a start of 0. */
void li_x1_modify_task(struct li_x1_call *c)
{
	li_err err = LI_OK;

	if (!change(c, LI_ADMIN_TASK_MODIFY, 0, &err))
		return;
	if (!err)
		li_x1_call_ok(c);
	else if (c->answer.reply.err == LI_ESTATE)
		li_x1_call_refuse(c, LI_X1_XID_UNKNOWN, NULL);
	else if (err == LI_ENOTFOUND && c->answer.reply.err == err)
		li_x1_call_refuse(c, LI_X1_DID_UNKNOWN, NULL);
	else
		li_x1_call_fail(c, err);
}

/* TS 103 221-1 cl. 6.2.3: reporting has ended when OK is said */
void li_x1_deactivate_task(struct li_x1_call *c)
{
	li_err err;

	err = li_x1_call_ask(c, LI_ADMIN_TASK_END, uuid_slice(&c->request->id));
	if (!err)
		li_x1_call_ok(c);
	else if (c->answer.reply.err == LI_ENOTFOUND ||
		c->answer.reply.err == LI_ESTATE)
		li_x1_call_refuse(c, LI_X1_XID_UNKNOWN, NULL);
	else
		li_x1_call_fail(c, err);
}

/* TS 103 221-1 cl. 6.2.4: as a DeactivateTask for each, all of them or none */
void li_x1_deactivate_all_tasks(struct li_x1_call *c)
{
	li_err err;

	if (!c->service->deactivate_all) {
		li_x1_call_refuse(c, LI_X1_DEACTIVATE_ALL_OFF, NULL);
		return;
	}
	err = li_x1_call_ask(c, LI_ADMIN_TASK_END_ALL, (struct li_slice){0});
	if (err)
		li_x1_call_fail(c, err);
	else
		li_x1_call_ok(c);
}

static li_err put_task(struct li_x1_call *c, const struct li_task *task)
{
	const struct li_x1_faults faults = {.kind = LI_ISSUE_OF_TASK,
		.items = li_buf_slice(&c->batch->faults.items),
		.id = task->xid};
	/* TS 103 221-1 table 24 */
	const struct li_x1_task_status status = {
		.provisioning =
			task->awaiting || c->ends->at_us < task->starts_us
			? "awaitingProvisioning"
			: "complete",
		.modifications =
			task->generation > 1 ? task->generation - 1 : 0,
		.modified_us = task->changed_us,
		.amount = task->amount,
	};
	struct li_x1_task said;

	li_x1_task_say(task, &said);
	li_x1_put_task(c->out, &said, &status, &faults);
	explicit_bzero(&said, sizeof(said));
	return li_buf_check(c->out);
}

void li_x1_get_task_details(struct li_x1_call *c)
{
	struct li_task task;
	li_err err;

	if (find(c, &c->request->id, &task))
		return;
	err = li_x1_call_faults(c);
	if (err) {
		explicit_bzero(&task, sizeof(task));
		li_x1_call_fail(c, err);
		return;
	}
	li_x1_response_begin(c->out, c->ends, c->request);
	(void)put_task(c, &task); /* a failure shows in the buffer */
	li_x1_response_end(c->out);
	explicit_bzero(&task, sizeof(task));
}

li_err li_x1_put_tasks(struct li_x1_call *c)
{
	li_err err = li_x1_call_faults(c);

	li_x1_put_begin(c->out, "listOfTaskResponseDetails");
	if (!err)
		err = li_x1_call_tasks(c, put_task);
	li_x1_put_end(c->out, "listOfTaskResponseDetails");
	return err;
}

static li_err put_xid(struct li_x1_call *c, const struct li_task *task)
{
	li_x1_put_uuid(c->out, "xId", &task->xid);
	return li_buf_check(c->out);
}

li_err li_x1_put_xids(struct li_x1_call *c)
{
	li_err err;

	li_x1_put_begin(c->out, "ListOfXIDs");
	err = li_x1_call_tasks(c, put_xid);
	li_x1_put_end(c->out, "ListOfXIDs");
	return err;
}
