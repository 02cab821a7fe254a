/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/guard.h"

#include "base/text.h"

/* One walk over a document. */
struct walk {
	struct li_slice rest;
	size_t depth, tags;
};

/* Octets of the UTF-8 character at the start of s, 0 when it is none. RFC 3629
 * cl. 4: no overlong form, no surrogate, nothing beyond U+10FFFF. */
static size_t character(struct li_slice s)
{
	uint8_t c = s.p[0], low = 0x80, high = 0xbf;
	size_t n = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	if (c < 0x80)
		return c >= 0x20 || c == '\t' || c == '\n' || c == '\r';
	if (c < 0xc2 || c > 0xf4 || s.n < n)
		return 0;
	if (c == 0xe0)
		low = 0xa0;
	if (c == 0xed)
		high = 0x9f;
	if (c == 0xf0)
		low = 0x90;
	if (c == 0xf4)
		high = 0x8f;
	if (s.p[1] < low || s.p[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((s.p[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

static li_err check_characters(struct li_slice s)
{
	while (s.n) {
		size_t n = character(s);

		if (n == 0)
			return LI_EMALFORMED;
		s = li_slice_sub(s, n, s.n);
	}
	return LI_OK;
}

static bool begins(struct li_slice s, const char *with)
{
	size_t n = strlen(with);

	return s.n >= n && memcmp(s.p, with, n) == 0;
}

/* Go behind what ends with `end`. */
static li_err skip(struct walk *w, const char *end)
{
	const void *at = NULL;
	size_t n;

	if (w->rest.p)
		at = memmem(w->rest.p, w->rest.n, end, strlen(end));
	if (!at)
		return LI_EMALFORMED;
	n = (size_t)((const uint8_t *)at - w->rest.p) + strlen(end);
	w->rest = li_slice_sub(w->rest, n, w->rest.n);
	return LI_OK;
}

/* The value of encoding="..." in an XML declaration; empty when it has none. */
static struct li_slice encoding(struct li_slice declaration)
{
	static const char name[] = "encoding";
	const uint8_t *at = NULL;
	struct li_slice s;
	uint8_t quote;

	if (declaration.p)
		at = memmem(declaration.p, declaration.n, name,
			sizeof(name) - 1);
	if (!at)
		return (struct li_slice){0};
	s = li_slice_sub(declaration,
		(size_t)(at - declaration.p) + sizeof(name) - 1, declaration.n);
	s = li_slice_trim(s);
	if (s.n < 2 || s.p[0] != '=')
		return declaration; /* no name that is known */
	s = li_slice_trim(li_slice_sub(s, 1, s.n));
	quote = s.n ? s.p[0] : 0;
	s = li_slice_sub(s, 1, s.n);
	return quote == '"' || quote == '\''
		? li_slice_sub(s, 0, li_slice_find(s, quote))
		: declaration;
}

/* A declaration or processing instruction. */
static li_err instruction(struct walk *w)
{
	struct li_slice at = w->rest, name;
	li_err err = skip(w, "?>");

	if (err || !begins(at, "<?xml") || at.n < 6 ||
		li_slice_trim(li_slice_sub(at, 5, 6)).n != 0)
		return err;
	name = encoding(li_slice_sub(at, 0, at.n - w->rest.n));
	if (name.n == 0 || li_slice_is_nocase(name, "utf-8") ||
		li_slice_is_nocase(name, "us-ascii"))
		return LI_OK;
	return LI_EUNSUPPORTED;
}

/* Comment or CDATA; a DOCTYPE, and with it every entity, is refused. */
static li_err declaration(struct walk *w)
{
	if (begins(w->rest, "<!--"))
		return skip(w, "-->");
	if (begins(w->rest, "<![CDATA["))
		return skip(w, "]]>");
	return LI_EUNSUPPORTED; /* TS 103 221-1 cl. 8.3 */
}

/* A tag: its quoted values may hold '>'. */
static li_err tag(struct walk *w)
{
	size_t i, values = 0;
	uint8_t quote = 0;

	for (i = 1; i < w->rest.n && i <= LI_X1_TAG_OCTETS_MAX; i++) {
		uint8_t c = w->rest.p[i];

		if (quote) {
			quote = c == quote ? 0 : quote;
		} else if (c == '"' || c == '\'') {
			quote = c;
			values++;
		} else if (c == '>') {
			break;
		}
	}
	if (i >= w->rest.n)
		return LI_EMALFORMED;
	if (i > LI_X1_TAG_OCTETS_MAX || values > LI_X1_ATTRIBUTES_MAX ||
		++w->tags > LI_X1_TAGS_MAX)
		return LI_ETOOBIG;
	if (w->rest.p[1] == '/')
		w->depth -= w->depth > 0;
	else if (w->rest.p[i - 1] != '/' && ++w->depth > LI_X1_DEPTH_MAX)
		return LI_ETOOBIG;
	w->rest = li_slice_sub(w->rest, i + 1, w->rest.n);
	return LI_OK;
}

static li_err next(struct walk *w)
{
	if (begins(w->rest, "<?"))
		return instruction(w);
	if (begins(w->rest, "<!"))
		return declaration(w);
	return tag(w);
}

li_err li_x1_guard(struct li_slice document)
{
	struct walk w = {.rest = document};
	li_err err;
	size_t lt;

	if (document.n > LI_X1_OCTETS_MAX)
		return LI_ETOOBIG;
	/* UTF-16 and UTF-32 begin so; what follows would be read otherwise. */
	if (begins(document, "\xff\xfe") || begins(document, "\xfe\xff") ||
		(document.n > 1 && (!document.p[0] || !document.p[1])))
		return LI_EUNSUPPORTED;
	err = check_characters(document);
	while (!err) {
		lt = li_slice_find(w.rest, '<');
		if (lt == w.rest.n)
			return LI_OK;
		w.rest = li_slice_sub(w.rest, lt, w.rest.n);
		err = next(&w);
	}
	return err;
}
