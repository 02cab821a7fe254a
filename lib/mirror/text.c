/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "mirror/diff.h"
#include "mirror/split.h"
#include "mirror/stencil.h"

enum {
	BUCKETS = 8192, /* of shapes by hash, probed in line */
	GUESSES = 1024, /* of shapes by a glance at the text */
	STENCILS = 4,   /* of a shape: what is learned later needs another */
};

struct li_shape {
	uint64_t hash; /* of what does not differ */
	uint32_t refs;
	uint32_t n;
	bool idle;    /* is in the list of those */
	uint8_t last; /* number + 1 of the stencil learned last, 0 none */
	struct li_stencil *stencils[STENCILS];
	uint8_t at[]; /* the first text that had it, and slack */
};

/* What a text turns into. */
struct parts {
	uint8_t values[LI_TEXT_VALUES_MAX];
	size_t size;
	uint8_t stencil; /* number + 1, 0: differences */
};

static struct li_slice sample_of(const struct li_shape *s)
{
	return li_slice(s->at, s->n);
}

static size_t shape_size(size_t n)
{
	return sizeof(struct li_shape) + n + LI_STENCIL_SLACK;
}

static uint64_t load(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

/* Of the octets that do not differ, and where others stand between them. */
static uint64_t hash_of(struct li_slice text, const struct li_spans *spans)
{
	uint64_t h = spans->count;
	size_t at = 0, i = 0;

	while (at < text.n) {
		if (i < spans->count && at == spans->at[i].from) {
			at = spans->at[i++].to;
			h = mix(h, UINT16_MAX);
			continue;
		}
		h = mix(h, text.p[at++]);
	}
	return h;
}

/* Beginning and end, where models differ: enough to guess a shape by. */
static uint32_t glance(struct li_slice text, enum li_text_kind kind)
{
	const uint8_t *end = text.p + text.n;
	uint64_t h = text.n < 40 ? text.n : 0;

	/* URIs end in numbers that differ: their length and scheme tell. */
	if (text.n >= 40 && kind == LI_TEXT_URIS) {
		h = mix(text.n, load(text.p) & UINT32_MAX);
	} else if (text.n >= 40) {
		h = mix(load(text.p), load(end - 8));
		h = mix(h, load(end - 16));
		h = mix(h, load(end - 24));
	}
	return (uint32_t)(h >> 7) % GUESSES;
}

static bool ready(struct li_texts *store)
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
	store->bytes -= shape_size(s->n);
	for (size_t i = 0; i < STENCILS; i++)
		if (s->stencils[i])
			store->bytes -= li_stencil_size(s->stencils[i]);
	store->shapes[number] = NULL;
	store->free_at = number;
	shape_free(s);
}

/* No text uses the shape any more: the one that is idle for longest goes. */
static void rest(struct li_texts *store, uint32_t number)
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

