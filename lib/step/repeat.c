/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "step/repeat.h"

struct slot {
	struct li_key key; /* none: never used */
	int64_t at_us;
};

struct li_repeat {
	struct li_hash_secret secret;
	struct slot slots[LI_REPEAT_SLOTS];
};

li_err li_repeat_new(const struct li_hash_secret *secret,
	struct li_repeat **out)
{
	struct li_repeat *r = calloc(1, sizeof(*r));

	if (!r)
		return LI_ENOMEM;
	r->secret = *secret;
	*out = r;
	return LI_OK;
}

void li_repeat_free(struct li_repeat *repeat)
{
	if (repeat)
		explicit_bzero(&repeat->secret, sizeof(repeat->secret));
	free(repeat);
}

struct li_key li_repeat_key(const struct li_repeat *repeat,
	const struct li_event *event)
{
	const struct li_address *ends[] = {&event->from, &event->to};
	struct li_hasher h;

	li_hasher_init(&h, &repeat->secret);
	li_hasher_add(&h, event->raw);
	for (size_t i = 0; i < 2; i++) {
		li_hasher_add(&h, li_slice(ends[i]->ip, sizeof(ends[i]->ip)));
		li_hasher_add(&h,
			li_slice(&ends[i]->port, sizeof(ends[i]->port)));
	}
	li_hasher_add(&h, li_slice(&event->ip_proto, 1));
	return li_hasher_end(&h);
}

struct li_key li_repeat_order(const struct li_repeat *repeat,
	const struct li_key_order *order, uint64_t session)
{
	struct li_hasher h;

	li_hasher_init(&h, &repeat->secret);
	li_hasher_add(&h, li_slice(&session, sizeof(session)));
	li_hasher_add(&h, order->init);
	li_hasher_add(&h, order->resp);
	return li_hasher_end(&h);
}

static bool recent(const struct slot *slot, int64_t at_us)
{
	/* Two taps may be apart, so it is looked at both ways. */
	return llabs(at_us - slot->at_us) <= LI_REPEAT_S * INT64_C(1000000);
}

bool li_repeat_told(struct li_repeat *repeat, struct li_key message,
	int64_t task, int64_t at_us)
{
	struct slot *ways, *oldest;
	struct li_hasher h;
	struct li_key key;

	li_hasher_init(&h, &repeat->secret);
	li_hasher_add(&h, li_slice(&message, sizeof(message)));
	li_hasher_add(&h, li_slice(&task, sizeof(task)));
	key = li_hasher_end(&h);
	ways = &repeat->slots[key.lo % (LI_REPEAT_SLOTS / LI_REPEAT_WAYS) *
		LI_REPEAT_WAYS];
	oldest = ways;
	for (size_t i = 0; i < LI_REPEAT_WAYS; i++) {
		if (li_key_eq(ways[i].key, key)) {
			bool told = recent(&ways[i], at_us);

			ways[i].at_us = at_us;
			return told;
		}
		if (ways[i].at_us < oldest->at_us)
			oldest = &ways[i];
	}
	*oldest = (struct slot){key, at_us};
	return false;
}
