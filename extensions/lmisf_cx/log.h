/* SPDX-License-Identifier: BSD-3-Clause
 *
 * log.h - the daemon's log while we are in it: no line tells what a message
 * holds, neither ours nor those of libfdcore and other extensions.
 *
 * Floor    5.
 * Threads  Any; a line is written in one piece.
 * Memory   None.
 * Spec     TS 33.127 cl. 8.7
 */
#ifndef LMISF_CX_LOG_H
#define LMISF_CX_LOG_H

#include <stdbool.h>

#include "base/err.h"

/* Become the daemon's log handler, or, when `guard` is not set, leave it.
 *   LI_EEXIST   it has another one already
 */
LI_MUST_USE li_err li_cx_log_start(bool guard);

/* Give the handler back. */
void li_cx_log_stop(void);

/* Print a line of ours: never with an identity or content. The levels are
 * freeDiameter's. */
LI_PRINTF(1, 2) void li_cx_log_notice(const char *fmt, ...);
LI_PRINTF(1, 2) void li_cx_log_error(const char *fmt, ...);

#endif
