/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/packet.h"

enum {
	ETHER_IPV4 = 0x0800,
	ETHER_IPV6 = 0x86dd,
	ETHER_VLAN = 0x8100,
	ETHER_QINQ = 0x88a8,
	ETHER_QINQ_OLD = 0x9100,
	VLAN_MAX = 4, /* tags; nobody stacks more */

	PROTO_HOP_BY_HOP = 0,
	PROTO_TCP = 6,
	PROTO_UDP = 17,
	PROTO_ROUTING = 43,
	PROTO_FRAGMENT = 44,
	PROTO_AH = 51,
	PROTO_DESTINATION = 60,
	PROTO_SCTP = 132,
	PROTO_MOBILITY = 135,
	EXTENSIONS_MAX = 16, /* IPv6 extension headers */

	IPV4_HEADER = 20,
	UDP_HEADER = 8,
};

/* The frame's network protocol, an EtherType; 0 when it has none. The cursor
 * is left behind the link header. */
static uint16_t link_header(enum li_link link, struct li_cursor *c)
{
	uint16_t type = 0;

	switch (link) {
	case LI_LINK_ETHERNET:
		li_cursor_take(c, 12);
		type = li_cursor_u16(c);
		break;
	case LI_LINK_IP:
		if (c->rest.n == 0)
			c->bad = true;
		else if (c->rest.p[0] >> 4 == 4)
			type = ETHER_IPV4;
		else if (c->rest.p[0] >> 4 == 6)
			type = ETHER_IPV6;
		break;
	case LI_LINK_SLL:
		li_cursor_take(c, 14);
		type = li_cursor_u16(c);
		break;
	case LI_LINK_SLL2:
		type = li_cursor_u16(c);
		li_cursor_take(c, 18);
		break;
	}
	for (int i = 0; i < VLAN_MAX &&
		(type == ETHER_VLAN || type == ETHER_QINQ ||
			type == ETHER_QINQ_OLD);
		i++) {
		li_cursor_u16(c); /* priority and VLAN */
		type = li_cursor_u16(c);
	}
	return type;
}

static li_err udp(struct li_slice s, struct li_datagram *out)
{
	struct li_cursor c = li_cursor(s);
	uint16_t length;

	out->from.port = li_cursor_u16(&c);
	out->to.port = li_cursor_u16(&c);
	length = li_cursor_u16(&c);
	li_cursor_u16(&c); /* checksum: a tap may see it before it is made */
	if (c.bad || length < UDP_HEADER || length > s.n)
		return LI_EMALFORMED;
	out->payload = li_slice_sub(s, UDP_HEADER, length);
	return LI_OK;
}

static li_err transport(uint8_t proto, struct li_slice s,
	struct li_datagram *out)
{
	out->ip_proto = proto;
	switch (proto) {
	case PROTO_UDP: return udp(s, out);
	case PROTO_TCP:
	case PROTO_SCTP: return LI_EUNSUPPORTED;
	default: return LI_ENOTFOUND;
	}
}

static void address(struct li_cursor *c, uint8_t family, struct li_address *out)
{
	struct li_slice ip = li_cursor_take(c, family == 4 ? 4 : 16);

	*out = (struct li_address){.family = family};
	if (ip.n)
		memcpy(out->ip, ip.p, ip.n);
}

static li_err ipv4(struct li_slice s, struct li_datagram *out)
{
	struct li_cursor c = li_cursor(s);
	uint8_t version = li_cursor_u8(&c);
	size_t header = (size_t)(version & 15) * 4, total;
	uint16_t fragment;
	uint8_t proto;

	li_cursor_u8(&c);
	total = li_cursor_u16(&c);
	li_cursor_u16(&c);
	fragment = li_cursor_u16(&c);
	li_cursor_u8(&c);
	proto = li_cursor_u8(&c);
	li_cursor_u16(&c);
	address(&c, 4, &out->from);
	address(&c, 4, &out->to);
	if (c.bad || version >> 4 != 4 || header < IPV4_HEADER ||
		total < header || total > s.n)
		return LI_EMALFORMED;
	if (fragment & 0x3fff) /* more to come, or not the first */
		return LI_EUNSUPPORTED;
	return transport(proto, li_slice_sub(s, header, total), out);
}

/* Step over one extension header; false when proto is none of them. */
static bool extension(struct li_cursor *c, uint8_t *proto)
{
	uint8_t next, length;
	size_t rest;

	if (*proto != PROTO_HOP_BY_HOP && *proto != PROTO_ROUTING &&
		*proto != PROTO_DESTINATION && *proto != PROTO_MOBILITY &&
		*proto != PROTO_AH)
		return false;
	next = li_cursor_u8(c);
	length = li_cursor_u8(c);
	/* RFC 4302 cl. 2.2 counts words of four, all others of eight */
	rest = *proto == PROTO_AH ? (size_t)length * 4 + 6
				  : (size_t)length * 8 + 6;
	li_cursor_take(c, rest);
	*proto = next;
	return true;
}

static li_err ipv6(struct li_slice s, struct li_datagram *out)
{
	struct li_cursor c = li_cursor(s);
	uint32_t version = li_cursor_u32(&c);
	uint16_t length = li_cursor_u16(&c);
	uint8_t proto = li_cursor_u8(&c);

	li_cursor_u8(&c);
	address(&c, 6, &out->from);
	address(&c, 6, &out->to);
	if (c.bad || version >> 28 != 6 || length > c.rest.n)
		return LI_EMALFORMED;
	c = li_cursor(li_slice_sub(c.rest, 0, length));
	for (int i = 0; i < EXTENSIONS_MAX && extension(&c, &proto); i++)
		;
	if (c.bad)
		return LI_EMALFORMED;
	if (proto == PROTO_FRAGMENT)
		return LI_EUNSUPPORTED;
	return transport(proto, c.rest, out);
}

li_err li_packet_decode(enum li_link link, struct li_slice frame,
	struct li_datagram *out)
{
	struct li_cursor c = li_cursor(frame);
	uint16_t type = link_header(link, &c);
	struct li_datagram got = *out;
	li_err err;

	if (c.bad)
		return LI_EMALFORMED;
	if (type == ETHER_IPV4)
		err = ipv4(c.rest, &got);
	else if (type == ETHER_IPV6)
		err = ipv6(c.rest, &got);
	else
		return LI_ENOTFOUND;
	if (err)
		return err;
	*out = got;
	return LI_OK;
}
