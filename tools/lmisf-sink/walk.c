/* SPDX-License-Identifier: BSD-3-Clause */
#include "walk.h"

enum {
	CONSTRUCTED = 0x20,
	TAG_MASK = 0x1f, /* all set: the tag goes on in further octets */
	MORE = 0x80,
	TAG_OCTETS = 4,
	LENGTH_OCTETS = 4,
};

/* Where the elements that are open end; indefinite ones with their mark. A
 * bounded one stands in one of a definite length, all of which is here. */
struct open {
	size_t end;
	bool indefinite, bounded;
};

struct element {
	bool constructed, indefinite, mark; /* mark: end-of-contents */
	size_t length;
};

struct walker {
	struct li_cursor at;
	size_t whole; /* octets of the value */
	struct open open[WALK_DEPTH_MAX];
	struct walk found;
	unsigned int depth; /* now */
};

/* X.690 cl. 8.1.2 */
static li_err read_tag(struct walker *w, struct element *e)
{
	uint8_t first = li_cursor_u8(&w->at), octet = MORE;

	e->constructed = first & CONSTRUCTED;
	e->mark = first == 0;
	if ((first & TAG_MASK) != TAG_MASK)
		return LI_OK;
	for (int i = 0; octet & MORE; i++) {
		if (i == TAG_OCTETS)
			return LI_ETOOBIG;
		octet = li_cursor_u8(&w->at);
		/* cl. 8.1.2.4.2: no leading zeroes, no tag that is small */
		if (i == 0 && (octet == MORE || octet < TAG_MASK))
			w->found.der = false;
	}
	return LI_OK;
}

/* X.690 cl. 8.1.3, 10.1 */
static li_err read_length(struct walker *w, struct element *e)
{
	const uint8_t first = li_cursor_u8(&w->at);
	const size_t n = first & ~(size_t)MORE;

	e->indefinite = first == MORE;
	e->length = 0;
	if (!(first & MORE)) {
		e->length = first;
		return LI_OK;
	}
	if (n > LENGTH_OCTETS)
		return LI_ETOOBIG;
	for (size_t i = 0; i < n; i++)
		e->length = e->length << 8 | li_cursor_u8(&w->at);
	if (e->indefinite || e->length < MORE ||
		(n > 1 && e->length >> 8 * (n - 1) == 0))
		w->found.der = false;
	return e->indefinite && !e->constructed ? LI_EMALFORMED : LI_OK;
}

static size_t offset(const struct walker *w)
{
	return w->whole - w->at.rest.n;
}

static size_t end_of(const struct walker *w)
{
	return w->depth > 0 ? w->open[w->depth - 1].end : w->whole;
}

static bool bounded(const struct walker *w)
{
	return w->depth > 0 && w->open[w->depth - 1].bounded;
}

/* Close what has ended. */
static void close_ended(struct walker *w)
{
	while (w->depth > 0 && !w->open[w->depth - 1].indefinite &&
		offset(w) == end_of(w))
		w->depth--;
}

static li_err enter(struct walker *w, const struct element *e)
{
	/* An indefinite one ends within what it stands in. */
	const size_t end = e->indefinite ? end_of(w) : offset(w) + e->length;

	if (w->depth >= WALK_DEPTH_MAX)
		return LI_ETOOBIG;
	w->open[w->depth].bounded = !e->indefinite || bounded(w);
	w->open[w->depth].end = end;
	w->open[w->depth].indefinite = e->indefinite;
	w->depth++;
	if (w->depth > w->found.depth)
		w->found.depth = w->depth;
	return LI_OK;
}

static li_err step(struct walker *w)
{
	struct element e;
	li_err err = read_tag(w, &e);

	if (err == LI_OK)
		err = read_length(w, &e);
	if (err != LI_OK)
		return err;
	if (w->at.bad || offset(w) > end_of(w) ||
		e.length > end_of(w) - offset(w))
		return bounded(w) ? LI_EMALFORMED : LI_EAGAIN;
	if (e.mark) {
		if (w->depth == 0 || !w->open[w->depth - 1].indefinite ||
			e.length > 0)
			return LI_EMALFORMED;
		w->depth--;
		return LI_OK;
	}
	if (++w->found.count > WALK_COUNT_MAX)
		return LI_ETOOBIG;
	if (e.constructed)
		return enter(w, &e);
	(void)li_cursor_take(&w->at, e.length);
	return LI_OK;
}

li_err walk_first(struct li_slice stream, struct walk *out, size_t *size)
{
	struct walker w = {
		.at = li_cursor(stream),
		.whole = stream.n,
		.found.der = true,
	};

	do {
		const li_err err = step(&w);

		if (err != LI_OK)
			return err;
		close_ended(&w);
	} while (w.depth > 0);
	*out = w.found;
	*size = offset(&w);
	return LI_OK;
}

li_err walk_ber(struct li_slice octets, struct walk *out)
{
	struct walk found;
	size_t size = 0;
	const li_err err = walk_first(octets, &found, &size);

	if (err != LI_OK)
		return err == LI_EAGAIN ? LI_EMALFORMED : err;
	if (size < octets.n)
		return LI_EMALFORMED;
	*out = found;
	return LI_OK;
}
