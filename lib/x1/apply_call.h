/* SPDX-License-Identifier: BSD-3-Clause
 *
 * apply_call.h - what the apply_ files share; for them only.
 *
 * Floor    4: ipc, base, model.
 * Threads  One.
 * Memory   A call lives as long as li_x1_apply().
 * Spec     TS 103 221-1 cl. 6
 */
#ifndef LI_X1_APPLY_CALL_H
#define LI_X1_APPLY_CALL_H

#include "x1/apply.h"

/* One request while it is carried out. Ahead of that it comes as far as its
 * first question, which is kept; what it writes then is not used. */
struct li_x1_call {
	const struct li_x1_service *service;
	const struct li_x1_ends *ends;
	const struct li_x1_request *request;
	struct li_x1_batch *batch;
	struct li_slice container; /* all of its requests, packed */
	struct li_buf *out;
	struct li_x1_answer answer; /* to the last question */
	bool unheard;               /* there was none */
	bool ahead;                 /* no question is asked yet */
	bool asks;                  /* it has had its first question */
	bool alone;                 /* which cannot be asked with others */
};

/* Ask lmisfd in the ADMF's name: what its answer says, or that none came. */
LI_MUST_USE li_err li_x1_call_ask(struct li_x1_call *call, enum li_admin_op op,
	struct li_slice body);

/* The same of one that is not about what the requests of a container change: it is
 * not asked with theirs. */
LI_MUST_USE li_err li_x1_call_ask_aside(struct li_x1_call *call,
	enum li_admin_op op, struct li_slice body);

/* What was asked for, and the answer was lost: is it so now? False also of what
 * cannot be looked at. The answer is empty then. */
bool li_x1_call_was_done(struct li_x1_call *call,
	const struct li_batch_part *asked);

/* Ask what is wrong, once for all that are asked with it: it is in the batch. */
LI_MUST_USE li_err li_x1_call_faults(struct li_x1_call *call);

/* Write that it was done. */
void li_x1_call_ok(struct li_x1_call *call);

/* Write that it was not, and why; a NULL why says no more than the code. */
void li_x1_call_refuse(struct li_x1_call *call, enum li_x1_code code,
	const char *why);

/* Write that lmisfd could not, under the code that the request has for what no
 * other code says. */
void li_x1_call_fail(struct li_x1_call *call, li_err err);

/* Call fn for each task that has not ended. Another value than LI_OK ends the
 * walk and is returned. */
typedef li_err (
	*li_x1_task_fn)(struct li_x1_call *call, const struct li_task *task);
LI_MUST_USE li_err li_x1_call_tasks(struct li_x1_call *call, li_x1_task_fn fn);

/* The same for each destination. */
typedef li_err (*li_x1_destination_fn)(struct li_x1_call *call,
	const struct li_destination *destination);
LI_MUST_USE li_err li_x1_call_destinations(struct li_x1_call *call,
	li_x1_destination_fn fn);

/* Take back what was written behind `place`, wiping it. */
void li_x1_call_undo(struct li_x1_call *call, size_t place);

/* Write the list of all tasks, destinations or objects; of their identifiers. */
LI_MUST_USE li_err li_x1_put_tasks(struct li_x1_call *call);
LI_MUST_USE li_err li_x1_put_destinations(struct li_x1_call *call);
LI_MUST_USE li_err li_x1_put_xids(struct li_x1_call *call);
LI_MUST_USE li_err li_x1_put_dids(struct li_x1_call *call);
LI_MUST_USE li_err li_x1_put_objects(struct li_x1_call *call);
LI_MUST_USE li_err li_x1_put_object_ids(struct li_x1_call *call);

/* Ask which hash contexts there are, once for all that are asked with it: they
 * are in the batch. */
LI_MUST_USE li_err li_x1_call_contexts(struct li_x1_call *call);

/* Carry out the request of the name. */
void li_x1_activate_task(struct li_x1_call *call);
void li_x1_modify_task(struct li_x1_call *call);
void li_x1_deactivate_task(struct li_x1_call *call);
void li_x1_deactivate_all_tasks(struct li_x1_call *call);
void li_x1_get_task_details(struct li_x1_call *call);
void li_x1_create_destination(struct li_x1_call *call);
void li_x1_modify_destination(struct li_x1_call *call);
void li_x1_remove_destination(struct li_x1_call *call);
void li_x1_remove_all_destinations(struct li_x1_call *call);
void li_x1_get_destination_details(struct li_x1_call *call);
void li_x1_get_ne_status(struct li_x1_call *call);
void li_x1_get_all_details(struct li_x1_call *call);
void li_x1_get_all_task_details(struct li_x1_call *call);
void li_x1_get_all_destination_details(struct li_x1_call *call);
void li_x1_list_all_details(struct li_x1_call *call);
void li_x1_create_object(struct li_x1_call *call);
void li_x1_modify_object(struct li_x1_call *call);
void li_x1_get_object(struct li_x1_call *call);
void li_x1_delete_object(struct li_x1_call *call);
void li_x1_delete_all_objects(struct li_x1_call *call);
void li_x1_list_objects(struct li_x1_call *call);
void li_x1_get_all_object_details(struct li_x1_call *call);

#endif
