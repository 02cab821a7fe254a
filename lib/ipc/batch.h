/* SPDX-License-Identifier: BSD-3-Clause
 *
 * batch.h - many requests in one, LI_ADMIN_BATCH: one commit, an answer to each.
 *
 * They are done in their order. One that is refused leaves the others as they
 * are; when the commit fails none is done. Each has its own audit row, done or
 * refused.
 *
 * The body is the parts, one behind the other. Each has one item in the answer,
 * in their order; the reply is that of the commit.
 *
 * Floor    3.
 * Threads  Pure functions.
 * Memory   Decoded slices borrow from the message.
 * Spec     TS 103 221-1 cl. 6.1 (containers of many requests)
 */
#ifndef LI_IPC_BATCH_H
#define LI_IPC_BATCH_H

#include "ipc/admin.h"

enum {
	LI_BATCH_MAX = 1000,
	LI_BATCH_OCTETS_MAX = LI_IPC_MAX / 2, /* of a body */
};

/* One of the requests: who asks, and by what door, is that of all. */
struct li_batch_part {
	enum li_admin_op op;
	struct li_slice body;
};

/* May it be a part? A change that is all or nothing by itself, or a look at one
 * thing. */
bool li_batch_takes(enum li_admin_op op);

/* Append a part; failure shows in the buffer. */
void li_batch_put(struct li_buf *out, const struct li_batch_part *part);

/* Take the part in front of *rest; false ends. */
bool li_batch_next(struct li_slice *rest, struct li_batch_part *out);

/* Is it whole parts, at least one, not too many, each of which may be one?
 *   LI_EMALFORMED   it is not
 */
LI_MUST_USE li_err li_batch_check(struct li_slice body);

/* Append what an item has: the reply to a part, and its items as messages. Read
 * one.
 *   LI_EMALFORMED   cut short, out of range; untouched
 */
void li_batch_answer_put(struct li_buf *out, const struct li_admin_reply *reply,
	struct li_slice items);
LI_MUST_USE li_err li_batch_answer_get(struct li_slice item,
	struct li_admin_reply *reply, struct li_slice *items);

#endif
