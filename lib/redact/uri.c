/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/uri.h"

#include "base/text.h"

/* The octet that s begins with, its escape resolved; *n octets stand for it.
 * RFC 3261 cl. 25.1 */
static uint8_t octet(struct li_slice s, size_t *n)
{
	int high, low;

	*n = 1;
	if (s.n < 3 || s.p[0] != '%')
		return s.n ? li_text_lower(s.p[0]) : 0;
	high = li_text_hex((char)s.p[1]);
	low = li_text_hex((char)s.p[2]);
	if (high < 0 || low < 0)
		return '%';
	*n = 3;
	return li_text_lower((uint8_t)(high << 4 | low));
}

/* Offset behind name and '=' at the head of s, 0 when it begins otherwise. */
static size_t name_end(struct li_slice s, const char *name)
{
	size_t at = 0, n;

	for (; *name; name++, at += n)
		if (octet(li_slice_sub(s, at, s.n), &n) != (uint8_t)*name)
			return 0;
	while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t'))
		at++;
	return at < s.n && s.p[at] == '=' ? at + 1 : 0;
}

static bool ends(uint8_t b, bool bracketed)
{
	if (b == '&' || b == '>')
		return true;
	return !bracketed && (b == ' ' || b == '\t' || b == ',' || b == ';');
}

/* The flag of the one whose value begins at s, 0 when it is another one. */
static uint32_t content(struct li_slice s, size_t *at)
{
	*at = name_end(s, "subject");
	if (*at)
		return LI_MOD_SUBJECT;
	*at = name_end(s, "body");
	return *at ? LI_MOD_BODY : 0;
}

void li_redact_uris(struct li_copy *c, size_t from, size_t to)
{
	struct li_slice s = c->sip;
	bool bracketed = false;

	for (size_t i = from; i < to; i++) {
		uint32_t flag;
		size_t n;

		if (s.p[i] == '<' || s.p[i] == '>')
			bracketed = s.p[i] == '<';
		if (s.p[i] != '?' && s.p[i] != '&')
			continue;
		flag = content(li_slice_sub(s, i + 1, to), &n);
		if (!flag)
			continue;
		for (i += 1 + n; i < to && !ends(s.p[i], bracketed); i++)
			if (s.p[i] != '\r' && s.p[i] != '\n')
				li_copy_put(c, i, LI_MOD_MASK, flag);
		i--; /* what ends this one may begin the next */
	}
}
