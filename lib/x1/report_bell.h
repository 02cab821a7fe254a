/* SPDX-License-Identifier: BSD-3-Clause
 *
 * report_bell.h - is told by lmisfd when reports were queued.
 *
 * It connects to the control socket, says LISTEN, and connects again when that
 * breaks; it rings each time it is told, so also after each connection.
 *
 * Floor    4: ipc, net.
 * Threads  The loop's.
 * Memory   One connection; the loop outlives it.
 * Spec     TS 103 221-1 cl. 6.5 (told when it happens)
 */
#ifndef LI_X1_REPORT_BELL_H
#define LI_X1_REPORT_BELL_H

#include "net/loop.h"

struct li_x1_bell;

/* Make it. The socket's path is copied.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_x1_bell_new(struct li_loop *loop, const char *socket,
	li_loop_fn fn, void *data, struct li_x1_bell **out);

/* NULL is fine. */
void li_x1_bell_free(struct li_x1_bell *bell);

#endif
