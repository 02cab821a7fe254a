/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/l2tp.h"

#include "intake/octets.h"

enum {
	CONTROL = 0x8000, /* flags: RFC 2661 cl. 3.1 */
	LENGTH = 0x4000,
	SEQUENCE = 0x0800,
	OFFSET = 0x0200,
	RESERVED = 0x34f0,
	VERSION = 0x000f,

	SESSION = 4,    /* octets of a session's number, version 3 */
	COOKIE_MAX = 8, /* 0, 4 or 8: RFC 3931 cl. 4.1 */
	SUBLAYER = 4,   /* or none: RFC 3931 cl. 4.6 */
	ETHERNET = 14,
};

static li_err version_2(struct li_slice s, size_t missing, uint16_t flags,
	struct li_slice *inner)
{
	size_t header = 6, end = s.n;

	header += flags & LENGTH ? 2 : 0;
	header += flags & SEQUENCE ? 4 : 0;
	if (flags & OFFSET) {
		if (s.n < header + 2)
			return LI_ENOTFOUND;
		header += (size_t)2 + li_be16(s.p + header);
	}
	if (flags & LENGTH && s.n >= 4) {
		end = li_be16(s.p + 2);
		if (end > s.n + missing)
			return LI_ENOTFOUND;
	}
	if (header >= end || header >= s.n)
		return LI_ENOTFOUND;
	*inner = li_slice_sub(s, header, end);
	return LI_OK;
}

/* Is it an Ethernet frame or one of PPP that has an IP packet? */
static bool holds_ip(struct li_slice s, enum li_link *link)
{
	struct li_slice packet;

	if (s.n > ETHERNET &&
		li_packet_link(LI_LINK_ETHERNET, s, 0, &packet) == LI_OK &&
		packet.n &&
		(packet.p[0] >> 4 == 6 || (packet.p[0] & 0xf0) == 0x40)) {
		*link = LI_LINK_ETHERNET;
		return true;
	}
	/* without HDLC's header too much looks like it */
	if (s.n > 4 && s.p[0] == 0xff && s.p[1] == 3 &&
		li_packet_link(LI_LINK_PPP, s, 0, &packet) == LI_OK) {
		*link = LI_LINK_PPP;
		return true;
	}
	return false;
}

/* Behind the session's number: how long the cookie is, and whether there is a
 * sublayer, does not stand there. RFC 3931 cl. 4.1, 4.6 */
static li_err version_3(struct li_slice s, enum li_link *link,
	struct li_slice *inner)
{
	for (size_t at = SESSION; at <= SESSION + COOKIE_MAX + SUBLAYER;
		at += 4) {
		struct li_slice rest = li_slice_sub(s, at, s.n);

		if (!holds_ip(rest, link))
			continue;
		*inner = rest;
		return LI_OK;
	}
	return LI_EUNSUPPORTED;
}

li_err li_l2tp_udp(struct li_slice s, size_t missing, enum li_link *link,
	struct li_slice *inner)
{
	uint16_t flags;
	li_err err;

	if (s.n < 8)
		return LI_ENOTFOUND;
	flags = li_be16(s.p);
	if (flags & (CONTROL | RESERVED))
		return LI_ENOTFOUND;
	if ((flags & VERSION) == 3) /* RFC 3931 cl. 4.1.2.1 */
		return version_3(li_slice_sub(s, 4, s.n), link, inner);
	if ((flags & VERSION) != 2)
		return LI_ENOTFOUND;
	err = version_2(s, missing, flags, inner);
	if (!err)
		*link = LI_LINK_PPP;
	return err;
}

li_err li_l2tp_ip(struct li_slice s, enum li_link *link, struct li_slice *inner)
{
	/* session 0 is control: RFC 3931 cl. 4.1.1.2 */
	if (s.n < SESSION || li_be32(s.p) == 0)
		return LI_ENOTFOUND;
	return version_3(s, link, inner);
}
