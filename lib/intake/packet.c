/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/packet.h"

#include "intake/octets.h"

enum {
	PROTO_HOP_BY_HOP = 0,
	PROTO_ROUTING = 43,
	PROTO_FRAGMENT = 44,
	PROTO_AH = 51,
	PROTO_DESTINATION = 60,
	PROTO_MOBILITY = 135,
	PROTO_HIP = 139,     /* RFC 7401 cl. 5.1 */
	PROTO_SHIM6 = 140,   /* RFC 5533 cl. 5.1 */
	EXTENSIONS_MAX = 16, /* IPv6 extension headers */

	IPV4_HEADER = 20,
	IPV6_HEADER = 40,
	FRAGMENT_HEADER = 8,
};

/* Is it an extension header that says its length? */
static bool extends(uint8_t proto)
{
	return proto == PROTO_HOP_BY_HOP || proto == PROTO_ROUTING ||
		proto == PROTO_DESTINATION || proto == PROTO_MOBILITY ||
		proto == PROTO_HIP || proto == PROTO_SHIM6 || proto == PROTO_AH;
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

/* The length that an option of the first header behind it says, when that is one
 * for each hop; else `otherwise`. RFC 2675 cl. 2 */
static size_t jumbo(struct li_slice s, size_t otherwise)
{
	enum { AT = IPV6_HEADER + 2, JUMBO = 0xc2 };

	if (s.p[6] != PROTO_HOP_BY_HOP || s.n < AT + 6 || s.p[AT] != JUMBO ||
		s.p[AT + 1] != 4)
		return otherwise;
	return li_be32(s.p + AT + 2);
}

static li_err ipv6(struct li_slice s, size_t missing, struct li_ip *out)
{
	struct li_ip ip = {0};
	size_t length;
	li_err err;

	if (s.n < IPV6_HEADER)
		return LI_EMALFORMED;
	length = li_be16(s.p + 4);
	if (length == 0) /* likewise, or a jumbogram */
		length = jumbo(s, s.n - IPV6_HEADER + missing);
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
