/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/hep_like.h"

#include "intake/hep_chunk.h"
#include "intake/octets.h"

enum {
	FAMILY_AT = 12,  /* its value, where agents write that first */
	LEARN_EACH = 16, /* of the packets that are like none: it takes longer
			  * than to read one */
};

/* The known packet that is most likely like this one. */
static struct li_hep_like *likely(struct li_hep_likes *likes,
	struct li_slice packet)
{
	return &likes->of[packet.n > FAMILY_AT && packet.p[FAMILY_AT] == IPV6];
}

/* Is the packet laid out like that one, and its payload at its end? */
static inline bool is_like(const struct li_hep_like *like,
	struct li_slice packet)
{
	if (!like->looks || packet.n < (size_t)like->looks * LI_OCTETS)
		return false;
	for (size_t i = 0; i < like->looks; i++) {
		const size_t at = i * LI_OCTETS;
		uint32_t same = li_octets_mask(
			li_octets_same(li_octets_load(packet.p + at),
				li_octets_load(like->octets + at)));

		if (like->heed[i] & ~same)
			return false;
	}
	return li_be16(packet.p + 4) == packet.n &&
		li_be16(packet.p + like->payload - 2) ==
		packet.n - like->payload + CHUNK_HEADER;
}

static inline void read_addresses(const struct li_hep_like *like,
	const uint8_t *p, struct li_hep *out)
{
	if (like->v6) {
		out->from.family = out->to.family = 6;
		memcpy(out->from.ip, p + like->from, 16);
		memcpy(out->to.ip, p + like->to, 16);
	} else {
		out->from.family = out->to.family = 4;
		memset(out->from.ip, 0, 16);
		memcpy(out->from.ip, p + like->from, 4);
		memset(out->to.ip, 0, 16);
		memcpy(out->to.ip, p + like->to, 4);
	}
	out->from.port = li_be16(p + like->from_port);
	out->to.port = li_be16(p + like->to_port);
}

/* Read a packet, if it is like that one and its values are of any. Every
 * packet comes through here: it is compiled apart from what few need. */
static __attribute__((noinline)) bool read_like(const struct li_hep_like *like,
	struct li_slice packet, struct li_hep *out)
{
	const uint8_t *p = packet.p;
	uint32_t micros = 0;

	if (!is_like(like, packet))
		return false;
	if (like->microseconds)
		micros = li_be32(p + like->microseconds);
	if (micros >= 1000000)
		return false;
	out->ip_proto = p[like->protocol];
	out->at_us = micros;
	if (like->seconds)
		out->at_us += (int64_t)li_be32(p + like->seconds) * 1000000;
	out->capture_id = like->capture_id ? li_be32(p + like->capture_id) : 0;
	out->payload = li_slice(p + like->payload, packet.n - like->payload);
	read_addresses(like, p, out);
	return true;
}

/* ---- learning ---- */

/* Others have to have these n octets, too. */
static void heed(struct li_hep_like *like, size_t at, size_t n)
{
	for (size_t i = at; i < at + n; i++)
		like->heed[i / LI_OCTETS] |= UINT32_C(1) << i % LI_OCTETS;
}

/* Note where the value of a chunk of this type is. */
static void note(struct li_hep_like *like, uint32_t type, uint8_t at)
{
	switch (type) {
	case PROTOCOL: like->protocol = at; break;
	case FROM_V4:
	case FROM_V6:
		if ((type == FROM_V6) == like->v6)
			like->from = at;
		break;
	case TO_V4:
	case TO_V6:
		if ((type == TO_V6) == like->v6)
			like->to = at;
		break;
	case FROM_PORT: like->from_port = at; break;
	case TO_PORT: like->to_port = at; break;
	case SECONDS: like->seconds = at; break;
	case MICROSECONDS: like->microseconds = at; break;
	case CAPTURE_ID: like->capture_id = at; break;
	case PAYLOAD: like->payload = at; break;
	default: break;
	}
}

/* Know a packet that was decoded, if it is as most are: it says from where to
 * where and by what, and its payload ends it. */
static void learn(struct li_hep_like *like, struct li_slice packet, bool v6)
{
	size_t at = LI_HEP_HEADER, n;

	*like = (struct li_hep_like){.v6 = v6};
	heed(like, 0, 4);
	for (; !like->payload; at += n) {
		const size_t value = at + CHUNK_HEADER;
		uint32_t type;

		if (value > LI_HEP_LIKE_MAX || value > packet.n)
			return;
		type = li_be32(packet.p + at);
		n = li_be16(packet.p + at + 4);
		note(like, type, (uint8_t)value);
		/* of a payload any length will do, and is looked at */
		heed(like, at, type == PAYLOAD ? 4 : CHUNK_HEADER);
		if (type == FAMILY || type == TYPE) {
			if (value == LI_HEP_LIKE_MAX)
				return;
			heed(like, value, 1);
		}
	}
	n = (like->payload + (size_t)LI_OCTETS - 1) / LI_OCTETS;
	if (at != packet.n || n * LI_OCTETS > packet.n || !like->protocol ||
		!like->from || !like->to || !like->from_port || !like->to_port)
		return;
	memcpy(like->octets, packet.p, n * LI_OCTETS);
	like->looks = (uint8_t)n;
}

static __attribute__((noinline)) li_err decode_unlike(struct li_hep_likes
							      *likes,
	struct li_slice packet, struct li_hep *out)
{
	li_err err = li_hep_decode(packet, out);

	if (!err && likes->missed++ % LEARN_EACH == 0)
		learn(likely(likes, packet), packet, out->from.family == 6);
	return err;
}

li_err li_hep_decode_like(struct li_hep_likes *likes, struct li_slice packet,
	struct li_hep *out)
{
	return read_like(likely(likes, packet), packet, out)
		? LI_OK
		: decode_unlike(likes, packet, out);
}
