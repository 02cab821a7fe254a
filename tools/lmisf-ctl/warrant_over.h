/* SPDX-License-Identifier: BSD-3-Clause
 *
 * warrant_over.h - the authorisations that the tasks of a request are under.
 *
 * Floor    5.
 * Threads  One.
 * Memory   What names a warrant is wiped.
 * Spec     TS 103 120 cl. 7.1.5 (associated objects), 7.2
 */
#ifndef LMISF_CTL_WARRANT_OVER_H
#define LMISF_CTL_WARRANT_OVER_H

#include "ctl.h"
#include "hi1/tasks.h"

/* Ask for one.
 *   LI_ENOTFOUND   it is not there, or another's; no fault is set
 */
LI_MUST_USE li_err ctl_authorisation(struct ctl *c, const struct li_uuid *id,
	const struct li_endpoint *who, struct li_authorisation *out);

/* Have a request know those of before that it names. */
LI_MUST_USE li_err ctl_warrant_know(struct ctl *c, struct li_hi1_request *r);

/* Append those that it makes, and those that get tasks more, as
 * LI_ADMIN_WARRANT_ADD has them. */
void ctl_warrant_pack(const struct li_hi1_request *r, struct li_buf *out);

#endif
