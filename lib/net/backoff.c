/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/backoff.h"

void li_backoff_init(struct li_backoff *b, int64_t min_us, int64_t max_us,
	uint64_t seed)
{
	*b = (struct li_backoff){
		.min_us = min_us > 0 ? min_us : 1,
		.max_us = max_us > min_us ? max_us : min_us,
		.random = seed | 1,
	};
	li_backoff_reset(b);
}

/* xorshift: good enough to spread waits, and nothing else. */
static uint64_t draw(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

int64_t li_backoff_next(struct li_backoff *b)
{
	const int64_t most = b->next_us;
	const int64_t half = most / 2;

	b->next_us = most > b->max_us / 2 ? b->max_us : most * 2;
	return most - (int64_t)(draw(&b->random) % (uint64_t)(half + 1));
}

void li_backoff_reset(struct li_backoff *b)
{
	b->next_us = b->min_us;
}
