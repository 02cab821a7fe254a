/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "lmisf_cx/pairs.h"

/* Exchanges are numbered in order: their low bits spread them evenly. */
enum { PLACES = 4096 };

struct li_pairs {
	struct li_waiting *oldest, *newest;
	struct li_waiting *spare; /* a list by `newer` */
	size_t count, octets, max_octets;
	struct li_waiting *places[PLACES];
};

static struct li_waiting **place_of(struct li_pairs *pairs, uint64_t exchange)
{
	return &pairs->places[exchange % PLACES];
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
		free(w->copy);
		free(w);
	}
	while ((w = pairs->spare) != NULL) {
		pairs->spare = w->newer;
		free(w);
	}
	free(pairs);
}

li_err li_pairs_add(struct li_pairs *pairs, const struct li_cx_item *request,
	int64_t now_us)
{
	struct li_waiting **place = place_of(pairs, request->exchange);
	struct li_waiting *w = pairs->spare;
	size_t size = sizeof(*w) + li_cx_item_size(request);

	if (pairs->count >= LI_PAIRS_MAX ||
		(pairs->count > 0 && pairs->octets + size > pairs->max_octets))
		return LI_ETOOBIG;
	if (w)
		pairs->spare = w->newer;
	else
		w = malloc(sizeof(*w));
	if (!w)
		return LI_ENOMEM;
	*w = (struct li_waiting){.older = pairs->newest,
		.beside = *place,
		.exchange = request->exchange,
		.since_us = now_us,
		.cost = size,
		.item = request};
	*place = w;
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
	struct li_waiting **at = place_of(pairs, exchange), *w;

	while (*at && (*at)->exchange != exchange)
		at = &(*at)->beside;
	w = *at;
	if (!w)
		return NULL;
	*at = w->beside;
	if (w->older)
		w->older->newer = w->newer;
	else
		pairs->oldest = w->newer;
	if (w->newer)
		w->newer->older = w->older;
	else
		pairs->newest = w->older;
	pairs->count--;
	pairs->octets -= w->cost;
	return w;
}

struct li_waiting *li_pairs_take_older(struct li_pairs *pairs, int64_t since_us)
{
	if (!pairs->oldest || pairs->oldest->since_us > since_us)
		return NULL;
	return li_pairs_take(pairs, pairs->oldest->exchange);
}

void li_pairs_done(struct li_pairs *pairs, struct li_waiting *w)
{
	free(w->copy);
	w->newer = pairs->spare;
	pairs->spare = w;
}

size_t li_pairs_settle(struct li_pairs *pairs)
{
	struct li_waiting *w, *older;
	size_t forgotten = 0;

	/* those that are borrowed are the newest */
	for (w = pairs->newest; w && !w->copy; w = older) {
		const size_t size = li_cx_item_size(w->item);

		older = w->older;
		w->copy = malloc(size);
		if (w->copy) {
			memcpy(w->copy, w->item, size);
			w->item = w->copy;
			continue;
		}
		(void)li_pairs_take(pairs, w->exchange);
		li_pairs_done(pairs, w);
		forgotten++;
	}
	return forgotten;
}

size_t li_pairs_count(const struct li_pairs *pairs)
{
	return pairs->count;
}
