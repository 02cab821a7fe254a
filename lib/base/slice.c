/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/slice.h"

static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

bool li_slice_starts_nocase(struct li_slice s, const char *text)
{
	size_t n = strlen(text);

	if (s.n < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (lower(s.p[i]) != lower((uint8_t)text[i]))
			return false;
	return true;
}

bool li_slice_is_nocase(struct li_slice s, const char *text)
{
	const size_t n = strlen(text);

	/* mostly it is written just like this */
	return s.n == n &&
		(n == 0 || memcmp(s.p, text, n) == 0 ||
			li_slice_starts_nocase(s, text));
}

static bool blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct li_slice li_slice_trim(struct li_slice s)
{
	while (s.n && blank(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

size_t li_slice_find(struct li_slice s, uint8_t c)
{
	const uint8_t *at = s.n ? memchr(s.p, c, s.n) : NULL;

	return at ? (size_t)(at - s.p) : s.n;
}

struct li_slice li_slice_cut(struct li_slice *rest, uint8_t c)
{
	const size_t n = li_slice_find(*rest, c);
	const struct li_slice before = li_slice_sub(*rest, 0, n);

	*rest = li_slice_sub(*rest, n + 1, rest->n);
	return before;
}

size_t li_slice_copy(struct li_slice s, char *dst, size_t cap)
{
	size_t n;

	if (cap == 0)
		return 0;
	n = s.n < cap ? s.n : cap - 1;
	if (n)
		memcpy(dst, s.p, n);
	dst[n] = '\0';
	return n;
}

struct li_slice li_cursor_take(struct li_cursor *c, size_t n)
{
	struct li_slice got;

	if (c->bad || n > c->rest.n) {
		c->bad = true;
		return (struct li_slice){0};
	}
	got = li_slice(c->rest.p, n);
	if (n) {
		c->rest.p += n;
		c->rest.n -= n;
	}
	return got;
}

static uint64_t integer(struct li_cursor *c, size_t octets)
{
	struct li_slice s = li_cursor_take(c, octets);
	uint64_t v = 0;

	for (size_t i = 0; i < s.n; i++)
		v = v << 8 | s.p[i];
	return v;
}

uint8_t li_cursor_u8(struct li_cursor *c)
{
	return (uint8_t)integer(c, 1);
}

uint16_t li_cursor_u16(struct li_cursor *c)
{
	return (uint16_t)integer(c, 2);
}

uint32_t li_cursor_u24(struct li_cursor *c)
{
	return (uint32_t)integer(c, 3);
}

uint32_t li_cursor_u32(struct li_cursor *c)
{
	return (uint32_t)integer(c, 4);
}

uint64_t li_cursor_u64(struct li_cursor *c)
{
	return integer(c, 8);
}
