/* SPDX-License-Identifier: BSD-3-Clause
 *
 * turns.h - what an extension costs a relay: the same relay with it and without
 * it, turn by turn.
 *
 * One process runs otherwise than the next, and a machine's neighbours come and
 * go: turns of a fraction of a second in one process have both in common. The
 * relay loads an extension (cx_switch.c) that reads '0' or '1' from the FIFO
 * "turn" and says the same to the FIFO "turned" when it is done. So may anything
 * else be turned on and off.
 *
 * Threads  One.
 * Memory   None kept.
 * Spec     none
 */
#ifndef CXLOAD_TURNS_H
#define CXLOAD_TURNS_H

#include "load.h"

/* Four turns at a time, without, with, with, without; print how fast each was,
 *
 *   turn with=1 rate=46103 p50_us=5300 p99_us=9800
 *
 * and of each four the
 * CPU time a pair, and how much of it is the worker's, in which no other thread
 * has a part:
 *
 *   turns without_us=33.102 with_us=33.520 worker_us=0.271
 *
 * False when one did not come to its end. */
bool turns_run(struct link *l, const struct load *what, const char *dir,
	uint32_t fours);

#endif
