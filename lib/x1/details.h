/* SPDX-License-Identifier: BSD-3-Clause
 *
 * details.h - write tasks, destinations and states into a response.
 *
 * Floor    4: ipc, base, model.
 * Threads  Pure functions.
 * Memory   Text is appended to the caller's buffer; a failure shows there.
 * Spec     TS 103 221-1 tables 4, 14, 15, 24, 27, 29; TS 103 280
 */
#ifndef LI_X1_DETAILS_H
#define LI_X1_DETAILS_H

#include "model/issue.h"
#include "model/task.h"
#include "x1/reply.h"

/* What is wrong, as lmisfd lists it, and with what: a task, a destination, the
 * NE. */
struct li_x1_faults {
	const char *own;       /* what we know ourselves, or NULL */
	struct li_slice items; /* of LI_ADMIN_FAULT_LIST */
	enum li_issue_kind kind;
	struct li_uuid id; /* XID or DID */
};

/* What became of a task. */
struct li_x1_task_status {
	const char *provisioning;
	uint32_t modifications;
	int64_t modified_us; /* the last of them */
	struct li_task_amount amount;
};

/* Append TaskResponseDetails: the task as it was asked for, and its status. */
void li_x1_put_task(struct li_buf *out, const struct li_x1_task *task,
	const struct li_x1_task_status *status,
	const struct li_x1_faults *faults);

/* Append DestinationResponseDetails. */
void li_x1_put_destination(struct li_buf *out,
	const struct li_x1_destination *destination,
	const struct li_x1_faults *faults);

/* Append NeStatusDetails. */
void li_x1_put_ne_status(struct li_buf *out, const struct li_x1_faults *faults);

#endif
