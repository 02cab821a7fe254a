/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/keys.h"

#include "base/text.h"

uint32_t li_redact_keys_flag(const struct li_field *field)
{
	static const struct {
		const char *name;
		uint32_t flag;
	} headers[] = {
		{"WWW-Authenticate", LI_MOD_AUTHENTICATION},
		{"Proxy-Authenticate", LI_MOD_PROXY_AUTHENTICATE},
		{"Authorization", LI_MOD_AUTHORIZATION},
		{"Proxy-Authorization", LI_MOD_PROXY_AUTHORIZATION},
		{"Authentication-Info", LI_MOD_AUTHENTICATION_INFO},
	};

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		if (li_head_is(field, headers[i].name, NULL))
			return headers[i].flag;
	return 0;
}

static bool is_space(uint8_t b)
{
	return b == ' ' || b == '\t' || b == '\r' || b == '\n';
}

static size_t skip_space(struct li_slice s, size_t i, size_t to)
{
	while (i < to && is_space(s.p[i]))
		i++;
	return i;
}

/* Mask what stands between a value and what may end it. Where quotes do not pair,
 * or a token goes on behind a space, that is of the value too. Returns where it
 * ends, which is in the same line, folded or not. */
static size_t mask_rest(struct li_copy *c, size_t i, size_t to, uint32_t flag)
{
	struct li_slice s = c->sip;

	for (; i < to && s.p[i] != ',' && s.p[i] != ';'; i++) {
		bool ends = s.p[i] == '\n' &&
			(i + 1 == to ||
				(s.p[i + 1] != ' ' && s.p[i + 1] != '\t'));

		if (ends)
			break;
		if (!is_space(s.p[i]) && s.p[i] != '"')
			li_copy_put(c, i, LI_MOD_MASK, flag);
	}
	return i;
}

/* Mask the value of the parameter whose '=' was passed at `i`: a quoted string
 * with its quotes kept, or up to what ends a token. Returns where it ends. */
static size_t mask(struct li_copy *c, size_t i, size_t to, uint32_t flag)
{
	struct li_slice s = c->sip;
	bool quoted;

	i = skip_space(s, i, to);
	quoted = i < to && s.p[i] == '"';
	for (i += quoted; i < to; i++) {
		uint8_t b = s.p[i];

		if (quoted ? b == '"' : b == ',' || b == ';' || is_space(b))
			break;
		if (is_space(b))
			continue;
		if (quoted && b == '\\' && i + 1 < to)
			li_copy_put(c, i++, LI_MOD_MASK, flag);
		li_copy_put(c, i, LI_MOD_MASK, flag);
	}
	return mask_rest(c, i, to, flag);
}

/* TS 24.229 cl. 5.4.1.2.1A lets the S-CSCF add them to a challenge; they are
 * the keys of the user's IPsec. */
void li_redact_keys(struct li_copy *c, size_t from, size_t to, uint32_t flag)
{
	struct li_slice s = c->sip;

	for (size_t i = from; i + 2 < to; i++) {
		uint8_t kind = li_text_lower(s.p[i]);
		uint8_t before = i > 0 ? li_text_lower(s.p[i - 1]) : ' ';
		size_t eq;

		if ((kind != 'c' && kind != 'i') ||
			li_text_lower(s.p[i + 1]) != 'k' ||
			(before >= 'a' && before <= 'z') ||
			li_text_digit(before) || before == '-' || before == '_')
			continue;
		eq = skip_space(s, i + 2, to);
		if (eq < to && s.p[eq] == '=')
			i = mask(c, eq + 1, to, flag) - 1;
	}
}
