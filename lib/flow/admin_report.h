/* SPDX-License-Identifier: BSD-3-Clause
 *
 * admin_report.h - requests about faults and reports; for admin.c and flow.
 *
 * Floor    4: store, ipc.
 * Threads  The store's.
 * Memory   Items are appended to the caller's buffer.
 * Spec     TS 103 221-1 cl. 6.5
 */
#ifndef LI_FLOW_ADMIN_REPORT_H
#define LI_FLOW_ADMIN_REPORT_H

#include "ipc/admin.h"
#include "store/report.h"

/* List what looked wrong in the signalling. That it was looked at leaves a row:
 * TS 33.127 cl. 8.7 */
LI_MUST_USE li_err li_admin_security(struct li_store *store,
	struct li_buf *items, const struct li_actor *actor);

/* List since when each destination has not confirmed, with a row. */
LI_MUST_USE li_err li_admin_behind(struct li_store *store, struct li_buf *items,
	const struct li_actor *actor);

/* List what stands, with a row; what was not told yet. */
LI_MUST_USE li_err li_admin_faults(struct li_store *store, struct li_buf *items,
	const struct li_actor *actor);
LI_MUST_USE li_err li_admin_reports(struct li_store *store,
	struct li_buf *items);

/* The ADMF has answered to a report.
 *   LI_EMALFORMED   no such body
 */
LI_MUST_USE li_err li_admin_report_done(struct li_store *store,
	struct li_slice body, const struct li_actor *actor);

/* Keep an issue that a program has with itself or its peer.
 *   LI_EMALFORMED   no such body
 *   LI_EDENIED      it is not for that program to say
 */
LI_MUST_USE li_err li_admin_issue(struct li_store *store, struct li_slice body,
	int64_t at_us, const struct li_actor *actor);

/* End a task; when it is not its ADMF who does it, the ADMF is told, in the same
 * transaction. As li_store_task_end(). */
LI_MUST_USE li_err li_admin_task_end(struct li_store *store,
	const struct li_uuid *xid, int64_t at_us, const struct li_actor *actor,
	struct li_fault *fault);

/* The same inside a transaction, which can only be rolled back on an error. */
LI_MUST_USE li_err li_admin_task_end_in(struct li_store *store,
	const struct li_uuid *xid, int64_t at_us, const struct li_actor *actor,
	struct li_fault *fault);

/* Append the XIDs of all tasks that have not ended, and end such in a
 * transaction, as above. */
LI_MUST_USE li_err li_admin_tasks_open(struct li_store *store,
	struct li_buf *xids);
LI_MUST_USE li_err li_admin_tasks_end_in(struct li_store *store,
	struct li_slice xids, int64_t at_us, const struct li_actor *actor);

/* End all of them, or those of some XIDs: each of them, or nothing is done.
 * Returns how many in *count.
 *   LI_EMALFORMED   no XIDs
 */
LI_MUST_USE li_err li_admin_tasks_end(struct li_store *store, int64_t at_us,
	const struct li_actor *actor, size_t *count);
LI_MUST_USE li_err li_admin_tasks_end_these(struct li_store *store,
	struct li_slice xids, int64_t at_us, const struct li_actor *actor);

/* What was wrong with a task or destination, is no more: it was changed or
 * taken away. */
LI_MUST_USE li_err li_admin_task_forget(struct li_store *store,
	const struct li_uuid *xid);
LI_MUST_USE li_err li_admin_destination_forget(struct li_store *store,
	const struct li_uuid *did);

#endif
