/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "intake/octets.h"
#include "intake/packet.h"

enum {
	ETHERNET_HEADER = 14,
	ETHER_IPV4 = 0x0800,
	ETHER_IPV6 = 0x86dd,
	ETHER_VLAN = 0x8100,
	ETHER_QINQ = 0x88a8,
	ETHER_QINQ_OLD = 0x9100,
	ETHER_MPLS = 0x8847,
	ETHER_MPLS_UP = 0x8848, /* upstream-assigned labels: RFC 5332 */
	ETHER_PPPOE = 0x8864,   /* of a session */
	VLAN_MAX = 4,           /* tags; nobody stacks more */
	MPLS_MAX = 8,           /* labels */
	WIRES_MAX =
		2, /* Ethernet frames in pseudo wires, inside of each other */

	MPLS_LABEL = 4,
	PPPOE_HEADER = 6,
	PPP_IPV4 = 0x0021,
	PPP_IPV6 = 0x0057,
	PPP_MPLS = 0x0281, /* RFC 3032 cl. 4.3 */
	PPP_VJ = 0x002d,   /* headers of TCP compressed: RFC 1144 */
	PPP_VJ_WHOLE = 0x002f,
	PPP_MULTILINK = 0x003d,  /* RFC 1990 */
	PPP_ENCRYPTED = 0x0053,  /* RFC 1968 */
	PPP_COMPRESSED = 0x00fd, /* RFC 1962 */
	HDLC_HEADER = 4,
	SNAP_HEADER = 8,
	LLC_MAX = 1500, /* a length, and no type: IEEE 802.3 */
};

/* Offset of the frame's EtherType; the network header begins behind it. */
static size_t type_offset(enum li_link link)
{
	return link == LI_LINK_ETHERNET ? 12 : link == LI_LINK_SLL ? 14 : 0;
}

/* What has no EtherType says by its first octet what it is. */
static li_err by_version(struct li_slice s, struct li_slice *out)
{
	if (s.n == 0)
		return LI_EMALFORMED;
	if (s.p[0] >> 4 != 4 && s.p[0] >> 4 != 6)
		return LI_ENOTFOUND;
	*out = s;
	return LI_OK;
}

/* Labels do not say what is behind them, its first four bits do: RFC 4928
 * cl. 3. They are 0 in the control word of a pseudo wire, which has an Ethernet
 * frame: RFC 4448 cl. 4.6; *wire says so. */
static li_err mpls(struct li_slice s, struct li_slice *out, bool *wire)
{
	bool last = false;

	for (int i = 0; i < MPLS_MAX && !last; i++) {
		if (s.n < MPLS_LABEL + 1)
			return LI_EMALFORMED;
		last = s.p[2] & 1; /* RFC 3032 cl. 2.1 */
		s = li_slice_sub(s, MPLS_LABEL, s.n);
	}
	if (!last)
		return LI_ENOTFOUND;
	if (s.p[0] >> 4 != 0)
		return by_version(s, out);
	if (s.n < MPLS_LABEL)
		return LI_EMALFORMED;
	*wire = true;
	*out = li_slice_sub(s, MPLS_LABEL, s.n);
	return LI_OK;
}

/* What PPP carries: RFC 1661 cl. 2. The protocol may be one octet, when it is odd:
 * cl. 6.5. What is compressed, encrypted or divided among links is not read. */
static li_err ppp(struct li_slice s, struct li_slice *out, bool *wire)
{
	uint16_t protocol;
	size_t at;

	if (s.n < 2)
		return LI_EMALFORMED;
	at = s.p[0] & 1 ? 1 : 2;
	protocol = at == 1 ? s.p[0] : li_be16(s.p);
	s = li_slice_sub(s, at, s.n);
	switch (protocol) {
	case PPP_IPV4:
	case PPP_IPV6: return by_version(s, out);
	case PPP_MPLS: return mpls(s, out, wire);
	case PPP_VJ:
	case PPP_VJ_WHOLE:
	case PPP_MULTILINK:
	case PPP_ENCRYPTED:
	case PPP_COMPRESSED: return LI_EUNSUPPORTED;
	default: return LI_ENOTFOUND;
	}
}

/* A session of PPP over Ethernet, of which padding is no part: RFC 2516 cl. 4.
 * Of PPP's own header there is only the protocol. */
static li_err pppoe(struct li_slice s, size_t missing, struct li_slice *out,
	bool *wire)
{
	size_t length;

	if (s.n < PPPOE_HEADER + 2)
		return LI_EMALFORMED;
	if (s.p[0] != 0x11 || s.p[1] != 0)
		return LI_ENOTFOUND;
	length = li_be16(s.p + 4);
	if (length < 2 || length > s.n - PPPOE_HEADER + missing)
		return LI_EMALFORMED;
	return ppp(li_slice_sub(s, PPPOE_HEADER, PPPOE_HEADER + length), out,
		wire);
}

