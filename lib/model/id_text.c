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

void li_id_put_octet(struct li_id_text *o, uint8_t c)
{
	static const char digits[] = "0123456789ABCDEF";

	if (c >= 0x21 && c != 0x7f && c != '@' && c != ';' && c != ':' &&
		c != '%') {
		li_id_put(o, (char)c);
		return;
	}
	li_id_put(o, '%');
	li_id_put(o, digits[c >> 4]);
	li_id_put(o, digits[c & 0xf]);
}

/* Take the first octet of a text, or of an escape what it stands for, in lower
 * case. */
static uint8_t take(struct li_slice *s)
{
	const uint8_t *p = s->p;
	size_t n = 1;
	uint8_t c = p[0];

	if (c != '%') {
		s->p++;
		s->n--;
		return li_text_lower(c);
	}
	if (s->n >= 3 && li_text_hex((char)p[1]) >= 0 &&
		li_text_hex((char)p[2]) >= 0) {
		c = (uint8_t)(li_text_hex((char)p[1]) << 4 |
			li_text_hex((char)p[2]));
		n = 3;
	}
	*s = li_slice_sub(*s, n, s->n);
	return li_text_lower(c);
}

/* These mean nothing in a number. RFC 3966 cl. 3 */
static bool visual_separator(uint8_t c)
{
	return c == '-' || c == '.' || c == '(' || c == ')';
}

/* Has a parameter this name? Then *value is what it has. */
static bool is_named(struct li_slice one, const char *name,
	struct li_slice *value)
{
	for (; *name; name++)
		if (!one.n || take(&one) != (uint8_t)*name)
			return false;
	if (one.n && take(&one) != '=')
		return false;
	*value = one;
	return true;
}

/* Is there one in a run of ;name=value that says something? */
static bool parameter(struct li_slice params, const char *name,
	struct li_slice *value)
{
	while (params.n)
		if (is_named(li_slice_cut(&params, ';'), name, value) &&
			value->n)
			return true;
	return false;
}

/* Append a parameter, unless nothing is left of its value. */
static void put_parameter(const char *name, struct li_slice value,
	bool separated, struct li_id_text *o)
{
	const size_t from = o->n;
	size_t n = 0;

	li_id_put_text(o, name);
	for (; value.n; n++) {
		uint8_t c = take(&value);

		if (separated && visual_separator(c))
			n--;
		else
			li_id_put_octet(o, c);
	}
	if (!n)
		o->n = from;
}

/* Whoever is meant behind the number; an extension is as good as a subaddress,
 * and of both it counts, so that the other hides nobody. What else there may be, as the routing
 * number (RFC 4694) or category that a network adds, is said about it and is no
 * part of who it is. RFC 3966 cl. 4, 5.2, 5.3 */
static void put_behind(struct li_slice params, struct li_id_text *o)
{
	struct li_slice value;

	if (parameter(params, "ext", &value))
		put_parameter(";ext=", value, true, o);
	else if (parameter(params, "isub", &value))
		put_parameter(";isub=", value, false, o);
}

/* A context that is the beginning of a global number is compared as one.
 * RFC 3966 cl. 4 */
static void put_context(struct li_slice params, struct li_id_text *o)
{
	struct li_slice value, head;

	if (!parameter(params, "phone-context", &value))
		return;
	head = value;
	put_parameter(";phone-context=", value, take(&head) == '+', o);
}

static bool is_global(struct li_slice s)
{
	return s.n && take(&s) == '+';
}

static bool is_local_digit(uint8_t c)
{
	return c == '*' || c == '#' || (c >= 'a' && c <= 'f');
}

li_err li_id_put_number(struct li_slice s, struct li_slice params,
	struct li_id_text *o)
{
	const bool global = is_global(s);
	size_t digits = 0;

	if (global) {
		take(&s);
		li_id_put(o, '+');
	}
	while (digits < s.n && li_text_digit(s.p[digits]))
		digits++; /* mostly all */
	li_id_put_slice(o, li_slice_sub(s, 0, digits));
	s = li_slice_sub(s, digits, s.n);
	while (s.n) {
		uint8_t c = take(&s);

		if (visual_separator(c))
			continue;
		if (!li_text_digit(c) && (global || !is_local_digit(c)))
			return LI_EMALFORMED;
		li_id_put(o, (char)c);
		digits++;
	}
	if (digits == 0)
		return LI_EMALFORMED;
	if (!params.n)
		return LI_OK;
	put_behind(params, o);
	if (!global)
		put_context(params, o);
	return LI_OK;
}

bool li_id_put_user_number(struct li_slice user, struct li_id_text *o)
{
	const size_t semi = li_slice_find(user, ';');
	const struct li_slice number = li_slice_sub(user, 0, semi);
	const struct li_id_text was = *o;
	struct li_slice context;

	user = li_slice_sub(user, semi + 1, user.n);
	if (!is_global(number) && !parameter(user, "phone-context", &context))
		return false;
	if (li_id_put_number(number, user, o) == LI_OK)
		return true;
	*o = was;
	return false;
}

bool li_id_behind(struct li_slice number)
{
	const size_t semi = li_slice_find(number, ';');
	const struct li_slice s = li_slice_sub(number, semi, number.n);

	return s.n &&
		(li_slice_starts_nocase(s, ";ext=") ||
			li_slice_starts_nocase(s, ";isub="));
}

void li_id_put_main(struct li_slice number, struct li_id_text *o)
{
	struct li_slice rest = number, one;

	li_id_put_slice(o, li_slice_cut(&rest, ';'));
	while (rest.n) {
		one = li_slice_cut(&rest, ';');
		if (!li_slice_starts_nocase(one, "phone-context="))
			continue;
		li_id_put(o, ';');
		li_id_put_slice(o, one);
	}
}
