/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tunnel.h - what tunnels and mirroring switches put in front of a packet.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   What is found borrows from the packet.
 * Spec     RFC 2784; RFC 2890; RFC 1701; RFC 2637; RFC 2661; RFC 3378;
 *          RFC 3931; RFC 7510; RFC 7348; RFC 8926;
 *          draft-ietf-nvo3-vxlan-gpe; draft-foschiano-erspan;
 *          TS 29.281 cl. 5; TS 38.415
 */
#ifndef LI_INTAKE_TUNNEL_H
#define LI_INTAKE_TUNNEL_H

#include "intake/packet.h"

enum {
	LI_PORT_GTPU = 2152,  /* TS 29.281 cl. 4.4.2 */
	LI_PORT_VXLAN = 4789, /* RFC 7348 cl. 5 */
	LI_PORT_VXLAN_GPE = 4790,
	LI_PORT_VXLAN_OLD = 8472, /* before there was one; Linux has it still */
	LI_PORT_GENEVE = 6081,    /* RFC 8926 cl. 3.3 */
	LI_PORT_L2TP = 1701,      /* RFC 2661 cl. 8.1 */
	LI_PORT_MPLS = 6635,      /* RFC 7510 cl. 3 */
	LI_PORT_ESP = 4500,       /* RFC 3948 cl. 2 */
};

/* Step over what makes the payload of an IP packet of this protocol a tunnel's:
 * IP itself, GRE and that of ERSPAN I, II or III behind it, EtherIP, L2TP. *link
 * is what *inner is a frame of; both are untouched on an error. `missing` is as
 * in packet.h.
 *   LI_EMALFORMED    it is cut short
 *   LI_EUNSUPPORTED  GRE with source routes or of another version, L2TP of which
 *                    it cannot be told what is in it
 *   LI_ENOTFOUND     another protocol, also in GRE
 */
LI_MUST_USE li_err li_tunnel_ip(uint8_t proto, struct li_slice s,
	size_t missing, enum li_link *link, struct li_slice *inner);

/* May a tunnel be between these ports? Of all others li_tunnel_udp() is
 * LI_ENOTFOUND: no call for what nearly all datagrams are. */
static inline bool li_tunnel_may(uint16_t from, uint16_t to)
{
	return from == LI_PORT_GTPU || to == LI_PORT_GTPU ||
		from == LI_PORT_L2TP || to == LI_PORT_L2TP ||
		to == LI_PORT_VXLAN || to == LI_PORT_VXLAN_GPE ||
		to == LI_PORT_VXLAN_OLD || to == LI_PORT_GENEVE ||
		to == LI_PORT_MPLS;
}

/* Step over the header that makes a UDP payload between these ports a tunnel's:
 * to or from LI_PORT_GTPU or _L2TP, to one of the others but LI_PORT_ESP. *link is what
 * *inner is a frame of; both are untouched on an error. `missing` is as in
 * packet.h.
 *   LI_ENOTFOUND     it is none: whatever came to that port
 *   LI_EUNSUPPORTED  as above, of L2TP
 */
LI_MUST_USE li_err li_tunnel_udp(uint16_t from, uint16_t to, struct li_slice s,
	size_t missing, enum li_link *link, struct li_slice *inner);

#endif
