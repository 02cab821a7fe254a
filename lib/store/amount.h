/* SPDX-License-Identifier: BSD-3-Clause
 *
 * amount.h - what came of a task: when it had its last IRI, what X2 took of it.
 *
 * Each number is written in the transaction of what it counts, so it is right
 * whatever dies when, also after what it counts is erased. The octets are those
 * that a peer confirmed: each record once for each destination of X2, however
 * often it was sent.
 *
 * Floor    3, inside the store.
 * Threads  As store.h.
 * Memory   None is kept.
 * Spec     TS 103 221-1 table 24 (TimeOfLastIntercept, AmountOfX2Data)
 */
#ifndef LI_STORE_AMOUNT_H
#define LI_STORE_AMOUNT_H

#include "store/inside.h"

/* A task is created: all counts from nothing. */
LI_MUST_USE li_err li_amount_begin(struct li_store *store, int64_t task);

/* A task has IRI of an event at this time. */
LI_MUST_USE li_err li_amount_seen(struct li_store *store, int64_t task,
	int64_t at_us);

/* Which records count: those behind this one are of the task as it was created.
 *   LI_ENOTFOUND   there is no such task any more: none does
 */
LI_MUST_USE li_err li_amount_since(struct li_store *store, int64_t task,
	int64_t *since);

/* So many octets of the task were confirmed. */
LI_MUST_USE li_err li_amount_add(struct li_store *store, int64_t task,
	int64_t octets);

#endif
