/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/octets.h"
#include "mirror/diff.h"

/* Each difference: how many octets of the sample come before it, whether it is
 * a word or the rest of a line, and what is there instead (field.h). What it
 * takes the place of is found by the same rule in reading. */

enum { SKIP_LONG = 127 };

/* A word: letters, digits, ".", "/" and ":". */
static bool in_word(uint8_t c)
{
	return (c >= '.' && c <= ':') ||
		((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Where the word that has s.p[at] ends. */
static size_t word_end(struct li_slice s, size_t at)
{
	while (s.n - at >= LI_OCTETS) {
		li_octets v = li_octets_load(s.p + at);
		uint32_t out = ~li_octets_mask(
			li_octets_or(li_octets_within(v, '.', 13),
				li_octets_within(li_octets_fold(v), 'a', 26)));

		if (out)
			return at + (size_t)__builtin_ctz(out);
		at += LI_OCTETS;
	}
	while (at < s.n && in_word(s.p[at]))
		at++;
	return at;
}

static size_t line_end(struct li_slice s, size_t at)
{
	while (at < s.n && s.p[at++] != '\n')
		;
	return at;
}

static uint64_t load(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Octets that both begin with. */
static size_t alike(const uint8_t *a, const uint8_t *b, size_t n)
{
	size_t i = 0;

	while (n - i >= 32 &&
		((load(a + i) ^ load(b + i)) |
			(load(a + i + 8) ^ load(b + i + 8)) |
			(load(a + i + 16) ^ load(b + i + 16)) |
			(load(a + i + 24) ^ load(b + i + 24))) == 0)
		i += 32;
	while (n - i >= 8) {
		uint64_t other = load(a + i) ^ load(b + i);

		if (other)
			return i + (size_t)__builtin_ctzll(le64toh(other)) / 8;
		i += 8;
	}
	while (i < n && a[i] == b[i])
		i++;
	return i;
}

static bool is_hex(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* How far back of `at` its word begins, at most `most` octets. A colon inside
 * an IPv6 address does not begin one. */
static size_t back_of(struct li_slice s, size_t at, size_t most)
{
	size_t n = 0;

	while (n < most && in_word(s.p[at - n - 1]) &&
		(s.p[at - n - 1] != ':' ||
			(n + 1 < most && is_hex(s.p[at - n - 2]))))
		n++;
	return n;
}

static bool put_skip(size_t skip, bool line, uint8_t *out, size_t cap,
	size_t *n)
{
	size_t low = skip < SKIP_LONG ? skip : SKIP_LONG;

	if (*n + 3 > cap || skip > UINT16_MAX)
		return false;
	out[(*n)++] = (uint8_t)(low << 1 | line);
	if (low == SKIP_LONG) {
		out[(*n)++] = (uint8_t)(skip >> 8);
		out[(*n)++] = (uint8_t)skip;
	}
	return true;
}

bool li_diff_put(struct li_slice sample, struct li_slice text, uint8_t *out,
	size_t cap, size_t *n)
{
	struct li_fields fields;
	size_t s = 0, t = 0, last = 0;

	fields.count = 0;
	*n = 0;
	for (;;) {
		size_t left =
			sample.n - s < text.n - t ? sample.n - s : text.n - t;
		size_t run = alike(sample.p + s, text.p + t, left), s_end,
		       t_end;
		bool line;

		if (s + run == sample.n && t + run == text.n)
			return true;
		run -= back_of(text, t + run, run);
		s += run;
		t += run;
		s_end = word_end(sample, s);
		t_end = word_end(text, t);
		line = s_end == s && t_end == t;
		if (line) {
			s_end = line_end(sample, s);
			t_end = line_end(text, t);
		}
		if (!put_skip(s - last, line, out, cap, n) ||
			!li_field_put(&fields, li_slice_sub(text, t, t_end),
				out, cap, n))
			return false;
		s = last = s_end;
		t = t_end;
	}
}

void li_diff_get(struct li_slice sample, struct li_slice values,
	struct li_buf *out)
{
	struct li_cursor c = li_cursor(values);
	struct li_fields fields;
	size_t at = 0;

	fields.count = 0;
	while (c.rest.n && !c.bad) {
		uint8_t head = li_cursor_u8(&c);
		size_t skip = head >> 1;

		if (skip == SKIP_LONG)
			skip = li_cursor_u16(&c);
		li_buf_put_slice(out, li_slice_sub(sample, at, at + skip));
		at += skip;
		li_field_get(&fields, &c, out);
		at = head & 1 ? line_end(sample, at) : word_end(sample, at);
	}
	li_buf_put_slice(out, li_slice_sub(sample, at, sample.n));
}
