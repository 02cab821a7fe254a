/* SPDX-License-Identifier: BSD-3-Clause
 *
 * watch.h - callbacks that only keep libfdcore's own quiet.
 *
 * Where nobody is registered for an event, libfdcore formats the whole message
 * under one global lock: half of a relay's time, and identities in its log. We
 * are registered for every event; errors and connections get a line without
 * content, a few in a second, the rest is counted.
 *
 * Floor    5.
 * Threads  As tap.h.
 * Memory   None.
 * Spec     TS 33.127 cl. 8.7
 */
#ifndef LMISF_CX_WATCH_H
#define LMISF_CX_WATCH_H

#include "base/err.h"

/* Register the callbacks.
 *   LI_EIO   freeDiameter refused; none is registered
 */
LI_MUST_USE li_err li_cx_watch_start(void);

/* Unregister them. */
void li_cx_watch_stop(void);

/* LI_EDENIED when the daemon is configured to load dbg_msg_dumps in a way that
 * prints messages; LI_OK when not, or when it is only told to be quiet. */
LI_MUST_USE li_err li_cx_watch_dumps(void);

#endif
