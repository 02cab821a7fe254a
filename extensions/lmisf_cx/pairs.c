/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/table.h"
#include "lmisf_cx/pairs.h"

struct li_pairs {
	struct li_table by_exchange;
	struct li_waiting *oldest, *newest;
	size_t count, octets, max_octets;
};

/* Exchanges are numbered in order: an odd factor keeps neighbours apart, or
 * the table would be one long run of them. */
static struct li_key key_of(uint64_t exchange)
{
	return (struct li_key){
		.hi = exchange,
		.lo = exchange * UINT64_C(0x9e3779b97f4a7c15),
	};
}

static size_t cost(const struct li_cx_item *item)
{
	return sizeof(struct li_waiting) + li_cx_item_size(item);
}

li_err li_pairs_new(size_t max_octets, struct li_pairs **out)
{
	struct li_pairs *pairs = calloc(1, sizeof(*pairs));

	if (!pairs)
		return LI_ENOMEM;
	pairs->max_octets = max_octets;
	*out = pairs;
	return LI_OK;
}

void li_pairs_free(struct li_pairs *pairs)
{
	struct li_waiting *w;

	if (!pairs)
		return;
	while ((w = pairs->oldest) != NULL) {
		pairs->oldest = w->newer;
		free(w);
	}
	li_table_fini(&pairs->by_exchange);
	free(pairs);
}

li_err li_pairs_add(struct li_pairs *pairs, const struct li_cx_item *request,
	int64_t now_us)
{
	size_t size = cost(request);
	struct li_waiting *w;

	if (pairs->count >= LI_PAIRS_MAX ||
		(pairs->count > 0 && pairs->octets + size > pairs->max_octets))
		return LI_ETOOBIG;
	w = malloc(size);
	if (!w)
		return LI_ENOMEM;
	memcpy(w + 1, request, li_cx_item_size(request));
	w->item = (const void *)(w + 1);
	if (li_table_set(&pairs->by_exchange, key_of(request->exchange), w) !=
		LI_OK) {
		free(w);
		return LI_ENOMEM;
	}
	w->since_us = now_us;
	w->newer = NULL;
	w->older = pairs->newest;
	if (pairs->newest)
		pairs->newest->newer = w;
	else
		pairs->oldest = w;
	pairs->newest = w;
	pairs->count++;
	pairs->octets += size;
	return LI_OK;
}

struct li_waiting *li_pairs_take(struct li_pairs *pairs, uint64_t exchange)
{
	struct li_waiting *w =
		li_table_remove(&pairs->by_exchange, key_of(exchange));

	if (!w)
		return NULL;
	if (w->older)
		w->older->newer = w->newer;
	else
		pairs->oldest = w->newer;
	if (w->newer)
		w->newer->older = w->older;
	else
		pairs->newest = w->older;
	pairs->count--;
	pairs->octets -= cost(w->item);
	return w;
}

struct li_waiting *li_pairs_take_older(struct li_pairs *pairs, int64_t since_us)
{
	if (!pairs->oldest || pairs->oldest->since_us > since_us)
		return NULL;
	return li_pairs_take(pairs, pairs->oldest->item->exchange);
}

size_t li_pairs_count(const struct li_pairs *pairs)
{
	return pairs->count;
}
