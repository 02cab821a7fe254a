/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/xml.h"

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

/* Octets of the name that s begins with. */
static size_t name_length(struct li_slice s)
{
	size_t n = 0;

	while (n < s.n && is_name(s.p[n]))
		n++;
	return n;
}

li_err li_xml_begin(struct li_slice document, struct li_xml *x)
{
	*x = (struct li_xml){.rest = document};
	if (document.n > 0 && memchr(document.p, 0, document.n))
		return LI_EUNSUPPORTED;
	if (document.n >= 3 && memcmp(document.p, "\xef\xbb\xbf", 3) == 0)
		x->rest = li_slice_sub(document, 3, document.n);
	return LI_OK;
}

static li_err close_tag(struct li_xml *x, struct li_slice name)
{
	if (x->depth == 0 || !li_slice_eq(x->open[x->depth - 1], name))
		return LI_EMALFORMED;
	return LI_OK;
}

/* The inside of <...>, which is no declaration. */
static li_err tag(struct li_xml *x, struct li_slice in, enum li_xml_at *at)
{
	bool close = in.n > 0 && in.p[0] == '/';
	size_t n;

	if (close)
		in = li_slice_sub(in, 1, in.n);
	x->empty = in.n > 0 && in.p[in.n - 1] == '/';
	if (x->empty)
		in = li_slice_sub(in, 0, in.n - 1);
	n = name_length(in);
	if (n == 0 || (close && x->empty) || (n < in.n && !is_blank(in.p[n])))
		return LI_EMALFORMED;
	*at = close ? LI_XML_END : LI_XML_BEGIN;
	if (close)
		return close_tag(x, li_slice_sub(in, 0, n));
	if (x->ended)
		return LI_EMALFORMED; /* a second document */
	if (x->depth == LI_XML_DEPTH_MAX)
		return LI_ETOOBIG;
	x->attributes = li_slice_sub(in, n, in.n);
	x->open[x->depth++] = li_slice_sub(in, 0, n);
	x->begun = true;
	return LI_OK;
}

/* Leave the element whose end was met. */
static void leave(struct li_xml *x)
{
	x->leaving = false;
	x->depth--;
	x->ended = x->depth == 0;
}

static bool begins_declaration(const struct li_xml *x)
{
	return !x->begun && x->rest.n > 5 && is_blank(x->rest.p[5]) &&
		li_slice_is(li_slice_sub(x->rest, 0, 5), "<?xml");
}

/* The inside of <?xml ...> */
static li_err declaration(struct li_slice in)
{
	struct li_xml as = {.attributes = li_slice_sub(in, 4, in.n - 1)};
	struct li_slice encoding = li_xml_attribute(&as, "encoding");

	if (in.p[in.n - 1] != '?')
		return LI_EMALFORMED;
	if (encoding.n && !li_slice_is_nocase(encoding, "UTF-8") &&
		!li_slice_is_nocase(encoding, "US-ASCII"))
		return LI_EUNSUPPORTED;
	return LI_OK;
}

/* Take text and one tag. *at stays for a declaration. */
static li_err piece(struct li_xml *x, enum li_xml_at *at)
{
	size_t lt = li_slice_find(x->rest, '<'), n;
	struct li_slice in;

	x->text = li_slice_sub(x->rest, 0, lt);
	x->rest = li_slice_sub(x->rest, lt, x->rest.n);
	if (x->depth == 0 && li_slice_trim(x->text).n != 0)
		return LI_EMALFORMED;
	if (x->rest.n < 2)
		return x->rest.n == 0 && x->depth == 0 ? LI_OK : LI_EMALFORMED;
	if (x->rest.p[1] == '!')
		return LI_EUNSUPPORTED; /* comment, CDATA, DOCTYPE */
	if (x->rest.p[1] == '?' && !begins_declaration(x))
		return LI_EUNSUPPORTED; /* a processing instruction */
	n = tag_end(li_slice_sub(x->rest, 1, x->rest.n)) + 1;
	if (n >= x->rest.n)
		return LI_EMALFORMED;
	in = li_slice_sub(x->rest, 1, n);
	x->rest = li_slice_sub(x->rest, n + 1, x->rest.n);
	if (in.n > 0 && in.p[0] == '?')
		return declaration(in);
	return tag(x, in, at);
}

li_err li_xml_next(struct li_xml *x, enum li_xml_at *at)
{
	*at = LI_XML_DONE;
	if (x->leaving)
		leave(x);
	if (x->empty) {
		/* It ends where it began. */
		x->empty = false;
		x->text = (struct li_slice){0};
		*at = LI_XML_END;
	}
	while (*at == LI_XML_DONE && x->rest.n > 0) {
		li_err err = piece(x, at);

		if (err)
			return err;
	}
	if (*at == LI_XML_DONE)
		return x->ended ? LI_OK : LI_EMALFORMED;
	x->leaving = *at == LI_XML_END;
	return LI_OK;
}

struct li_slice li_xml_name(const struct li_xml *x)
{
	return local(x->open[x->depth - 1]);
}

bool li_xml_in(const struct li_xml *x, size_t up, const char *name)
{
	return x->depth > up &&
		li_slice_is(local(x->open[x->depth - 1 - up]), name);
}

struct li_slice li_xml_attribute(const struct li_xml *x, const char *name)
{
	struct li_slice s = li_slice_trim(x->attributes);

	while (s.n > 0) {
		size_t n = name_length(s), end;
		struct li_slice is = li_slice_sub(s, 0, n), value;

		value = li_slice_trim(li_slice_sub(s, n, s.n));
		if (n == 0 || value.n == 0 || value.p[0] != '=')
			break;
		value = li_slice_trim(li_slice_sub(value, 1, value.n));
		if (value.n == 0 || (value.p[0] != '"' && value.p[0] != '\''))
			break;
		end = li_slice_find(li_slice_sub(value, 1, value.n),
			value.p[0]);
		if (end + 1 >= value.n)
			break;
		if (li_slice_is(local(is), name))
			return li_slice_sub(value, 1, end + 1);
		s = li_slice_trim(li_slice_sub(value, end + 2, value.n));
	}
	return (struct li_slice){0};
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

li_err li_xml_text(struct li_slice text, char *buf, size_t cap,
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
