/* SPDX-License-Identifier: BSD-3-Clause
 *
 * lag.h - what is late: records, destinations, tasks whose time is over.
 *
 * Floor    3: base, model.
 * Threads  As store.h.
 * Memory   As store.h.
 * Spec     TS 33.126 R6.5-10 (a warrant's period); TS 103 221-2 cl. 6.2.4 (a
 *          peer that does not answer is reported)
 */
#ifndef LI_STORE_LAG_H
#define LI_STORE_LAG_H

#include "store/store.h"

/* Given each destination, and when the oldest IRI was committed that it has
 * not confirmed, 0 for none. */
typedef li_err (*li_store_lag_fn)(const struct li_uuid *did, int64_t since_us,
	void *data);
LI_MUST_USE li_err li_store_lag_each(struct li_store *store, li_store_lag_fn fn,
	void *data);

/* Given the XID of each task whose time was over between two times, and which
 * was not ended. fn may change the store. */
typedef li_err (*li_store_xid_fn)(const struct li_uuid *xid, void *data);
LI_MUST_USE li_err li_store_expired_each(struct li_store *store,
	int64_t after_us, int64_t upto_us, li_store_xid_fn fn, void *data);

/* Tell destinations of HI2 that the time of a task is over, in order with its
 * IRI and once. Errors are the store's. TS 33.128 cl. 5.7 */
LI_MUST_USE li_err li_store_task_expire(struct li_store *store,
	const struct li_uuid *xid);

/* When the next task's time is over, after a time; 0: none's. */
LI_MUST_USE li_err li_store_expires(struct li_store *store, int64_t after_us,
	int64_t *ends_us);

/* How many of them wait for one destination; row is of struct li_destination.
 * It counts them: not for the way of a message. */
LI_MUST_USE li_err li_store_queued(struct li_store *store, int64_t row,
	uint64_t *count);

/* How many outbox entries wait, the open transaction's too. */
LI_MUST_USE li_err li_store_waiting(struct li_store *store, int64_t *count);

#endif
