/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hep_like.h - HEP packets that are laid out as others were.
 *
 * An agent writes the same chunks in the same order each time. So one packet
 * is kept to tell others by: whose chunks are the same, of the same sizes, has
 * its values where they were. It is told with a few looks at 32 octets instead
 * of one at each chunk, and read as li_hep_decode() reads it.
 *
 * Floor    2.
 * Threads  What is known belongs to its caller.
 * Memory   As hep.h.
 * Spec     as hep.h
 */
#ifndef LI_INTAKE_HEP_LIKE_H
#define LI_INTAKE_HEP_LIKE_H

#include "base/octets.h"
#include "intake/hep.h"

enum {
	LI_HEP_LIKE_LOOKS = 4, /* all in front of the payload is in these */
	LI_HEP_LIKE_MAX = LI_HEP_LIKE_LOOKS * LI_OCTETS,
};

/* A packet, and where its values are. */
struct li_hep_like {
	uint8_t octets[LI_HEP_LIKE_MAX];
	/* A bit for each of them that others have to have, too. */
	uint32_t heed[LI_HEP_LIKE_LOOKS];
	uint8_t looks; /* 0: no packet is known */
	bool v6;
	/* Offsets of values; 0: it has none. */
	uint8_t payload, protocol, from, to, from_port, to_port;
	uint8_t seconds, microseconds, capture_id;
};

/* One of each family; zeroed, none is known. */
struct li_hep_likes {
	struct li_hep_like of[2];
	unsigned int missed; /* packets that were like none */
};

/* Does it say at the place where most do that it goes by IPv6? */
static inline bool li_hep_like_v6(struct li_slice packet)
{
	const size_t at = 12;

	return packet.n > at && packet.p[at] == 10; /* its AF_INET6 */
}

/* li_hep_decode(), sooner for a packet that is like one that is known. Others
 * become known, some of them. */
LI_STAGE LI_MUST_USE li_err li_hep_decode_like(struct li_hep_likes *likes,
	struct li_slice packet, struct li_hep *out);

/* The same by the way of one kind of CPU. */
typedef li_err li_hep_like_fn(struct li_hep_likes *likes,
	struct li_slice packet, struct li_hep *out);

li_hep_like_fn li_hep_like_any; /* on every CPU */
#if defined(__x86_64__)
li_hep_like_fn li_hep_like_avx2; /* needs AVX2 */
#endif

/* The same of a packet that is like none. For these. */
LI_MUST_USE li_err li_hep_unlike(struct li_hep_likes *likes,
	struct li_slice packet, struct li_hep *out);

#endif
