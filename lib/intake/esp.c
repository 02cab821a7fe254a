/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/esp.h"

#include "intake/octets.h"

enum {
	ESP_HEADER = 8,  /* SPI and sequence number */
	ESP_TRAILER = 2, /* padding's length and next header */
	PROTO_IPIP = 4,
	PROTO_TCP = 6,
	PROTO_UDP = 17,
	PROTO_IPV6 = 41,
	UDP_HEADER = 8,
	TCP_HEADER = 20,
};

static uint32_t sum(uint32_t total, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i + 1 < n; i += 2)
		total += li_be16(p + i);
	if (n % 2)
		total += (uint32_t)p[n - 1] << 8;
	return total;
}

/* Is the checksum over the pseudo header and s right? RFC 9293 cl. 3.1 */
static bool checksum(const struct li_ip *ip, uint8_t proto, struct li_slice s)
{
	size_t n = ip->from.family == 4 ? 4 : 16;
	uint32_t total = proto + (uint32_t)s.n;

	total = sum(sum(total, ip->from.ip, n), ip->to.ip, n);
	total = sum(total, s.p, s.n);
	while (total >> 16)
		total = (total & 0xffff) + (total >> 16);
	return total == 0xffff;
}

/* Do the octets of s look like a whole packet of this protocol? */
static bool whole(const struct li_ip *ip, uint8_t proto, struct li_slice s)
{
	switch (proto) {
	case PROTO_UDP:
		return s.n >= UDP_HEADER && li_be16(s.p) && li_be16(s.p + 2) &&
			li_be16(s.p + 4) == s.n;
	case PROTO_TCP:
		return s.n >= TCP_HEADER &&
			(size_t)(s.p[12] >> 4) * 4 >= TCP_HEADER &&
			(size_t)(s.p[12] >> 4) * 4 <= s.n &&
			checksum(ip, proto, s);
	case PROTO_IPIP:
		return s.n > 20 && s.p[0] >> 4 == 4 && li_be16(s.p + 2) == s.n;
	case PROTO_IPV6:
		return s.n > 40 && s.p[0] >> 4 == 6 &&
			(size_t)li_be16(s.p + 4) + 40 == s.n;
	default: return false;
	}
}

/* Take the trailer off: s ends with it. The padding counts 1, 2, 3, ... as
 * RFC 4303 cl. 2.4 has it. */
static bool trailer(struct li_slice s, uint8_t *next, struct li_slice *out)
{
	size_t pad;

	if (s.n < ESP_TRAILER)
		return false;
	*next = s.p[s.n - 1];
	pad = s.p[s.n - 2];
	if (pad > s.n - ESP_TRAILER)
		return false;
	*out = li_slice_sub(s, 0, s.n - ESP_TRAILER - pad);
	for (size_t i = 0; i < pad; i++)
		if (s.p[out->n + i] != i + 1)
			return false;
	return true;
}

/* Could it be in the clear, with so long a check and initialisation vector? */
static bool clear(const struct li_ip *ip, size_t iv, size_t icv,
	struct li_ip *out)
{
	struct li_slice s = ip->payload, inner;
	uint8_t next;

	if (s.n < ESP_HEADER + iv + icv ||
		!trailer(li_slice_sub(s, ESP_HEADER + iv, s.n - icv), &next,
			&inner) ||
		!whole(ip, next, inner))
		return false;
	*out = *ip;
	out->proto = next;
	out->payload = inner;
	return true;
}

li_err li_esp_open(struct li_ip *ip)
{
	/* HMAC-MD5-96 and HMAC-SHA-1-96 of TS 33.203 cl. 7.1; AES-GMAC, whose
	 * vector is in front (RFC 4543 cl. 3.1); those of RFC 4868 cl. 2.6;
	 * none */
	static const struct {
		size_t iv, icv;
	} shapes[] = {{0, 12}, {8, 16}, {0, 16}, {0, 24}, {0, 32}, {0, 0}};
	struct li_ip inner;

	if (ip->payload.n < ESP_HEADER + ESP_TRAILER)
		return LI_EMALFORMED;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		if (clear(ip, shapes[i].iv, shapes[i].icv, &inner)) {
			*ip = inner;
			return LI_OK;
		}
	}
	return LI_EUNSUPPORTED;
}
