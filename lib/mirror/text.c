/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/diff.h"
#include "mirror/media.h"
#include "mirror/shape.h"
#include "mirror/split.h"

/* What a text turns into. */
struct parts {
	uint8_t values[LI_TEXT_VALUES_MAX];
	size_t size;
	uint8_t stencil; /* number + 1, 0: differences */
	uint8_t flags;
	bool no_msrp;
};

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

enum { GLANCE = 40 }; /* octets that have a last line, or most of it */

/* How the last line begins. */
static uint64_t last_line(struct li_slice text)
{
	const uint8_t *from = text.p + text.n - GLANCE;
	const uint8_t *line = memrchr(from, '\n', GLANCE - 2);

	return load(line && line + 9 < text.p + text.n ? line + 1 : from);
}

/* Where models differ, and calls do not: enough to guess a shape by. */
static uint16_t *glance(const struct li_texts *store, struct li_slice text,
	enum li_text_kind kind)
{
	uint64_t h = text.n < GLANCE ? text.n : load(text.p);

	/* The URIs of a call are numbers: how many there are tells. */
	if (text.n >= GLANCE && kind == LI_TEXT_URIS)
		h = (h & UINT32_MAX) + text.n / 32;
	else if (text.n >= GLANCE)
		h = mix(h, last_line(text));
	return &store->guesses[(mix(h, kind) >> 16) % LI_SHAPE_GUESSES *
		LI_SHAPE_WAYS];
}

/* What the store says of a text. One that differs from the sample as others do
 * has its media, unless one of its holes tells. */
static uint8_t flags_of(const struct li_shape *s, struct li_slice text,
	enum li_text_kind kind, bool as_sample)
{
	if (kind != LI_TEXT_SDP)
		return 0;
	if (as_sample && s->kind == LI_TEXT_SDP)
		return s->flags;
	return li_media_deaf(text) ? LI_TEXT_DEAF : 0;
}

static bool by_stencil(const struct li_shape *s, struct li_slice text,
	enum li_text_kind kind, size_t most, struct parts *to)
{
	struct li_written w = {.at = to->values, .cap = most};

	if (!s->last ||
		!li_stencil_put(s->stencils[s->last - 1], li_shape_sample(s),
			text, &w))
		return false;
	to->stencil = s->last;
	to->size = w.n;
	to->flags = flags_of(s, text, kind, !w.told);
	/* Of what has numbers for numbers, each four octets without a digit are
	 * those of the sample. */
	to->no_msrp = s->no_msrp && !w.worded;
	return true;
}

static bool by_differences(struct li_texts *store, struct li_shape *s,
	struct li_slice text, enum li_text_kind kind, size_t most,
	struct parts *to)
{
	if (!li_diff_put(li_shape_sample(s), text, to->values, most, &to->size))
		return false;
	to->stencil = 0;
	to->flags = flags_of(s, text, kind, to->size == 0);
	to->no_msrp = s->no_msrp && to->size == 0;
	if (to->size)
		li_shapes_learn(store, s, text, li_slice(to->values, to->size));
	return true;
}

/* Find the shape by rule, or make it. */
static bool work_out(struct li_texts *store, struct li_slice text,
	enum li_text_kind kind, struct parts *to, uint32_t *number)
{
	static _Thread_local struct li_spans spans;
	const size_t most = sizeof(to->values);
	struct li_shape *s;

	li_split(text, kind, &spans);
	if (!li_shapes_number(store, text, kind, hash_of(text, &spans), number))
		return false;
	s = store->shapes[*number];
	return by_stencil(s, text, kind, most, to) ||
		by_differences(store, s, text, kind, most, to);
}

/* So few octets may differ when it is but guessed that the shape is it. */
static size_t guessed_max(struct li_slice text)
{
	size_t most = 16 + text.n / 8;

	return most < LI_TEXT_VALUES_MAX ? most : LI_TEXT_VALUES_MAX;
}

/* Try shapes that texts of this look had, the last one first. */
static bool try(struct li_texts *store, const uint16_t *guesses,
	struct li_slice text, enum li_text_kind kind, struct parts *to,
	uint32_t *number)
{
	size_t most = guessed_max(text);

	for (size_t i = 0; i < LI_SHAPE_WAYS; i++) {
		*number = guesses[i] - 1U;
		if (guesses[i] &&
			by_stencil(store->shapes[*number], text, kind, most,
				to))
			return true;
	}
	*number = guesses[0] - 1U;
	return guesses[0] &&
		by_differences(store, store->shapes[*number], text, kind, most,
			to);
}

/* The shape is guessed first next time; the one guessed last may go. */
static void note(uint16_t *guesses, uint32_t number)
{
	uint16_t next = (uint16_t)(number + 1), old = 0;

	if (guesses[0] == next)
		return;
	for (size_t i = 0; i < LI_SHAPE_WAYS && old != number + 1; i++) {
		old = guesses[i];
		guesses[i] = next;
		next = old;
	}
}

static struct li_text *keep(struct li_texts *store, struct li_pool *pool,
	const struct parts *from, uint32_t number)
{
	struct li_text *text = li_pool_take(pool,
		offsetof(struct li_text, values) + from->size);

	if (!text) {
		if (store->shapes[number]->refs == 0 &&
			!store->shapes[number]->idle)
			li_shapes_rest(store, number);
		return NULL;
	}
	text->shape = (uint16_t)number;
	text->stencil = from->stencil;
	text->flags = from->flags;
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
	uint16_t *guesses;
	uint32_t number;

	store->no_msrp = false;
	if (text.n == 0 || text.n > LI_TEXT_MAX || !li_shapes_ready(store)) {
		store->refused++;
		return NULL;
	}
	guesses = glance(store, text, kind);
	if (try(store, guesses, text, kind, &parts, &number) ||
		work_out(store, text, kind, &parts, &number)) {
		note(guesses, number);
		store->no_msrp = parts.no_msrp;
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
		li_shapes_rest(store, number);
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
			li_shape_sample(shape), values, out);
	else
		li_diff_get(li_shape_sample(shape), values, out);
}
