/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/prefix.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/text.h"

/* Are the first `bits` bits of a those of b? */
static bool same_bits(const uint8_t *a, const uint8_t *b, unsigned int bits)
{
	const unsigned int whole = bits / 8, rest = bits % 8;
	const uint8_t mask = (uint8_t)(0xff00U >> rest);

	return memcmp(a, b, whole) == 0 &&
		(rest == 0 || ((a[whole] ^ b[whole]) & mask) == 0);
}

static bool parse_ip(struct li_slice s, struct li_address *out)
{
	char text[INET6_ADDRSTRLEN];

	if (s.n == 0 || s.n >= sizeof(text))
		return false;
	li_slice_copy(s, text, sizeof(text));
	out->family = memchr(s.p, ':', s.n) ? 6 : 4;
	return inet_pton(out->family == 6 ? AF_INET6 : AF_INET, text,
		       out->ip) == 1;
}

li_err li_prefix_parse(const char *text, struct li_prefix *out)
{
	const struct li_slice s = li_slice_str(text);
	const size_t slash = li_slice_find(s, '/');
	struct li_prefix p = {0};
	struct li_address rest;
	uint64_t all, bits;

	if (!parse_ip(li_slice_sub(s, 0, slash), &p.at))
		return LI_EINVAL;
	all = bits = p.at.family == 6 ? 128 : 32;
	if (slash < s.n &&
		li_text_u64(li_slice_sub(s, slash + 1, s.n), all, &bits) !=
			LI_OK)
		return LI_EINVAL;
	p.bits = (uint8_t)bits;
	rest = p.at;
	for (size_t i = 0; i < all; i++)
		if (i >= bits)
			rest.ip[i / 8] &= (uint8_t) ~(0x80U >> i % 8);
	if (memcmp(rest.ip, p.at.ip, sizeof(rest.ip)) != 0)
		return LI_EINVAL;
	*out = p;
	return LI_OK;
}

bool li_prefix_has(const struct li_prefix *prefix, const struct li_address *at)
{
	return prefix->at.family == at->family &&
		same_bits(prefix->at.ip, at->ip, prefix->bits);
}
