/* SPDX-License-Identifier: BSD-3-Clause
 *
 * admin_warrant.h - requests about warrants: what they authorise, with the tasks
 * under them.
 *
 * Floor    4: store, ipc.
 * Threads  That of the store.
 * Memory   None is kept; what names a warrant is wiped.
 * Spec     TS 103 120 cl. 6.4, 7.2; TS 33.107 cl. 8
 */
#ifndef LI_FLOW_ADMIN_WARRANT_H
#define LI_FLOW_ADMIN_WARRANT_H

#include "flow/admin.h"

/* Does what this request enters wait for another operator? */
bool li_admin_waits(const struct li_admin_terms *terms,
	const struct li_admin_request *request);

/* Add a packed task, and note it in *change. */
LI_MUST_USE li_err li_admin_task_add(struct li_store *store,
	const struct li_admin_terms *terms,
	const struct li_admin_request *request, struct li_slice body,
	struct li_admin_change *change, struct li_fault *fault);

/* Carry out LI_ADMIN_WARRANT_*: each in one transaction, so that half a warrant
 * is never in force.
 *   LI_EMALFORMED   the body is not one
 */
LI_MUST_USE li_err li_admin_warrant(struct li_store *store,
	const struct li_admin_terms *terms,
	const struct li_admin_request *request, struct li_buf *items,
	struct li_admin_change *change, struct li_fault *fault);

#endif
