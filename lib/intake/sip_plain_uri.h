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
#include "model/id_keys.h"

/* What 64 octets are, a bit for each. */
struct plain_view {
	uint64_t at, special, host, digit;
	uint64_t stop; /* no URI in brackets holds it */
};

/* Look at 32 octets. */
static inline void plain_look_half(const uint8_t *p, struct plain_view *out)
{
	li_octets v = li_octets_load(p);
	li_octets digit = li_octets_within(v, '0', 10);
	li_octets stop = li_octets_or(li_octets_or(li_octets_within(v, 0, 0x21),
					      li_octets_eq(v, 0x7f)),
		li_octets_or(li_octets_eq(v, '<'), li_octets_eq(v, '>')));

	out->at = li_octets_mask(li_octets_eq(v, '@'));
	out->special = li_octets_mask(li_octets_or(li_octets_eq(v, '%'),
		li_octets_or(li_octets_eq(v, ';'), li_octets_eq(v, ':'))));
	out->digit = li_octets_mask(digit);
	out->host = li_octets_mask(li_octets_or(digit,
		li_octets_or(li_octets_within(v, 'a', 26),
			li_octets_within(v, '-', 2))));
	out->stop = li_octets_mask(stop);
}

/* Look at the 64 octets at p; nothing counts behind the first stop. */
static inline void plain_look(struct plain *s, const uint8_t *p,
	struct plain_view *out)
{
	struct plain_view more;

	plain_look_half(plain_at(s, p), out);
	if (out->stop)
		return;
	plain_look_half(plain_at(s, p + LI_OCTETS), &more);
	out->at |= more.at << 32;
	out->special |= more.special << 32;
	out->digit |= more.digit << 32;
	out->host |= more.host << 32;
	out->stop |= more.stop << 32;
}

/* The bits below n, which is at most 64. */
static inline uint64_t plain_bits_below(unsigned int n)
{
	return n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
}

/* The first bit at or above `from` that is not set; 64 when all are. */
static inline unsigned int plain_run_end(uint64_t bits, unsigned int from)
{
	uint64_t rest = ~bits & ~plain_bits_below(from);

	return rest ? (unsigned int)__builtin_ctzll(rest) : 64;
}

/* What user@host a URI or NAI is. */
struct plain_id {
	size_t user, n; /* octets of the user part, of all */
	enum li_id_user is;
};

/* Read the user part; false when it is not canonical. */
static inline bool plain_user(const uint8_t *p, const struct plain_view *v,
	struct plain_id *out)
{
	unsigned int at = (unsigned int)__builtin_ctzll(v->at);
	uint64_t bits = plain_bits_below(at);

	out->user = at;
	out->is = LI_ID_USER_WORD;
	if (at == 0 || ((v->special | v->stop) & bits))
		return false;
	if (p[0] == '+') {
		/* visual separators mean nothing: RFC 3966 cl. 3 */
		out->is = LI_ID_USER_NUMBER;
		return at > 1 && ((v->digit | 1) & bits) == bits;
	}
	if ((v->digit & bits) == bits)
		out->is = LI_ID_USER_DIGITS;
	return true;
}

/* Step over an IPv6 address in brackets at bit `from`; 0 when it is none that
 * is canonical, or a long one. */
static inline unsigned int plain_ip6(struct plain *s, const uint8_t *p,
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
	const struct plain_view *v, unsigned int colon, size_t *name_end)
{
	unsigned int end = plain_run_end(v->digit, colon + 1);

	*name_end = end;
	if (end == colon + 5 && memcmp(p + colon + 1, "506", 3) == 0 &&
		(p[colon + 4] == '0' || p[colon + 4] == '1'))
		*name_end = colon;
	return end > colon + 1 ? end : 0;
}

