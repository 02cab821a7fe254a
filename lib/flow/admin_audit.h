/* SPDX-License-Identifier: BSD-3-Clause
 *
 * admin_audit.h - requests about the audit itself; for admin.c.
 *
 * An export is read a page at a time, so that messages are taken meanwhile. Its
 * first request leaves the row that says what is read and by whom; each page
 * names that row, and gives nothing to anybody else and of nothing else. Who has
 * put it together gets a row with its digest, signed.
 *
 * Floor    4: store, ipc.
 * Threads  The store's.
 * Memory   Items are appended to the caller's buffer.
 * Spec     TS 33.126 R6.6-110; TS 33.127 cl. 8.7; TS 101 331 cl. 4.9
 */
#ifndef LI_FLOW_ADMIN_AUDIT_H
#define LI_FLOW_ADMIN_AUDIT_H

#include "ipc/admin.h"
#include "store/store.h"

/* Do one of them: the operations of AUDIT_VERIFY and EXPORT.
 *   LI_EMALFORMED   no such body
 *   LI_EDENIED      somebody else began this export, or none was
 *   LI_ECORRUPT     the audit does not fit; a sealed value was changed
 *   LI_EDB
 */
LI_MUST_USE li_err li_admin_audit(struct li_store *store,
	const struct li_admin_request *request, struct li_buf *items,
	struct li_admin_reply *reply, struct li_fault *fault);

#endif
