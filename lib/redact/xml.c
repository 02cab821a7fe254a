/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/xml.h"

#include "base/text.h"

enum { ATTRIBUTE_MAX = 255 }; /* octets of one that stays */

struct xml {
	struct li_copy *c;
	const char *const *keep;
	size_t at, to;
	struct li_slice open[LI_XML_DEPTH_MAX]; /* names as written */
	size_t depth;
	size_t kept;     /* depth of the element whose text stays; 0 none */
	size_t place;    /* depth of the location-info; 0 none */
	size_t place_at; /* where its content begins */
	bool root;       /* there was one */
	bool bad;
};

static bool is_blank(uint8_t b)
{
	return b == ' ' || b == '\t' || b == '\r' || b == '\n';
}

static bool is_name(uint8_t b)
{
	return (li_text_lower(b) >= 'a' && li_text_lower(b) <= 'z') ||
		li_text_digit(b) || b == '-' || b == '_' || b == '.' ||
		b == ':' || b >= 0x80;
}

static uint8_t here(const struct xml *x)
{
	return x->at < x->to ? x->c->sip.p[x->at] : 0;
}

/* Blank text that is content. */
static void text(struct xml *x, size_t from, size_t to)
{
	if (!x->c->content && !x->kept && !x->place)
		li_copy_fill_lines(x->c, from, to, LI_MOD_BLANK,
			LI_MOD_TEXT_CONTENT);
}

static struct li_slice take_name(struct xml *x)
{
	size_t from = x->at;

	while (is_name(here(x)))
		x->at++;
	if (x->at == from)
		x->bad = true;
	return li_slice_sub(x->c->sip, from, x->at);
}

static struct li_slice local(struct li_slice name)
{
	size_t colon = li_slice_find(name, ':');

	return colon < name.n ? li_slice_sub(name, colon + 1, name.n) : name;
}

/* Step to behind `mark`; gives where it began. */
static size_t pass(struct xml *x, const char *mark)
{
	struct li_slice rest = li_slice_sub(x->c->sip, x->at, x->to);
	size_t n = strlen(mark), at;
	const uint8_t *found = rest.p ? memmem(rest.p, rest.n, mark, n) : NULL;

	if (!found) {
		x->bad = true;
		return x->to;
	}
	at = (size_t)(found - x->c->sip.p);
	x->at = at + n;
	return at;
}

/* One word of these at the head of *s? Steps over it, and blanks behind. */
static bool take_word(struct li_slice *s, const char *const *words)
{
	for (size_t i = 0; words[i]; i++) {
		if (!li_slice_starts_nocase(*s, words[i]))
			continue;
		*s = li_slice_trim(li_slice_sub(*s, strlen(words[i]), s->n));
		return true;
	}
	return false;
}

/* <?xml version="1.0" encoding="utf-8" standalone="yes"?> and nothing else:
 * another coding than ours is another text. */
static bool is_declaration(struct li_slice s)
{
	static const char *const start[] = {"xml ", NULL};
	static const char *const names[] = {"version", "encoding", "standalone",
		NULL};
	static const char *const equals[] = {"=", NULL};
	static const char *const values[] = {"\"1.0\"", "'1.0'", "\"utf-8\"",
		"'utf-8'", "\"us-ascii\"", "'us-ascii'", "\"iso-8859-1\"",
		"'iso-8859-1'", "\"yes\"", "'yes'", "\"no\"", "'no'", NULL};

	if (!take_word(&s, start))
		return false;
	while (s.n)
		if (!take_word(&s, names) || !take_word(&s, equals) ||
			!take_word(&s, values))
			return false;
	return true;
}

/* The declaration, before all else. What other instructions say is text. */
static void take_instruction(struct xml *x)
{
	size_t from = x->at += 2, end = pass(x, "?>");
	struct li_slice body = li_slice_sub(x->c->sip, from, end);

	if (is_declaration(body))
		return;
	if (li_slice_starts_nocase(body, "xml"))
		x->bad = true;
	text(x, from, end);
}

static void take_comment(struct xml *x)
{
	size_t from = x->at += 4, end = pass(x, "-->");

	text(x, from, end);
}

/* Attributes that name things rather than tell them. */
static bool names(struct li_slice attribute)
{
	return li_slice_starts_nocase(attribute, "xmlns") ||
		li_slice_is_nocase(attribute, "entity") ||
		li_slice_is_nocase(attribute, "id");
}

