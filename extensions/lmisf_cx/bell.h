/* SPDX-License-Identifier: BSD-3-Clause
 *
 * bell.h - wakes the worker, with a system call only when it sleeps deeply.
 *
 * While messages come, the worker looks by itself every few milliseconds and
 * the bell costs a producer one load: the fence that it needs is made for it by
 * the sleeper, with membarrier(2).
 *
 * Floor    5, without freeDiameter.
 * Threads  Many ring, one sleeps.
 * Memory   The bell owns its descriptor.
 * Spec     none
 */
#ifndef LMISF_CX_BELL_H
#define LMISF_CX_BELL_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/err.h"

struct li_bell {
	_Atomic bool asleep;
	bool kernel_fence; /* membarrier(2) is to be had */
	int fd;
};

/* Make it.
 *   LI_EIO   no descriptor
 */
LI_MUST_USE li_err li_bell_init(struct li_bell *bell);
void li_bell_fini(struct li_bell *bell);

/* Wake the sleeper, now or before it sleeps. The calling thread is not
 * cancelled in here. */
void li_bell_ring(struct li_bell *bell);

/* The sleeper is about to sleep: look once more for work after this. */
void li_bell_settle(struct li_bell *bell);

/* Sleep until it is rung, `also` (or -1) is readable, or so many milliseconds
 * have passed. Returns at once when it was rung since li_bell_settle(). */
void li_bell_sleep(struct li_bell *bell, int also, int ms);

#endif
