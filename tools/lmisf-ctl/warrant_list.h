/* SPDX-License-Identifier: BSD-3-Clause
 *
 * warrant_list.h - what is whose, over HI1.
 *
 * Floor    5: model, hi1, ipc.
 * Threads  One.
 * Memory   As hi1/list.h; what names a warrant or target is wiped.
 * Spec     TS 103 120 cl. 6.4.8, 7.1.1, 7.1.4; TS 33.126 R6.6-80
 */
#ifndef LI_CTL_WARRANT_LIST_H
#define LI_CTL_WARRANT_LIST_H

#include "ctl.h"
#include "hi1/tasks.h"

/* Find the authorisations of the owner, and the tasks under them. */
LI_MUST_USE li_err ctl_warrant_find_all(struct ctl *c,
	const struct li_hi1_list *list, int64_t at_us,
	struct li_hi1_found *found);

/* What a task is under, and whose it is then; a task that nobody is known to own
 * is anybody's who can name it.
 *   LI_ENOTFOUND   it is another's; no fault is set
 */
LI_MUST_USE li_err ctl_warrant_of(struct ctl *c, const struct li_uuid *xid,
	const struct li_endpoint *who, struct li_hi1_done *done);

/* Append the XID of the task that the i-th object cancels, as LI_ADMIN_TASK_END
 * has it.
 *   LI_ENOTFOUND   it is another's; fault says that there is none
 */
LI_MUST_USE li_err ctl_warrant_end(struct ctl *c,
	const struct li_hi1_request *request, size_t i, struct li_buf *xids);

#endif
