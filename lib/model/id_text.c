/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/id_text.h"

#include "base/text.h"
#include "model/identity.h"

void li_id_put(struct li_id_text *o, char c)
{
	if (o->n >= LI_ID_MAX) {
		o->big = true;
		return;
	}
	o->at[o->n++] = c;
}

void li_id_put_text(struct li_id_text *o, const char *s)
{
	li_id_put_slice(o, li_slice_str(s));
}

/* As much of it as there is room for. */
static size_t room_for(struct li_id_text *o, struct li_slice s)
{
	const size_t room = LI_ID_MAX - o->n;

	o->big |= s.n > room;
	return s.n > room ? room : s.n;
}

void li_id_put_slice(struct li_id_text *o, struct li_slice s)
{
	const size_t n = room_for(o, s);

	if (n)
		memcpy(o->at + o->n, s.p, n);
	o->n += n;
}

void li_id_put_lower(struct li_id_text *o, struct li_slice s)
{
	const size_t n = room_for(o, s);
	char *to = o->at + o->n;

	for (size_t i = 0; i < n; i++)
		to[i] = (char)li_text_lower(s.p[i]);
	o->n += n;
}

bool li_id_visual_separator(uint8_t c) /* RFC 3966 cl. 3 */
{
	return c == '-' || c == '.' || c == '(' || c == ')';
}

bool li_id_parameter(struct li_slice params, const char *name,
	struct li_slice *value)
{
	while (params.n) {
		size_t end = li_slice_find(params, ';');
		struct li_slice one = li_slice_sub(params, 0, end);
		size_t eq = li_slice_find(one, '=');

		params = li_slice_sub(params, end + 1, params.n);
		if (!li_slice_is_nocase(li_slice_sub(one, 0, eq), name))
			continue;
		*value = li_slice_sub(one, eq + 1, one.n);
		return true;
	}
	return false;
}

/* A context that is the beginning of a global number is compared as one.
 * RFC 3966 cl. 4 */
static void put_context(struct li_slice s, struct li_id_text *o)
{
	li_id_put_text(o, ";phone-context=");
	for (size_t i = 0; i < s.n; i++)
		if (s.p[0] != '+' || !li_id_visual_separator(s.p[i]))
			li_id_put(o, (char)li_text_lower(s.p[i]));
}

li_err li_id_put_number(struct li_slice s, struct li_slice params,
	struct li_id_text *o)
{
	bool global = s.n && s.p[0] == '+';
	struct li_slice context;
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = li_text_lower(s.p[i]);

		if (li_id_visual_separator(c))
			continue;
		if (i == 0 && c == '+') {
			li_id_put(o, '+');
			continue;
		}
		if (!li_text_digit(c) &&
			(global ||
				(c != '*' && c != '#' && (c < 'a' || c > 'f'))))
			return LI_EMALFORMED;
		li_id_put(o, (char)c);
		digits++;
	}
	if (digits == 0)
		return LI_EMALFORMED;
	if (global || !li_id_parameter(params, "phone-context", &context) ||
		!context.n)
		return LI_OK;
	put_context(context, o);
	return LI_OK;
}
