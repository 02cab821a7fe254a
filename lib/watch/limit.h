/* SPDX-License-Identifier: BSD-3-Clause
 *
 * limit.h - a flood of one rule is a few events and a count of the others.
 *
 * One rule has rows_a_minute events of one origin in a minute, and
 * LI_WATCH_RULE_SHARE times as many of all origins together, however many names
 * somebody makes up. The others are summed up when their minute is over.
 *
 * Floor    2, inside watch/.
 * Threads  As watch.h.
 * Memory   Fixed. A slot holds the name of its origin until it is another's.
 * Spec     none
 */
#ifndef LI_WATCH_LIMIT_H
#define LI_WATCH_LIMIT_H

#include "watch/watch.h"

enum {
	LI_LIMIT_SLOTS = 256,
	LI_LIMIT_WAYS = 4,
};

/* One minute of one rule and origin. */
struct li_limit_slot {
	uint64_t key;     /* 0: free */
	int64_t start_us; /* monotonic; 0: not begun */
	uint32_t rows, left;
	struct li_security_event sum; /* of what was left out */
	char node[LI_SECURITY_TEXT];  /* of sum */
};

struct li_limit {
	uint32_t rows; /* a minute */
	struct li_limit_slot slots[LI_LIMIT_SLOTS];
	struct li_limit_slot rules[LI_RULE_LAST + 1]; /* of all origins */
};

/* What comes out; beyond its room nothing does. */
struct li_limit_out {
	struct li_security_event events[LI_WATCH_OUT_MAX];
	size_t count;
};

/* Put the event out, behind the sum of a minute before that is due, or have it
 * counted; true when it is out. `origin` is 0 for none. */
bool li_limit_put(struct li_limit *limit, const struct li_security_event *e,
	uint64_t origin, int64_t mono_us, struct li_limit_out *out);

/* Put the sums out that are due, as far as there is room. */
void li_limit_tick(struct li_limit *limit, int64_t mono_us,
	struct li_limit_out *out);

#endif
