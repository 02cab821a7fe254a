/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/tunnel.h"

#include "intake/l2tp.h"
#include "intake/octets.h"
#include "intake/sip_start.h"

enum {
	GRE_HEADER = 4,
	GRE_CHECKSUM = 0x8000,
	GRE_ROUTING = 0x4000,
	GRE_KEY = 0x2000,
	GRE_SEQUENCE = 0x1000,
	GRE_VERSION = 7,
	GRE_PPTP = 1,       /* RFC 2637 cl. 4.1 */
	GRE_NUMBERS = 0x80, /* version 1: an acknowledgement */
	GRE_IPV4 = 0x0800,
	GRE_IPV6 = 0x86dd,
	GRE_ETHERNET = 0x6558,
	GRE_PPP = 0x880b,
	GRE_MPLS = 0x8847, /* RFC 4023 cl. 4.2 */
	GRE_MPLS_UP = 0x8848,
	GRE_ERSPAN = 0x88be,  /* types I and II */
	GRE_ERSPAN3 = 0x22eb, /* type III */

	ERSPAN2_HEADER = 8,
	ERSPAN3_HEADER = 12,
	ERSPAN3_PLATFORM = 8, /* optional subheader */

	PROTO_IPIP = 4,
	PROTO_IPV6 = 41,
	PROTO_GRE = 47,
	PROTO_ETHERIP = 97,
	PROTO_L2TP = 115,
	ETHERIP_HEADER = 2,

	GTPU_HEADER = 8,
	GTPU_OPTIONS = 4,
	GTPU_G_PDU = 255,
	GTPU_EXTENSIONS_MAX = 8,

	VXLAN_HEADER = 8,
	VXLAN_IS = 0x08,   /* flags: there is an identifier */
	VXLAN_SAYS = 0x04, /* the next protocol is said */
	VXLAN_IPV4 = 1,
	VXLAN_IPV6 = 2,
	VXLAN_ETHERNET = 3,
	GENEVE_HEADER = 8,
	GENEVE_VERSION = 0xc0,
	GENEVE_CONTROL = 0x80,
	ETHERNET_HEADER = 14,
};

/* Step over the ERSPAN header, if there is one. */
static li_err erspan(uint16_t flags, uint16_t type, struct li_slice s,
	enum li_link *link, struct li_slice *inner)
{
	size_t header = 0;
	bool ip = false;

	if (type == GRE_ERSPAN && (flags & GRE_SEQUENCE)) {
		header = ERSPAN2_HEADER; /* without a number it is type I */
	} else if (type == GRE_ERSPAN3) {
		header = ERSPAN3_HEADER;
		if (s.n >= header && (s.p[11] & 1))
			header += ERSPAN3_PLATFORM;
		/* P says that FT counts: 0 Ethernet, 2 IP */
		if (s.n >= ERSPAN3_HEADER && (s.p[10] & 0x80))
			ip = (s.p[10] >> 2 & 0x1f) == 2;
	}
	if (s.n < header)
		return LI_EMALFORMED;
	*link = ip ? LI_LINK_IP : LI_LINK_ETHERNET;
	*inner = li_slice_sub(s, header, s.n);
	return LI_OK;
}

/* PPTP's: a length and a call's number as key, and a number when it has content.
 * RFC 2637 cl. 4.1 */
static li_err gre_pptp(struct li_slice s, size_t missing, enum li_link *link,
	struct li_slice *inner)
{
	uint16_t flags = li_be16(s.p);
	size_t header = 12, length;

	if (flags & (GRE_CHECKSUM | GRE_ROUTING) || !(flags & GRE_KEY) ||
		li_be16(s.p + 2) != GRE_PPP)
		return LI_EUNSUPPORTED;
	if (!(flags & GRE_SEQUENCE))
		return LI_ENOTFOUND;
	header += flags & GRE_NUMBERS ? 4 : 0;
	if (s.n < header)
		return LI_EMALFORMED;
	length = li_be16(s.p + 4);
	if (length > s.n - header + missing)
		return LI_EMALFORMED;
	*link = LI_LINK_PPP;
	*inner = li_slice_sub(s, header, header + length);
	return LI_OK;
}

