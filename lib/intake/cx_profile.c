/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/cx_profile.h"

enum { DEPTH_MAX = 32 };

struct reader {
	struct li_slice rest;
	struct li_slice open[DEPTH_MAX]; /* names, with prefix */
	size_t depth;
	struct li_slice text; /* since the last tag */
	struct li_cx_profile got;
};

struct tag {
	struct li_slice name;
	bool close, empty;
};

/* The name without its prefix. */
static struct li_slice local(struct li_slice name)
{
	size_t colon = li_slice_find(name, ':');

	return colon == name.n ? name : li_slice_sub(name, colon + 1, name.n);
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_name(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
		c == ':' || c >= 0x80;
}

/* Octets to the '>' that ends a tag, over quoted values; s.n when it does not
 * end. */
static size_t tag_end(struct li_slice s)
{
	uint8_t quote = 0;

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];

		if (quote != 0)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			return i;
		else if (c == '<')
			break;
	}
	return s.n;
}

/* Split the inside of <...>. */
static li_err tag_read(struct li_slice in, struct tag *t)
{
	size_t n = 0;

	*t = (struct tag){.close = in.n > 0 && in.p[0] == '/'};
	if (t->close)
		in = li_slice_sub(in, 1, in.n);
	t->empty = in.n > 0 && in.p[in.n - 1] == '/';
	if (t->empty)
		in = li_slice_sub(in, 0, in.n - 1);
	while (n < in.n && is_name(in.p[n]))
		n++;
	if (n == 0 || (t->close && t->empty) ||
		(n < in.n && !is_blank(in.p[n])))
		return LI_EMALFORMED;
	t->name = li_slice_sub(in, 0, n);
	return LI_OK;
}

static bool inside(const struct reader *r, size_t up, const char *name)
{
	return r->depth > up &&
		li_slice_is(local(r->open[r->depth - 1 - up]), name);
}

/* An element ends, and its text is in r->text: keep it when it is one of
 * ours. TS 29.228 Annex E */
static void keep(struct reader *r)
{
	struct li_cx_profile *got = &r->got;
	struct li_slice text = li_slice_trim(r->text);

	if (text.n == 0)
		return;
	if (r->depth == 2 && inside(r, 0, "PrivateID")) {
		got->private_id = text;
	} else if (r->depth == 4 && inside(r, 0, "Identity") &&
		inside(r, 1, "PublicIdentity")) {
		if (got->public_count < LI_CX_PROFILE_MAX)
			got->public_ids[got->public_count++] = text;
		else
			got->crowded = true;
	}
}

static li_err element(struct reader *r, struct li_slice in)
{
	struct tag t;
	li_err err = tag_read(in, &t);

	if (err != LI_OK)
		return err;
	if (t.close) {
		if (r->depth == 0 ||
			!li_slice_eq(r->open[r->depth - 1], t.name))
			return LI_EMALFORMED;
		keep(r);
		r->depth--;
	} else if (!t.empty) {
		if (r->depth == DEPTH_MAX)
			return LI_ETOOBIG;
		r->open[r->depth++] = t.name;
		if (r->depth == 1 && !inside(r, 0, "IMSSubscription"))
			return LI_EMALFORMED;
	}
	return LI_OK;
}

/* Take text and one tag. */
static li_err step(struct reader *r)
{
	size_t lt = li_slice_find(r->rest, '<'), n;
	struct li_slice in;

	r->text = li_slice_sub(r->rest, 0, lt);
	r->rest = li_slice_sub(r->rest, lt, r->rest.n);
	if (r->depth == 0 && li_slice_trim(r->text).n != 0)
		return LI_EMALFORMED;
	if (r->rest.n < 2)
		return r->rest.n == 0 && r->depth == 0 ? LI_OK : LI_EMALFORMED;
	if (r->rest.p[1] == '!')
		return LI_EUNSUPPORTED; /* comment, CDATA, DOCTYPE */
	n = tag_end(li_slice_sub(r->rest, 1, r->rest.n)) + 1;
	if (n >= r->rest.n)
		return LI_EMALFORMED;
	in = li_slice_sub(r->rest, 1, n);
	r->rest = li_slice_sub(r->rest, n + 1, r->rest.n);
	if (in.n > 0 && in.p[0] == '?')
		return r->depth == 0 ? LI_OK : LI_EUNSUPPORTED;
	return element(r, in);
}

li_err li_cx_profile_read(struct li_slice document, struct li_cx_profile *out)
{
	struct reader r = {.rest = document};
	bool any = false;

	if (document.n > LI_CX_PROFILE_OCTETS)
		return LI_ETOOBIG;
	if (document.n > 0 && memchr(document.p, 0, document.n))
		return LI_EUNSUPPORTED; /* UTF-16, or not text */
	if (document.n >= 3 && memcmp(document.p, "\xef\xbb\xbf", 3) == 0)
		r.rest = li_slice_sub(document, 3, document.n);
	while (r.rest.n > 0) {
		li_err err = step(&r);

		if (err != LI_OK)
			return err;
		any = any || r.depth > 0;
		if (any && r.depth == 0 && li_slice_trim(r.rest).n != 0)
			return LI_EMALFORMED; /* a second document */
	}
	if (!any || r.depth != 0)
		return LI_EMALFORMED;
	*out = r.got;
	return LI_OK;
}

/* The character of an entity at the start of s, and its octets. */
static char entity(struct li_slice s, size_t *n)
{
	static const struct {
		const char *name;
		char is;
	} known[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'},
		{"&quot;", '"'}, {"&apos;", '\''}};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		*n = strlen(known[i].name);
		if (li_slice_is(li_slice_sub(s, 0, *n), known[i].name))
			return known[i].is;
	}
	return 0;
}

li_err li_cx_profile_text(struct li_slice text, char *buf, size_t cap,
	struct li_slice *out)
{
	size_t used = 0;

	for (size_t i = 0; i < text.n;) {
		char c = (char)text.p[i];
		size_t n = 1;

		if (c == '&')
			c = entity(li_slice_sub(text, i, text.n), &n);
		if (c == 0)
			return LI_EUNSUPPORTED;
		if (used == cap)
			return LI_ETOOBIG;
		buf[used++] = c;
		i += n;
	}
	*out = li_slice(buf, used);
	return LI_OK;
}
