/* SPDX-License-Identifier: BSD-3-Clause
 *
 * feed.h - have lmisfd's counts at hand: asked for now and then, never waited
 * for.
 *
 * When it asks depends on nothing that lmisfd does and on nobody who looks: half
 * to one and a half of a period after it asked before, drawn at random. So
 * lmisfd has the same little to do however many look and however often, and
 * when a number was taken tells nobody how busy it was.
 *
 * Floor    4: ipc, net.
 * Threads  That of the loop.
 * Memory   A feed owns its connection; the socket's path outlives it.
 * Spec     TS 33.126 R6.6-05 (undetectable)
 */
#ifndef LI_METRICS_FEED_H
#define LI_METRICS_FEED_H

#include "ipc/counts.h"
#include "net/loop.h"

struct li_metrics_feed;

/* These are the counts; NULL: lmisfd is away, or had no answer by the time of
 * the next question. */
typedef void (*li_metrics_fn)(void *data, const struct li_counts *counts);

struct li_metrics_feed_options {
	const char *socket; /* where lmisfd listens */
	bool of_li;         /* ask for all that it counts */
	int64_t every_us;
	li_metrics_fn fn;
	void *data;
};

/* Begin; the first question is put at once.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_metrics_feed_new(struct li_loop *loop,
	const struct li_metrics_feed_options *options,
	struct li_metrics_feed **out);

/* NULL is fine. */
void li_metrics_feed_free(struct li_metrics_feed *feed);

#endif
