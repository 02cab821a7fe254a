/* SPDX-License-Identifier: BSD-3-Clause
 *
 * watch.h - end all tasks when the ADMF was not heard for too long.
 *
 * Floor    5: base, net, x1, tools/common.
 * Threads  That of the loop.
 * Memory   A watch is the caller's storage and stays where it is.
 * Spec     TS 103 221-1 cl. 6.6.2 (TIME_P2)
 */
#ifndef X1D_WATCH_H
#define X1D_WATCH_H

#include "net/loop.h"
#include "x1/alive.h"
#include "x1/apply.h"

struct watch {
	struct li_loop *loop;
	const struct li_x1_service *service;
	const char *path;  /* of the file that outlives us */
	int64_t period_us; /* TIME_P2 */
	struct li_x1_moment heard, saved;
	bool over; /* all tasks were ended, and nothing was heard since */
	struct li_timer timer;
};

/* Go on from what the file says, or begin now. The rest of *watch was set.
 *   LI_EIO LI_ECORRUPT   the file cannot be used: fault says why
 */
LI_MUST_USE li_err watch_start(struct watch *watch, struct li_fault *fault);

/* The ADMF was heard. */
void watch_heard(struct watch *watch);

/* Keep what was heard last; fine when it was not started. */
void watch_stop(struct watch *watch);

#endif
