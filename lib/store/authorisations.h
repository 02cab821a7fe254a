/* SPDX-License-Identifier: BSD-3-Clause
 *
 * authorisations.h - what warrants authorise, and which tasks are under them.
 *
 * A task that is under one lies within its time for as long as both last, and
 * leaves it when its XID is ordered anew. Each change has its audit row, which
 * vouches for what the database then has.
 *
 * Floor    3.
 * Threads  As store.h.
 * Memory   Values.
 * Spec     TS 103 120 cl. 7.1, 7.2; TS 33.126 R6.5-10, R6.5-60; TS 101 331 cl.
 *          4.7
 */
#ifndef LI_STORE_AUTHORISATIONS_H
#define LI_STORE_AUTHORISATIONS_H

#include "model/authorisation.h"
#include "store/store.h"

/* Keep one with its tasks, which are there; or put more tasks under one.
 *   LI_EEXIST     the identifier is there already
 *   LI_ENOTFOUND  it, or one of the tasks, is not there
 *   LI_EINVAL     a field, or a task is not within its time
 *   LI_ESTATE     it was cancelled
 */
LI_MUST_USE li_err li_store_authorisation_add(struct li_store *store,
	const struct li_authorisation *a, const struct li_actor *actor,
	struct li_fault *fault);
LI_MUST_USE li_err li_store_authorisation_extend(struct li_store *store,
	const struct li_authorisation *a, const struct li_actor *actor,
	struct li_fault *fault);

/* Read one, with the XIDs of its tasks.
 *   LI_ENOTFOUND LI_ECORRUPT
 */
LI_MUST_USE li_err li_store_authorisation_get(struct li_store *store,
	const struct li_uuid *id, struct li_authorisation *out);

/* Given each; another value than LI_OK ends it and is returned. */
typedef li_err (
	*li_authorisation_fn)(const struct li_authorisation *a, void *data);

/* Read those that a task is under; those of an owner who is known. Oldest first;
 * none is no error.
 *   LI_ECORRUPT
 */
LI_MUST_USE li_err li_store_authorisation_over(struct li_store *store,
	const struct li_uuid *xid, li_authorisation_fn fn, void *data);
LI_MUST_USE li_err li_store_authorisation_of(struct li_store *store,
	const struct li_endpoint *owner, li_authorisation_fn fn, void *data);

/* Give it less time, when its tasks have no more; cancel it. They end by
 * li_store_task_end().
 *   LI_ENOTFOUND
 *   LI_ESTATE     it was cancelled, or changed meanwhile
 *   LI_EINVAL     wider than it was, or than a task under it
 */
LI_MUST_USE li_err li_store_authorisation_narrow(struct li_store *store,
	const struct li_authorised_span *span, const struct li_actor *actor,
	struct li_fault *fault);
LI_MUST_USE li_err li_store_authorisation_end(struct li_store *store,
	const struct li_uuid *id, int64_t at_us, const struct li_actor *actor,
	struct li_fault *fault);

/* ---- inside the store ---- */

enum { LI_AUTHORISATION_OWNER = LI_ENDPOINT_COUNTRY + LI_ENDPOINT_NAME + 2 };

/* An owner as the column has it, "XX/LEA-1". */
void li_authorisation_owner(const struct li_endpoint *owner,
	char text[static LI_AUTHORISATION_OWNER]);

/* The row of one; all of a row. */
LI_MUST_USE li_err li_authorisation_find(struct li_store *store,
	const struct li_uuid *id, int64_t *row, struct li_fault *fault);
LI_MUST_USE li_err li_authorisation_read(struct li_store *store, int64_t row,
	struct li_authorisation *out);

#endif
