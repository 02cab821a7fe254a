/* SPDX-License-Identifier: BSD-3-Clause
 *
 * admin_keep.h - what a change over X1 leaves as it is, having no word for it;
 * for admin.c.
 *
 * Floor    4: store.
 * Threads  The store's.
 * Memory   None is kept.
 * Spec     TS 103 221-1 cl. 6.2.2, 6.3.2 (all else is replaced)
 */
#ifndef LI_FLOW_ADMIN_KEEP_H
#define LI_FLOW_ADMIN_KEEP_H

#include "store/store.h"

/* A start that is 0 stays what it was, of the task and of its mediations: what
 * began is not taken back. So does what becomes of product at the end.
 *   LI_ESTATE   no such task
 */
LI_MUST_USE li_err li_admin_keep_terms(struct li_store *store,
	struct li_task *task, struct li_fault *fault);

/* Format, keys and secondary address stay; of a destination that is not there
 * nothing does. */
LI_MUST_USE li_err li_admin_keep_handover(struct li_store *store,
	struct li_destination *destination);

#endif
