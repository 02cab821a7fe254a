/* SPDX-License-Identifier: BSD-3-Clause
 *
 * queue.h - the bound of how many IRI wait for one destination.
 *
 * A peer that stays away fills the disk, and with it stops every other. So a
 * queue has a bound; an IRI that finds no room in it is numbered and audited as
 * any other, so that its gap shows at the peer, and what is missing is audited
 * in the same transaction. Other destinations of the same IRI get it.
 *
 * Floor    3: base, model.
 * Threads  As store.h.
 * Memory   An entry for each destination that an IRI came for.
 * Spec     TS 33.127 cl. 5.3.2.4 (a loss is never silent); TS 33.107 cl. 8
 *          (buffered while a peer is away)
 */
#ifndef LI_STORE_QUEUE_H
#define LI_STORE_QUEUE_H

#include "store/store.h"

/* Let no more IRI than so many wait for one destination; 0: no bound. */
void li_store_bound(struct li_store *store, uint64_t most);

struct li_queue_state {
	struct li_uuid did;
	uint64_t waiting; /* the open transaction's too */
	uint64_t missed;  /* found no room since the store was opened */
};

/* Given each destination that an IRI came for since the store was opened with a
 * bound. fn may change the store, but adds no IRI. */
typedef li_err (
	*li_store_queue_fn)(const struct li_queue_state *state, void *data);
LI_MUST_USE li_err li_store_queue_each(struct li_store *store,
	li_store_queue_fn fn, void *data);

/* ---- for other files of the store ---- */

struct li_queue {
	int64_t destination; /* its row */
	struct li_uuid did;
	int64_t waiting; /* -1: must be counted */
	uint64_t missed;
	int64_t first, last,
		count; /* IRI that the transaction has no room for */
};

struct li_queues {
	struct li_queue *list;
	size_t count, room;
	int64_t most; /* 0: no bound, and nothing is counted */
};

struct li_route;

/* Which destinations of a route have room for one more IRI: out is the same
 * route with no others. It is counted there. */
LI_MUST_USE li_err li_queue_route(struct li_store *store, int64_t iri,
	const struct li_route *route, struct li_route *out);

/* So many are confirmed. */
void li_queue_done(struct li_store *store, int64_t destination, int64_t count);

/* Audit what the transaction had no room for; then, when it is committed, or
 * when it was taken back. */
LI_MUST_USE li_err li_queues_audit(struct li_store *store);
void li_queues_committed(struct li_store *store);
void li_queues_forget(struct li_store *store);

#endif