/* A length in place of the type, then LLC: SNAP has the type behind it. IEEE
 * 802.2; RFC 1042. 0 when it is another one. */
static uint16_t snap(struct li_slice *s)
{
	static const uint8_t head[SNAP_HEADER - 2] = {0xaa, 0xaa, 3};
	uint16_t type;

	if (s->n < SNAP_HEADER || memcmp(s->p, head, sizeof(head)) != 0)
		return 0;
	type = li_be16(s->p + sizeof(head));
	*s = li_slice_sub(*s, SNAP_HEADER, s->n);
	return type;
}

/* What is behind an EtherType, tags left out. */
static li_err by_type(uint16_t type, struct li_slice s, size_t missing,
	struct li_slice *out, bool *wire)
{
	for (int i = 0; i < VLAN_MAX &&
		(type == ETHER_VLAN || type == ETHER_QINQ ||
			type == ETHER_QINQ_OLD);
		i++) {
		/* priority and VLAN, then the next type: IEEE 802.1Q */
		if (s.n < 4)
			return LI_EMALFORMED;
		type = li_be16(s.p + 2);
		s = li_slice_sub(s, 4, s.n);
	}
	if (type <= LLC_MAX)
		type = snap(&s);
	switch (type) {
	case ETHER_IPV4:
	case ETHER_IPV6: *out = s; return LI_OK;
	case ETHER_PPPOE: return pppoe(s, missing, out, wire);
	case ETHER_MPLS:
	case ETHER_MPLS_UP: return mpls(s, out, wire);
	default: return LI_ENOTFOUND;
	}
}

/* Address and control of HDLC in front of PPP, or not: RFC 1662 cl. 3.1. What has
 * others is Cisco's: they, then an EtherType. */
static li_err serial(struct li_slice s, size_t missing, struct li_slice *out,
	bool *wire)
{
	if (s.n < HDLC_HEADER)
		return LI_EMALFORMED;
	if (s.p[0] == 0xff && s.p[1] == 3)
		return ppp(li_slice_sub(s, 2, s.n), out, wire);
	if ((s.p[0] != 0x0f && s.p[0] != 0x8f) || s.p[1] != 0)
		return ppp(s, out, wire);
	return by_type(li_be16(s.p + 2), li_slice_sub(s, HDLC_HEADER, s.n),
		missing, out, wire);
}

/* Links that have no EtherType at a place of their own; *wire: an Ethernet
 * frame is in *out. */
static li_err other(enum li_link link, struct li_slice s, size_t missing,
	struct li_slice *out, bool *wire)
{
	*wire = false;
	switch (link) {
	case LI_LINK_IP: return by_version(s, out);
	case LI_LINK_LOOPBACK: return by_version(li_slice_sub(s, 4, s.n), out);
	case LI_LINK_PPP: return serial(s, missing, out, wire);
	case LI_LINK_PPP_SIDED:
		return serial(li_slice_sub(s, 1, s.n), missing, out, wire);
	case LI_LINK_PPPOE: return pppoe(s, missing, out, wire);
	case LI_LINK_MPLS: return mpls(s, out, wire);
	case LI_LINK_NETANALYZER:
		*wire = true;
		*out = li_slice_sub(s, 4, s.n);
		return LI_OK;
	case LI_LINK_ETHERNET:
	case LI_LINK_SLL:
	case LI_LINK_SLL2:
	case LI_LINK_UNKNOWN: break;
	}
	return LI_EUNSUPPORTED;
}

li_err li_packet_link(enum li_link link, struct li_slice frame, size_t missing,
	struct li_slice *out)
{
	struct li_slice s = frame;
	li_err err = LI_ENOTFOUND;
	bool wire = true;

	/* what nearly all frames are */
	if (link == LI_LINK_ETHERNET && s.n > ETHERNET_HEADER) {
		const uint16_t type = li_be16(s.p + ETHERNET_HEADER - 2);

		if (type == ETHER_IPV4 || type == ETHER_IPV6) {
			*out = li_slice(s.p + ETHERNET_HEADER,
				s.n - ETHERNET_HEADER);
			return LI_OK;
		}
	}
	if (link < LI_LINK_ETHERNET || link > LI_LINK_SLL2) {
		err = other(link, frame, missing, &s, &wire);
		if (err)
			return err;
		link = LI_LINK_ETHERNET;
	}
	for (int i = 0; i <= WIRES_MAX && wire; i++) {
		size_t at = type_offset(link);
		size_t behind = link == LI_LINK_SLL2 ? 20 : at + 2;

		if (s.n < behind)
			return LI_EMALFORMED;
		wire = false;
		err = by_type(li_be16(s.p + at), li_slice_sub(s, behind, s.n),
			missing, &s, &wire);
		if (err)
			return err;
		link = LI_LINK_ETHERNET;
	}
	if (wire)
		return LI_ENOTFOUND;
	*out = s;
	return LI_OK;
}
