/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/field_put.h"

enum { LENGTH_MAX = 4096, GROUP_MAX = 15 };

static const char hex[] = "0123456789abcdef";

static int nibble(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_digits(struct li_slice s, struct li_field_ends ends)
{
	if (s.n >= 8 &&
		(li_field_no_digit(ends.first) ||
			(s.n > 8 && li_field_no_digit(ends.last))))
		return false;
	for (size_t i = s.n < 8 ? 0 : 8; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n != 0;
}

/* Nibbles of s in groups, 0 when it is none of these. */
static size_t grouped(struct li_slice s)
{
	size_t n = 1, run = 0, colons = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ':') {
			run = 0;
			colons++;
		} else if (nibble(s.p[i]) < 0 || ++run > GROUP_MAX) {
			return 0;
		}
		n++;
	}
	return colons ? n : 0;
}

struct nibbles {
	uint8_t *at;
	size_t n;
};

static void push(struct nibbles *to, unsigned int v)
{
	if (to->n % 2 == 0)
		to->at[to->n / 2] = (uint8_t)(v << 4);
	else
		to->at[to->n / 2] |= (uint8_t)v;
	to->n++;
}

/* Two digits in an octet; the low half of a last odd one is 0. */
static void put_digits(struct li_slice s, uint8_t *to)
{
	size_t i = 0;

	for (; i + 1 < s.n; i += 2)
		*to++ = (uint8_t)(s.p[i] << 4 | (s.p[i + 1] & 15));
	if (i < s.n)
		*to = (uint8_t)(s.p[i] << 4);
}

static void put_groups(struct li_slice s, uint8_t *to)
{
	struct nibbles out = {.at = to};
	size_t i = 0, end;

	for (;;) {
		end = i;
		while (end < s.n && s.p[end] != ':')
			end++;
		push(&out, (unsigned int)(end - i));
		for (; i < end; i++)
			push(&out, (unsigned int)nibble(s.p[i]));
		if (i++ == s.n)
			return;
	}
}

static bool put_head(enum li_field_form form, size_t length, uint8_t *out,
	size_t cap, size_t *n)
{
	if (*n + 3 > cap || length > LENGTH_MAX)
		return false;
	if (length < LI_FIELD_LONG) {
		out[(*n)++] = (uint8_t)((unsigned int)form << 6 | length);
		return true;
	}
	out[(*n)++] = (uint8_t)((unsigned int)form << 6 | LI_FIELD_LONG);
	out[(*n)++] = (uint8_t)(length >> 8);
	out[(*n)++] = (uint8_t)length;
	return true;
}

static bool put_plain(struct li_slice plain, bool digits, uint8_t *out,
	size_t cap, size_t *n)
{
	size_t nibbles, size;

	if (digits) {
		size = (plain.n + 1) / 2;
		if (!put_head(LI_FIELD_DIGITS, plain.n, out, cap, n) ||
			*n + size > cap)
			return false;
		put_digits(plain, out + *n);
		*n += size;
		return true;
	}
	nibbles = grouped(plain);
	size = nibbles ? (nibbles + 1) / 2 : plain.n;
	if (!put_head(nibbles ? LI_FIELD_GROUPS : LI_FIELD_OCTETS,
		    nibbles ? nibbles : plain.n, out, cap, n) ||
		*n + size > cap)
		return false;
	if (nibbles)
		put_groups(plain, out + *n);
	else if (size)
		memcpy(out + *n, plain.p, size);
	*n += size;
	return true;
}

bool li_field_put_plain(struct li_slice plain, uint8_t *out, size_t cap,
	size_t *n)
{
	return put_plain(plain, is_digits(plain, li_field_ends_of(plain)), out,
		cap, n);
}

bool li_field_put(struct li_fields *fields, struct li_slice plain, uint8_t *out,
	size_t cap, size_t *n)
{
	struct li_field_ends ends = li_field_ends_of(plain);
	uint8_t *place = li_field_place(fields, ends, plain.n);

	if (*place && li_field_is(fields, *place, plain, ends))
		return put_head(LI_FIELD_SAME, *place - 1U, out, cap, n);
	if (!put_plain(plain, is_digits(plain, ends), out, cap, n))
		return false;
	li_field_note(fields, place, plain, ends);
	return true;
}

static uint8_t nibble_at(struct li_slice packed, size_t i)
{
	return i % 2 ? packed.p[i / 2] & 15 : packed.p[i / 2] >> 4;
}

static void get_groups(struct li_slice packed, size_t nibbles,
	struct li_buf *out)
{
	for (size_t i = 0; i < nibbles;) {
		size_t run = nibble_at(packed, i++);

		for (; run && i < nibbles; run--)
			li_buf_put_u8(out,
				(uint8_t)hex[nibble_at(packed, i++)]);
		if (i < nibbles)
			li_buf_put_u8(out, ':');
	}
}

/* The octets of the field after its head. */
static struct li_slice take(struct li_cursor *c, enum li_field_form *form,
	size_t *length)
{
	uint8_t head = li_cursor_u8(c);
	size_t size;

	*form = (enum li_field_form)(head >> 6);
	*length = head & LI_FIELD_LONG;
	if (*length == LI_FIELD_LONG)
		*length = li_cursor_u16(c);
	size = *length;
	if (*form == LI_FIELD_DIGITS || *form == LI_FIELD_GROUPS)
		size = (size + 1) / 2;
	return *form == LI_FIELD_SAME ? (struct li_slice){0}
				      : li_cursor_take(c, size);
}

void li_field_get(struct li_fields *fields, struct li_cursor *c,
	struct li_buf *out)
{
	struct li_slice at = c->rest, packed;
	enum li_field_form form;
	size_t length;

	packed = take(c, &form, &length);
	if (form == LI_FIELD_SAME) {
		struct li_cursor again;

		if (length >= fields->count) {
			c->bad = true;
			return;
		}
		again = li_cursor(fields->earlier[length]);
		packed = take(&again, &form, &length);
	} else if (fields->count < LI_FIELDS_SAME_MAX) {
		fields->earlier[fields->count++] = at;
	}
	if (c->bad)
		return;
	if (form == LI_FIELD_GROUPS)
		get_groups(packed, length, out);
	else if (form == LI_FIELD_OCTETS)
		li_buf_put_slice(out, packed);
	for (size_t i = 0; form == LI_FIELD_DIGITS && i < length; i++)
		li_buf_put_u8(out, (uint8_t)('0' + nibble_at(packed, i)));
}
