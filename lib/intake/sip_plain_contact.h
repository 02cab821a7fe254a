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

/* Where the parameter at p ends, NULL when it is not plain. */
static inline const uint8_t *plain_param_end(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	static const uint8_t ends[4] = {';', ',', '"', '<'};
	const uint8_t *end = plain_find4(s, p, to, ends);

	if (end < to && *end == '"') {
		if (end[-1] != '=')
			return NULL;
		end = plain_find_quote(s, end + 1, to);
		if (end == to || *end != '"')
			return NULL;
		end++;
	}
	if (end < to && *end != ';' && *end != ',')
		return NULL;
	return end;
}

/* +sip.instance="<urn:gsma:imei:8 digits-6 digits-1 digit>": the IMEI, as it
 * is mostly written. RFC 7254 cl. 4 */
static inline bool plain_instance(struct plain *s, const uint8_t *p,
	const uint8_t *end, struct li_contact *out)
{
	struct li_event *event = s->event;
	struct li_party *party = &event->parties[event->party_count];
	const uint8_t *urn = p + 16, *tac = urn + 14;
	char digits[14];

	if (end - p != 49 || event->party_count == LI_EVENT_IDENTITIES_MAX ||
		!plain_is8(p, "+sip.ins") || !plain_is8(p + 8, "tance=\"<") ||
		!plain_is8(urn, "urn:gsma") ||
		!plain_is8(urn + 6, "ma:imei:") || tac[8] != '-' ||
		tac[15] != '-' || memcmp(tac + 17, ">\"", 2) != 0)
		return false;
	memcpy(digits, tac, 8);
	memcpy(digits + 8, tac + 9, 6);
	if (!plain_digits8((const uint8_t *)digits) ||
		!plain_digits8((const uint8_t *)digits + 6) ||
		(uint8_t)(tac[16] - '0') > 9)
		return false;
	out->instance = li_slice(p + 15, 33);
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
	struct li_slice rest = li_slice(p, (size_t)(end - p));
	struct li_sip_param param;

	uint32_t n;

	if (plain_instance(s, p, end, out))
		return;
	if (end - p > 8 && plain_is8(p, "expires=") &&
		plain_number(p + 8, end, &n)) {
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

static inline bool plain_contact(struct plain *s, const uint8_t *p,
	const uint8_t *to)
{
	struct li_sip *sip = &s->event->sip;
	struct li_contact *out = &sip->contacts[sip->contact_count];
	const uint8_t *uri = plain_open(s, p, to) + 1;

	if (sip->contact_count == LI_CONTACTS_MAX || uri >= to)
		return false;
	p = plain_find_stop(s, uri, to);
	if (p == to || *p != '>' || p == uri || (uri[0] | 0x20) == 'u')
		return false;
	*out = (struct li_contact){.uri = li_slice(uri, (size_t)(p - uri)),
		.expires_s = -1};
	p++;
	while (p < to) {
		const uint8_t *end;

		if (*p != ';')
			return false; /* another contact, or what not */
		end = plain_param_end(s, ++p, to);
		if (!end)
			return false;
		if (plain_param_matters(p, end))
			plain_param(s, p, end, out);
		p = end;
	}
	sip->contact_count++;
	return true;
}

#endif
