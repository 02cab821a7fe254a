/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/utf8.h"

size_t li_utf8_first(struct li_slice s)
{
	/* The bounds of the second octet keep out overlong forms, surrogates
	 * and what lies above U+10FFFF. RFC 3629 cl. 4 */
	uint8_t low = 0x80, high = 0xbf;
	size_t n;

	if (!s.n)
		return 0;
	if (s.p[0] < 0x80)
		return 1;
	if (s.p[0] < 0xc2 || s.p[0] > 0xf4)
		return 0;
	n = s.p[0] < 0xe0 ? 2 : s.p[0] < 0xf0 ? 3 : 4;
	if (s.n < n)
		return 0;
	if (s.p[0] == 0xe0)
		low = 0xa0;
	else if (s.p[0] == 0xed)
		high = 0x9f;
	else if (s.p[0] == 0xf0)
		low = 0x90;
	else if (s.p[0] == 0xf4)
		high = 0x8f;
	if (s.p[1] < low || s.p[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++)
		if (s.p[i] < 0x80 || s.p[i] > 0xbf)
			return 0;
	return n;
}

bool li_utf8_valid(struct li_slice s)
{
	while (s.n) {
		size_t n = li_utf8_first(s);

		if (!n)
			return false;
		s = li_slice_sub(s, n, s.n);
	}
	return true;
}

void li_utf8_put_uri(struct li_buf *out, struct li_slice uri)
{
	while (uri.n) {
		size_t n = li_utf8_first(uri);

		if (n)
			li_buf_put(out, uri.p, n);
		else
			li_buf_printf(out, "%%%02X", uri.p[0]);
		uri = li_slice_sub(uri, n ? n : 1, uri.n);
	}
}
