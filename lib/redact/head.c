/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/head.h"

static bool is_eol(uint8_t c)
{
	return c == '\r' || c == '\n';
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

/* Offset of the next end of line at or after `at`, or the end. */
static size_t line_end(struct li_slice s, size_t at)
{
	while (at < s.n && !is_eol(s.p[at]))
		at++;
	return at;
}

/* Offset behind the end of line that begins at `at`. */
static size_t pass(struct li_slice s, size_t at)
{
	if (at + 1 < s.n && s.p[at] == '\r' && s.p[at + 1] == '\n')
		return at + 2;
	return at < s.n ? at + 1 : at;
}

/* A CR that ends no CRLF, or a NUL: readers differ about it. */
static bool odd(struct li_slice s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (s.p[i] == '\0')
			return true;
		if (s.p[i] == '\r' && (i + 1 >= s.n || s.p[i + 1] != '\n'))
			return true;
	}
	return false;
}

struct li_head li_head_find(struct li_slice s)
{
	struct li_head head = {.body = s.n, .trusted = true};
	size_t at = 0, end, start;

	while (at < s.n && is_eol(s.p[at]))
		at++; /* RFC 3261 cl. 7.5: empty lines before the start line */
	start = at;
	at = pass(s, line_end(s, at));
	head.first = at;
	while (at < s.n) {
		bool only_blanks = true;

		end = line_end(s, at);
		for (size_t i = at; i < end; i++)
			only_blanks = only_blanks && is_blank(s.p[i]);
		if (only_blanks && end < s.n) {
			head.trusted = end == at;
			head.empty_line = true;
			head.body = pass(s, end);
			break;
		}
		at = pass(s, end);
	}
	if (!head.empty_line || odd(s, start, head.body))
		head.trusted = false;
	return head;
}

/* Where a reader that takes only LF for an end of line ends this field. */
static size_t far_end(struct li_slice s, size_t at)
{
	while (at < s.n) {
		at += li_slice_find(li_slice_sub(s, at, s.n), '\n');
		if (at + 1 >= s.n || !is_blank(s.p[at + 1]))
			break;
		at++;
	}
	return at < s.n ? at : s.n;
}

bool li_head_next(struct li_slice s, const struct li_head *head, size_t *at,
	struct li_field *field)
{
	while (*at < head->body) {
		size_t begin = *at, end = line_end(s, begin), colon;
		bool folded = false;

		*at = pass(s, end);
		while (*at < head->body && is_blank(s.p[*at])) {
			folded = true;
			end = line_end(s, *at);
			*at = pass(s, end);
		}
		colon = begin + li_slice_find(li_slice_sub(s, begin, end), ':');
		if (colon >= end)
			continue;
		*field = (struct li_field){
			.name = li_slice_trim(li_slice_sub(s, begin, colon)),
			.value = colon + 1,
			.end = end,
			.far_end = far_end(s, end),
			.folded = folded,
		};
		return true;
	}
	return false;
}

bool li_head_is(const struct li_field *field, const char *name,
	const char *compact)
{
	return li_slice_is_nocase(field->name, name) ||
		(compact && li_slice_is_nocase(field->name, compact));
}
