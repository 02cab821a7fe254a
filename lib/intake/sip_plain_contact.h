/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_plain_contact.h - a Contact that is written plainly. For the files that
 * sip_plain_body.h makes.
 *
 * Floor    2.
 * Threads  A scan belongs to its caller.
 * Memory   As sip_scan.h.
 * Spec     RFC 3261 cl. 20.10; RFC 7254 cl. 4
 */
#ifndef LI_INTAKE_SIP_PLAIN_CONTACT_H
#define LI_INTAKE_SIP_PLAIN_CONTACT_H

#include "intake/sip_contact.h"
#include "intake/sip_plain_value.h"

enum { PLAIN_TAC_AT = 30 }; /* of an IMEI, in +sip.instance */

/* A bit for each octet at p where a parameter may end, or a quoted string
 * begin; for those above 127, too. */
static inline uint32_t plain_param_stops(const uint8_t *p)
{
	li_octets v = li_octets_load(p);
	li_octets ends = li_octets_or(li_octets_within(v, ';', 2), /* or '<' */
		li_octets_or(li_octets_eq(v, ','), li_octets_under(v, 0x20)));

	return li_octets_mask(li_octets_or(ends, li_octets_eq(v, '"')));
}

/* The first of them; looked for as plain_find_stop() does. */
static __attribute__((noinline)) const uint8_t *plain_find_param_stop_on(
	const uint8_t *p)
{
	uint32_t mask;

	while (!(mask = plain_param_stops(p)))
		p += LI_OCTETS;
	return plain_bit(p, mask);
}

/* Where the parameter at p ends, NULL when it is not plain. */
static inline const uint8_t *plain_param_end(const uint8_t *p,
	const uint8_t *to)
{
	uint32_t mask = plain_param_stops(p);
	const uint8_t *end = mask ? plain_bit(p, mask)
				  : plain_find_param_stop_on(p + LI_OCTETS);

	if (*end == '"') {
		if (end[-1] != '=')
			return NULL;
		end = plain_find_quote(end + 1, to);
		if (!plain_closes(end, to))
			return NULL;
		end++;
	}
	return end == to || *end == ';' ? end : NULL;
}

/* Is the parameter at p +sip.instance="<urn:gsma:imei:8 digits-6 digits-1
 * digit>", as it is mostly written? RFC 7254 cl. 4 */
static inline bool plain_is_instance(const uint8_t *p)
{
	static const uint8_t text[LI_OCTETS] =
		"+sip.instance=\"<urn:gsma:imei:";
	const uint32_t mask = (UINT32_C(1) << PLAIN_TAC_AT) - 1;
	const uint32_t digits = 0xff | 0x3f << 9 | 1 << 16;
	const uint8_t *tac = p + PLAIN_TAC_AT;
	uint32_t same =
		li_octets_mask(li_octets_same(li_octets_fold(li_octets_load(p)),
			li_octets_load(text)));

	return (same & mask) == mask &&
		(plain_digits(tac) & 0x1ffff) == digits && tac[8] == '-' &&
		tac[15] == '-' && memcmp(tac + 17, ">\"", 2) == 0;
}

/* Take in that parameter; false when it is another one. */
static inline bool plain_instance(struct plain *s, const uint8_t *p,
	const uint8_t *end, struct li_contact *out)
{
	struct li_event *event = s->event;
	struct li_party *party = &event->parties[event->party_count];
	const uint8_t *tac = p + PLAIN_TAC_AT;
	char digits[14];

	if (end - p != PLAIN_TAC_AT + 19 ||
		event->party_count == LI_EVENT_IDENTITIES_MAX ||
		!plain_is_instance(p))
		return false;
	memcpy(digits, tac, 8);
	memcpy(digits + 8, tac + 9, 6);
	out->instance = plain_slice(s, p + 15, end - 1);
	party->role = LI_ROLE_CONTACT_INSTANCE;
	party->kind = LI_ID_IMEI;
	party->text = out->instance;
	party->key_count =
		(uint8_t)li_id_keys_imei(li_slice(digits, sizeof(digits)),
			s->secret, party->keys);
	event->party_count++;
	return true;
}

/* Take in a parameter that may matter. */
static inline void plain_param(struct plain *s, const uint8_t *p,
	const uint8_t *end, struct li_contact *out)
{
	struct li_slice rest = plain_slice(s, p, end);
	struct li_sip_param param;
	uint32_t n;

	if (plain_instance(s, p, end, out))
		return;
	if (end - p > 8 && plain_is8(p, "expires=") &&
		plain_number(p + 8, &n) == end) {
		out->expires_s = n;
		return;
	}
	if (li_sip_param_next(&rest, ';', &param))
		li_sip_contact_param(s->f, &param, out);
}

/* Does a parameter of this name matter? A few others pass, too. */
static inline bool plain_param_matters(const uint8_t *p, const uint8_t *end)
{
	if (p == end)
		return false;
	switch (*p | 0x20) {
	case ' ': return true;
	case '+': return end - p > 13 && plain_is8(p + 1, "sip.inst");
	case 'e':                     /* expires */
	case 'i':                     /* isfocus */
	case 'p':                     /* pub-gruu */
	case 'r':                     /* reg-id */
	case 't': return end - p > 5; /* temp-gruu */
	default: return false;
	}
}

/* One address with its parameters. */
static inline bool plain_contact(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	struct li_sip *sip = &s->event->sip;
	struct li_contact *out = &sip->contacts[sip->contact_count];
	const uint8_t *uri = plain_open(p, to), *end;

	if (sip->contact_count == LI_CONTACTS_MAX || !uri)
		return false;
	p = plain_find_stop(++uri);
	if (*p != '>' || p == uri || (uri[0] | 0x20) == 'u')
		return false;
	*out = (struct li_contact){.uri = plain_slice(s, uri, p),
		.expires_s = -1};
	for (p++; p < to; p = end) {
		if (*p != ';')
			return false; /* another contact, or what not */
		end = plain_param_end(++p, to);
		if (!end)
			return false;
		if (plain_param_matters(p, end))
			plain_param(s, p, end, out);
	}
	sip->contact_count++;
	return true;
}

#endif
