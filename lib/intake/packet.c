/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/packet.h"

#include "intake/octets.h"

enum {
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

	PROTO_HOP_BY_HOP = 0,
	PROTO_ROUTING = 43,
	PROTO_FRAGMENT = 44,
	PROTO_AH = 51,
	PROTO_DESTINATION = 60,
	PROTO_MOBILITY = 135,
	EXTENSIONS_MAX = 16, /* IPv6 extension headers */

	IPV4_HEADER = 20,
	IPV6_HEADER = 40,
	FRAGMENT_HEADER = 8,
};

/* Offset of the frame's EtherType; the network header begins behind it. */
static size_t type_offset(enum li_link link)
{
	switch (link) {
	case LI_LINK_ETHERNET: return 12;
	case LI_LINK_SLL: return 14;
	case LI_LINK_SLL2:
	case LI_LINK_IP:
	case LI_LINK_LOOPBACK:
	case LI_LINK_UNKNOWN: break;
	}
	return 0;
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

/* A session of PPP over Ethernet, of which padding is no part. RFC 2516 cl. 4;
 * of PPP's own header there is only the protocol, in one octet when it is odd:
 * RFC 1661 cl. 2, 6.5 */
static li_err pppoe(struct li_slice s, size_t missing, struct li_slice *out)
{
	uint16_t protocol;
	size_t length, at;

	if (s.n < PPPOE_HEADER + 2)
		return LI_EMALFORMED;
	if (s.p[0] != 0x11 || s.p[1] != 0)
		return LI_ENOTFOUND;
	length = li_be16(s.p + 4);
	if (length < 2 || length > s.n - PPPOE_HEADER + missing)
		return LI_EMALFORMED;
	s = li_slice_sub(s, PPPOE_HEADER, PPPOE_HEADER + length);
	at = s.p[0] & 1 ? 1 : 2;
	protocol = at == 1 ? s.p[0] : li_be16(s.p);
	if (protocol != PPP_IPV4 && protocol != PPP_IPV6)
		return LI_ENOTFOUND;
	return by_version(li_slice_sub(s, at, s.n), out);
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
	switch (type) {
	case ETHER_IPV4:
	case ETHER_IPV6: *out = s; return LI_OK;
	case ETHER_PPPOE: return pppoe(s, missing, out);
	case ETHER_MPLS:
	case ETHER_MPLS_UP: return mpls(s, out, wire);
	default: return LI_ENOTFOUND;
	}
}

li_err li_packet_link(enum li_link link, struct li_slice frame, size_t missing,
	struct li_slice *out)
{
	struct li_slice s = frame;
	li_err err = LI_ENOTFOUND;
	bool wire = true;

	if (link == LI_LINK_UNKNOWN)
		return LI_EUNSUPPORTED;
	if (link == LI_LINK_IP)
		return by_version(frame, out);
	if (link == LI_LINK_LOOPBACK)
		return by_version(li_slice_sub(frame, 4, frame.n), out);
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

/* Is it an extension header that says its length? */
static bool extends(uint8_t proto)
{
	return proto == PROTO_HOP_BY_HOP || proto == PROTO_ROUTING ||
		proto == PROTO_DESTINATION || proto == PROTO_MOBILITY ||
		proto == PROTO_AH;
}

li_err li_packet_extensions(struct li_ip *ip)
{
	struct li_slice s = ip->payload;
	uint8_t proto = ip->proto;

	for (int i = 0; i < EXTENSIONS_MAX && extends(proto); i++) {
		size_t length;

		if (s.n < 2)
			return LI_EMALFORMED;
		/* RFC 4302 cl. 2.2 counts words of four, RFC 8200 cl. 4 of
		 * eight */
		length = proto == PROTO_AH ? (size_t)s.p[1] * 4 + 8
					   : (size_t)s.p[1] * 8 + 8;
		if (s.n < length)
			return LI_EMALFORMED;
		proto = s.p[0];
		s = li_slice_sub(s, length, s.n);
	}
	ip->proto = proto;
	ip->payload = s;
	return LI_OK;
}

static void address(const uint8_t *p, uint8_t family, struct li_address *out)
{
	*out = (struct li_address){.family = family};
	memcpy(out->ip, p, family == 4 ? 4 : 16);
}

/* The octets of a packet that are here, and how many are not. */
static void take_payload(struct li_ip *ip, struct li_slice s, size_t header,
	size_t total)
{
	ip->missing = total > s.n ? total - s.n : 0;
	ip->payload = li_slice_sub(s, header, total - ip->missing);
}

static li_err ipv4(struct li_slice s, size_t missing, struct li_ip *out)
{
	struct li_ip ip = {0};
	size_t header, total;
	uint16_t fragment;

	if (s.n < IPV4_HEADER)
		return LI_EMALFORMED;
	header = (size_t)(s.p[0] & 15) * 4;
	total = li_be16(s.p + 2);
	if (total == 0)
		total = s.n +
			missing; /* captured before its sender cut it up */
	if (header < IPV4_HEADER || total < header || header > s.n ||
		total > s.n + missing)
		return LI_EMALFORMED;
	address(s.p + 12, 4, &ip.from);
	address(s.p + 16, 4, &ip.to);
	ip.proto = s.p[9];
	take_payload(&ip, s, header, total);
	fragment = li_be16(s.p + 6);
	ip.more = fragment & 0x2000;
	ip.offset = (uint16_t)(fragment << 3);
	ip.id = li_be16(s.p + 4);
	ip.fragment = ip.more || ip.offset;
	*out = ip;
	/* IPv4 has no extension headers but this one. RFC 4302 cl. 3.1.1 */
	if (ip.proto == PROTO_AH && !ip.fragment)
		return li_packet_extensions(out);
	return LI_OK;
}

/* The header of a fragment; one that is all there is, is none: RFC 6946
 * cl. 4 */
static li_err fragment_header(struct li_ip *ip)
{
	struct li_slice s = ip->payload;
	uint16_t offset;

	if (s.n < FRAGMENT_HEADER)
		return LI_EMALFORMED;
	offset = li_be16(s.p + 2);
	ip->proto = s.p[0];
	ip->more = offset & 1;
	ip->offset = offset & 0xfff8;
	ip->id = li_be32(s.p + 4);
	ip->fragment = ip->more || ip->offset;
	ip->payload = li_slice_sub(s, FRAGMENT_HEADER, s.n);
	return ip->fragment ? LI_OK : li_packet_extensions(ip);
}

static li_err ipv6(struct li_slice s, size_t missing, struct li_ip *out)
{
	struct li_ip ip = {0};
	size_t length;
	li_err err;

	if (s.n < IPV6_HEADER)
		return LI_EMALFORMED;
	length = li_be16(s.p + 4);
	/* likewise, unless it is a jumbogram: RFC 2675 cl. 3 */
	if (length == 0 && s.p[6] != PROTO_HOP_BY_HOP)
		length = s.n - IPV6_HEADER + missing;
	if (length > s.n - IPV6_HEADER + missing)
		return LI_EMALFORMED;
	address(s.p + 8, 6, &ip.from);
	address(s.p + 24, 6, &ip.to);
	ip.proto = s.p[6];
	take_payload(&ip, s, IPV6_HEADER, IPV6_HEADER + length);
	err = li_packet_extensions(&ip);
	if (!err && ip.proto == PROTO_FRAGMENT)
		err = fragment_header(&ip);
	if (!err)
		*out = ip;
	return err;
}

li_err li_packet_ip(struct li_slice packet, size_t missing, struct li_ip *out)
{
	struct li_ip ip;
	li_err err;

	if (packet.n == 0)
		return LI_EMALFORMED;
	switch (packet.p[0] >> 4) {
	case 6: err = ipv6(packet, missing, &ip); break;
	case 4: err = ipv4(packet, missing, &ip); break;
	default: return LI_ENOTFOUND;
	}
	if (!err)
		*out = ip;
	return err;
}
