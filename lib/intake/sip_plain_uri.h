/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain_uri.h - identities that are canonical where they stand. For the
 * files that sip_plain_body.h makes.
 *
 * Floor    2.
 * Threads  A scan belongs to its caller.
 * Memory   As sip_scan.h.
 * Spec     RFC 3261 cl. 19.1; RFC 3966 cl. 3; RFC 5952 cl. 4;
 *          RFC 5954 cl. 4.2; TS 23.003 cl. 13
 */
#ifndef LI_INTAKE_SIP_PLAIN_URI_H
#define LI_INTAKE_SIP_PLAIN_URI_H

#include "intake/sip_plain_find.h"

enum { PLAIN_RUN_MAX = 63, PLAIN_NO_USER = 255 };

/* The user part of a URI or NAI. */
struct plain_user {
	unsigned int n; /* octets; 0: there is none */
	enum li_id_user is;
};

/* A bit for each octet at p that is a digit. */
static inline uint32_t plain_digits(const uint8_t *p)
{
	return li_octets_mask(li_octets_within(li_octets_load(p), '0', 10));
}

/* A bit for each octet at p that a host's name is written in. */
static inline uint32_t plain_host_octets(const uint8_t *p)
{
	li_octets v = li_octets_load(p);

	return li_octets_mask(li_octets_or(li_octets_within(v, 'a', 26),
		li_octets_or(li_octets_within(v, '0', 10),
			li_octets_within(v, '-', 2))));
}

/* The same for a user part that is canonical where it stands. */
static inline uint32_t plain_user_octets(const uint8_t *p)
{
	li_octets v = li_octets_load(p);
	li_octets more = li_octets_or(li_octets_eq(v, '_'),
		li_octets_or(li_octets_eq(v, '+'),
			li_octets_within(v, '0', 10)));

	return li_octets_mask(li_octets_or(more,
		li_octets_or(li_octets_within(li_octets_fold(v), 'a', 26),
			li_octets_within(v, '-', 2))));
}

/* How many bits from the lowest on are set; RUN_MAX when more
 * are, too. */
static inline unsigned int plain_run(uint64_t low, uint64_t high)
{
	uint64_t rest =
		~(low | high << LI_OCTETS) | UINT64_C(1) << PLAIN_RUN_MAX;

	return (unsigned int)__builtin_ctzll(rest);
}

/* Read a user part that is no number, if there is one. */
static __attribute__((noinline)) struct plain_user plain_user_word(
	const uint8_t *p)
{
	const struct plain_user none = {.n = PLAIN_NO_USER};
	const uint32_t low = plain_user_octets(p);
	const uint32_t high =
		low == UINT32_MAX ? plain_user_octets(p + LI_OCTETS) : 0;
	unsigned int n = plain_run(low, high);

	if (n == PLAIN_RUN_MAX || p[0] == '@')
		return none;
	return (struct plain_user){.n = p[n] == '@' ? n : 0,
		.is = LI_ID_USER_WORD};
}

/* Read a user part that is a number, or digits; NO_USER when it is neither.
 * Visual separators in a number mean nothing: RFC 3966 cl. 3. */
static inline struct plain_user plain_user_number(const uint8_t *p)
{
	const unsigned int plus = p[0] == '+';
	const unsigned int n = plain_run(plain_digits(p) | plus, 0);

	return (struct plain_user){
		.n = p[n] == '@' && n > plus ? n : PLAIN_NO_USER,
		.is = plus ? LI_ID_USER_NUMBER : LI_ID_USER_DIGITS,
	};
}

/* Read the user part, if there is one; NO_USER when it is not canonical. */
static inline struct plain_user plain_user(const uint8_t *p)
{
	struct plain_user user;

	if (p[0] >= 'A')
		return plain_user_word(p);
	user = plain_user_number(p);
	return user.n != PLAIN_NO_USER || p[0] == '+' ? user
						      : plain_user_word(p);
}

