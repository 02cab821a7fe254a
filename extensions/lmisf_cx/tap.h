/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tap.h - our callbacks in freeDiameter: each Cx message to the worker, once.
 *
 * A message that came from the network is copied from the octets it came as
 * (HOOK_DATA_RECEIVED), when the daemon knows whom it came from
 * (HOOK_MESSAGE_RECEIVED). What this daemon makes itself is copied where no
 * other thread has it yet: a request when it is handed in (HOOK_MESSAGE_LOCAL),
 * an answer on its way to its peer (HOOK_MESSAGE_SENDING). Which answer belongs
 * to which request, freeDiameter knows: data of the request carries the number
 * of the exchange. The live message is neither parsed nor changed.
 *
 * Floor    5.
 * Threads  The callbacks run in freeDiameter's threads and never wait.
 * Memory   Borrows the worker from start to stop.
 * Spec     TS 29.229 cl. 5.6 (the application); RFC 6733 cl. 6.2
 */
#ifndef LMISF_CX_TAP_H
#define LMISF_CX_TAP_H

#include "lmisf_cx/worker.h"

/* Register the callbacks.
 *   LI_EIO   freeDiameter refused; none is registered
 */
LI_MUST_USE li_err li_cx_tap_start(struct li_worker *worker);

/* Unregister them; no callback runs any more when this returns. */
void li_cx_tap_stop(void);

#endif
