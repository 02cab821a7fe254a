/* SPDX-License-Identifier: BSD-3-Clause
 *
 * admin_confirm.h - what lmisf-deliver tells of records: which a peer has, and
 * which it never will, and of what is to go beside them; for admin.c.
 *
 * Floor    4: store, ipc.
 * Threads  That of the store.
 * Memory   Items are appended to the caller's buffer.
 * Spec     TS 33.107 cl. 8 (kept until delivered); TS 33.127 cl. 5.3.2.4 (a loss
 *          is never silent); TS 103 221-1 table 24
 */
#ifndef LI_FLOW_ADMIN_CONFIRM_H
#define LI_FLOW_ADMIN_CONFIRM_H

#include "ipc/admin.h"
#include "store/store.h"

/* Take a step of LI_ADMIN_CONFIRM: the item says how far it went, the text how
 * many were new.
 *   LI_EMALFORMED LI_ENOTFOUND, those of the store
 */
LI_MUST_USE li_err li_admin_confirm(struct li_store *store,
	const struct li_admin_request *request, int64_t at_us,
	struct li_buf *items, struct li_admin_reply *reply);

/* A record cannot be sent to a destination: it waits there no more. One that does
 * not wait is LI_OK. Errors as above. */
LI_MUST_USE li_err li_admin_aside(struct li_store *store,
	const struct li_admin_request *request, int64_t at_us);

/* A destination has integrity checks: their numbers are kept. Errors as above. */
LI_MUST_USE li_err li_admin_checked(struct li_store *store,
	const struct li_admin_request *request);

/* Integrity checks are to go to one: they are kept until it has them. Errors as
 * above. */
LI_MUST_USE li_err li_admin_checking(struct li_store *store,
	const struct li_admin_request *request);

#endif
