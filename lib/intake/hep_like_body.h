/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hep_like_body.h - the reading of packets that are like a known one, for one
 * kind of CPU, as LI_HEP_LIKE. For hep_like.c and hep_like_avx2.c alone.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   As hep.h.
 * Spec     as hep.h
 */
#ifndef LI_INTAKE_HEP_LIKE_BODY_H
#define LI_INTAKE_HEP_LIKE_BODY_H

#include "intake/hep_chunk.h"
#include "intake/hep_like.h"
#include "intake/octets.h"

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

/* From where to where it went, by IPv6 or IPv4. */
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

/* The known packet that is most likely like this one. Chosen as an address: an
 * index would be multiplied anew for each value. */
static inline const struct li_hep_like *likely(const struct li_hep_likes *likes,
	struct li_slice packet)
{
	const struct li_hep_like *like = likes->of;

	return li_hep_like_v6(packet) ? like + 1 : like;
}

/* Read a packet, if it is like that one and its values are of any. */
static inline bool read_like(const struct li_hep_like *like,
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

/* As hep_like.h names it. Every packet comes through here, and nothing of it is
 * needed behind. */
li_err LI_HEP_LIKE(struct li_hep_likes *likes, struct li_slice packet,
	struct li_hep *out)
{
	return read_like(likely(likes, packet), packet, out)
		? LI_OK
		: li_hep_unlike(likes, packet, out);
}

#endif