static li_err gre(struct li_slice s, size_t missing, enum li_link *link,
	struct li_slice *inner)
{
	size_t header = GRE_HEADER;
	uint16_t flags, type;

	if (s.n < GRE_HEADER)
		return LI_EMALFORMED;
	flags = li_be16(s.p);
	type = li_be16(s.p + 2);
	if ((flags & GRE_VERSION) == GRE_PPTP)
		return gre_pptp(s, missing, link, inner);
	if (flags & (GRE_ROUTING | GRE_VERSION))
		return LI_EUNSUPPORTED;
	/* RFC 2784 cl. 2.1, RFC 2890 cl. 2 */
	header += flags & GRE_CHECKSUM ? 4 : 0;
	header += flags & GRE_KEY ? 4 : 0;
	header += flags & GRE_SEQUENCE ? 4 : 0;
	if (s.n < header)
		return LI_EMALFORMED;
	s = li_slice_sub(s, header, s.n);
	switch (type) {
	case GRE_IPV4:
	case GRE_IPV6: *link = LI_LINK_IP; break;
	case GRE_ETHERNET: *link = LI_LINK_ETHERNET; break;
	case GRE_PPP: *link = LI_LINK_PPP; break;
	case GRE_MPLS:
	case GRE_MPLS_UP: *link = LI_LINK_MPLS; break;
	case GRE_ERSPAN:
	case GRE_ERSPAN3: return erspan(flags, type, s, link, inner);
	default: return LI_ENOTFOUND;
	}
	*inner = s;
	return LI_OK;
}

/* RFC 3378 cl. 3 */
static li_err etherip(struct li_slice s, enum li_link *link,
	struct li_slice *inner)
{
	if (s.n < ETHERIP_HEADER || s.p[0] != 0x30 || s.p[1] != 0)
		return LI_EMALFORMED;
	*link = LI_LINK_ETHERNET;
	*inner = li_slice_sub(s, ETHERIP_HEADER, s.n);
	return LI_OK;
}

li_err li_tunnel_ip(uint8_t proto, struct li_slice s, size_t missing,
	enum li_link *link, struct li_slice *inner)
{
	switch (proto) {
	case PROTO_IPIP: /* RFC 2003 cl. 3, RFC 2473 cl. 3 */
	case PROTO_IPV6:
		*link = LI_LINK_IP;
		*inner = s;
		return LI_OK;
	case PROTO_GRE: return gre(s, missing, link, inner);
	case PROTO_ETHERIP: return etherip(s, link, inner);
	case PROTO_L2TP: return li_l2tp_ip(s, link, inner);
	default: return LI_ENOTFOUND;
	}
}

/* Step over the extension headers of GTP-U: a length in words of four octets,
 * content, the type of the next one. TS 29.281 cl. 5.2.1 */
static bool gtpu_extensions(struct li_slice *s, uint8_t type)
{
	for (int i = 0; type && i < GTPU_EXTENSIONS_MAX; i++) {
		size_t n = s->n ? (size_t)s->p[0] * 4 : 0;

		if (n == 0 || s->n < n)
			return false;
		type = s->p[n - 1];
		*s = li_slice_sub(*s, n, s->n);
	}
	return type == 0;
}

static li_err gtpu(struct li_slice s, size_t missing, struct li_slice *inner)
{
	struct li_slice rest;

	/* Version 1, GTP and not GTP'. TS 29.281 cl. 5.1 */
	if (s.n < GTPU_HEADER || (s.p[0] & 0xf0) != 0x30 ||
		s.p[1] != GTPU_G_PDU ||
		li_be16(s.p + 2) > s.n - GTPU_HEADER + missing)
		return LI_ENOTFOUND;
	rest = li_slice_sub(s, GTPU_HEADER,
		(size_t)GTPU_HEADER + li_be16(s.p + 2));
	if (s.p[0] & 7) { /* E, S or PN: then all three are there */
		uint8_t next;

		if (rest.n < GTPU_OPTIONS)
			return LI_ENOTFOUND;
		next = s.p[0] & 4 ? rest.p[3] : 0;
		rest = li_slice_sub(rest, GTPU_OPTIONS, rest.n);
		if (!gtpu_extensions(&rest, next))
			return LI_ENOTFOUND;
	}
	if (rest.n == 0 || (rest.p[0] >> 4 != 4 && rest.p[0] >> 4 != 6))
		return LI_ENOTFOUND;
	*inner = rest;
	return LI_OK;
}

