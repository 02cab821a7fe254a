/* SPDX-License-Identifier: BSD-3-Clause
 *
 * shed.h - token buckets: how much a source or a subscriber may begin while
 * there is little room.
 *
 * A flood of new sessions is to cost who floods, not who is in a call: of each
 * sender so many may begin a second, and what is beyond that is shed. Whether
 * there is little room, and who is never shed, is room.c's to say.
 *
 * Senders are told apart by keyed hashes, in tables of a fixed size. Each has
 * one bucket in two rows, and is shed only when both are empty: who shares one
 * of them with a flood has the other.
 *
 * Floor    2, inside mirror/.
 * Threads  As mirror.h.
 * Memory   A fixed size, whoever comes; nobody can be read out of it.
 * Spec     TS 33.127 cl. 5.3.2.4 (what is missed is counted and told)
 */
#ifndef LI_MIRROR_SHED_H
#define LI_MIRROR_SHED_H

#include "base/hash.h"

enum {
	LI_SHED_ROWS = 2,
	LI_SHED_BUCKETS = 2048,  /* of a row */
	LI_SHED_SUBSCRIBER = 10, /* sessions that one may begin a second */
	LI_SHED_SUBSCRIBER_BURST = 100,
	/* Of a source, as parts of all sessions that there is room for: half of
	 * it is shared by 8 sources whose sessions stay for 32 s. */
	LI_SHED_SOURCE_PART = 512,
	LI_SHED_SOURCE_BURST_PART = 64,
};

/* In thousandths of a token. */
struct li_bucket {
	uint32_t taken; /* of a full one */
	uint32_t at_ms;
};

struct li_buckets {
	uint64_t rate, burst; /* tokens a second, and at most */
	struct li_bucket rows[LI_SHED_ROWS][LI_SHED_BUCKETS];
};

struct li_shed {
	struct li_buckets sources, subscribers;
};

/* Begin with full buckets, for a mirror that has room for so many sessions. */
void li_shed_init(struct li_shed *shed, size_t sessions_max);

/* Take a token of each; false when one of them has none. Who is no subscriber
 * is the none key. now_ms may wrap. */
bool li_shed_passes(struct li_shed *shed, struct li_key source,
	struct li_key subscriber, uint32_t now_ms);

#endif
