/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/field.h"

/* The first octet: two bits of form, six of length; 63 has sixteen more bits
 * of length behind it. */
enum form { DIGITS, GROUPS, OCTETS, SAME };

enum { LONG = 63, LENGTH_MAX = 4096, GROUP_MAX = 15 };

static const char hex[] = "0123456789abcdef";

static int nibble(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_digits(struct li_slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
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

static bool put_head(enum form form, size_t length, uint8_t *out, size_t cap,
	size_t *n)
{
	if (*n + 3 > cap || length > LENGTH_MAX)
		return false;
	if (length < LONG) {
		out[(*n)++] = (uint8_t)((unsigned int)form << 6 | length);
		return true;
	}
	out[(*n)++] = (uint8_t)((unsigned int)form << 6 | LONG);
	out[(*n)++] = (uint8_t)(length >> 8);
	out[(*n)++] = (uint8_t)length;
	return true;
}

static bool put_plain(struct li_slice plain, uint8_t *out, size_t cap,
	size_t *n)
{
	size_t nibbles, size;

	if (plain.n && is_digits(plain)) {
		size = (plain.n + 1) / 2;
		if (!put_head(DIGITS, plain.n, out, cap, n) || *n + size > cap)
			return false;
		put_digits(plain, out + *n);
		*n += size;
		return true;
	}
	nibbles = grouped(plain);
	size = nibbles ? (nibbles + 1) / 2 : plain.n;
	if (!put_head(nibbles ? GROUPS : OCTETS, nibbles ? nibbles : plain.n,
		    out, cap, n) ||
		*n + size > cap)
		return false;
	if (nibbles)
		put_groups(plain, out + *n);
	else if (size)
		memcpy(out + *n, plain.p, size);
	*n += size;
	return true;
}

bool li_field_put(struct li_fields *fields, struct li_slice plain, uint8_t *out,
	size_t cap, size_t *n)
{
	for (size_t i = 0; i < fields->count && plain.n > 1; i++)
		if (li_slice_eq(fields->earlier[i], plain))
			return put_head(SAME, i, out, cap, n);
	if (!put_plain(plain, out, cap, n))
		return false;
	if (fields->count < LI_FIELDS_SAME_MAX)
		fields->earlier[fields->count++] = plain;
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
static struct li_slice take(struct li_cursor *c, enum form *form,
	size_t *length)
{
	uint8_t head = li_cursor_u8(c);
	size_t size;

	*form = (enum form)(head >> 6);
	*length = head & LONG;
	if (*length == LONG)
		*length = li_cursor_u16(c);
	size = *length;
	if (*form == DIGITS || *form == GROUPS)
		size = (size + 1) / 2;
	return *form == SAME ? (struct li_slice){0} : li_cursor_take(c, size);
}

void li_field_get(struct li_fields *fields, struct li_cursor *c,
	struct li_buf *out)
{
	struct li_slice at = c->rest, packed;
	enum form form;
	size_t length;

	packed = take(c, &form, &length);
	if (form == SAME) {
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
	if (form == GROUPS)
		get_groups(packed, length, out);
	else if (form == OCTETS)
		li_buf_put_slice(out, packed);
	for (size_t i = 0; form == DIGITS && i < length; i++)
		li_buf_put_u8(out, (uint8_t)('0' + nibble_at(packed, i)));
}
