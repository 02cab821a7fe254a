/* SPDX-License-Identifier: BSD-3-Clause
 *
 * packet.h - from a captured frame to the IP packet in it, and through its
 * headers.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   What is found borrows from the frame.
 * Spec     RFC 791; RFC 8200; RFC 4302; IEEE 802.1Q; RFC 2516; RFC 3032;
 *          RFC 4448; RFC 1661; RFC 1662; RFC 1042; RFC 2675; the link types of
 *          tcpdump.org
 */
#ifndef LI_INTAKE_PACKET_H
#define LI_INTAKE_PACKET_H

#include "model/event.h"

enum li_link {
	LI_LINK_UNKNOWN,  /* one that is not read */
	LI_LINK_ETHERNET, /* VLAN tags, PPPoE and MPLS in it or not */
	LI_LINK_SLL,      /* Linux cooked capture */
	LI_LINK_SLL2,
	LI_LINK_IP,          /* raw IPv4 or IPv6 */
	LI_LINK_LOOPBACK,    /* four octets of address family, in any order */
	LI_LINK_PPP,         /* HDLC's header or not; Cisco's HDLC */
	LI_LINK_PPP_SIDED,   /* the same behind an octet that says which way */
	LI_LINK_PPPOE,       /* a session of PPP over Ethernet, without that */
	LI_LINK_MPLS,        /* labels, then anything */
	LI_LINK_NETANALYZER, /* Ethernet behind four octets of its own */
	LI_LINK_LAST = LI_LINK_NETANALYZER,
};

/* One captured frame. */
struct li_frame {
	enum li_link link;
	int64_t at_us; /* UTC */
	struct li_slice octets;
	size_t missing; /* octets behind these that were not captured */
};

/* One message as it was transported: a UDP datagram's payload, one SIP message
 * of a TCP stream, one user message of SCTP. */
struct li_datagram {
	struct li_address from, to;
	uint8_t ip_proto; /* 17, 6 or 132 */
	bool sigcomp;     /* compressed (RFC 3320): cannot be read */
	bool cut;         /* its end was not captured: the payload is what was,
			   * of headers whole lines only */
	int64_t at_us;    /* UTC, when its last packet was captured */
	uint64_t number;  /* of that packet in the capture, from 1 */
	struct li_slice payload;
};

/* An IP packet, its headers read. */
struct li_ip {
	struct li_address from, to; /* port 0 */
	uint8_t proto;              /* behind all extension headers */
	bool fragment;              /* the payload is a part of a packet's: */
	bool more;                  /* not its last part */
	uint16_t offset;            /* where the part belongs, in octets */
	uint32_t id;                /* of the packet that it is a part of */
	struct li_slice payload;
	size_t missing; /* octets behind the payload that belong to it */
};

/* Of a frame that was cut when it was captured, `missing` octets are not in the
 * slice: lengths may reach over them. 0 of one that is whole.
 *
 * Find the IP packet in a frame. *out is untouched on an error.
 *   LI_ENOTFOUND     another protocol: ARP, LLDP, ...
 *   LI_EMALFORMED    too short for its link header
 *   LI_EUNSUPPORTED  LI_LINK_UNKNOWN
 */
LI_MUST_USE li_err li_packet_link(enum li_link link, struct li_slice frame,
	size_t missing, struct li_slice *out);

/* Read the header of an IP packet, and all extension headers up to the
 * transport header or fragment header. *out is untouched on an error.
 *   LI_EMALFORMED    a length in it does not fit
 *   LI_ENOTFOUND     neither version 4 nor 6
 */
LI_MUST_USE li_err li_packet_ip(struct li_slice packet, size_t missing,
	struct li_ip *out);

/* Step over the extension headers at the head of ip->payload, the first being
 * ip->proto: what is left to do when fragments were put together.
 *   LI_EMALFORMED    one ends behind the payload; *ip is untouched
 */
LI_MUST_USE li_err li_packet_extensions(struct li_ip *ip);

#endif
