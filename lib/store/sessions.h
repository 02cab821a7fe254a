/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sessions.h - a task's sessions and their records, for who is to see how they
 * went.
 *
 * Records are passed a stretch of the store at a time, so that neither a full
 * store nor a long session holds up what else is to be done.
 *
 * Floor    3: base, model.
 * Threads  As store.h.
 * Memory   What a callback is given lives until it returns.
 * Spec     TS 33.127 cl. 8.7; TS 101 331 cl. 4.9
 */
#ifndef LI_STORE_SESSIONS_H
#define LI_STORE_SESSIONS_H

#include "model/ladder.h"
#include "store/store.h"

enum {
	LI_SESSIONS_STRETCH = 32768, /* records passed at a time, at most, */
	LI_SESSIONS_RUNGS = 512,     /* and so many of them opened */
};

/* Given each; another value than LI_OK ends it and is returned. fn calls nothing
 * of this store. */
typedef li_err (
	*li_session_sum_fn)(const struct li_session_sum *sum, void *data);
typedef li_err (*li_rung_fn)(const struct li_rung *rung, void *data);

/* Sum up the records of a task in the stretch behind *at, one for each session
 * that has some there; *at moves on, to 0 behind the last record.
 *   LI_EDB, or what fn returns
 */
LI_MUST_USE li_err li_store_sessions(struct li_store *store, int64_t task,
	int64_t *at, li_session_sum_fn fn, void *data);

/* Which stream a task's correlation is.
 *   LI_ENOTFOUND   it has none
 */
LI_MUST_USE li_err li_store_session_find(struct li_store *store, int64_t task,
	uint64_t correlation, int64_t *stream);

/* Give the records of a stream in the stretch behind *at, as they were
 * committed; *at moves on.
 *   LI_ECORRUPT   a sealed value was changed
 *   as above
 */
LI_MUST_USE li_err li_store_rungs(struct li_store *store, int64_t stream,
	int64_t *at, li_rung_fn fn, void *data);

#endif
