/* SPDX-License-Identifier: BSD-3-Clause
 *
 * scope.h - what of a hit is within the limits of its task.
 *
 * Floor    3, inside step/.
 * Threads  As step.h.
 * Memory   None is kept.
 * Spec     TS 33.126 R6.3-410 (service specificity); TS 103 221-1 annex C
 *          (service scoping options); TS 33.107 cl. 7A.9 (outbound roaming)
 */
#ifndef LI_STEP_SCOPE_H
#define LI_STEP_SCOPE_H

#include "step/inside.h"

/* May the task be told of this? By the service it serves, and by where the
 * target is registered from. */
bool li_scope_tells(const struct li_step *step, const struct li_event *event,
	const struct li_change *change, const struct li_brief *task);

/* May it be told where its target is, in this message? */
bool li_scope_place(const struct li_change *change,
	const struct li_brief *task);

#endif
