/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "mirror/diff.h"
#include "mirror/stencil.h"
#include "mirror/ways.h"

/* Holes that are being put together, in order. */
struct holes {
	struct li_hole at[LI_STENCIL_HOLES_MAX];
	size_t count;
};

static bool is_alnum(uint8_t c)
{
	return (c >= '0' && c <= '9') ||
		((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* A hole up to the end of this word; false when there are too many. */
static bool add(struct holes *holes, size_t from, size_t to)
{
	size_t i = holes->count;
	struct li_hole *h;

	while (i && holes->at[i - 1].to > to)
		i--;
	if (i && holes->at[i - 1].to == to) {
		h = &holes->at[i - 1];
		if (from < h->from)
			h->from = (uint16_t)from;
		return true;
	}
	if (holes->count == LI_STENCIL_HOLES_MAX)
		return false;
	h = &holes->at[i];
	memmove(h + 1, h, (holes->count - i) * sizeof(*h));
	*h = (struct li_hole){.from = (uint16_t)from, .to = (uint16_t)to};
	holes->count++;
	return true;
}

/* Add a hole for each of the differences; false when one is of a line. What
 * differs in a number may differ in all of its digits. */
static bool add_all(struct holes *holes, struct li_slice sample,
	struct li_slice values)
{
	struct li_cursor c = li_cursor(values);
	struct li_buf plain = {.n = 0};
	struct li_fields fields;
	size_t at = 0, from;
	bool fine = true;

	li_fields_begin(&fields);
	while (fine && c.rest.n && !c.bad) {
		uint8_t head = li_cursor_u8(&c);
		size_t skip = head >> 1;

		if (skip == LI_DIFF_SKIP_LONG)
			skip = li_cursor_u16(&c);
		li_field_get(&fields, &c, &plain);
		from = at + skip;
		while (from > at && is_alnum(sample.p[from - 1]))
			from--;
		at = li_ways_word_end(sample, at + skip);
		fine = !(head & 1) && add(holes, from, at);
	}
	fine = fine && !plain.bad;
	li_buf_wipe(&plain);
	li_buf_fini(&plain);
	return fine;
}

static struct li_slice in_sample(struct li_slice sample,
	const struct li_hole *h)
{
	return li_slice(sample.p + h->from, (size_t)(h->to - h->from));
}

/* The hole of `before` that ends where this one does; NULL when none does. */
static const struct li_hole *was(const struct li_stencil *before,
	const struct li_hole *h)
{
	for (size_t i = 0; before && i < before->count; i++)
		if (before->holes[i].to == h->to)
			return &before->holes[i];
	return NULL;
}

/* Holes that have the same in the sample and in this text, and had in others. */
static void find_same(const struct li_stencil *before, struct holes *holes,
	struct li_slice sample, const struct li_slice *held)
{
	for (size_t i = 1; i < holes->count; i++) {
		struct li_hole *h = &holes->at[i];
		const struct li_hole *old = was(before, h);

		if (old && !old->same)
			continue;
		for (size_t j = 0; j < i && !h->same; j++)
			if (li_slice_eq(in_sample(sample, h),
				    in_sample(sample, &holes->at[j])) &&
				li_slice_eq(held[i], held[j]))
				h->same = (uint8_t)(j + 1);
	}
}

/* What the text has in each hole; false when it does not fit. The octet behind
 * the sample is a zero. */
static bool look_in(const struct holes *holes, struct li_slice sample,
	struct li_slice text, struct li_slice *held)
{
	size_t s = 0, t = 0;

	for (size_t i = 0; i < holes->count; i++) {
		const struct li_hole *h = &holes->at[i];
		struct li_slice rest;

		if (h->from < s || sample.p[h->to] >= 128)
			return false;
		t += h->from - s;
		rest = li_slice_sub(text, t, text.n);
		held[i] = li_slice_sub(rest, 0,
			li_slice_find(rest, sample.p[h->to]));
		if (held[i].n > LI_STENCIL_HOLE_MAX)
			return false;
		t += held[i].n;
		s = h->to;
	}
	return sample.n - s == text.n - t;
}

/* A stencil of these holes in a sample of n octets; NULL when memory ended. */
static struct li_stencil *make(const struct holes *holes, size_t n)
{
	size_t words = n / 64 + 1;
	size_t size = sizeof(struct li_stencil) + words * sizeof(uint64_t) +
		holes->count * sizeof(struct li_hole);
	struct li_stencil *x = malloc(size);
	size_t s = 0;

	if (!x)
		return NULL;
	x->refs = 0;
	x->size = (uint32_t)size;
	x->count = holes->count;
	x->holes = (void *)(x->shared + words);
	memcpy(x->holes, holes->at, holes->count * sizeof(holes->at[0]));
	memset(x->shared, 0, words * sizeof(uint64_t));
	for (size_t i = 0; i <= holes->count; i++) {
		size_t end = i < holes->count ? holes->at[i].from : n;

		for (; s < end; s++)
			x->shared[s / 64] |= UINT64_C(1) << s % 64;
		if (i < holes->count)
			s = holes->at[i].to;
	}
	return x;
}

struct li_stencil *li_stencil_learn(const struct li_stencil *before,
	struct li_slice sample, struct li_slice text, struct li_slice values)
{
	struct li_slice held[LI_STENCIL_HOLES_MAX];
	struct holes holes;

	holes.count = 0;
	for (size_t i = 0; before && i < before->count; i++)
		if (!add(&holes, before->holes[i].from, before->holes[i].to))
			return NULL;
	if (!add_all(&holes, sample, values) ||
		!look_in(&holes, sample, text, held))
		return NULL;
	find_same(before, &holes, sample, held);
	return make(&holes, sample.n);
}

bool li_stencil_put(const struct li_stencil *x, struct li_slice sample,
	struct li_slice text, struct li_written *out)
{
	return li_ways_best()->fill(x, sample, text, out);
}

/* A run of a buffer. */
struct run {
	size_t at, n;
};

static void get_again(struct li_buf *out, struct run run)
{
	uint8_t *to = li_buf_reserve(out, run.n);

	if (!to || run.n == 0)
		return;
	memcpy(to, out->p + run.at, run.n);
	li_buf_commit(out, run.n);
}

void li_stencil_get(const struct li_stencil *x, struct li_slice sample,
	struct li_slice values, struct li_buf *out)
{
	struct run held[LI_STENCIL_HOLES_MAX];
	struct li_cursor c = li_cursor(values);
	struct li_fields none;
	size_t s = 0;

	li_fields_begin(&none);
	for (size_t i = 0; i < x->count; i++) {
		const struct li_hole *h = &x->holes[i];

		li_buf_put_slice(out, li_slice_sub(sample, s, h->from));
		held[i].at = out->n;
		if (h->same) {
			get_again(out, held[h->same - 1]);
		} else if (c.rest.n && c.rest.p[0] == LI_STENCIL_AS_SAMPLE) {
			li_cursor_take(&c, 1);
			li_buf_put_slice(out, in_sample(sample, h));
		} else {
			li_field_get(&none, &c, out);
		}
		held[i].n = out->n - held[i].at;
		s = h->to;
	}
	li_buf_put_slice(out, li_slice_sub(sample, s, sample.n));
}
