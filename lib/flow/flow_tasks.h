/* SPDX-License-Identifier: BSD-3-Clause
 *
 * flow_tasks.h - bring the tasks of the store in force.
 *
 * Floor    4: step, store.
 * Threads  That of the store.
 * Memory   The step copies a task; the copy in between is wiped.
 * Spec     TS 33.107 cl. 20.3.2.3 (a deactivation acts at once), cl. 8 (nothing
 *          but what was ordered)
 */
#ifndef LI_FLOW_FLOW_TASKS_H
#define LI_FLOW_FLOW_TASKS_H

#include "step/step.h"
#include "store/store.h"

struct li_flow;

/* Put every task of the store in force, also those that have ended: an event
 * that comes late is judged by its own time. One that is not as it was ordered
 * last, or cannot be read, is not put: that is told and audited, and what is in
 * force of it stays. No transaction may be open. TS 33.107 cl. 8
 *   LI_ENOMEM LI_EDB LI_ECORRUPT   some of them are
 */
LI_MUST_USE li_err li_flow_load_tasks(struct li_flow *flow, int64_t at_us);

/* Bring one task in force as the store has it now; the cost does not depend on
 * how many there are.
 *   LI_ENOTFOUND LI_ENOMEM LI_EDB LI_ECORRUPT   it is in force as before
 */
LI_MUST_USE li_err li_flow_task_changed(struct li_store *store,
	struct li_step *step, const struct li_uuid *xid);

#endif
