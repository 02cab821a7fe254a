/* SPDX-License-Identifier: BSD-3-Clause
 *
 * push.h - RTR and PPR of the test HSS, sent on command.
 *
 * Threads  push_start() makes one thread that reads the commands.
 * Memory   A push lives from its command to its answer or expiry.
 * Spec     TS 29.228 cl. 6.1.3 (RTR), 6.2.2 (PPR).
 */
#ifndef TEST_HSS_PUSH_H
#define TEST_HSS_PUSH_H

/* Make the FIFO at path and read commands from it, a line each:
 *
 *   TAG rtr IMPI [reason=N] [IMPU...]   terminate; without IMPU: all of the
 *                                       IMPI
 *   TAG ppr IMPI [auth] [IMPU...]   push the profile, with an AKA vector;
 *                                   with IMPUs: those are the subscriber's
 *                                   from now on, if they fit
 *
 * What came of it is logged as "test_hss: #TAG rtr result=2001 us=850", or
 * "... unanswered" after 3 s, or "... refused: why". 0 or an errno.
 */
int push_start(const char *path);

/* Stop the thread and remove the FIFO. */
void push_stop(void);

#endif
