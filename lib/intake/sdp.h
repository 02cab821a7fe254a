/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sdp.h - the SDP of a message: where it is, and what media it speaks of.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   The event's slices borrow from the message.
 * Spec     RFC 8866 cl. 5; RFC 3264 cl. 5.1, 8.4; RFC 4566 cl. 5.7 (c=0.0.0.0
 *          of old holds); RFC 5621 (SDP in a multipart body)
 */
#ifndef LI_INTAKE_SDP_H
#define LI_INTAKE_SDP_H

#include "model/event.h"

/* Fill in event->sip.sdp of a message that was scanned: the first part that
 * is application/sdp, by Content-Type, in a multipart body to the depth and
 * number of parts of model/mime.h. A message without one, or whose body is
 * encoded, gets an empty one. */
LI_STAGE void li_sdp_find(struct li_event *event);

/* Read an SDP: media, and who sends and receives. */
void li_sdp_read(struct li_slice text, struct li_sdp *out);

#endif
