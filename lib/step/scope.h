/* SPDX-License-Identifier: BSD-3-Clause
 *
 * scope.h - what of a hit is within the limits of its task.
 *
 * Floor    3, inside step/.
 * Threads  As step.h.
 * Memory   None is kept.
 * Spec     TS 33.126 R6.3-410 (service specificity); TS 103 221-1 annex C
 *          (service scoping options); TS 33.107 cl. 7A.9 (outbound roaming);
 *          TS 33.128 cl. 7.12.2.8 (local and non-local targets)
 */
#ifndef LI_STEP_SCOPE_H
#define LI_STEP_SCOPE_H

#include "step/inside.h"

/* May the task be told of this? By the service it serves, and by where the
 * target is registered from. */
bool li_scope_tells(const struct li_step *step, const struct li_event *event,
	const struct li_change *change, const struct li_brief *task);

/* Is the target the party that the task is for: one that is served here, or the
 * far one of a session? Which half of a call a message belongs to is not seen,
 * but who of both is registered here is known: where it is both or neither, it
 * may be. */
bool li_scope_party(const struct li_step *step, const struct li_event *event,
	const struct li_hit *hit);

/* The same of a registration: it is always that of who is served. */
bool li_scope_registration(const struct li_brief *task);

/* May it be told where its target is, in this message? */
bool li_scope_place(const struct li_change *change,
	const struct li_brief *task);

#endif
