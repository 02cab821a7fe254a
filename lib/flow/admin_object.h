/* SPDX-License-Identifier: BSD-3-Clause
 *
 * admin_object.h - requests about generic objects of X1; for admin.c.
 *
 * Floor    4: store, ipc.
 * Threads  The store's.
 * Memory   Items are appended to the caller's buffer.
 * Spec     TS 103 221-1 cl. 6.8, annex D
 */
#ifndef LI_FLOW_ADMIN_OBJECT_H
#define LI_FLOW_ADMIN_OBJECT_H

#include "ipc/admin.h"
#include "store/contexts.h"

/* Carry out LI_ADMIN_OBJECT_*; errors as store/contexts.h has them.
 *   LI_EMALFORMED   no such body
 */
LI_MUST_USE li_err li_admin_object(struct li_store *store,
	const struct li_admin_request *request, struct li_buf *items,
	const struct li_actor *actor, struct li_fault *fault);

#endif
