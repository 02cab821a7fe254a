/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"

/* RTR/RTA: the HSS takes a registration back. TS 29.228 cl. 6.1.3. A profile
 * that it pushes (PPR/PPA) changes nobody's registration. */

enum { NEW_SERVER_ASSIGNED = 1 }; /* TS 29.229 cl. 6.3.17 */

void li_cx_push_apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	const struct li_cx *cx = &event->cx;

	if (cx->command != LI_CX_RTR)
		return;
	/* The user is registered still, at another S-CSCF; only the old one
	 * forgets it. TS 29.228 cl. 8.1.1 */
	if (!li_cx_success(cx) || cx->reason_code == NEW_SERVER_ASSIGNED) {
		li_cx_concern(m, event, change);
		return;
	}
	li_cx_leave(m, event, change, LI_REG_NONE);
}
