/* SPDX-License-Identifier: BSD-3-Clause
 *
 * media.h - does the sender of an SDP receive media? Told by what is known of
 * the sample of its shape, where the rest of the text cannot tell otherwise.
 *
 * Floor    2, inside mirror/.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     RFC 3264 cl. 5.1, 8.4
 */
#ifndef LI_MIRROR_MEDIA_H
#define LI_MIRROR_MEDIA_H

#include "mirror/stencil.h"

/* Read it: does its sender receive nothing? */
bool li_media_deaf(struct li_slice sdp);

/* Mark the holes of a stencil in which an SDP can say otherwise than the
 * sample: then, by LI_HOLE_ZERO, when it has a zero or nothing there; and
 * those, by LI_HOLE_ANY, with which each text has to be read. */
void li_media_mark(struct li_stencil *stencil, struct li_slice sample);

#endif
