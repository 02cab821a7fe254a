/* SPDX-License-Identifier: BSD-3-Clause
 *
 * form.h - what an ADMF asks for as a task or destination of ours, and back.
 *
 * What this NE cannot do as it was asked is refused, with the code that says
 * most; nothing that narrows an interception is overlooked.
 *
 * Floor    4: base, model.
 * Threads  Pure functions.
 * Memory   Values.
 * Spec     TS 103 221-1 tables 4, 5, 14, 15, 46, annex C; TS 33.128 cl. 5.2
 */
#ifndef LI_X1_FORM_H
#define LI_X1_FORM_H

#include "x1/reply.h"

/* A task without an EndTime lasts until its ADMF ends it: 9999-12-31. */
#define LI_X1_FOREVER_US INT64_C(253402300799999999)

/* When and by whom. */
struct li_x1_asked {
	const char *admf;
	int64_t at_us;    /* now */
	int64_t since_us; /* start of a task that says none */
	/* The hash contexts that there are, for hashed targets. */
	const struct li_hash_context *contexts;
	size_t context_count;
};

/* Make a task of what ActivateTask or ModifyTask said. False: *refusal says
 * why not. */
bool li_x1_task_make(const struct li_x1_request *request,
	const struct li_x1_asked *asked, struct li_task *out,
	struct li_x1_refusal *refusal);

/* Say a task as it was asked for. */
void li_x1_task_say(const struct li_task *task, struct li_x1_task *out);

/* Make a destination of what CreateDestination or ModifyDestination said; as
 * above. */
bool li_x1_destination_make(const struct li_x1_request *request,
	struct li_destination *out, struct li_x1_refusal *refusal);

/* Say a destination as it was asked for. */
void li_x1_destination_say(const struct li_destination *destination,
	struct li_x1_destination *out);

#endif
