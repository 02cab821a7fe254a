/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_name.h - which header is this?
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     RFC 3261 cl. 7.3.1 (names in any case), cl. 7.3.3 (compact forms)
 */
#ifndef LI_INTAKE_SIP_NAME_H
#define LI_INTAKE_SIP_NAME_H

#include "model/event.h"

/* The headers that the scan reads. */
enum li_sip_name {
	LI_SIP_NAME_OTHER = 0,
	LI_SIP_NAME_FROM,
	LI_SIP_NAME_TO,
	LI_SIP_NAME_CALL_ID,
	LI_SIP_NAME_CSEQ,
	LI_SIP_NAME_VIA,
	LI_SIP_NAME_CONTACT,
	LI_SIP_NAME_EXPIRES,
	LI_SIP_NAME_CONTENT_TYPE,
	LI_SIP_NAME_CONTENT_LENGTH,
	LI_SIP_NAME_CONTENT_ENCODING,
	LI_SIP_NAME_AUTHORIZATION,
	LI_SIP_NAME_PROXY_AUTHORIZATION,
	LI_SIP_NAME_P_ASSERTED_IDENTITY,
	LI_SIP_NAME_P_PREFERRED_IDENTITY,
	LI_SIP_NAME_P_CALLED_PARTY_ID,
	LI_SIP_NAME_P_ASSOCIATED_URI,
	LI_SIP_NAME_HISTORY_INFO,
	LI_SIP_NAME_DIVERSION,
	LI_SIP_NAME_P_CHARGING_VECTOR,
	LI_SIP_NAME_EVENT,
	LI_SIP_NAME_SUBSCRIPTION_STATE,
	LI_SIP_NAME_REPLACES,
	LI_SIP_NAME_IN_REPLY_TO,
	LI_SIP_NAME_SESSION_EXPIRES,
	LI_SIP_NAME_COUNT,
};

/* The header of this name, which has no blanks around it. The whole name
 * counts: neither a beginning nor an end of one is a match. */
enum li_sip_name li_sip_name_find(struct li_slice name);

/* The same in two steps, for a name of n octets at p that holds no control
 * octet, 0 < n < 32. The guess goes by length and first letter; it is mostly
 * OTHER. */
extern const uint8_t li_sip_name_guesses[32][32];

/* An enum li_sip_name, to be settled. */
static inline unsigned int li_sip_name_guess(const uint8_t *p, size_t n)
{
	return li_sip_name_guesses[p[0] & 0x1f][n];
}

/* Whole names in lower case; `other` is another one of the same length and
 * first letter. */
struct li_sip_name_text {
	char name[31];
	uint8_t other;
};
extern const struct li_sip_name_text li_sip_name_texts[LI_SIP_NAME_COUNT];

/* n octets, at most 8, in a word. */
static inline uint64_t li_sip_name_word(const void *p, size_t n)
{
	uint64_t v = 0;

	memcpy(&v, p, n);
	return v;
}

/* Is the name at p that of n octets? It is compared in words that overlap.
 * Setting the bit of lower case makes a letter or '-' of nothing else, control
 * octets aside. */
static inline bool li_sip_name_same(const uint8_t *p, const char *name,
	size_t n)
{
	const uint64_t fold = UINT64_C(0x2020202020202020);
	const uint32_t fold4 = UINT32_C(0x20202020);
	uint64_t d;

	if (n >= 8) {
		d = ((li_sip_name_word(p, 8) | fold) ^
			    li_sip_name_word(name, 8)) |
			((li_sip_name_word(p + n - 8, 8) | fold) ^
				li_sip_name_word(name + n - 8, 8));
		if (n > 16)
			d |= (li_sip_name_word(p + 8, 8) | fold) ^
				li_sip_name_word(name + 8, 8);
		return d == 0;
	}
	if (n >= 4)
		return (li_sip_name_word(p, 4) | fold4) ==
			li_sip_name_word(name, 4) &&
			(li_sip_name_word(p + n - 4, 4) | fold4) ==
			li_sip_name_word(name + n - 4, 4);
	for (size_t i = 0; i < n; i++)
		if ((p[i] | 0x20) != (uint8_t)name[i])
			return false;
	return true;
}

/* Which one a guess really is. */
static inline enum li_sip_name li_sip_name_settle(unsigned int guess,
	const uint8_t *p, size_t n)
{
	if (n == 1) /* a compact form is its own first letter */
		return (uint8_t)((p[0] | 0x20) - 'a') < 26
			? (enum li_sip_name)guess
			: LI_SIP_NAME_OTHER;
	while (guess && !li_sip_name_same(p, li_sip_name_texts[guess].name, n))
		guess = li_sip_name_texts[guess].other;
	return (enum li_sip_name)guess;
}

/* The method of this name; case matters. RFC 3261 cl. 7.1 */
enum li_sip_method li_sip_method_find(struct li_slice name);

#endif
