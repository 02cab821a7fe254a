/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text.h"

int li_text_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

char *li_text_put_octets(char *to, struct li_slice octets)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < octets.n; i++) {
		*to++ = digits[octets.p[i] >> 4];
		*to++ = digits[octets.p[i] & 15];
	}
	return to;
}

bool li_text_get_octets(const char *from, uint8_t *out, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const int high = li_text_hex(from[2 * i]);
		const int low = high < 0 ? -1 : li_text_hex(from[2 * i + 1]);

		if (low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

li_err li_text_u64(struct li_slice s, uint64_t max, uint64_t *out)
{
	uint64_t v = 0;

	if (s.n == 0)
		return LI_EINVAL;
	for (size_t i = 0; i < s.n; i++) {
		uint64_t d;

		if (!li_text_digit(s.p[i]))
			return LI_EINVAL;
		d = (uint64_t)(s.p[i] - '0');
		if (v > max / 10 || (v == max / 10 && d > max % 10))
			return LI_EINVAL;
		v = v * 10 + d;
	}
	*out = v;
	return LI_OK;
}
