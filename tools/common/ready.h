/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ready.h - tell who started us that we serve, or that we end.
 *
 * The words of sd_notify(3), whose protocol is one datagram: no library is
 * needed to send it.
 *
 * Floor    5: base.
 * Threads  One.
 * Memory   None is kept.
 * Spec     none
 */
#ifndef LI_COMMON_READY_H
#define LI_COMMON_READY_H

/* Print "PROGRAM: ready", and send READY=1 where $NOTIFY_SOCKET says. Nobody
 * there, or nobody who listens, is no error. */
void li_ready(const char *program);

/* Send STOPPING=1. */
void li_stopping(void);

#endif
