/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ready.h - tell who started us that we serve, or that we end.
 *
 * The words of sd_notify(3), whose protocol is one datagram: no library is
 * needed to send it.
 *
 * Floor    5: base.
 * Threads  One.
 * Memory   Of li_notify_open() a socket stays until the program ends.
 * Spec     none
 */
#ifndef LI_COMMON_READY_H
#define LI_COMMON_READY_H

#include <stdint.h>

/* Connect to where $NOTIFY_SOCKET says, for who can make no socket later. The
 * others find their way when they first tell something. */
void li_notify_open(void);

/* Print "PROGRAM: ready", and send READY=1 where $NOTIFY_SOCKET says. Nobody
 * there, or nobody who listens, is no error. */
void li_ready(const char *program);

/* The same without the line: for who says other lines. */
void li_notify_ready(void);

/* Send STOPPING=1. */
void li_stopping(void);

/* How often, in microseconds, a program that has nothing to do must look:
 * half of the time after which who started us takes it for dead
 * ($WATCHDOG_USEC). 0: nobody watches. */
int64_t li_watchdog_every(void);

/* Who is forked from us does the work and tells so: call before. */
void li_watchdog_share(void);

/* The work was done, or there was none: send WATCHDOG=1, not oftener than is
 * needed. Not to be called by what runs while the work stands still. */
void li_watchdog(void);

#endif
