/* SPDX-License-Identifier: BSD-3-Clause
 *
 * memo.h - two numbers for each of many users, for a while.
 *
 * A table of fixed size in sets of four. Where a set is full, what was heard of
 * longest ago goes, and the set remembers when that was, so that who finds
 * nothing can tell "never" from "forgotten".
 *
 * Floor    2, inside watch/.
 * Threads  As watch.h.
 * Memory   One array, whose pages are taken when they are first used. It holds
 *          no identity: 64 bits of keyed hashes, half of them by their place.
 * Spec     none
 */
#ifndef LI_WATCH_MEMO_H
#define LI_WATCH_MEMO_H

#include "base/hash.h"

enum { LI_MEMO_WAYS = 4 };

struct li_memo_slot {
	uint32_t mark;   /* of whom; 0: free */
	uint32_t seen_s; /* heard of last */
	uint32_t since_s, value;
};

struct li_memo {
	struct li_memo_slot *slots;
	uint32_t *lost_s; /* of each set: seen_s of the last that had to go */
	uint32_t mask;    /* sets - 1 */
};

/* Make room for so many, at least; the caller frees it with li_memo_fini().
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_memo_make(uint32_t slots, struct li_memo *out);

/* Release; a zeroed one is fine. */
void li_memo_fini(struct li_memo *memo);

/* What is remembered under a name, or NULL. `name` keeps kinds apart. */
struct li_memo_slot *li_memo_find(const struct li_memo *memo, char name,
	struct li_key who);

/* The same, made with zeroes when there is none. seen_s of one that was there
 * is the caller's to set. */
struct li_memo_slot *li_memo_get(struct li_memo *memo, char name,
	struct li_key who, uint32_t now_s);

/* Has something of this set been forgotten that was heard of after since_s? */
bool li_memo_lost(const struct li_memo *memo, char name, struct li_key who,
	uint32_t since_s);

#endif
