/* SPDX-License-Identifier: BSD-3-Clause
 *
 * flow_tasks.h - bring the tasks of the store in force.
 *
 * Floor    4: step, store.
 * Threads  That of the store.
 * Memory   The step copies the tasks; the copy in between is wiped.
 * Spec     TS 33.107 cl. 20.3.2.3 (a deactivation acts at once)
 */
#ifndef LI_FLOW_FLOW_TASKS_H
#define LI_FLOW_FLOW_TASKS_H

#include "step/step.h"
#include "store/store.h"

/* Read all tasks that have not ended and swap them in.
 *   LI_ENOMEM LI_EDB LI_ECORRUPT   the tasks before stay in force
 */
LI_MUST_USE li_err li_flow_load_tasks(struct li_store *store,
	struct li_step *step);

#endif
