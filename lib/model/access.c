/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/access.h"

#include "base/text.h"

/* The line at `at` with its folds; *at goes behind it. Empty at the body. */
static struct li_slice next_line(struct li_slice s, size_t *at)
{
	size_t from = *at, end = from;
	bool folded = true;

	while (folded && *at < s.n) {
		end = *at + li_slice_find(li_slice_sub(s, *at, s.n), '\n');
		*at = end + (end < s.n);
		folded = *at < s.n && (s.p[*at] == ' ' || s.p[*at] == '\t');
	}
	return li_slice_trim(li_slice_sub(s, from, end));
}

/* What stands before the octet, and behind it; a quoted string is whole. */
static struct li_slice cut(struct li_slice *rest, uint8_t octet)
{
	bool quoted = false;
	size_t end = 0;
	struct li_slice piece;

	for (; end < rest->n; end++) {
		if (rest->p[end] == '"')
			quoted = !quoted;
		else if (!quoted && rest->p[end] == octet)
			break;
	}
	piece = li_slice_sub(*rest, 0, end);
	*rest = li_slice_sub(*rest, end + 1, rest->n);
	return li_slice_trim(piece);
}

/* name=value, without quotes; empty when it is another. */
static struct li_slice value_of(struct li_slice param, const char *name)
{
	struct li_slice value = param;

	if (!li_slice_is_nocase(cut(&value, '='), name))
		return (struct li_slice){0};
	value = li_slice_trim(value);
	if (value.n > 1 && value.p[0] == '"')
		value = li_slice_sub(value, 1, value.n - 1);
	return value;
}

/* Each begins with MCC and MNC. TS 24.229 cl. 7.2A.4.3 */
static struct li_slice plmn_of(struct li_slice param)
{
	static const char *const cells[] = {"utran-cell-id-3gpp", "cgi-3gpp",
		"utran-sai-3gpp"};
	struct li_slice value = {0};

	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]) && !value.n;
		i++)
		value = value_of(param, cells[i]);
	if (value.n <= LI_ACCESS_PLMN)
		return (struct li_slice){0};
	for (size_t i = 0; i < LI_ACCESS_PLMN; i++)
		if (!li_text_digit(value.p[i]))
			return (struct li_slice){0};
	return li_slice_sub(value, 0, LI_ACCESS_PLMN);
}

static struct li_slice line_of(struct li_slice param)
{
	static const char *const lines[] = {"dsl-location", "eth-location",
		"fiber-location", "gstn-location"};
	struct li_slice value = {0};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]) && !value.n;
		i++)
		value = value_of(param, lines[i]);
	return value;
}

/* One access of the list; *np is set when the network says it. */
static struct li_slice one(struct li_slice access, bool *np)
{
	struct li_slice place = {0};

	*np = false;
	cut(&access, ';'); /* access-type, access-class */
	while (access.n) {
		struct li_slice param = cut(&access, ';');

		if (li_slice_is_nocase(param, "network-provided"))
			*np = true;
		if (!place.n)
			place = plmn_of(param);
		if (!place.n)
			place = line_of(param);
	}
	return place;
}

/* RFC 3261 cl. 7.3.1: any case, and blanks before the colon */
static bool is_access(struct li_slice line, struct li_slice *value)
{
	size_t colon;

	if (line.n == 0 || li_text_lower(line.p[0]) != 'p' ||
		!li_slice_starts_nocase(line, "P-Access-Network-Info"))
		return false;
	colon = li_slice_find(line, ':');
	*value = li_slice_sub(line, colon + 1, line.n);
	return li_slice_is_nocase(li_slice_trim(li_slice_sub(line, 0, colon)),
		"P-Access-Network-Info");
}

/* The next line that may be one; false at the body. Each REGISTER comes here,
 * and few lines begin with these letters: the rest is passed with a memchr(). */
static bool next_likely(struct li_slice sip, size_t *at)
{
	const uint8_t *const end = sip.p + sip.n;
	const uint8_t *p = sip.p + *at;

	while ((p = memchr(p, '\n', (size_t)(end - p)))) {
		p++;
		if (end - p < 3 || *p == '\r' || *p == '\n')
			return false;
		if (p[1] == '-' && li_text_lower(p[0]) == 'p' &&
			li_text_lower(p[2]) == 'a') {
			*at = (size_t)(p - sip.p);
			return true;
		}
	}
	return false;
}

struct li_slice li_access_place(struct li_slice sip)
{
	struct li_slice list, found = {0};
	size_t at = 0;

	while (at < sip.n && next_likely(sip, &at)) {
		const bool is = is_access(next_line(sip, &at), &list);

		at--; /* the line behind it may be one, too */
		while (is && list.n) {
			bool np;
			struct li_slice place = one(cut(&list, ','), &np);

			if (place.n && np)
				return place;
			if (!found.n)
				found = place;
		}
	}
	return found;
}
