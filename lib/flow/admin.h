/* SPDX-License-Identifier: BSD-3-Clause
 *
 * admin.h - do what an operator or a program of ours asks of the store.
 *
 * One code for both ways in: lmisfd calls it for each request that comes over
 * its socket, lmisf-ctl calls it itself when no lmisfd runs. There is no third
 * way, and each request leaves its audit row.
 *
 * Floor    4: store, ipc.
 * Threads  That of the store.
 * Memory   Items are appended to the caller's buffer as whole messages.
 * Spec     TS 33.107 cl. 8; TS 33.127 cl. 8.7 (what is logged)
 */
#ifndef LI_FLOW_ADMIN_H
#define LI_FLOW_ADMIN_H

#include "ipc/batch.h"
#include "model/profile.h"
#include "store/store.h"

/* Which tasks a request has changed. */
struct li_admin_change {
	bool all; /* any of them */
	size_t count;
	struct li_uuid xids[LI_BATCH_MAX];
};

/* When a request comes, and what the installation asks of its operators. */
struct li_admin_terms {
	int64_t at_us; /* now, UTC */
	/* What one operator enters waits for another. The tasks of an ADMF do
	 * not: who authorised them is its business. TS 103 221-1 cl. 5.1 */
	bool two_person;
	/* What a destination that comes over X1 gets beside what X1 says. */
	const struct li_profile *profiles;
	size_t profile_count;
	bool in_batch; /* the transaction is not its own */
};

/* Answer a request. Items go into `items` (as ipc messages), the outcome into
 * *reply: LI_OK means committed. The tasks in *change must be brought in force
 * before the reply is sent. */
void li_admin_apply(struct li_store *store, const struct li_admin_terms *terms,
	const struct li_admin_request *request, struct li_buf *items,
	struct li_admin_reply *reply, struct li_admin_change *change);

#endif
