/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/split.h"

/* What of an attribute is of one call: its words by number, or every word that
 * has a digit in it. */
enum { WHOLE = 0x80, DIGITED = 0x40, ALL = 0x3f };

static const struct {
	const char *name;
	uint8_t words;
} attributes[] = {
	{"rtcp:", ALL},           /* RFC 3605: port and address */
	{"crypto:", 1 << 2},      /* RFC 4568 */
	{"fingerprint:", 1 << 1}, /* RFC 8122 */
	{"ice-ufrag:", WHOLE},    /* RFC 8839 */
	{"ice-pwd:", WHOLE},
	{"candidate:", DIGITED},
	{"ssrc:", ALL}, /* RFC 5576 */
	{"ssrc-group:", ALL},
	{"msid:", WHOLE},
	{"path:", WHOLE}, /* RFC 4975 */
	{"key-mgmt:", 1 << 1},
	{"setup-id:", WHOLE},
	{"X-nat:", WHOLE},
};

static void add(struct li_spans *out, size_t from, size_t to)
{
	if (from < to && out->count < LI_TEXT_FIELDS_MAX)
		out->at[out->count++] =
			(struct li_span){(uint16_t)from, (uint16_t)to};
}

static bool has_digit(struct li_slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

/* Words of a line from `at` on whose number is in the set. */
static void add_words(struct li_slice line, size_t base, size_t at,
	uint8_t words, struct li_spans *out)
{
	for (unsigned int n = 0; at < line.n; n++) {
		size_t end = at;

		while (end < line.n && line.p[end] != ' ' &&
			line.p[end] != '/' && line.p[end] != '\r')
			end++;
		if ((words & ALL && n < 6 && words & 1U << n) ||
			(words == ALL && n >= 6) ||
			(words & DIGITED &&
				has_digit(li_slice_sub(line, at, end))))
			add(out, base + at, base + end);
		at = end + 1;
	}
}

static void add_attribute(struct li_slice line, size_t base,
	struct li_spans *out)
{
	struct li_slice name = li_slice_sub(line, 2, line.n);
	size_t end = line.n;

	while (end && (line.p[end - 1] == '\r' || line.p[end - 1] == '\n'))
		end--;
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]);
		i++) {
		size_t n = strlen(attributes[i].name);

		if (name.n < n || memcmp(name.p, attributes[i].name, n) != 0)
			continue;
		if (attributes[i].words == WHOLE)
			add(out, base + 2 + n, base + end);
		else
			add_words(li_slice_sub(line, 0, end), base, 2 + n,
				attributes[i].words, out);
		return;
	}
}

static void split_sdp_line(struct li_slice line, size_t base,
	struct li_spans *out)
{
	struct li_slice whole = line;

	if (line.n < 3 || line.p[1] != '=')
		return;
	while (whole.n &&
		(whole.p[whole.n - 1] == '\r' || whole.p[whole.n - 1] == '\n'))
		whole.n--;
	switch (line.p[0]) {
	case 'o': /* user, session, version, IN, IP6, address: cl. 5.2 */
		add_words(whole, base, 2, 1 << 1 | 1 << 2 | 1 << 5, out);
		return;
	case 'c': add_words(whole, base, 2, 1 << 2, out); return;
	case 'm': add_words(whole, base, 2, 1 << 1, out); return;
	case 'k':
	case 'i':
	case 'u': add(out, base + 2, base + whole.n); return;
	case 'a': add_attribute(line, base, out); return;
	}
}

/* The user part: numbers and names differ, domains do not. */
static void split_uri_line(struct li_slice line, size_t base,
	struct li_spans *out)
{
	size_t at = li_slice_find(line, ':') + 1, end;

	if (at < line.n && line.p[at] == '+')
		at++;
	for (end = at; end < line.n && !strchr("@;>?\n", line.p[end]);)
		end++;
	if (end > at)
		add(out, base + at, base + end);
}

void li_split(struct li_slice text, enum li_text_kind kind,
	struct li_spans *out)
{
	out->count = 0;
	for (size_t at = 0; at < text.n;) {
		struct li_slice rest = li_slice_sub(text, at, text.n);
		size_t n = li_slice_find(rest, '\n');

		rest.n = n < rest.n ? n + 1 : n;
		if (kind == LI_TEXT_SDP)
			split_sdp_line(rest, at, out);
		else
			split_uri_line(rest, at, out);
		at += rest.n;
	}
}
