/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/base64.h"
#include "base/text.h"

static int value_of(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (li_text_digit(c))
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

/* How many of its last two characters are padding. */
static size_t padding_of(struct li_slice text)
{
	if (text.n < 2 || text.p[text.n - 1] != '=')
		return 0;
	return text.p[text.n - 2] == '=' ? 2 : 1;
}

li_err li_base64_get(struct li_slice text, uint8_t *out, size_t cap, size_t *n)
{
	const size_t padding = padding_of(text);
	unsigned int bits = 0, held = 0;
	size_t at = 0;

	if (text.n % 4)
		return LI_EMALFORMED;
	if (text.n / 4 * 3 - padding > cap)
		return LI_ETOOBIG;
	for (size_t i = 0; i < text.n - padding; i++) {
		int value = value_of(text.p[i]);

		if (value < 0)
			return LI_EMALFORMED;
		bits = (bits << 6 | (unsigned int)value) & 0xfff;
		held += 6;
		if (held < 8)
			continue;
		held -= 8;
		out[at++] = (uint8_t)(bits >> held);
	}
	/* RFC 4648 cl. 3.5: one text for some octets, and no other */
	if (bits & ((1U << held) - 1))
		return LI_EMALFORMED;
	*n = at;
	return LI_OK;
}