/* Read what follows sip: as a name that is canonical where it stands. */
static inline bool plain_sip(struct plain *s, const uint8_t *p,
	const struct plain_view *v, struct plain_id *out)
{
	unsigned int from = 0, end;

	*out = (struct plain_id){.is = LI_ID_USER_WORD};
	if (v->at) {
		if (!plain_user(p, v, out))
			return false;
		from = (unsigned int)out->user + 1;
	}
	end = plain_run_end(v->host, from);
	if (end == from && from < 63 && p[from] == '[')
		end = plain_ip6(s, p, from);
	else if (end == from || p[end - 1] == '.')
		return false;
	if (end == 0 || end > 62)
		return false;
	out->n = end;
	if (p[end] == ':')
		end = plain_port(p, v, end, &out->n);
	return end && end < 64 &&
		((v->stop >> end & 1) || p[end] == ';' || p[end] == '?');
}

/* The name that a URI at p has in common with one before, if it has. */
static inline const struct plain_name *plain_known(const struct plain *s,
	const uint8_t *p)
{
	for (unsigned int i = 0; i < s->name_count; i++) {
		const struct plain_name *name = &s->names[i];
		size_t n = name->n, at;
		uint64_t d;

		if ((size_t)(s->end - p) <= n)
			continue; /* n is at least 8 */
		d = plain_load64(p) ^ plain_load64(name->p);
		if (d == 0)
			d = plain_load64(p + n - 8) ^
				plain_load64(name->p + n - 8);
		for (at = 8; d == 0 && at + 8 < n; at += 8)
			d = plain_load64(p + at) ^ plain_load64(name->p + at);
		if (d == 0 &&
			(p[n] == '>' || p[n] == ' ' || p[n] == ';' ||
				p[n] == '?'))
			return name;
	}
	return NULL;
}

/* Give a party the keys of the name at p + 4; false when it is not plain. */
static inline bool plain_keys(struct plain *s, const uint8_t *p,
	struct li_party *party, const uint8_t **name_end)
{
	const uint8_t *name = p + 4;
	struct plain_id id = {.is = LI_ID_USER_WORD};
	struct plain_view v;
	size_t n;

	plain_look(s, name, &v);
	if (v.stop)
		v.at &= plain_bits_below((unsigned int)__builtin_ctzll(v.stop));
	if (plain_is4(p, "sip:")) {
		if (!plain_sip(s, name, &v, &id))
			return false;
		n = li_id_keys_sip(li_slice(name, id.n), id.user, id.is,
			s->secret, &s->host, party->keys);
		if (s->name_count < PLAIN_NAMES && id.n >= 8)
			s->names[s->name_count++] =
				(struct plain_name){name, id.n, party};
	} else {
		id.n = plain_run_end(v.digit, 1);
		if (!plain_is4(p, "tel:") || name[0] != '+' || id.n < 2 ||
			id.n == 64 ||
			(!(v.stop >> id.n & 1) && name[id.n] != ';'))
			return false;
		n = li_id_keys_tel(li_slice(name, id.n), s->secret,
			party->keys);
	}
	party->key_count = (uint8_t)n;
	*name_end = name + id.n;
	return true;
}

/* Add an IMPU whose URI is at p and ends at a stop in front of or at `to`.
 * Returns where it ends; NULL, and nothing is added, when it is not plain. */
static __attribute__((noinline)) const uint8_t *plain_uri(struct plain *s,
	enum li_role role, const uint8_t *p, const uint8_t *to)
{
	struct li_event *event = s->event;
	struct li_party *party = &event->parties[event->party_count];
	const struct plain_name *known = NULL;
	const uint8_t *end;

	if (to - p < 6 || event->party_count == LI_EVENT_IDENTITIES_MAX)
		return NULL;
	if (plain_is4(p, "sip:"))
		known = plain_known(s, p + 4);
	if (known) {
		party->key_count = known->party->key_count;
		memcpy(party->keys, known->party->keys, sizeof(party->keys));
		end = p + 4 + known->n;
	} else if (!plain_keys(s, p, party, &end)) {
		return NULL;
	}
	if (end > to)
		return NULL;
	end = plain_find_stop(s, end, to);
	party->role = role;
	party->kind = LI_ID_IMPU;
	party->text = li_slice(p, (size_t)(end - p));
	event->party_count++;
	return end;
}

#endif