/* The generic form says what is in it. draft-ietf-nvo3-vxlan-gpe cl. 3.1 */
static li_err vxlan_gpe(struct li_slice s, enum li_link *link)
{
	if ((s.p[1] | s.p[2] | s.p[7]) != 0)
		return LI_ENOTFOUND;
	switch (s.p[3]) {
	case VXLAN_IPV4:
	case VXLAN_IPV6: *link = LI_LINK_IP; return LI_OK;
	case VXLAN_ETHERNET: *link = LI_LINK_ETHERNET; return LI_OK;
	default: return LI_ENOTFOUND;
	}
}

static li_err vxlan(struct li_slice s, enum li_link *link,
	struct li_slice *inner)
{
	enum li_link found = LI_LINK_ETHERNET;
	li_err err = LI_OK;

	if (s.n < VXLAN_HEADER + ETHERNET_HEADER)
		return LI_ENOTFOUND;
	if (s.p[0] == (VXLAN_IS | VXLAN_SAYS))
		err = vxlan_gpe(s, &found);
	/* The I flag alone, and 0 where it is reserved. RFC 7348 cl. 5 */
	else if (s.p[0] != VXLAN_IS || (s.p[1] | s.p[2] | s.p[3] | s.p[7]) != 0)
		err = LI_ENOTFOUND;
	if (err)
		return err;
	*link = found;
	*inner = li_slice_sub(s, VXLAN_HEADER, s.n);
	return LI_OK;
}

static li_err geneve(struct li_slice s, enum li_link *link,
	struct li_slice *inner)
{
	size_t header;

	if (s.n < GENEVE_HEADER || s.p[0] & GENEVE_VERSION ||
		s.p[1] & GENEVE_CONTROL)
		return LI_ENOTFOUND;
	/* options, in words of four octets: RFC 8926 cl. 3.4 */
	header = GENEVE_HEADER + (size_t)s.p[0] * 4;
	if (s.n < header)
		return LI_ENOTFOUND;
	switch (li_be16(s.p + 2)) { /* as GRE has them: RFC 8926 cl. 3.4 */
	case GRE_IPV4:
	case GRE_IPV6: *link = LI_LINK_IP; break;
	case GRE_ETHERNET: *link = LI_LINK_ETHERNET; break;
	default: return LI_ENOTFOUND;
	}
	*inner = li_slice_sub(s, header, s.n);
	return LI_OK;
}

/* Labels have nothing that says what they are, and the port may be anybody's: RFC
 * 7510 cl. 3 */
static li_err mpls(struct li_slice s, size_t missing, enum li_link *link,
	struct li_slice *inner)
{
	struct li_slice packet;

	if (li_sip_start(s) == LI_SIP_START_YES ||
		li_packet_link(LI_LINK_MPLS, s, missing, &packet))
		return LI_ENOTFOUND;
	*link = LI_LINK_MPLS;
	*inner = s;
	return LI_OK;
}

li_err li_tunnel_udp(uint16_t from, uint16_t to, struct li_slice s,
	size_t missing, enum li_link *link, struct li_slice *inner)
{
	if ((to == LI_PORT_GTPU || from == LI_PORT_GTPU) &&
		gtpu(s, missing, inner) == LI_OK) {
		*link = LI_LINK_IP;
		return LI_OK;
	}
	if (to == LI_PORT_L2TP || from == LI_PORT_L2TP)
		return li_l2tp_udp(s, missing, link, inner);
	switch (to) {
	case LI_PORT_MPLS: return mpls(s, missing, link, inner);
	case LI_PORT_VXLAN:
	case LI_PORT_VXLAN_GPE:
	case LI_PORT_VXLAN_OLD: return vxlan(s, link, inner);
	case LI_PORT_GENEVE: return geneve(s, link, inner);
	default: return LI_ENOTFOUND;
	}
}