static bool shape_add(struct li_texts *store, struct li_slice octets,
	uint64_t hash, size_t bucket, uint32_t *number)
{
	struct li_shape *s;
	uint32_t i = store->free_at;

	if (store->count == LI_TEXT_SHAPES_MAX ||
		store->bytes + octets.n > LI_TEXT_SHAPES_BYTES)
		return false;
	s = malloc(shape_size(octets.n));
	if (!s)
		return false;
	while (store->shapes[i])
		i = (i + 1) % LI_TEXT_SHAPES_MAX;
	*s = (struct li_shape){.hash = hash, .n = (uint32_t)octets.n};
	memcpy(s->at, octets.p, octets.n);
	memset(s->at + octets.n, 0, LI_STENCIL_SLACK);
	store->shapes[i] = s;
	store->buckets[bucket] = i + 1;
	store->count++;
	store->bytes += shape_size(octets.n);
	store->free_at = i;
	*number = i;
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

/* What the text differs in may differ in the next ones too. */
static void learn(struct li_texts *store, struct li_shape *s,
	struct li_slice text, const struct parts *from)
{
	const struct li_stencil *last =
		s->last ? s->stencils[s->last - 1] : NULL;
	struct li_stencil **place = stencil_place(s), *x;

	if (!place || store->bytes > LI_TEXT_SHAPES_BYTES)
		return;
	x = li_stencil_learn(last, sample_of(s), text,
		li_slice(from->values, from->size));
	if (!x)
		return;
	if (*place)
		store->bytes -= li_stencil_size(*place);
	free(*place);
	*place = x;
	store->bytes += li_stencil_size(x);
	s->last = (uint8_t)(place - s->stencils + 1);
}

static bool fits(struct li_texts *store, struct li_shape *s,
	struct li_slice text, size_t most, struct parts *to)
{
	to->stencil = s->last;
	if (s->last &&
		li_stencil_put(s->stencils[s->last - 1], sample_of(s), text,
			to->values, most, &to->size))
		return true;
	to->stencil = 0;
	if (!li_diff_put(sample_of(s), text, to->values, most, &to->size))
		return false;
	if (to->size)
		learn(store, s, text, to);
	return true;
}

/* Find the shape by rule, or make it. */
static bool work_out(struct li_texts *store, struct li_slice text,
	enum li_text_kind kind, struct parts *to, uint32_t *number)
{
	static _Thread_local struct li_spans spans;
	uint64_t hash;
	size_t bucket;

	li_split(text, kind, &spans);
	hash = hash_of(text, &spans);
	bucket = bucket_of(store, hash);
	if (!store->buckets[bucket] &&
		!shape_add(store, text, hash, bucket, number))
		return false;
	*number = store->buckets[bucket] - 1;
	return fits(store, store->shapes[*number], text, sizeof(to->values),
		to);
}

/* So few octets may differ when it is but guessed that the shape is it. */
static size_t guessed_max(struct li_slice text)
{
	size_t most = 16 + text.n / 8;

	return most < LI_TEXT_VALUES_MAX ? most : LI_TEXT_VALUES_MAX;
}

static struct li_text *keep(struct li_texts *store, struct li_pool *pool,
	const struct parts *from, uint32_t number)
{
	struct li_text *text = li_pool_take(pool,
		offsetof(struct li_text, values) + from->size);

	if (!text) {
		if (store->shapes[number]->refs == 0 &&
			!store->shapes[number]->idle)
			rest(store, number);
		return NULL;
	}
	text->shape = (uint16_t)number;
	text->stencil = from->stencil;
	text->size = (uint16_t)from->size;
	memcpy(text->values, from->values, from->size);
	store->shapes[number]->refs++;
	if (from->stencil)
		store->shapes[number]->stencils[from->stencil - 1]->refs++;
	return text;
}

struct li_text *li_texts_put(struct li_texts *store, struct li_pool *pool,
	struct li_slice text, enum li_text_kind kind)
{
	struct li_text *kept = NULL;
	struct parts parts;
	uint32_t number, *guess;

	if (text.n == 0 || text.n > LI_TEXT_MAX || !ready(store)) {
		store->refused++;
		return NULL;
	}
	guess = &store->guesses[glance(text, kind)];
	number = *guess - 1;
	if ((*guess &&
		    fits(store, store->shapes[number], text, guessed_max(text),
			    &parts)) ||
		work_out(store, text, kind, &parts, &number)) {
		*guess = number + 1;
		kept = keep(store, pool, &parts, number);
	}
	if (!kept)
		store->refused++;
	return kept;
}

void li_texts_drop(struct li_texts *store, struct li_pool *pool,
	struct li_text *text)
{
	struct li_shape *shape;
	uint32_t number;

	if (!text)
		return;
	number = text->shape;
	shape = store->shapes[number];
	if (text->stencil)
		shape->stencils[text->stencil - 1]->refs--;
	li_pool_give(pool, text, offsetof(struct li_text, values) + text->size);
	if (--shape->refs == 0 && !shape->idle)
		rest(store, number);
}

void li_texts_get(const struct li_texts *store, const struct li_text *text,
	struct li_buf *out)
{
	const struct li_shape *shape;
	struct li_slice values;

	if (!text)
		return;
	shape = store->shapes[text->shape];
	values = li_slice(text->values, text->size);
	if (text->stencil)
		li_stencil_get(shape->stencils[text->stencil - 1],
			sample_of(shape), values, out);
	else
		li_diff_get(sample_of(shape), values, out);
}
