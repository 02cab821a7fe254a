/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/apply_call.h"
#include "x1/details.h"

/* What is wrong with the NE. TS 103 221-1 table 29 */
static void faults_of(struct li_x1_call *c, struct li_x1_faults *faults)
{
	const li_err err = li_x1_call_faults(c);

	*faults = (struct li_x1_faults){.kind = LI_ISSUE_OF_NE,
		.items = li_buf_slice(&c->batch->faults.items)};
	if (err)
		faults->own = "the interception function does not answer";
}

void li_x1_get_ne_status(struct li_x1_call *c)
{
	struct li_x1_faults faults;

	faults_of(c, &faults);
	li_x1_response_begin(c->out, c->ends, c->request);
	li_x1_put_ne_status(c->out, &faults);
	li_x1_response_end(c->out);
}

/* A response is whole or is an error: what was begun is taken back. */
static void finish(struct li_x1_call *c, size_t place, li_err err)
{
	li_x1_response_end(c->out);
	if (!err)
		return;
	li_x1_call_undo(c, place);
	li_x1_call_fail(c, err);
}

void li_x1_get_all_details(struct li_x1_call *c)
{
	struct li_x1_faults faults;
	size_t place = c->out->n;
	li_err err;

	faults_of(c, &faults);
	li_x1_response_begin(c->out, c->ends, c->request);
	li_x1_put_ne_status(c->out, &faults);
	err = li_x1_put_tasks(c);
	if (!err)
		err = li_x1_put_destinations(c);
	if (!err)
		err = li_x1_put_objects(c);
	finish(c, place, err);
}

void li_x1_get_all_task_details(struct li_x1_call *c)
{
	size_t place = c->out->n;

	li_x1_response_begin(c->out, c->ends, c->request);
	finish(c, place, li_x1_put_tasks(c));
}

void li_x1_get_all_destination_details(struct li_x1_call *c)
{
	size_t place = c->out->n;

	li_x1_response_begin(c->out, c->ends, c->request);
	finish(c, place, li_x1_put_destinations(c));
}

void li_x1_list_all_details(struct li_x1_call *c)
{
	size_t place = c->out->n;
	li_err err;

	li_x1_response_begin(c->out, c->ends, c->request);
	err = li_x1_put_xids(c);
	if (!err)
		err = li_x1_put_dids(c);
	if (!err)
		err = li_x1_put_object_ids(c);
	finish(c, place, err);
}
