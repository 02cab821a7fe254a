/* SPDX-License-Identifier: BSD-3-Clause
 *
 * pairs.h - requests that wait for their answer.
 *
 * Most answers come while their request still lies in the ring: a request is
 * borrowed from there, and copied only when it waits longer.
 *
 * Floor    5, without freeDiameter.
 * Threads  Belongs to the worker.
 * Memory   A request is the caller's until li_pairs_settle(), then a copy of
 *          the table's. Who takes one gives it back with li_pairs_done().
 * Spec     none
 */
#ifndef LMISF_CX_PAIRS_H
#define LMISF_CX_PAIRS_H

#include "base/err.h"
#include "lmisf_cx/item.h"

enum { LI_PAIRS_MAX = 65536 }; /* requests that wait at a time */

struct li_pairs;

/* A request that waits. */
struct li_waiting {
	struct li_waiting *older, *newer;
	struct li_waiting *beside; /* of the same place in the table */
	uint64_t exchange;
	int64_t since_us; /* monotonic */
	size_t cost;      /* octets that count */
	const struct li_cx_item *item;
	void *copy; /* the item's octets; NULL: borrowed */
};

/* Make a table that holds at most so many octets.
 *   LI_ENOMEM   nothing was kept
 */
LI_MUST_USE li_err li_pairs_new(size_t max_octets, struct li_pairs **out);

/* With all that waits; NULL is fine. */
void li_pairs_free(struct li_pairs *pairs);

/* Keep a request until its answer comes; its octets stay where they are until
 * li_pairs_settle().
 *   LI_ETOOBIG   full: take the oldest first
 *   LI_ENOMEM    not kept
 */
LI_MUST_USE li_err li_pairs_add(struct li_pairs *pairs,
	const struct li_cx_item *request, int64_t now_us);

/* Copy what is still borrowed. Returns how many were forgotten because there
 * was no memory. */
size_t li_pairs_settle(struct li_pairs *pairs);

/* Take the request of an exchange out; NULL when it does not wait. */
struct li_waiting *li_pairs_take(struct li_pairs *pairs, uint64_t exchange);

/* Take the oldest one out when it waits since `since_us` or longer. */
struct li_waiting *li_pairs_take_older(struct li_pairs *pairs,
	int64_t since_us);

/* Release one that was taken out. */
void li_pairs_done(struct li_pairs *pairs, struct li_waiting *w);

/* How many wait. */
size_t li_pairs_count(const struct li_pairs *pairs);

#endif
