/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/pack.h"
#include "x1/apply_call.h"
#include "x1/details.h"
#include "x1/form.h"

static struct li_slice uuid_slice(const struct li_uuid *u)
{
	return li_slice(u->octet, sizeof(u->octet));
}

/* Ask for a change to what the request's details say; false: refused, and that
 * is written. */
static bool change(struct li_x1_call *c, enum li_admin_op op, li_err *err)
{
	struct li_x1_refusal refusal;
	struct li_destination d;
	struct li_buf body = {0};

	if (!li_x1_destination_make(c->request, &d, &refusal)) {
		li_x1_call_refuse(c, refusal.code, refusal.why);
		return false;
	}
	li_pack_destination(&body, &d);
	*err = li_buf_check(&body);
	if (!*err)
		*err = li_x1_call_ask(c, op, li_buf_slice(&body));
	li_buf_fini(&body);
	return true;
}

/* No connection is needed for it to succeed. TS 103 221-1 cl. 5.1.3 */
void li_x1_create_destination(struct li_x1_call *c)
{
	li_err err = LI_OK;

	if (!change(c, LI_ADMIN_DESTINATION_ADD, &err))
		return;
	if (!err)
		li_x1_call_ok(c);
	else if (err == LI_EEXIST)
		li_x1_call_refuse(c, LI_X1_DID_EXISTS, NULL);
	else
		li_x1_call_fail(c, err);
}

/* TS 103 221-1 cl. 6.3.2 */
void li_x1_modify_destination(struct li_x1_call *c)
{
	li_err err = LI_OK;

	if (!change(c, LI_ADMIN_DESTINATION_MODIFY, &err))
		return;
	if (!err)
		li_x1_call_ok(c);
	else if (c->answer.reply.err == LI_ENOTFOUND)
		li_x1_call_refuse(c, LI_X1_DID_UNKNOWN, NULL);
	else
		li_x1_call_fail(c, err);
}

/* TS 103 221-1 cl. 6.3.3: not while a task refers to it */
void li_x1_remove_destination(struct li_x1_call *c)
{
	li_err err = li_x1_call_ask(c, LI_ADMIN_DESTINATION_REMOVE,
		uuid_slice(&c->request->id));

	if (!err)
		li_x1_call_ok(c);
	else if (c->answer.reply.err == LI_ENOTFOUND)
		li_x1_call_refuse(c, LI_X1_DID_UNKNOWN, NULL);
	else if (c->answer.reply.err == LI_ESTATE)
		li_x1_call_refuse(c, LI_X1_DESTINATION_USED, NULL);
	else
		li_x1_call_fail(c, err);
}

static li_err refers(struct li_x1_call *c, const struct li_task *task)
{
	(void)c;
	return task->destination_count ? LI_ESTATE : LI_OK;
}

static li_err remove_one(struct li_x1_call *c, const struct li_destination *d)
{
	return li_x1_call_ask(c, LI_ADMIN_DESTINATION_REMOVE,
		uuid_slice(&d->did));
}

/* TS 103 221-1 cl. 6.3.4: all or none, so tasks are looked at first */
void li_x1_remove_all_destinations(struct li_x1_call *c)
{
	li_err err;

	if (!c->service->remove_all) {
		li_x1_call_refuse(c, LI_X1_REMOVE_ALL_OFF, NULL);
		return;
	}
	err = li_x1_call_tasks(c, refers);
	if (!err)
		err = li_x1_call_destinations(c, remove_one);
	if (!err)
		li_x1_call_ok(c);
	else if (err == LI_ESTATE)
		li_x1_call_refuse(c, LI_X1_DESTINATIONS_USED, NULL);
	else
		li_x1_call_fail(c, err);
}

/* ---- looking ---- */

/* Which destinations are written; NULL: all. */
struct show {
	const struct li_uuid *did;
	bool found;
};

static li_err show(struct li_x1_call *c, struct show *s,
	const struct li_destination *d)
{
	const struct li_x1_faults faults = {.kind = LI_ISSUE_OF_DESTINATION,
		.items = li_buf_slice(&c->batch->faults.items),
		.id = d->did};
	struct li_x1_destination said;

	if (s->did && !li_uuid_eq(s->did, &d->did))
		return LI_OK;
	s->found = true;
	li_x1_destination_say(d, &said);
	li_x1_put_destination(c->out, &said, &faults); /* table 27 */
	return li_buf_check(c->out);
}

/* Write those that are wanted. */
static li_err put_those(struct li_x1_call *c, struct show *s)
{
	struct li_slice rest, item;
	struct li_destination d;
	li_err err = li_x1_call_faults(c);

	if (!err)
		err = li_x1_call_ask(c, LI_ADMIN_DESTINATION_LIST,
			(struct li_slice){0});
	rest = li_buf_slice(&c->answer.items);
	while (!err && li_x1_answer_next(&rest, &item)) {
		err = li_unpack_destination(item, &d);
		if (!err)
			err = show(c, s, &d);
	}
	return err;
}

void li_x1_get_destination_details(struct li_x1_call *c)
{
	struct show s = {.did = &c->request->id};
	size_t place = c->out->n;
	li_err err;

	li_x1_response_begin(c->out, c->ends, c->request);
	err = put_those(c, &s);
	li_x1_response_end(c->out);
	if (!err && s.found)
		return;
	li_x1_call_undo(c, place);
	if (err)
		li_x1_call_fail(c, err);
	else
		li_x1_call_refuse(c, LI_X1_DID_UNKNOWN, NULL);
}

li_err li_x1_put_destinations(struct li_x1_call *c)
{
	struct show s = {.did = NULL};
	li_err err;

	li_x1_put_begin(c->out, "listOfDestinationResponseDetails");
	err = put_those(c, &s);
	li_x1_put_end(c->out, "listOfDestinationResponseDetails");
	return err;
}

static li_err put_did(struct li_x1_call *c, const struct li_destination *d)
{
	li_x1_put_uuid(c->out, "dId", &d->did);
	return li_buf_check(c->out);
}

li_err li_x1_put_dids(struct li_x1_call *c)
{
	li_err err;

	li_x1_put_begin(c->out, "ListOfDIDs");
	err = li_x1_call_destinations(c, put_did);
	li_x1_put_end(c->out, "ListOfDIDs");
	return err;
}
