/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/place.h"

#include "base/text.h"

enum { WORD_MAX = 32 }; /* an access type or a name of a parameter */

static bool is_blank(uint8_t b)
{
	return b == ' ' || b == '\t' || b == '\r' || b == '\n';
}

static bool is_word(uint8_t b)
{
	b = li_text_lower(b);
	return (b >= 'a' && b <= 'z') || li_text_digit(b) || b == '-' ||
		b == '.' || b == '+' || b == '_';
}

/* Step over a word of [from, to), when it is no longer than words are. */
static size_t word_end(struct li_slice s, size_t from, size_t to)
{
	size_t i = from;

	while (i < to && is_word(s.p[i]))
		i++;
	return i - from > WORD_MAX ? from : i;
}

/* Where the piece that begins at `i` ends: at a comma or semicolon outside of
 * quotes. A quote that never closes takes the rest. */
static size_t piece_end(struct li_slice s, size_t i, size_t to)
{
	bool quoted = false;

	for (; i < to; i++) {
		if (quoted && s.p[i] == '\\')
			i++;
		else if (s.p[i] == '"')
			quoted = !quoted;
		else if (!quoted && (s.p[i] == ',' || s.p[i] == ';'))
			break;
	}
	return i < to ? i : to;
}

/* Overwrite all but quotes and blanks. */
static void overwrite(struct li_copy *c, size_t from, size_t to, uint32_t flag)
{
	for (size_t i = from; i < to; i++)
		if (c->sip.p[i] != '"' && !is_blank(c->sip.p[i]))
			li_copy_put(c, i, LI_MOD_NOWHERE, flag);
}

/* One access type, or one parameter: the name of either stays, and that the
 * network said it. */
static void take_piece(struct li_copy *c, size_t from, size_t to, bool type,
	uint32_t flag)
{
	struct li_slice s = c->sip;
	size_t end;

	while (from < to && is_blank(s.p[from]))
		from++;
	end = word_end(s, from, to);
	if (!type && end < to) {
		size_t eq = end;

		while (eq < to && is_blank(s.p[eq]))
			eq++;
		if (eq == to || s.p[eq] != '=')
			end = eq == to ? end : from;
		else
			end = eq + 1;
	}
	/* TS 24.229 cl. 7.2A.4.2: the one parameter without a value */
	if (!type && end > from && s.p[end - 1] != '=' &&
		!li_slice_is_nocase(li_slice_sub(s, from, end),
			"network-provided"))
		end = from;
	overwrite(c, end, to, flag);
}

/* TS 33.128 cl. 7.12.9: the access-info characters, in every instance.
 * TS 24.229 cl. 7.2A.4.2: access-type *( ; access-info ), a list of them */
static void take_access(struct li_copy *c, size_t from, size_t to,
	uint32_t flag)
{
	bool type = true;

	while (from < to) {
		size_t end = piece_end(c->sip, from, to);

		take_piece(c, from, end, type, flag);
		type = end < to && c->sip.p[end] == ',';
		from = end + 1;
	}
}

/* RFC 6442 cl. 4.1: <URI>;parameters. One that points to a part of this
 * message (cid:) says nothing by itself. */
static void take_geolocation(struct li_copy *c, size_t from, size_t to)
{
	struct li_slice s = c->sip;

	while (from < to) {
		size_t end = from;
		struct li_slice uri;

		while (end < to && s.p[end] != ',')
			end++;
		uri = li_slice_trim(li_slice_sub(s, from, end));
		if (!li_slice_starts_nocase(uri, "<cid:") ||
			li_slice_find(uri, '>') == uri.n)
			overwrite(c, from, end, LI_MOD_GEOLOCATION);
		else
			overwrite(c,
				li_copy_at(c, uri) + li_slice_find(uri, '>') +
					1,
				end, LI_MOD_GEOLOCATION);
		from = end + 1;
	}
}

bool li_redact_place(struct li_copy *c, const struct li_field *field,
	size_t end)
{
	if (li_head_is(field, "P-Access-Network-Info", NULL))
		take_access(c, field->value, end, LI_MOD_PANI);
	else if (li_head_is(field, "Cellular-Network-Info", NULL))
		take_access(c, field->value, end, LI_MOD_CNI);
	else if (li_head_is(field, "Geolocation", NULL))
		take_geolocation(c, field->value, end);
	else
		return false;
	return true;
}
