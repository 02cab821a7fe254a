/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/mime.h"

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

/* Offset of the octet that ends a parameter at or behind `at`: one of `stops`
 * outside of quotes. */
static size_t param_end(struct li_slice s, size_t at, bool *loose)
{
	bool quoted = false;

	for (; at < s.n; at++) {
		uint8_t c = s.p[at];

		if (quoted && c == '\\') {
			*loose = true; /* few readers resolve these */
			at++;
		} else if (c == '"') {
			quoted = !quoted;
		} else if (!quoted && (c == ';' || c == ',')) {
			break;
		}
	}
	if (quoted)
		*loose = true;
	return at < s.n ? at : s.n;
}

static void take_boundary(struct li_mime_type *out, struct li_slice value)
{
	if (value.n > 1 && value.p[0] == '"' && value.p[value.n - 1] == '"')
		value = li_slice_sub(value, 1, value.n - 1);
	if (out->boundary.n || value.n == 0 || value.n > LI_MIME_BOUNDARY_MAX)
		out->loose = true;
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] < ' ' || value.p[i] > '~' || value.p[i] == '"')
			out->loose = true;
	/* RFC 2046 cl. 5.1.1: it does not end in a blank */
	if (value.n && is_blank(value.p[value.n - 1]))
		out->loose = true;
	out->boundary = value;
}

struct li_mime_type li_mime_type(struct li_slice value)
{
	struct li_mime_type out = {.loose = false};
	size_t at = param_end(value, 0, &out.loose);

	out.name = li_slice_trim(li_slice_sub(value, 0, at));
	while (at < value.n) {
		size_t end = param_end(value, at + 1, &out.loose);
		struct li_slice param = li_slice_sub(value, at + 1, end);
		size_t eq = li_slice_find(param, '=');
		struct li_slice name =
			li_slice_trim(li_slice_sub(param, 0, eq));

		if (value.p[at] == ',')
			out.loose = true;
		if (li_slice_is_nocase(name, "boundary"))
			take_boundary(&out,
				li_slice_trim(
					li_slice_sub(param, eq + 1, param.n)));
		else if (li_slice_starts_nocase(name, "boundary"))
			out.loose = true; /* RFC 2231: boundary*0 */
		at = end;
	}
	return out;
}

bool li_mime_is(const struct li_mime_type *type, const char *name)
{
	size_t n = strlen(name);

	if (n && name[n - 1] == '/')
		return li_slice_starts_nocase(type->name, name);
	return li_slice_is_nocase(type->name, name);
}

/* Offset behind the line at `at`; *end is where its end of line begins. */
static size_t line_end(struct li_slice s, size_t at, size_t *end, bool *loose)
{
	size_t lf = at + li_slice_find(li_slice_sub(s, at, s.n), '\n');

	if (lf >= s.n) {
		*end = s.n;
		return s.n;
	}
	*end = lf > at && s.p[lf - 1] == '\r' ? lf - 1 : lf;
	if (*end == lf)
		*loose = true;
	return lf + 1;
}

bool li_mime_field(struct li_slice head, size_t *at,
	struct li_mime_field *field, bool *loose)
{
	size_t from = *at, end, next, colon;

	if (from >= head.n)
		return false;
	next = line_end(head, from, &end, loose);
	if (end == from)
		return false; /* the empty line */
	while (next < head.n && is_blank(head.p[next]))
		next = line_end(head, next, &end, loose);
	*at = next;
	field->line = li_slice_sub(head, from, end);
	colon = li_slice_find(field->line, ':');
	field->name = (struct li_slice){0};
	field->value = (struct li_slice){0};
	if (colon == field->line.n || is_blank(head.p[from])) {
		*loose = true;
		return true;
	}
	field->name = li_slice_trim(li_slice_sub(field->line, 0, colon));
	field->value = li_slice_trim(
		li_slice_sub(field->line, colon + 1, field->line.n));
	for (size_t i = 0; i < field->line.n; i++)
		if (field->line.p[i] == '\0' ||
			(field->line.p[i] == '\r' &&
				(i + 1 == field->line.n ||
					field->line.p[i + 1] != '\n')))
			*loose = true;
	return true;
}

bool li_mime_split(struct li_slice entity, struct li_mime_part *out)
{
	size_t at = 0, end = 0;
	bool loose = false;

	while (at < entity.n) {
		size_t from = at;

		at = line_end(entity, at, &end, &loose);
		if (end == from && at > from) {
			out->head = li_slice_sub(entity, 0, at);
			out->body = li_slice_sub(entity, at, entity.n);
			return true;
		}
	}
	out->head = entity;
	out->body = (struct li_slice){0};
	return false;
}

/* Is the line [from, end) a delimiter? What only begins like one is loose:
 * some readers compare no further. RFC 2046 cl. 5.1.1 */
static bool is_delimiter(struct li_mime_walk *w, size_t from, size_t end,
	bool *close)
{
	struct li_slice line = li_slice_sub(w->text, from, end);
	struct li_slice rest;

	if (!li_slice_starts_nocase(line, "--") ||
		!li_slice_eq(li_slice_sub(line, 2, 2 + w->boundary.n),
			w->boundary))
		return false;
	rest = li_slice_sub(line, 2 + w->boundary.n, line.n);
	*close = rest.n >= 2 && rest.p[0] == '-' && rest.p[1] == '-';
	if (*close)
		rest = li_slice_sub(rest, 2, rest.n);
	if (rest.n)
		w->loose = true;
	return li_slice_trim(rest).n == 0;
}

/* Go behind the next delimiter line; *end is where the text before it ends,
 * without the CRLF that belongs to the delimiter. */
static bool find_delimiter(struct li_mime_walk *w, size_t *end)
{
	size_t at = w->at;

	*end = at;
	while (at < w->text.n) {
		bool close = false, bare = false;
		size_t stop, next = line_end(w->text, at, &stop, &bare);

		if (is_delimiter(w, at, stop, &close)) {
			w->loose = w->loose || bare ||
				(at > w->at && *end + 2 != at);
			w->at = next;
			w->closed = close;
			return true;
		}
		*end = stop;
		at = next;
	}
	*end = w->text.n;
	return false;
}

struct li_mime_walk li_mime_walk(struct li_slice text, struct li_slice boundary)
{
	struct li_mime_walk w = {.text = text, .boundary = boundary};
	size_t end;

	if (boundary.n == 0 || !find_delimiter(&w, &end) || w.closed) {
		w.closed = true;
		w.loose = true;
	}
	return w;
}

bool li_mime_next(struct li_mime_walk *walk, struct li_mime_part *part)
{
	size_t from = walk->at, end;

	if (walk->closed)
		return false;
	if (!find_delimiter(walk, &end)) {
		walk->closed = true; /* cut: what there is, is the part */
		walk->loose = true;
	}
	if (!li_mime_split(li_slice_sub(walk->text, from, end), part))
		walk->loose = true;
	return true;
}
