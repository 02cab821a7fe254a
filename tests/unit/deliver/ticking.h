/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ticking.h - a clock that the turns of the loop make: a millisecond passes with
 * each, and none while the machine does something else. So no connection is
 * overdue because whoever tests it had to wait. li_clock_mono_us() and
 * li_loop_turn() are wrapped by the linker.
 *
 * Floor    tests: deliver.
 * Threads  One.
 * Memory   Static.
 * Spec     TS 103 221-2 cl. 6.2.4; TS 102 232-1 cl. 6.3.4
 */
#ifndef UNIT_DELIVER_TICKING_H
#define UNIT_DELIVER_TICKING_H

#include "base/clock.h"
#include "net/loop.h"

enum { TICK_US = 1000 };

static int64_t ticking_us = 1000000;

int64_t __wrap_li_clock_mono_us(void);
li_err __real_li_loop_turn(struct li_loop *loop, int64_t max_us);
li_err __wrap_li_loop_turn(struct li_loop *loop, int64_t max_us);

int64_t __wrap_li_clock_mono_us(void)
{
	return ticking_us;
}

/* What is on its way to the other side is there in the next turn, or the kernel
 * is waited for, as long as a tick is. */
li_err __wrap_li_loop_turn(struct li_loop *loop, int64_t max_us)
{
	const li_err err = __real_li_loop_turn(loop, max_us);

	ticking_us += TICK_US;
	return err;
}

#endif
