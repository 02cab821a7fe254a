/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_name.h"

#include "base/text.h"

const struct li_sip_name_text li_sip_name_texts[LI_SIP_NAME_COUNT] = {
	[LI_SIP_NAME_FROM] = {"from", 0},
	[LI_SIP_NAME_TO] = {"to", 0},
	[LI_SIP_NAME_CALL_ID] = {"call-id", LI_SIP_NAME_CONTACT},
	[LI_SIP_NAME_CSEQ] = {"cseq", 0},
	[LI_SIP_NAME_VIA] = {"via", 0},
	[LI_SIP_NAME_CONTACT] = {"contact", 0},
	[LI_SIP_NAME_EXPIRES] = {"expires", 0},
	[LI_SIP_NAME_CONTENT_TYPE] = {"content-type", 0},
	[LI_SIP_NAME_CONTENT_LENGTH] = {"content-length", 0},
	[LI_SIP_NAME_CONTENT_ENCODING] = {"content-encoding", 0},
	[LI_SIP_NAME_AUTHORIZATION] = {"authorization", 0},
	[LI_SIP_NAME_PROXY_AUTHORIZATION] = {"proxy-authorization",
		LI_SIP_NAME_P_ASSERTED_IDENTITY},
	[LI_SIP_NAME_P_ASSERTED_IDENTITY] = {"p-asserted-identity", 0},
	[LI_SIP_NAME_P_PREFERRED_IDENTITY] = {"p-preferred-identity", 0},
	[LI_SIP_NAME_P_CALLED_PARTY_ID] = {"p-called-party-id",
		LI_SIP_NAME_P_CHARGING_VECTOR},
	[LI_SIP_NAME_P_ASSOCIATED_URI] = {"p-associated-uri", 0},
	[LI_SIP_NAME_HISTORY_INFO] = {"history-info", 0},
	[LI_SIP_NAME_DIVERSION] = {"diversion", 0},
	[LI_SIP_NAME_P_CHARGING_VECTOR] = {"p-charging-vector", 0},
	[LI_SIP_NAME_EVENT] = {"event", 0},
	[LI_SIP_NAME_SUBSCRIPTION_STATE] = {"subscription-state", 0},
	[LI_SIP_NAME_REPLACES] = {"replaces", 0},
	[LI_SIP_NAME_IN_REPLY_TO] = {"in-reply-to", 0},
	[LI_SIP_NAME_SESSION_EXPIRES] = {"session-expires", 0},
};

#define AT(letter, n) [(letter)&0x1f][n]

/* The header of this first letter and length; of length 1, the compact form:
 * RFC 3261 cl. 7.3.3; RFC 4028 (x); RFC 6665 (o). */
const uint8_t li_sip_name_guesses[32][32] = {
	AT('a', 13) = LI_SIP_NAME_AUTHORIZATION,
	AT('c', 1) = LI_SIP_NAME_CONTENT_TYPE,
	AT('c', 4) = LI_SIP_NAME_CSEQ,
	AT('c', 7) = LI_SIP_NAME_CALL_ID,
	AT('c', 12) = LI_SIP_NAME_CONTENT_TYPE,
	AT('c', 14) = LI_SIP_NAME_CONTENT_LENGTH,
	AT('c', 16) = LI_SIP_NAME_CONTENT_ENCODING,
	AT('d', 9) = LI_SIP_NAME_DIVERSION,
	AT('e', 1) = LI_SIP_NAME_CONTENT_ENCODING,
	AT('e', 5) = LI_SIP_NAME_EVENT,
	AT('e', 7) = LI_SIP_NAME_EXPIRES,
	AT('f', 1) = LI_SIP_NAME_FROM,
	AT('f', 4) = LI_SIP_NAME_FROM,
	AT('h', 12) = LI_SIP_NAME_HISTORY_INFO,
	AT('i', 1) = LI_SIP_NAME_CALL_ID,
	AT('i', 11) = LI_SIP_NAME_IN_REPLY_TO,
	AT('l', 1) = LI_SIP_NAME_CONTENT_LENGTH,
	AT('m', 1) = LI_SIP_NAME_CONTACT,
	AT('o', 1) = LI_SIP_NAME_EVENT,
	AT('p', 16) = LI_SIP_NAME_P_ASSOCIATED_URI,
	AT('p', 17) = LI_SIP_NAME_P_CALLED_PARTY_ID,
	AT('p', 19) = LI_SIP_NAME_PROXY_AUTHORIZATION,
	AT('p', 20) = LI_SIP_NAME_P_PREFERRED_IDENTITY,
	AT('r', 8) = LI_SIP_NAME_REPLACES,
	AT('s', 15) = LI_SIP_NAME_SESSION_EXPIRES,
	AT('s', 18) = LI_SIP_NAME_SUBSCRIPTION_STATE,
	AT('t', 1) = LI_SIP_NAME_TO,
	AT('t', 2) = LI_SIP_NAME_TO,
	AT('v', 1) = LI_SIP_NAME_VIA,
	AT('v', 3) = LI_SIP_NAME_VIA,
	AT('x', 1) = LI_SIP_NAME_SESSION_EXPIRES,
};

