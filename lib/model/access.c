/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/access.h"

#include "base/octets.h"
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

/* name=value, or a name alone. */
struct param {
	struct li_slice name, value;
	bool alone;
};

/* Those of the 32 octets from `at` on that part a list, or quote. */
static uint32_t stops_at(struct li_slice s, size_t at)
{
	uint8_t tail[LI_OCTETS] = {0};
	li_octets v;

	if (s.n - at < LI_OCTETS) {
		memcpy(tail, s.p + at, s.n - at);
		v = li_octets_load(tail);
	} else {
		v = li_octets_load(s.p + at);
	}
	return li_octets_mask(li_octets_or(li_octets_or(li_octets_eq(v, ';'),
						   li_octets_eq(v, ',')),
		li_octets_or(li_octets_eq(v, '='), li_octets_eq(v, '"'))));
}

/* Where the parameter at the front of the list ends, and in *equals where its
 * name does, if it has a value; a quoted string is whole. Each REGISTER comes
 * here. */
static size_t param_end(struct li_slice s, size_t *equals)
{
	bool quoted = false;

	for (size_t at = 0; at < s.n; at += LI_OCTETS) {
		for (uint32_t stops = stops_at(s, at); stops;
			stops &= stops - 1) {
			size_t stop = at + (size_t)__builtin_ctz(stops);
			const uint8_t c = s.p[stop];

			if (c == '"')
				quoted = !quoted;
			else if (!quoted && c != '=')
				return stop;
			else if (!quoted && *equals == s.n)
				*equals = stop;
		}
	}
	return s.n;
}

/* Take a parameter off the list. Returns the semicolon or comma that ended it,
 * 0 at the end. */
static uint8_t next_param(struct li_slice *list, struct param *out)
{
	const struct li_slice s = *list;
	size_t equals = s.n, end = param_end(s, &equals);

	out->alone = equals == s.n;
	out->name =
		li_slice_trim(li_slice_sub(s, 0, out->alone ? end : equals));
	out->value = out->alone
		? li_slice(NULL, 0)
		: li_slice_trim(li_slice_sub(s, equals + 1, end));
	*list = li_slice_sub(s, end + 1, s.n);
	return end < s.n ? s.p[end] : 0;
}

/* What a parameter says of the place. */
enum says { NOTHING, CELL, LINE };

static enum says says_of(struct li_slice name)
{
	static const struct {
		const char *name;
		uint8_t n;
		enum says says;
	} names[] = {
		{"utran-cell-id-3gpp", 18, CELL},
		{"cgi-3gpp", 8, CELL},
		{"utran-sai-3gpp", 14, CELL},
		{"dsl-location", 12, LINE},
		{"eth-location", 12, LINE},
		{"fiber-location", 14, LINE},
		{"gstn-location", 13, LINE},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (name.n == names[i].n &&
			li_slice_is_nocase(name, names[i].name))
			return names[i].says;
	return NOTHING;
}

/* Each cell begins with MCC and MNC. TS 24.229 cl. 7.2A.4.3 */
static struct li_slice place_of(const struct param *param)
{
	struct li_slice value = param->value;
	const enum says says = param->alone ? NOTHING : says_of(param->name);

	if (says == NOTHING)
		return (struct li_slice){0};
	if (value.n > 1 && value.p[0] == '"')
		value = li_slice_sub(value, 1, value.n - 1);
	if (says == LINE)
		return value;
	if (value.n <= LI_ACCESS_PLMN)
		return (struct li_slice){0};
	for (size_t i = 0; i < LI_ACCESS_PLMN; i++)
		if (!li_text_digit(value.p[i]))
			return (struct li_slice){0};
	return li_slice_sub(value, 0, LI_ACCESS_PLMN);
}

/* Take one access off the list; *np is set when the network says it. */
static struct li_slice one(struct li_slice *list, bool *np)
{
	struct li_slice place = {0};
	struct param param;
	uint8_t ended = next_param(list, &param); /* access-type, -class */

	*np = false;
	while (ended == ';') {
		ended = next_param(list, &param);
		if (param.alone &&
			li_slice_is_nocase(param.name, "network-provided"))
			*np = true;
		if (!place.n)
			place = place_of(&param);
	}
	return place;
}

/* RFC 3261 cl. 7.3.1: any case, and blanks before the colon */
static bool is_access(struct li_slice line, struct li_slice *value)
{
	size_t colon;

	colon = li_slice_find(line, ':');
	*value = li_slice_sub(line, colon + 1, line.n);
	return li_slice_is_nocase(li_slice_trim(li_slice_sub(line, 0, colon)),
		"P-Access-Network-Info");
}

/* The next line that may be one, behind the line end at or after `at`; false at
 * the body. */
static bool next_likely(struct li_slice lines, size_t *at)
{
	const uint8_t *const end = lines.p + lines.n;
	const uint8_t *p = lines.p + *at;

	while ((p = memchr(p, '\n', (size_t)(end - p)))) {
		p++;
		if (end - p < 3 || *p == '\r' || *p == '\n')
			return false;
		if (p[1] == '-' && li_text_lower(p[0]) == 'p' &&
			li_text_lower(p[2]) == 'a') {
			*at = (size_t)(p - lines.p);
			return true;
		}
	}
	return false;
}

struct li_slice li_access_place(struct li_slice lines)
{
	struct li_slice list, found = {0};
	bool more = lines.n > 0;

	for (size_t at = 0; more; more = next_likely(lines, &at)) {
		const bool is = is_access(next_line(lines, &at), &list);

		at--; /* the line behind it may be one, too */
		while (is && list.n) {
			bool np;
			struct li_slice place = one(&list, &np);

			if (place.n && np)
				return place;
			if (!found.n)
				found = place;
		}
	}
	return found;
}
