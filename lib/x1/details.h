/* SPDX-License-Identifier: BSD-3-Clause
 *
 * details.h - write tasks, destinations and states into a response.
 *
 * Floor    4: base, model.
 * Threads  Pure functions.
 * Memory   Text is appended to the caller's buffer; a failure shows there.
 * Spec     TS 103 221-1 tables 4, 14, 15, 24, 27, 29; TS 103 280
 */
#ifndef LI_X1_DETAILS_H
#define LI_X1_DETAILS_H

#include "x1/reply.h"

/* Append TaskResponseDetails: the task as it was asked for, and whether it is
 * provisioned. */
void li_x1_put_task(struct li_buf *out, const struct li_x1_task *task,
	const char *provisioning);

/* Append DestinationResponseDetails. fault says what is wrong with delivery,
 * NULL: nothing. */
void li_x1_put_destination(struct li_buf *out,
	const struct li_x1_destination *destination, const char *fault);

/* Append NeStatusDetails; fault as above. */
void li_x1_put_ne_status(struct li_buf *out, const char *fault);

#endif
