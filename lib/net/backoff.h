/* SPDX-License-Identifier: BSD-3-Clause
 *
 * backoff.h - how long to wait before the next try.
 *
 * Floor    3: base.
 * Threads  A value of one thread.
 * Memory   None.
 * Spec     none
 */
#ifndef LI_NET_BACKOFF_H
#define LI_NET_BACKOFF_H

#include <stdint.h>

struct li_backoff {
	int64_t min_us, max_us;
	int64_t next_us; /* the most that the next wait can be */
	uint64_t random;
};

/* Start over at min_us. seed is any number: equal seeds wait alike. */
void li_backoff_init(struct li_backoff *b, int64_t min_us, int64_t max_us,
	uint64_t seed);

/* What to wait now: between half and all of a bound that doubles each time,
 * up to max_us, so that many who lost one peer do not come back at once. */
int64_t li_backoff_next(struct li_backoff *b);

/* It went well: the next wait is a short one. */
void li_backoff_reset(struct li_backoff *b);

#endif
