/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/shed.h"

enum { TOKEN = 1000 };

void li_shed_init(struct li_shed *shed, size_t sessions_max)
{
	*shed = (struct li_shed){
		.subscribers = {.rate = LI_SHED_SUBSCRIBER,
			.burst = LI_SHED_SUBSCRIBER_BURST},
		.sources = {.rate = 1 + sessions_max / LI_SHED_SOURCE_PART,
			.burst = 16 + sessions_max / LI_SHED_SOURCE_BURST_PART},
	};
	/* What is taken of a bucket has 32 bits. */
	if (shed->sources.burst > UINT32_MAX / TOKEN)
		shed->sources.burst = UINT32_MAX / TOKEN;
}

static struct li_bucket *bucket(struct li_buckets *b, struct li_key key,
	size_t row)
{
	const uint64_t half = row ? key.hi : key.lo;

	return &b->rows[row][half % LI_SHED_BUCKETS];
}

/* What time has put back; false when it is empty all the same. */
static bool fill(const struct li_buckets *b, struct li_bucket *k,
	uint32_t now_ms)
{
	const int32_t passed = (int32_t)(now_ms - k->at_ms);
	const uint64_t back = passed > 0 ? (uint64_t)passed * b->rate : 0;

	k->taken = back >= k->taken ? 0 : k->taken - (uint32_t)back;
	k->at_ms = now_ms;
	return k->taken + TOKEN <= b->burst * TOKEN;
}

static bool has(struct li_buckets *b, struct li_key key, uint32_t now_ms)
{
	bool any = false;

	for (size_t row = 0; row < LI_SHED_ROWS; row++)
		if (fill(b, bucket(b, key, row), now_ms))
			any = true;
	return any;
}

static void take(struct li_buckets *b, struct li_key key)
{
	for (size_t row = 0; row < LI_SHED_ROWS; row++) {
		struct li_bucket *k = bucket(b, key, row);

		if (k->taken + TOKEN <= b->burst * TOKEN)
			k->taken += TOKEN;
	}
}

bool li_shed_passes(struct li_shed *shed, struct li_key source,
	struct li_key subscriber, uint32_t now_ms)
{
	const bool named = !li_key_none(subscriber);

	/* One who floods is not to take what the others of his source need. */
	if ((named && !has(&shed->subscribers, subscriber, now_ms)) ||
		!has(&shed->sources, source, now_ms))
		return false;
	if (named)
		take(&shed->subscribers, subscriber);
	take(&shed->sources, source);
	return true;
}
