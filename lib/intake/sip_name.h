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

#include <endian.h>

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
	LI_SIP_NAME_P_ACCESS_NETWORK_INFO,
	LI_SIP_NAME_ACCEPT_CONTACT,
	LI_SIP_NAME_P_ASSERTED_SERVICE,
	LI_SIP_NAME_P_PREFERRED_SERVICE,
	LI_SIP_NAME_P_SERVED_USER,
	LI_SIP_NAME_COUNT,
};

/* The header of this name, which has no blanks around it. The whole name
 * counts: neither a beginning nor an end of one is a match. */
enum li_sip_name li_sip_name_find(struct li_slice name);

/* The same in two steps. First a guess by the first and the last octet, mostly
 * OTHER; then, if it is any other, it is compared with li_sip_name_texts. */
enum {
	LI_SIP_NAME_ODD = 31,     /* none: a line to be read carefully */
	LI_SIP_NAME_COMPACT = 32, /* added to the name of a compact form */
	LI_SIP_NAME_GUESSES = 64,
};

/* By the first octet and, 256 times that, the lower five bits of the last. */
enum { LI_SIP_NAME_LAST = 0x1f00 };
__attribute__((visibility(
	"hidden"))) extern const uint8_t li_sip_name_guesses[1 << 13];

/* A guess in lower case with its colon, which the length counts, and a blank;
 * what is no name has nothing in it. 32 octets can be compared at once. */
struct li_sip_name_text {
	char name[31];
	uint8_t length;
};
__attribute__((visibility("hidden"))) extern const struct li_sip_name_text
	li_sip_name_texts[LI_SIP_NAME_GUESSES];

/* The next guess, when one was wrong. */
static inline unsigned int li_sip_name_next(unsigned int guess)
{
	switch (guess) {
	case LI_SIP_NAME_P_ASSERTED_IDENTITY:
		return LI_SIP_NAME_P_PREFERRED_IDENTITY;
	case LI_SIP_NAME_P_ASSERTED_SERVICE:
		return LI_SIP_NAME_P_PREFERRED_SERVICE;
	case LI_SIP_NAME_P_CHARGING_VECTOR: return LI_SIP_NAME_P_SERVED_USER;
	default: return LI_SIP_NAME_OTHER;
	}
}

/* The method of this name; case matters. RFC 3261 cl. 7.1 */
enum li_sip_method li_sip_method_find(struct li_slice name);

/* The same for at most 8 octets, of which the first is lowest, zeros behind
 * them. */
enum { LI_SIP_METHOD_WORD = 8 };
__attribute__((
	visibility("hidden"))) extern const uint8_t li_sip_method_guesses[64];
__attribute__((visibility("hidden"))) extern const char
	li_sip_methods[LI_SIP_OPTIONS + 1][LI_SIP_METHOD_WORD];

static inline enum li_sip_method li_sip_method_of(uint64_t word)
{
	/* the first letter, and whether there is a sixth */
	unsigned int guess =
		li_sip_method_guesses[(word & 0x1f) | (word >> 41 & 0x20)];
	uint64_t text;

	memcpy(&text, li_sip_methods[guess], sizeof(text));
	return word == le64toh(text) ? (enum li_sip_method)guess : LI_SIP_OTHER;
}

#endif