enum li_sip_name li_sip_name_find(struct li_slice name)
{
	if (name.n == 0 || name.n > 31)
		return LI_SIP_NAME_OTHER;
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] < 0x20)
			return LI_SIP_NAME_OTHER;
	return li_sip_name_settle(li_sip_name_guess(name.p, name.n), name.p,
		name.n);
}

/* Are these 3 to 9 octets the same? Words that overlap are compared. */
static inline bool same_octets(const uint8_t *p, const char *text, size_t n)
{
	if (n < 4)
		return p[0] == (uint8_t)text[0] && p[1] == (uint8_t)text[1] &&
			p[2] == (uint8_t)text[2];
	if (n < 8)
		return li_sip_name_word(p, 4) == li_sip_name_word(text, 4) &&
			li_sip_name_word(p + n - 4, 4) ==
			li_sip_name_word(text + n - 4, 4);
	return li_sip_name_word(p, 8) == li_sip_name_word(text, 8) &&
		p[n - 1] == (uint8_t)text[n - 1];
}

enum li_sip_method li_sip_method_find(struct li_slice name)
{
	static const struct {
		char name[9];
		uint8_t n;
	} texts[] = {
		[LI_SIP_REGISTER] = {"REGISTER", 8},
		[LI_SIP_INVITE] = {"INVITE", 6},
		[LI_SIP_ACK] = {"ACK", 3},
		[LI_SIP_BYE] = {"BYE", 3},
		[LI_SIP_CANCEL] = {"CANCEL", 6},
		[LI_SIP_MESSAGE] = {"MESSAGE", 7},
		[LI_SIP_PRACK] = {"PRACK", 5},
		[LI_SIP_UPDATE] = {"UPDATE", 6},
		[LI_SIP_INFO] = {"INFO", 4},
		[LI_SIP_REFER] = {"REFER", 5},
		[LI_SIP_SUBSCRIBE] = {"SUBSCRIBE", 9},
		[LI_SIP_NOTIFY] = {"NOTIFY", 6},
		[LI_SIP_PUBLISH] = {"PUBLISH", 7},
		[LI_SIP_OPTIONS] = {"OPTIONS", 7},
	};
	/* by first letter, and whether it has more than five octets */
	static const uint8_t guesses[32][2] = {
		AT('r', 1) = LI_SIP_REGISTER,
		AT('i', 1) = LI_SIP_INVITE,
		AT('a', 0) = LI_SIP_ACK,
		AT('b', 0) = LI_SIP_BYE,
		AT('c', 1) = LI_SIP_CANCEL,
		AT('m', 1) = LI_SIP_MESSAGE,
		AT('p', 0) = LI_SIP_PRACK,
		AT('u', 1) = LI_SIP_UPDATE,
		AT('i', 0) = LI_SIP_INFO,
		AT('r', 0) = LI_SIP_REFER,
		AT('s', 1) = LI_SIP_SUBSCRIBE,
		AT('n', 1) = LI_SIP_NOTIFY,
		AT('p', 1) = LI_SIP_PUBLISH,
		AT('o', 1) = LI_SIP_OPTIONS,
	};
	unsigned int guess;

	if (name.n < 3 || name.n > 9)
		return LI_SIP_OTHER;
	guess = guesses[name.p[0] & 0x1f][name.n > 5];
	return texts[guess].n == name.n &&
			same_octets(name.p, texts[guess].name, name.n)
		? (enum li_sip_method)guess
		: LI_SIP_OTHER;
}