/* Is what stands between two brackets the shortest text of an IPv6 address, or of
 * none, which is hashed as it is? A bit for each hexadecimal digit, colon, 0 and
 * bracket. RFC 5952 cl. 4; RFC 5954 cl. 4.2 */
static inline bool plain_ip6_short(uint32_t digits, uint32_t colons,
	uint32_t zeros, uint32_t brackets)
{
	const uint32_t edges = colons | brackets, gap = colons & colons << 1;
	const uint32_t first = digits & edges << 1; /* of each group */
	const uint32_t null = zeros & first & edges >> 1;
	/* a 0 in front, more zeros that "::" could stand for */
	const uint32_t longer = (zeros & first) ^ null;
	const uint32_t more = null & (null >> 2 | gap << 1 | gap >> 2);

	/* "::" never stands for one group: RFC 5952 cl. 4.2 */
	return !(longer | more) && (!gap || __builtin_popcount(first) != 7);
}

/* Step over what is in brackets at p, and tell whether it is the shortest text of
 * an IPv6 address; NULL when it is long. */
static inline const uint8_t *plain_ip6(const uint8_t *p, bool *shortest)
{
	const li_octets v = li_octets_load(p);
	const uint32_t close = li_octets_mask(li_octets_eq(v, ']'));
	const uint32_t in = close ^ (close - 1);
	const uint32_t brackets = (close & -close) | 1;
	const uint32_t colons = li_octets_mask(li_octets_eq(v, ':')) & in;
	const uint32_t digits = in &
		li_octets_mask(li_octets_or(li_octets_within(v, 'a', 6),
			li_octets_within(v, '0', 10)));

	if (!close)
		return NULL;
	/* the brackets themselves are the only others */
	*shortest = (digits | colons | brackets) == in &&
		plain_ip6_short(digits, colons,
			li_octets_mask(li_octets_eq(v, '0')), brackets);
	return plain_bit(p, close) + 1;
}

/* Step over a port; NULL when there is none. The default one is not part of the
 * name: RFC 3261 cl. 19.1.4. */
static inline const uint8_t *plain_port(const uint8_t *colon,
	const uint8_t **name_end)
{
	const uint8_t *digits = colon + 1;
	const uint8_t *end = digits + plain_run(plain_digits(digits), 0);

	if (*digits == '0')
		return NULL; /* as a number it is another text */
	*name_end = end;
	if (end == digits + 4 && memcmp(digits, "506", 3) == 0 &&
		(digits[3] == '0' || digits[3] == '1'))
		*name_end = colon;
	return end > digits ? end : NULL;
}

/* May a name end with this octet behind it? A host alone must not have
 * parameters: the first '@' of a URI, even in one, ends a user part. RFC 3261
 * cl. 25.1 */
static inline bool plain_ends(uint8_t c, bool host_only)
{
	return c == '>' || c == ' ' || (!host_only && (c == ';' || c == '?'));
}

/* Where a host whose name or address ends at `end` ends as it is hashed; NULL
 * when it is not canonical. */
static inline const uint8_t *plain_port_end(const uint8_t *end, bool host_only)
{
	const uint8_t *name_end = end;

	if (*end == ':')
		end = plain_port(end, &name_end);
	return end && plain_ends(*end, host_only) ? name_end : NULL;
}

/* Where the host at p ends so. */
static inline const uint8_t *plain_host_end(const uint8_t *p, bool host_only)
{
	const uint8_t *end = p +
		plain_run(plain_host_octets(p),
			plain_host_octets(p + LI_OCTETS));

	if (end == p || end == p + PLAIN_RUN_MAX || end[-1] == '.')
		return NULL;
	return plain_port_end(end, host_only);
}

/* Where the realm at p ends; NULL when it is not canonical. */
static inline const uint8_t *plain_realm_end(const uint8_t *p)
{
	const unsigned int n = plain_run(plain_host_octets(p),
		plain_host_octets(p + LI_OCTETS));

	return n && n < PLAIN_RUN_MAX ? p + n : NULL;
}

#endif
