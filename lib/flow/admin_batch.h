/* SPDX-License-Identifier: BSD-3-Clause
 *
 * admin_batch.h - many requests in one transaction; for admin.c.
 *
 * Floor    4: store, ipc.
 * Threads  The store's.
 * Memory   Items are appended to the caller's buffer.
 * Spec     TS 103 221-1 cl. 6.1 (containers)
 */
#ifndef LI_FLOW_ADMIN_BATCH_H
#define LI_FLOW_ADMIN_BATCH_H

#include "flow/admin.h"

/* Do LI_ADMIN_BATCH: an item for each part, what they changed in *change. An
 * error is that of all of it: nothing is done, there are no items.
 *   LI_EMALFORMED   not a body of batch.h
 *   LI_EDB LI_EIO LI_ENOMEM   as li_store_commit()
 */
LI_MUST_USE li_err li_admin_batch(struct li_store *store,
	const struct li_admin_terms *terms,
	const struct li_admin_request *request, struct li_buf *items,
	struct li_admin_change *change);

#endif
