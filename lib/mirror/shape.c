/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "mirror/media.h"
#include "mirror/shape.h"
#include "model/service.h"

enum {
	BUCKETS = LI_SHAPE_BUCKETS,
	GUESSES = LI_SHAPE_GUESSES * LI_SHAPE_WAYS,
	STENCILS = LI_SHAPE_STENCILS,
	LEARN_EACH = 16, /* after as many at each power of two */
};

static size_t size_of(size_t n)
{
	return sizeof(struct li_shape) + n + LI_STENCIL_SLACK;
}

bool li_shapes_ready(struct li_texts *store)
{
	if (store->shapes)
		return true;
	store->shapes = calloc(LI_TEXT_SHAPES_MAX, sizeof(struct li_shape *));
	store->buckets = calloc(BUCKETS, sizeof(*store->buckets));
	store->guesses = calloc(GUESSES, sizeof(*store->guesses));
	memset(store->idle, 0xff, sizeof(store->idle));
	if (store->shapes && store->buckets && store->guesses)
		return true;
	li_texts_fini(store);
	return false;
}

static void shape_free(struct li_shape *shape)
{
	if (!shape)
		return;
	for (size_t i = 0; i < STENCILS; i++)
		free(shape->stencils[i]);
	explicit_bzero(shape->at, shape->n);
	free(shape);
}

void li_texts_fini(struct li_texts *store)
{
	for (size_t i = 0; store->shapes && i < LI_TEXT_SHAPES_MAX; i++)
		shape_free(store->shapes[i]);
	free(store->shapes);
	free(store->buckets);
	free(store->guesses);
	*store = (struct li_texts){0};
}

/* Where a shape is among the buckets, or would go. */
static size_t bucket_of(const struct li_texts *store, uint64_t hash)
{
	size_t i = hash % BUCKETS;

	while (store->buckets[i] &&
		store->shapes[store->buckets[i] - 1]->hash != hash)
		i = (i + 1) % BUCKETS;
	return i;
}

/* Close the gap so that what was put behind it is still found. */
static void unlist(struct li_texts *store, size_t gap)
{
	size_t i = gap;

	for (;;) {
		size_t home;

		i = (i + 1) % BUCKETS;
		if (!store->buckets[i])
			break;
		home = store->shapes[store->buckets[i] - 1]->hash % BUCKETS;
		if ((i + BUCKETS - home) % BUCKETS <
			(i + BUCKETS - gap) % BUCKETS)
			continue;
		store->buckets[gap] = store->buckets[i];
		gap = i;
	}
	store->buckets[gap] = 0;
}

static void forget(struct li_texts *store, uint32_t number)
{
	struct li_shape *s = store->shapes[number];

	unlist(store, bucket_of(store, s->hash));
	for (size_t i = 0; i < GUESSES; i++)
		if (store->guesses[i] == number + 1)
			store->guesses[i] = 0;
	store->count--;
	store->bytes -= size_of(s->n);
	for (size_t i = 0; i < STENCILS; i++)
		if (s->stencils[i])
			store->bytes -= s->stencils[i]->size;
	store->shapes[number] = NULL;
	store->free_at = number;
	shape_free(s);
}

/* The one that is idle for longest goes. */
void li_shapes_rest(struct li_texts *store, uint32_t number)
{
	uint32_t *place = &store->idle[store->idle_at++ % LI_TEXT_IDLE];
	uint32_t oldest = *place;

	store->shapes[number]->idle = true;
	*place = number;
	if (oldest == UINT32_MAX)
		return;
	store->shapes[oldest]->idle = false;
	if (store->shapes[oldest]->refs == 0)
		forget(store, oldest);
}

static bool add(struct li_texts *store, struct li_slice octets,
	enum li_text_kind kind, uint64_t hash, uint32_t *number)
{
	struct li_shape *s;
	uint32_t i = store->free_at;

	if (store->count == LI_TEXT_SHAPES_MAX ||
		store->bytes + octets.n > LI_TEXT_SHAPES_BYTES)
		return false;
	s = malloc(size_of(octets.n));
	if (!s)
		return false;
	while (store->shapes[i])
		i = (i + 1) % LI_TEXT_SHAPES_MAX;
	*s = (struct li_shape){.hash = hash,
		.n = (uint32_t)octets.n,
		.kind = (uint8_t)kind};
	if (kind == LI_TEXT_SDP && li_media_deaf(octets))
		s->flags = LI_TEXT_DEAF;
	s->no_msrp = kind == LI_TEXT_SDP && !li_service_msrp(octets);
	memcpy(s->at, octets.p, octets.n);
	memset(s->at + octets.n, 0, LI_STENCIL_SLACK);
	store->shapes[i] = s;
	store->buckets[bucket_of(store, hash)] = i + 1;
	store->count++;
	store->bytes += size_of(octets.n);
	store->free_at = i;
	*number = i;
	return true;
}

bool li_shapes_number(struct li_texts *store, struct li_slice text,
	enum li_text_kind kind, uint64_t hash, uint32_t *number)
{
	size_t bucket = bucket_of(store, hash);

	if (!store->buckets[bucket])
		return add(store, text, kind, hash, number);
	*number = store->buckets[bucket] - 1;
	return true;
}

/* A place for another stencil: one that no text is written by. */
static struct li_stencil **stencil_place(struct li_shape *s)
{
	for (size_t i = 0; i < STENCILS; i++)
		if (!s->stencils[i] || s->stencils[i]->refs == 0)
			return &s->stencils[i];
	return NULL;
}

void li_shapes_learn(struct li_texts *store, struct li_shape *s,
	struct li_slice text, struct li_slice values)
{
	const struct li_stencil *last =
		s->last ? s->stencils[s->last - 1] : NULL;
	struct li_stencil **place = stencil_place(s), *x;

	/* Texts that are told by no holes must not cost it each time. */
	s->missed++;
	if (s->missed > LEARN_EACH && (s->missed & (s->missed - 1)))
		return;
	if (!place || store->bytes > LI_TEXT_SHAPES_BYTES)
		return;
	x = li_stencil_learn(last, li_shape_sample(s), text, values);
	if (!x)
		return;
	if (s->kind == LI_TEXT_SDP)
		li_media_mark(x, li_shape_sample(s));
	if (*place)
		store->bytes -= (*place)->size;
	free(*place);
	*place = x;
	store->bytes += x->size;
	s->last = (uint8_t)(place - s->stencils + 1);
}
