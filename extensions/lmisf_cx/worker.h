/* SPDX-License-Identifier: BSD-3-Clause
 *
 * worker.h - our one thread: ring to pairs to lmisfd.
 *
 * Floor    5, without freeDiameter.
 * Threads  li_worker_reserve() and li_worker_commit() from any thread, at any
 *          time between start and stop; they never wait. Start and stop from
 *          one thread.
 * Memory   Everything is bounded by the options. What does not fit is dropped,
 *          the newest first, counted, and lmisfd is told the count.
 * Spec     TS 33.126 R6.2 (nothing is lost silently)
 */
#ifndef LMISF_CX_WORKER_H
#define LMISF_CX_WORKER_H

#include "lmisf_cx/item.h"
#include "lmisf_cx/options.h"
#include "lmisf_cx/ring.h"

struct li_worker;

/* Of the worker's life. */
struct li_worker_counts {
	uint64_t requests, answers;
	uint64_t unanswered; /* requests that went alone */
	uint64_t lost;       /* exchanges of which something was dropped */
	uint64_t records, acknowledged, waiting, connects;
	bool connected;
};

/* Called by the worker's thread with its counts: when they changed, a minute
 * after the last time; at once after the first loss and when the connection
 * changes (`why` says so); and at its end. */
typedef void li_worker_report(const struct li_worker_counts *counts,
	const char *why);

/* Start it. The options are copied.
 *   LI_ENOMEM LI_EIO   nothing was kept or started
 */
LI_MUST_USE li_err li_worker_start(const struct li_cx_options *options,
	li_worker_report *report, struct li_worker **out);

/* Send what there is, for a second and a half at most, and end. NULL is fine. */
void li_worker_stop(struct li_worker *worker);

/* Take room for an item with so many octets after its head; NULL when the ring
 * is full: the exchange is counted as lost. Fill it and commit it. */
struct li_cx_item *li_worker_reserve(struct li_worker *worker, size_t octets,
	struct li_ring_place *place);
void li_worker_commit(struct li_worker *worker, struct li_ring_place place);

/* Count an exchange as lost that never got to the ring. */
void li_worker_lost(struct li_worker *worker);

#endif
