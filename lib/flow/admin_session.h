/* SPDX-License-Identifier: BSD-3-Clause
 *
 * admin_session.h - requests to see a task's sessions; for admin.c.
 *
 * They are read a page at a time, so that messages are taken meanwhile. The
 * first request leaves the row that says who looks at what; each further one
 * names that row, and nobody else is given anything for it, nor of anything else.
 *
 * Floor    4: store, ipc.
 * Threads  The store's.
 * Memory   Items are appended to the caller's buffer.
 * Spec     TS 33.127 cl. 8.7; TS 101 331 cl. 4.9
 */
#ifndef LI_FLOW_ADMIN_SESSION_H
#define LI_FLOW_ADMIN_SESSION_H

#include "ipc/admin.h"
#include "store/store.h"

/* Carry out LI_ADMIN_SESSION_LIST or LI_ADMIN_SESSION_LADDER.
 *   LI_EMALFORMED   no such body
 *   LI_ENOTFOUND    no such task, or it has no such session; fault says which
 *   LI_EDENIED      somebody else looks there, or at something else
 *   LI_ECORRUPT     a sealed value was changed
 *   LI_EDB
 */
LI_MUST_USE li_err li_admin_session(struct li_store *store,
	const struct li_admin_request *request, struct li_buf *items,
	struct li_admin_reply *reply, struct li_fault *fault);

#endif
