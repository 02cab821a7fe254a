/* SPDX-License-Identifier: BSD-3-Clause */
#include <endian.h>

#include "intake/cx_avp.h"

enum {
	AVP_HEAD = 8,
	AVP_HEAD_VENDOR = 12,
	AVP_VENDOR_BIT = 0x80,
	DEPTH_MAX = 16, /* groups within groups that are walked */
};

static uint32_t read_u32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return be32toh(v);
}

li_err li_diameter_read(struct li_slice message, struct li_diameter *out)
{
	if (message.n < LI_DIAMETER_HEAD || message.p[0] != 1 ||
		(read_u32(message.p) & 0xffffff) != message.n)
		return LI_EMALFORMED;
	*out = (struct li_diameter){
		.flags = message.p[4],
		.command = read_u32(message.p + 4) & 0xffffff,
		.application = read_u32(message.p + 8),
		.hop_by_hop = read_u32(message.p + 12),
		.end_to_end = read_u32(message.p + 16),
		.avps = li_slice(message.p + LI_DIAMETER_HEAD,
			message.n - LI_DIAMETER_HEAD),
	};
	return LI_OK;
}

/* Octets of the AVP's header and of all of it; 0 when it does not fit. */
static size_t measure(struct li_slice s, size_t *head)
{
	size_t len;

	if (s.n < AVP_HEAD)
		return 0;
	len = read_u32(s.p + 4) & 0xffffff;
	*head = s.p[4] & AVP_VENDOR_BIT ? AVP_HEAD_VENDOR : AVP_HEAD;
	return len < *head || len > s.n ? 0 : len;
}

/* Octets to the next AVP: the padding of the last one may be missing. */
static size_t padded(size_t len, size_t rest)
{
	size_t n = (len + 3) & ~(size_t)3;

	return n < rest ? n : rest;
}

bool li_avp_next(struct li_avp_walk *walk, struct li_avp *out)
{
	struct li_slice s = walk->rest;
	size_t head, len;

	if (s.n == 0 || walk->bad)
		return false;
	len = measure(s, &head);
	if (len == 0) {
		walk->bad = true;
		return false;
	}
	*out = (struct li_avp){
		.code = read_u32(s.p),
		.vendor = head == AVP_HEAD ? 0 : read_u32(s.p + AVP_HEAD),
		.flags = s.p[4],
		.value = li_slice(s.p + head, len - head),
	};
	len = padded(len, s.n);
	walk->rest = li_slice(s.p + len, s.n - len);
	return true;
}

bool li_avp_u32(const struct li_avp *avp, uint32_t *out)
{
	if (avp->value.n != 4)
		return false;
	*out = read_u32(avp->value.p);
	return true;
}

/* --- the cut ------------------------------------------------------------ */

/* Codes whose values are secret whatever their vendor says: a vendor bit
 * that was forgotten must not open a key. TS 29.229 cl. 6.3 */
static bool is_secret(uint32_t code)
{
	switch (code) {
	case 121: /* Digest-HA1 */
	case 609: /* SIP-Authenticate */
	case 610: /* SIP-Authorization */
	case 611: /* SIP-Authentication-Context */
	case 612: /* SIP-Auth-Data-Item */
	case 625: /* Confidentiality-Key */
	case 626: /* Integrity-Key */
	case 635: /* SIP-Digest-Authenticate */
	case 663: /* Alternate-Digest-HA1 */ return true;
	default: return false;
	}
}

typedef uint32_t v4u __attribute__((vector_size(16)));

static v4u secret_lanes(v4u w)
{
	return (v4u)(w == htobe32(121)) | (v4u)(w == htobe32(609)) |
		(v4u)(w == htobe32(610)) | (v4u)(w == htobe32(611)) |
		(v4u)(w == htobe32(612)) | (v4u)(w == htobe32(625)) |
		(v4u)(w == htobe32(626)) | (v4u)(w == htobe32(635)) |
		(v4u)(w == htobe32(663));
}

/* Copy, and tell whether any aligned word could begin a secret AVP: all AVPs
 * stand on four octets, whatever group they are in. */
static bool copy_looking(struct li_slice s, uint8_t *dst)
{
	size_t i = 0;
	v4u hit = {0};

	for (; s.n - i >= 16; i += 16) {
		v4u w;

		memcpy(&w, s.p + i, 16);
		memcpy(dst + i, &w, 16);
		hit |= secret_lanes(w);
	}
	memcpy(dst + i, s.p + i, s.n - i);
	for (; s.n - i >= 4; i += 4)
		if (is_secret(read_u32(s.p + i)))
			return true;
	return (hit[0] | hit[1] | hit[2] | hit[3]) != 0;
}

static void wipe(uint8_t *p, size_t n, size_t *runs)
{
	if (n == 0)
		return;
	memset(p, 0, n);
	++*runs;
}

/* A value without structure: where a secret header stands in it, at any
 * octet, zero the rest. */
static void cut_octets(uint8_t *p, size_t n, size_t *runs)
{
	uint8_t *at = p, *end = p + n;

	/* every secret code begins with a zero octet; text has none */
	while (end - at >= AVP_HEAD &&
		(at = memchr(at, 0, (size_t)(end - at))) != NULL) {
		if (end - at >= AVP_HEAD && is_secret(read_u32(at))) {
			wipe(at, (size_t)(end - at), runs);
			return;
		}
		at++;
	}
}

static bool begins_with_avp(const uint8_t *p, size_t n)
{
	size_t head;

	return measure(li_slice(p, n), &head) != 0;
}

static void cut_avps(uint8_t *p, size_t n, int depth, size_t *runs)
{
	while (n > 0) {
		size_t head, len = measure(li_slice(p, n), &head), all;

		if (len == 0) {
			wipe(p, n, runs);
			return;
		}
		if (is_secret(read_u32(p)))
			wipe(p + head, len - head, runs);
		else if (depth < DEPTH_MAX &&
			begins_with_avp(p + head, len - head))
			cut_avps(p + head, len - head, depth + 1, runs);
		else
			cut_octets(p + head, len - head, runs);
		all = padded(len, n);
		memset(p + len, 0, all - len); /* padding can hide octets */
		p += all;
		n -= all;
	}
}

size_t li_cx_cut(struct li_slice message, uint8_t *dst)
{
	size_t runs = 0;
	bool suspect = copy_looking(message, dst);
	uint32_t command;

	if (message.n < LI_DIAMETER_HEAD) {
		wipe(dst, message.n, &runs);
		return runs;
	}
	command = read_u32(message.p + 4) & 0xffffff;
	/* UAR, SAR, LIR and RTR carry no vectors: nothing to look for when no
	 * word is one of theirs. MAR and PPR do. TS 29.228 cl. 6.3, 6.6 */
	if (!suspect && (command <= 302 || command == 304) && command >= 300)
		return 0;
	cut_avps(dst + LI_DIAMETER_HEAD, message.n - LI_DIAMETER_HEAD, 0,
		&runs);
	return runs;
}
