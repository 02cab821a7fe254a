/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/key.h"

struct li_slice li_key_text(const struct li_uuid *installation, int64_t row,
	const uint8_t public_part[static LI_SIGN_PUBLIC],
	uint8_t text[static LI_KEY_TEXT])
{
	static const char title[] = "lmisf audit key";
	uint64_t v = (uint64_t)row;
	size_t n = sizeof(title);

	memcpy(text, title, n);
	memcpy(text + n, installation->octet, sizeof(installation->octet));
	n += sizeof(installation->octet);
	for (size_t i = 8; i-- > 0; v >>= 8)
		text[n + i] = (uint8_t)v;
	n += 8;
	memcpy(text + n, public_part, LI_SIGN_PUBLIC);
	return li_slice(text, n + LI_SIGN_PUBLIC);
}
