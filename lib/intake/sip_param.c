/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_param.h"

#include "base/text.h"

bool li_sip_token(uint8_t c)
{
	uint8_t lower = li_text_lower(c);

	return li_text_digit(c) || (lower >= 'a' && lower <= 'z') ||
		(c && strchr("-.!%*_+`'~", c));
}

size_t li_sip_quoted_end(struct li_slice s, size_t at)
{
	for (size_t i = at + 1; i < s.n; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == '"')
			return i + 1;
	}
	return 0;
}

/* The value that starts at s.p[at]; returns the offset behind it. */
static size_t value_at(struct li_slice s, size_t at, uint8_t separator,
	struct li_sip_param *out)
{
	size_t end;

	if (at < s.n && s.p[at] == '"') {
		end = li_sip_quoted_end(s, at);
		out->value = end ? li_slice_sub(s, at + 1, end - 1)
				 : li_slice_sub(s, at + 1, s.n);
		out->escaped = li_slice_find(out->value, '\\') < out->value.n;
		if (end == 0)
			return s.n;
		while (end < s.n && s.p[end] != separator)
			end++;
		return end;
	}
	end = at;
	while (end < s.n && s.p[end] != separator)
		end++;
	out->value = li_slice_trim(li_slice_sub(s, at, end));
	return end;
}

bool li_sip_param_next(struct li_slice *rest, uint8_t separator,
	struct li_sip_param *out)
{
	struct li_slice s = *rest;
	size_t i = 0, name;

	while (i < s.n && (li_sip_blank(s.p[i]) || s.p[i] == separator))
		i++;
	if (i == s.n)
		return false;
	name = i;
	while (i < s.n && s.p[i] != '=' && s.p[i] != separator)
		i++;
	*out = (struct li_sip_param){
		.name = li_slice_trim(li_slice_sub(s, name, i))};
	if (i < s.n && s.p[i] == '=') {
		i++;
		while (i < s.n && li_sip_blank(s.p[i]))
			i++;
		i = value_at(s, i, separator, out);
	}
	*rest = li_slice_sub(s, i, s.n);
	return true;
}

struct li_slice li_sip_param_find(struct li_slice params, const char *name)
{
	struct li_sip_param param;

	while (li_sip_param_next(&params, ';', &param))
		if (li_slice_is_nocase(param.name, name))
			return param.value;
	return (struct li_slice){0};
}

struct li_slice li_sip_param_text(const struct li_sip_param *param,
	uint8_t *room, size_t cap)
{
	struct li_slice v = param->value;
	size_t n = 0;

	if (!param->escaped)
		return v;
	for (size_t i = 0; i < v.n && n < cap; i++) {
		if (v.p[i] == '\\' && i + 1 < v.n)
			i++;
		room[n++] = v.p[i];
	}
	return li_slice(room, n);
}
