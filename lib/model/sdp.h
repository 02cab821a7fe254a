/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sdp.h - what an SDP says of its media.
 *
 * Floor    1: base only. No I/O, no clock.
 * Threads  Pure functions.
 * Memory   Slices borrow from the message.
 * Spec     RFC 8866 cl. 5; RFC 3264 cl. 5.1, 8.4; RFC 4566 cl. 5.7 (c=0.0.0.0
 *          of old holds)
 */
#ifndef LI_MODEL_SDP_H
#define LI_MODEL_SDP_H

#include "model/event.h"

/* Read an SDP: media, and who sends and receives. */
void li_sdp_read(struct li_slice text, struct li_sdp *out);

#endif