/* One that the list names, as @name, with a value of one word? */
static bool keeps_attribute(const struct xml *x, struct li_slice name,
	size_t from)
{
	struct li_slice value = li_slice_sub(x->c->sip, from, x->at);

	if (value.n > ATTRIBUTE_MAX)
		return false;
	for (size_t i = 0; i < value.n; i++)
		if (is_blank(value.p[i]))
			return false;
	for (size_t i = 0; x->keep[i]; i++)
		if (x->keep[i][0] == '@' &&
			li_slice_is_nocase(name, x->keep[i] + 1))
			return true;
	return false;
}

/* name="value" ... up to '>' or '/'. */
static void take_attributes(struct xml *x)
{
	for (;;) {
		struct li_slice name;
		size_t from;
		uint8_t quote;

		while (is_blank(here(x)))
			x->at++;
		if (here(x) == '>' || here(x) == '/' || x->bad)
			return;
		name = take_name(x);
		while (is_blank(here(x)))
			x->at++;
		if (here(x) != '=') {
			x->bad = true;
			return;
		}
		x->at++;
		while (is_blank(here(x)))
			x->at++;
		quote = here(x);
		if (quote != '"' && quote != '\'') {
			x->bad = true;
			return;
		}
		from = ++x->at;
		while (x->at < x->to && here(x) != quote && here(x) != '<')
			x->at++;
		if (here(x) != quote)
			x->bad = true;
		if (!names(name) && !keeps_attribute(x, name, from))
			text(x, from, x->at);
		x->at++;
	}
}

static bool keeps(const struct xml *x, struct li_slice name)
{
	for (size_t i = 0; x->keep[i]; i++)
		if (li_slice_is_nocase(name, x->keep[i]))
			return true;
	return false;
}

/* <name attributes> or <name attributes/> */
static void take_start(struct xml *x)
{
	struct li_slice name;
	bool empty;

	x->at++;
	name = take_name(x);
	if (x->bad || x->depth == LI_XML_DEPTH_MAX ||
		(x->depth == 0 && x->root)) {
		x->bad = true;
		return;
	}
	x->root = true;
	x->open[x->depth++] = name;
	/* RFC 4119 cl. 2.2.1 */
	if (!x->place && li_slice_is_nocase(local(name), "location-info"))
		x->place = x->depth;
	take_attributes(x);
	if (!x->kept && keeps(x, local(name)))
		x->kept = x->depth;
	empty = here(x) == '/';
	x->at += empty;
	if (here(x) != '>')
		x->bad = true;
	x->at++;
	if (x->place == x->depth)
		x->place_at = x->at;
	if (!empty)
		return;
	if (x->place == x->depth)
		x->place = 0;
	if (x->kept == x->depth)
		x->kept = 0;
	x->depth--;
}

/* </name> */
static void take_end(struct xml *x)
{
	size_t tag = x->at;
	struct li_slice name;

	x->at += 2;
	name = take_name(x);
	while (is_blank(here(x)))
		x->at++;
	if (here(x) != '>' || x->depth == 0 ||
		!li_slice_eq(x->open[x->depth - 1], name)) {
		x->bad = true;
		return;
	}
	x->at++;
	if (x->place == x->depth) {
		/* TS 33.128 cl. 7.12.9: the whole content */
		if (!x->c->location)
			li_copy_fill(x->c, x->place_at, tag, LI_MOD_NOWHERE,
				LI_MOD_PRESENCE);
		x->place = 0;
	}
	if (x->kept == x->depth)
		x->kept = 0;
	x->depth--;
}

static void take_text(struct xml *x)
{
	size_t from = x->at;

	while (x->at < x->to && here(x) != '<')
		x->at++;
	text(x, from, x->at);
}

bool li_redact_xml(struct li_copy *c, size_t from, size_t to,
	const char *const *keep)
{
	struct xml x = {.c = c, .keep = keep, .at = from, .to = to};
	struct li_slice all = li_slice_sub(c->sip, from, to);

	if (!all.n || memchr(all.p, 0, all.n))
		return false;
	if (all.n >= 3 && memcmp(all.p, "\xef\xbb\xbf", 3) == 0)
		x.at += 3;
	while (x.at < to && !x.bad) {
		struct li_slice rest = li_slice_sub(c->sip, x.at, to);

		if (here(&x) != '<')
			take_text(&x);
		else if (li_slice_starts_nocase(rest, "<?"))
			take_instruction(&x);
		else if (li_slice_starts_nocase(rest, "<!--"))
			take_comment(&x);
		else if (li_slice_starts_nocase(rest, "</"))
			take_end(&x);
		else
			take_start(&x); /* <! of a DTD or CDATA is no name */
	}
	return !x.bad && x.depth == 0 && x.root;
}
