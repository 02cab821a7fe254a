/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cut_off.h - a message whose end was not captured.
 *
 * Floor    2.
 * Threads  Pure function.
 * Memory   None.
 * Spec     RFC 3261 cl. 7, 7.3.1
 */
#ifndef LI_INTAKE_CUT_OFF_H
#define LI_INTAKE_CUT_OFF_H

#include "intake/packet.h"

/* Mark a message whose payload ends in front of its end. Of a header that is
 * not all there nothing is left: the first digits of a number are another
 * subscriber's number. A body is left as far as it goes. */
void li_cut_off(struct li_datagram *message);

#endif
