/* SPDX-License-Identifier: BSD-3-Clause
 *
 * heard.h - tell lmisfd that the ADMF was heard: it keeps TIME_P2.
 *
 * A word that lmisfd could not be told is told as soon as it can, with how old
 * it is by then. If we end before, tasks end early, not late.
 *
 * Floor    5: base, net, x1.
 * Threads  That of the loop.
 * Memory   Of the caller, and stays where it is.
 * Spec     TS 103 221-1 cl. 6.6.2
 */
#ifndef X1D_HEARD_H
#define X1D_HEARD_H

#include "net/loop.h"
#include "x1/apply.h"

struct heard {
	struct li_loop *loop;
	const struct li_x1_service *service;
	int64_t at_us; /* by the clock that runs while the machine sleeps */
	struct li_timer again;
};

/* The ADMF was heard now: the li_x1_heard_fn of a struct heard. */
void heard_now(void *heard);

/* No more of it; fine when nothing was heard. */
void heard_stop(struct heard *heard);

#endif
