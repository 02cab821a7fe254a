/* SPDX-License-Identifier: BSD-3-Clause
 *
 * warrant_each.h - requests over HI1 that go action by action: GET, LIST, and
 * UPDATE of a task's time.
 *
 * Floor    5: model, hi1, ipc.
 * Threads  One.
 * Memory   What was done names targets: wipe it after use.
 * Spec     TS 103 120 cl. 6.4.3, 6.4.5, 6.4.7, 6.4.8
 */
#ifndef LI_CTL_WARRANT_EACH_H
#define LI_CTL_WARRANT_EACH_H

#include "ctl.h"
#include "hi1/tasks.h"

/* Carry out each action, whatever became of the others; done has room for all of
 * them, zeroed.
 *   that of the first action that failed; fault says how many did
 */
LI_MUST_USE li_err ctl_warrant_each(struct ctl *c,
	const struct li_hi1_request *request, int64_t at_us,
	struct li_hi1_done *done);

/* Wipe and free what such an array has, which may be NULL, and it. */
void ctl_warrant_each_free(struct li_hi1_done *done);

#endif
