/* SPDX-License-Identifier: BSD-3-Clause
 *
 * l2tp.h - what L2TP carries.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   What is found borrows from the packet.
 * Spec     RFC 2661; RFC 3931
 */
#ifndef LI_INTAKE_L2TP_H
#define LI_INTAKE_L2TP_H

#include "intake/packet.h"

/* Step over the header of a UDP payload, versions 2 and 3, or of an IP packet's
 * payload, version 3; *link is what *inner is a frame of. Both are untouched on
 * an error. `missing` is as in packet.h.
 *   LI_ENOTFOUND     it is none, or controls the tunnel
 *   LI_EUNSUPPORTED  version 3, and neither Ethernet nor PPP with IP can be told
 *                    in it: what is in it was agreed where the tunnel was made
 */
LI_MUST_USE li_err li_l2tp_udp(struct li_slice s, size_t missing,
	enum li_link *link, struct li_slice *inner);
LI_MUST_USE li_err li_l2tp_ip(struct li_slice s, enum li_link *link,
	struct li_slice *inner);

#endif
