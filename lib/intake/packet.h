/* SPDX-License-Identifier: BSD-3-Clause
 *
 * packet.h - from a captured frame to the UDP datagram in it.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   The payload borrows from the frame.
 * Spec     RFC 791; RFC 8200; RFC 768; IEEE 802.1Q; the link types of
 *          tcpdump.org
 */
#ifndef LI_INTAKE_PACKET_H
#define LI_INTAKE_PACKET_H

#include "model/event.h"

enum li_link {
	LI_LINK_ETHERNET = 1, /* with or without VLAN tags */
	LI_LINK_IP,           /* raw IPv4 or IPv6 */
	LI_LINK_SLL,          /* Linux cooked capture */
	LI_LINK_SLL2,
};

/* One UDP datagram. */
struct li_datagram {
	struct li_address from, to;
	uint8_t ip_proto; /* 17 */
	int64_t at_us;    /* UTC, when it was captured */
	uint64_t number;  /* of its packet in the capture, from 1 */
	struct li_slice payload;
};

/* Find the datagram in a frame; fills from, to, ip_proto and payload. On an
 * error *out is untouched.
 *   LI_EUNSUPPORTED  TCP, or an IP fragment: not read yet, and never misread
 *   LI_ENOTFOUND     nothing that could carry SIP: ARP, ICMP, ...
 *   LI_EMALFORMED    a length in it does not fit the frame
 */
LI_MUST_USE li_err li_packet_decode(enum li_link link, struct li_slice frame,
	struct li_datagram *out);

#endif
