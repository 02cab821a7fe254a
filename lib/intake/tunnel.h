/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tunnel.h - what tunnels and mirroring switches put in front of a packet.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   What is found borrows from the packet.
 * Spec     RFC 2784; RFC 2890; RFC 1701; RFC 7348; RFC 8926;
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
	LI_PORT_ESP = 4500,       /* RFC 3948 cl. 2 */
};

/* Step over a GRE header, and that of ERSPAN I, II or III behind it; *link is
 * what *inner is a frame of. Both are untouched on an error.
 *   LI_EMALFORMED    it is cut short
 *   LI_EUNSUPPORTED  source routes, another version
 *   LI_ENOTFOUND     no IP packet or Ethernet frame is in it
 */
LI_MUST_USE li_err li_tunnel_gre(struct li_slice s, enum li_link *link,
	struct li_slice *inner);

/* Step over the header that makes a UDP payload between these ports a tunnel's:
 * to or from LI_PORT_GTPU, to one of the others but LI_PORT_ESP. *link is what
 * *inner is a frame of; both are untouched on an error. `missing` is as in
 * packet.h.
 *   LI_ENOTFOUND     it is none: whatever came to that port
 */
LI_MUST_USE li_err li_tunnel_udp(uint16_t from, uint16_t to, struct li_slice s,
	size_t missing, enum li_link *link, struct li_slice *inner);

#endif
