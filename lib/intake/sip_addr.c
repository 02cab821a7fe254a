/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_addr.h"

#include "intake/sip_param.h"

/* Step over the quoted string at i, or over the quote alone when it never
 * closes or none stands in such a place: who reads the quotes in front of it
 * otherwise sees an address where we see a name. From then on quotes are plain
 * octets, which keeps the walk linear. */
static size_t step_quoted(struct li_sip_list *list, size_t i, bool fits)
{
	size_t end =
		list->loose || !fits ? 0 : li_sip_quoted_end(list->rest, i);

	if (end)
		return end;
	list->loose = true;
	list->bad = true;
	return i + 1;
}

/* Does a parameter's value begin at i? */
static bool is_value(struct li_slice s, size_t i)
{
	while (i > 0 && li_sip_blank(s.p[i - 1]))
		i--;
	return i > 0 && s.p[i - 1] == '=';
}

/* Offset of the first unquoted octet at or behind i that ends a value: a
 * comma, or a bracket, which no parameter may hold. */
static size_t params_end(struct li_sip_list *list, size_t i)
{
	struct li_slice s = list->rest;

	while (i < s.n && s.p[i] != ',' && s.p[i] != '<') {
		if (s.p[i] == '"')
			i = step_quoted(list, i, is_value(s, i));
		else
			i++;
	}
	return i;
}

/* The value whose bracket opens at `open`. */
static size_t bracketed(struct li_sip_list *list, size_t open,
	struct li_sip_addr *out)
{
	struct li_slice s = list->rest;
	size_t close = open + 1, end;

	/* No URI holds a second opening bracket: an address starts there. */
	while (close < s.n && s.p[close] != '>' && s.p[close] != '<')
		close++;
	out->uri = li_slice_trim(li_slice_sub(s, open + 1, close));
	if (close == s.n || s.p[close] == '<')
		list->bad = true;
	if (close < s.n && s.p[close] == '<') {
		out->lax = li_slice_sub(s, open + 1,
			open + 1 + LI_SIP_ADDR_LAX_MAX);
		out->lax =
			li_slice_sub(out->lax, 0, li_slice_find(out->lax, '>'));
		return close;
	}
	end = params_end(list, close);
	out->params = li_slice_sub(s, close + 1, end);
	return end;
}

bool li_sip_addr_next(struct li_sip_list *list, struct li_sip_addr *out)
{
	struct li_slice s = list->rest;
	size_t i = 0, start, end;

	while (i < s.n && (li_sip_blank(s.p[i]) || s.p[i] == ','))
		i++;
	if (i == s.n)
		return false;
	*out = (struct li_sip_addr){0};
	start = i;
	while (i < s.n && s.p[i] != '<' && s.p[i] != ',' && s.p[i] != ';') {
		if (s.p[i] == '"')
			i = step_quoted(list, i, i == start);
		else
			i++;
	}
	if (i < s.n && s.p[i] == '<') {
		end = bracketed(list, i, out);
	} else {
		out->bare = true;
		out->uri = li_slice_trim(li_slice_sub(s, start, i));
		end = i < s.n && s.p[i] == ';' ? params_end(list, i) : i;
		out->params = li_slice_sub(s, i, end);
	}
	list->rest = li_slice_sub(s, end, s.n);
	return true;
}

struct li_slice li_sip_addr_whole(const struct li_sip_addr *addr)
{
	if (!addr->bare || addr->params.n == 0 || addr->uri.n == 0)
		return addr->uri;
	return li_slice_trim(li_slice(addr->uri.p,
		(size_t)(addr->params.p + addr->params.n - addr->uri.p)));
}
