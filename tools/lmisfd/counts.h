/* SPDX-License-Identifier: BSD-3-Clause
 *
 * counts.h - answer lmisf-metrics, from memory.
 *
 * Floor    5: flow, ipc.
 * Threads  That of the loop.
 * Memory   None is kept.
 * Spec     TS 33.126 R6.6-05; TS 33.127 cl. 8.7
 */
#ifndef LI_LMISFD_COUNTS_H
#define LI_LMISFD_COUNTS_H

#include "ipc/admin.h"
#include "lmisfd.h"

/* Is it a question of this kind, and may its role ask? */
bool counts_asked(const struct li_admin_request *request);

/* Put the item of the answer into *out. Nothing of what anyone may see reads the
 * store, or makes it commit. What is of LI is a look, which is audited: the
 * first of a connection, as who reads it each few seconds would fill the audit;
 * *audited is the connection's word of it.
 * Errors are the store's: stop taking work. */
LI_MUST_USE li_err counts_answer(struct lmisfd *d,
	const struct li_admin_request *request, uint64_t *audited,
	struct li_buf *out, struct li_admin_reply *reply);

/* Is lmisf-deliver to be heard with what it counts of keys? Then hear it. */
bool counts_told(const struct li_admin_request *request);
void counts_hear(struct lmisfd *d, const struct li_admin_request *request,
	struct li_admin_reply *reply);

#endif
