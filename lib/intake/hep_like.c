/* SPDX-License-Identifier: BSD-3-Clause */
#define LI_HEP_LIKE li_hep_like_any
#include "intake/hep_like_body.h"

enum {
	LEARN_EACH = 16, /* of the packets that are like none: it takes longer
			  * than to read one */
};

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

li_err li_hep_unlike(struct li_hep_likes *likes, struct li_slice packet,
	struct li_hep *out)
{
	li_err err = li_hep_decode(packet, out);

	if (!err && likes->missed++ % LEARN_EACH == 0)
		learn(&likes->of[li_hep_like_v6(packet)], packet,
			out->from.family == 6);
	return err;
}

li_err li_hep_decode_like(struct li_hep_likes *likes, struct li_slice packet,
	struct li_hep *out)
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx2"))
		return li_hep_like_avx2(likes, packet, out);
#endif
	return li_hep_like_any(likes, packet, out);
}
