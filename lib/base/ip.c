/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/ip.h"

#include <stdio.h>

/* A hexadecimal digit's value and one more; 0: it is none. */
static const uint8_t hex[256] = {
	['0'] = 1,
	['1'] = 2,
	['2'] = 3,
	['3'] = 4,
	['4'] = 5,
	['5'] = 6,
	['6'] = 7,
	['7'] = 8,
	['8'] = 9,
	['9'] = 10,
	['a'] = 11,
	['b'] = 12,
	['c'] = 13,
	['d'] = 14,
	['e'] = 15,
	['f'] = 16,
	['A'] = 11,
	['B'] = 12,
	['C'] = 13,
	['D'] = 14,
	['E'] = 15,
	['F'] = 16,
};

/* One number of an IPv4 address, without zeroes in front; moves *at behind it.
 */
static bool number(const uint8_t **at, const uint8_t *end, uint8_t *out)
{
	const uint8_t *p = *at;
	unsigned int v = 0, d;

	while (p < end && (d = *p - (unsigned int)'0') < 10) {
		if (p > *at && v == 0)
			return false;
		v = v * 10 + d;
		if (v > UINT8_MAX)
			return false;
		p++;
	}
	if (p == *at)
		return false;
	*at = p;
	*out = (uint8_t)v;
	return true;
}

/* An empty text may be nowhere. */
static const uint8_t *end_of(struct li_slice text)
{
	return text.n ? text.p + text.n : text.p;
}

bool li_ip_read4(struct li_slice text, uint8_t out[static 4])
{
	const uint8_t *at = text.p, *end = end_of(text);

	for (int i = 0; i < 4; i++) {
		if (i && (at == end || *at++ != '.'))
			return false;
		if (!number(&at, end, &out[i]))
			return false;
	}
	return at == end;
}

/* Where the groups read so far end, and where "::" stands. */
struct groups {
	uint8_t *to, *gap;
};

/* What a colon ends, and whether it is the first of "::". */
static bool take_colon(struct groups *g, const uint8_t **at, const uint8_t *end)
{
	if (++*at == end)
		return false; /* one colon */
	if (**at != ':')
		return true;
	if (g->gap)
		return false; /* which of both is how long? */
	g->gap = g->to;
	++*at;
	return true;
}

/* Groups up to the end, the last perhaps an IPv4 address. RFC 4291 cl. 2.2 */
static bool take_groups(struct groups *g, const uint8_t *p, const uint8_t *end,
	const uint8_t *room_end)
{
	while (p < end) {
		const uint8_t *from = p;
		uint32_t v = 0, d;

		while (p < end && (d = hex[*p]) != 0) {
			v = (v << 4) + d - 1;
			p++;
		}
		if (p < end && *p == '.' && room_end - g->to >= 4) {
			g->to += 4;
			return li_ip_read4(li_slice(from, (size_t)(end - from)),
				g->to - 4);
		}
		if (p == from || p - from > 4 || g->to == room_end)
			return false;
		*g->to++ = (uint8_t)(v >> 8);
		*g->to++ = (uint8_t)v;
		if (p < end && (*p != ':' || !take_colon(g, &p, end)))
			return false;
	}
	return true;
}

bool li_ip_read6(struct li_slice text, uint8_t out[static 16])
{
	const uint8_t *at = text.p, *end = end_of(text);
	struct groups g = {.to = out};
	size_t behind;

	if (text.n >= 2 && at[0] == ':' && at[1] == ':') {
		g.gap = out;
		at += 2;
	}
	if (!take_groups(&g, at, end, out + 16))
		return false;
	if (!g.gap)
		return g.to == out + 16;
	if (g.to == out + 16)
		return false; /* "::" stands for a group at least */
	behind = (size_t)(g.to - g.gap);
	memmove(out + 16 - behind, g.gap, behind);
	memset(g.gap, 0, (size_t)(out + 16 - g.to));
	return true;
}

bool li_ip_full6(struct li_slice text, char out[static LI_IP_FULL6])
{
	uint8_t octets[16];

	if (!li_ip_read6(text, octets))
		return false;
	for (size_t i = 0; i < sizeof(octets); i += 2)
		snprintf(out + i / 2 * 5, 6, i < 14 ? "%02x%02x:" : "%02x%02x",
			octets[i], octets[i + 1]);
	return true;
}

/* The 0s among eight groups that "::" stands for: the longest run, of several the
 * first. One alone is written. RFC 5952 cl. 4.2 */
static size_t longest(const uint8_t octets[static 16], size_t *out)
{
	size_t best = 1, n = 0;

	for (size_t i = 0; i < 8; i++) {
		n = octets[2 * i] | octets[2 * i + 1] ? 0 : n + 1;
		if (n > best) {
			best = n;
			*out = i + 1 - n;
		}
	}
	return best > 1 ? best : 0;
}

/* A group without zeros in front, in lower case. RFC 5952 cl. 4.1, 4.3 */
static char *put_group(const uint8_t octets[static 2], char *to)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned int v = (unsigned int)octets[0] << 8 | octets[1];

	for (unsigned int shift = 16; shift; shift -= 4)
		if (shift == 4 || v >> (shift - 4))
			*to++ = digits[v >> (shift - 4) & 0xf];
	return to;
}

size_t li_ip_short6(struct li_slice text, char out[static LI_IP_FULL6])
{
	uint8_t octets[16];
	size_t gap = 8, n;
	char *to = out;

	if (!li_ip_read6(text, octets))
		return 0;
	n = longest(octets, &gap);
	for (size_t i = 0; i < 8; i++) {
		if (i == gap) {
			*to++ = ':';
			if (i + n == 8)
				*to++ = ':';
			i += n - 1;
			continue;
		}
		if (i)
			*to++ = ':';
		to = put_group(octets + 2 * i, to);
	}
	return (size_t)(to - out);
}

bool li_host_eq(const char *a, const char *b)
{
	uint8_t left[16], right[16];

	if (li_ip_read4(li_slice_str(a), left))
		return li_ip_read4(li_slice_str(b), right) &&
			memcmp(left, right, 4) == 0;
	if (li_ip_read6(li_slice_str(a), left))
		return li_ip_read6(li_slice_str(b), right) &&
			memcmp(left, right, 16) == 0;
	return strcasecmp(a, b) == 0;
}
