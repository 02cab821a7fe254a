/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain_uri.h - identities that are canonical where they stand. For the
 * files that sip_plain_body.h makes.
 *
 * Floor    2.
 * Threads  A scan belongs to its caller.
 * Memory   As sip_scan.h.
 * Spec     RFC 3261 cl. 19.1; RFC 3966 cl. 3; TS 23.003 cl. 13
 */
#ifndef LI_INTAKE_SIP_PLAIN_URI_H
#define LI_INTAKE_SIP_PLAIN_URI_H

#include "intake/sip_plain_find.h"

/* What 64 octets are, a bit for each. */
struct plain_view {
	uint64_t host;  /* what a host's name is written in */
	uint64_t digit; /* some of those */
};

/* Look at 32 of them. */
static inline struct plain_view plain_look_half(li_octets v)
{
	li_octets digit = li_octets_within(v, '0', 10);
	li_octets word = li_octets_or(li_octets_within(v, 'a', 26),
		li_octets_within(v, '-', 2));

	return (struct plain_view){
		.host = li_octets_mask(li_octets_or(digit, word)),
		.digit = li_octets_mask(digit),
	};
}

/* Look at the 64 octets at p, which plain_at() gave. */
static inline struct plain_view plain_look(const uint8_t *p)
{
	struct plain_view v = plain_look_half(li_octets_load(p));
	struct plain_view more = plain_look_half(li_octets_load(p + LI_OCTETS));

	v.host |= more.host << 32;
	v.digit |= more.digit << 32;
	return v;
}

/* The bits below n, which is at most 64. */
static inline uint64_t plain_bits_below(unsigned int n)
{
	return n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
}

/* The first bit at or above `from`, which is below 64, that is not set; 64
 * when all are. */
static inline unsigned int plain_run_end(uint64_t bits, unsigned int from)
{
	uint64_t rest = ~bits >> from;

	return rest ? from + (unsigned int)__builtin_ctzll(rest) : 64;
}

/* What user@host a URI or NAI is. */
struct plain_id {
	unsigned int user, n; /* octets of the user part, of all */
	enum li_id_user is;
};

/* The end of a user part that holds more than a host's name may; 64 when it is
 * not canonical or long. */
static inline unsigned int plain_wide_end(const uint8_t *p)
{
	uint64_t wide = 0;

	for (unsigned int i = 0; i < 2; i++) {
		li_octets v = li_octets_load(p + i * LI_OCTETS);
		li_octets more =
			li_octets_or(li_octets_within(li_octets_fold(v), 'a',
					     26),
				li_octets_or(li_octets_eq(v, '_'),
					li_octets_eq(v, '+')));

		more = li_octets_or(more,
			li_octets_or(li_octets_within(v, '0', 10),
				li_octets_within(v, '-', 2)));
		wide |= (uint64_t)li_octets_mask(more) << i * LI_OCTETS;
	}
	return plain_run_end(wide, 0);
}

/* Read the user part, if there is one; false when it is not canonical. */
static inline __attribute__((always_inline)) bool plain_user(const uint8_t *p,
	const struct plain_view *v, struct plain_id *out)
{
	unsigned int end;

	*out = (struct plain_id){.is = LI_ID_USER_WORD};
	if (p[0] == '+') {
		/* visual separators mean nothing: RFC 3966 cl. 3 */
		end = plain_run_end(v->digit, 1);
		out->is = LI_ID_USER_NUMBER;
		out->user = end;
		return end > 1 && end < 64 && p[end] == '@';
	}
	end = plain_run_end(v->host, 0);
	if (end == 64)
		return false;
	if (p[end] == '@') {
		uint64_t bits = plain_bits_below(end);

		if ((v->digit & bits) == bits)
			out->is = LI_ID_USER_DIGITS;
	} else {
		end = plain_wide_end(p);
		if (end == 64)
			return false;
		if (p[end] != '@')
			return true; /* a host alone */
	}
	out->user = end;
	return end > 0;
}

/* Step over an IPv6 address in brackets at bit `from`; 0 when it is none that
 * is canonical, or a long one. */
static inline unsigned int plain_ip6(const struct plain *s, const uint8_t *p,
	unsigned int from)
{
	li_octets v = li_octets_load(plain_at(s, p + from));
	uint32_t close = li_octets_mask(li_octets_eq(v, ']'));
	uint32_t other =
		~li_octets_mask(li_octets_or(li_octets_within(v, 'a', 6),
			li_octets_within(v, '-', 14)));
	unsigned int end;

	if (!close)
		return 0;
	end = (unsigned int)__builtin_ctz(close);
	/* the brackets themselves are the only others */
	return (other & ((UINT32_C(1) << end) - 1)) == 1 ? from + end + 1 : 0;
}

/* Step over a port; 0 when there is none. The default one is not part of the
 * name: RFC 3261 cl. 19.1.4. */
static inline unsigned int plain_port(const uint8_t *p,
	const struct plain_view *v, unsigned int colon, unsigned int *name_end)
{
	unsigned int end = plain_run_end(v->digit, colon + 1);

	*name_end = end;
	if (end == colon + 5 && memcmp(p + colon + 1, "506", 3) == 0 &&
		(p[colon + 4] == '0' || p[colon + 4] == '1'))
		*name_end = colon;
	return end > colon + 1 ? end : 0;
}

/* May a name end with this octet behind it? A host alone must not have
 * parameters: the first '@' of a URI, even in one, ends a user part. RFC 3261
 * cl. 25.1 */
static inline bool plain_ends(uint8_t c, bool host_only)
{
	return c == '>' || c == ' ' || (!host_only && (c == ';' || c == '?'));
}

/* Read what follows sip: as a name that is canonical where it stands, of which
 * `at` are 64 octets. */
static inline bool plain_sip(const struct plain *s, const uint8_t *p,
	const uint8_t *at, struct plain_id *out)
{
	struct plain_view v = plain_look(at);
	unsigned int from = 0, end;

	if (!plain_user(at, &v, out))
		return false;
	if (out->user)
		from = out->user + 1;
	if (from > 62)
		return false;
	end = plain_run_end(v.host, from);
	if (end == from && at[from] == '[')
		end = plain_ip6(s, p, from);
	else if (end == from || at[end - 1] == '.')
		return false;
	if (end == 0 || end > 62)
		return false;
	out->n = end;
	if (at[end] == ':')
		end = plain_port(at, &v, end, &out->n);
	return end && end < 64 && plain_ends(at[end], out->user == 0);
}

#endif
