/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sdp.h - where the SDP of a message is. What it says is read by who keeps it
 * (model/sdp.h), which of most messages nobody has to.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   The event's slices borrow from the message.
 * Spec     RFC 5621 (SDP in a multipart body)
 */
#ifndef LI_INTAKE_SDP_H
#define LI_INTAKE_SDP_H

#include "model/sdp.h"

/* Set event->sip.sdp.text of a message that was scanned: the first part that
 * is application/sdp, by Content-Type, in a multipart body to the depth and
 * number of parts of model/mime.h. Of a message without one, or whose body is
 * encoded, it is empty; the rest of event->sip.sdp is not set. */
LI_STAGE void li_sdp_find(struct li_event *event);

#endif
