/* SPDX-License-Identifier: BSD-3-Clause
 *
 * origin.h - the Diameter nodes that speak, and what each does in a window.
 *
 * How many different users a node asks for is estimated: each has one bit of a
 * map, by its keyed hash, and a bit that is set anew counts for as many as the
 * map is full. At twice as many users as bits that is right within 2 %.
 *
 * Floor    2, inside watch/.
 * Threads  As watch.h.
 * Memory   LI_ORIGINS nodes in sets of four; the one heard of longest ago goes.
 * Spec     RFC 6733 cl. 4.3.1 (DiameterIdentity), cl. 6.3 (Origin-Host)
 */
#ifndef LI_WATCH_ORIGIN_H
#define LI_WATCH_ORIGIN_H

#include "base/hash.h"
#include "model/security.h"

enum {
	LI_ORIGINS = 128,
	LI_ORIGIN_WAYS = 4,
	LI_SKETCH_BITS = 1 << 16,
};

/* An estimate of how many different ones there were. */
struct li_sketch {
	uint64_t bits[LI_SKETCH_BITS / 64];
	uint32_t set;
	uint64_t sum; /* of users, in 1/256 */
};

/* A count within a window. */
struct li_tally {
	uint32_t since_s, count;
};

struct li_origin {
	uint64_t mark; /* of its name in lower case; 0: free */
	uint32_t seen_s;
	unsigned roles; /* enum li_node_role bits; 0: not in the list */
	struct li_tally lir, lir_unknown, mar, failed;
	struct li_sketch lir_users, mar_users;
};

struct li_origins {
	struct li_hash_secret secret;
	uint64_t marks[LI_NODES_MAX]; /* of the list, and their roles */
	unsigned roles[LI_NODES_MAX];
	size_t count;
	struct li_origin *slots;
};

/* Take the list of nodes, and room for those that speak; the caller frees it
 * with li_origins_fini().
 *   LI_ENOMEM   *out is to be given to li_origins_fini() all the same
 */
LI_MUST_USE li_err li_origins_make(const struct li_watch_rules *rules,
	const struct li_hash_secret *secret, struct li_origins *out);
void li_origins_fini(struct li_origins *origins);

/* The mark of a name, upper and lower case alike; never 0. */
uint64_t li_origin_mark(const struct li_hash_secret *secret,
	struct li_slice host);

/* What the list says of a name: enum li_node_role bits, 0 for nothing. */
unsigned li_origin_roles(const struct li_origins *origins, uint64_t mark);

/* The node of this mark, with zeroes when it had to be made. */
struct li_origin *li_origin_get(struct li_origins *origins, uint64_t mark,
	uint32_t now_s);

/* Count one; a window that is over begins anew, and is true then. */
bool li_tally_add(struct li_tally *tally, uint32_t now_s, uint32_t window_s);

/* Add one user; returns how many there were, about. */
uint32_t li_sketch_add(struct li_sketch *sketch, struct li_key user);

/* Forget all. */
void li_sketch_reset(struct li_sketch *sketch);

#endif
