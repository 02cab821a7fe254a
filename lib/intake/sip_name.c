/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_name.h"

#include "base/text.h"

#define TEXT(text)                                                             \
	{                                                                      \
		text, sizeof(text) - 2                                         \
	}
#define COMPACT(header) (LI_SIP_NAME_##header + LI_SIP_NAME_COMPACT)

const struct li_sip_name_text li_sip_name_texts[LI_SIP_NAME_GUESSES] = {
	[LI_SIP_NAME_ODD] = {"", 1},
	[LI_SIP_NAME_FROM] = TEXT("from: "),
	[LI_SIP_NAME_TO] = TEXT("to: "),
	[LI_SIP_NAME_CALL_ID] = TEXT("call-id: "),
	[LI_SIP_NAME_CSEQ] = TEXT("cseq: "),
	[LI_SIP_NAME_VIA] = TEXT("via: "),
	[LI_SIP_NAME_CONTACT] = TEXT("contact: "),
	[LI_SIP_NAME_EXPIRES] = TEXT("expires: "),
	[LI_SIP_NAME_CONTENT_TYPE] = TEXT("content-type: "),
	[LI_SIP_NAME_CONTENT_LENGTH] = TEXT("content-length: "),
	[LI_SIP_NAME_CONTENT_ENCODING] = TEXT("content-encoding: "),
	[LI_SIP_NAME_AUTHORIZATION] = TEXT("authorization: "),
	[LI_SIP_NAME_PROXY_AUTHORIZATION] = TEXT("proxy-authorization: "),
	[LI_SIP_NAME_P_ASSERTED_IDENTITY] = TEXT("p-asserted-identity: "),
	[LI_SIP_NAME_P_PREFERRED_IDENTITY] = TEXT("p-preferred-identity: "),
	[LI_SIP_NAME_P_CALLED_PARTY_ID] = TEXT("p-called-party-id: "),
	[LI_SIP_NAME_P_ASSOCIATED_URI] = TEXT("p-associated-uri: "),
	[LI_SIP_NAME_HISTORY_INFO] = TEXT("history-info: "),
	[LI_SIP_NAME_DIVERSION] = TEXT("diversion: "),
	[LI_SIP_NAME_P_CHARGING_VECTOR] = TEXT("p-charging-vector: "),
	[LI_SIP_NAME_EVENT] = TEXT("event: "),
	[LI_SIP_NAME_SUBSCRIPTION_STATE] = TEXT("subscription-state: "),
	[LI_SIP_NAME_REPLACES] = TEXT("replaces: "),
	[LI_SIP_NAME_IN_REPLY_TO] = TEXT("in-reply-to: "),
	[LI_SIP_NAME_SESSION_EXPIRES] = TEXT("session-expires: "),
	[LI_SIP_NAME_P_ACCESS_NETWORK_INFO] = TEXT("p-access-network-info: "),
	[LI_SIP_NAME_ACCEPT_CONTACT] = TEXT("accept-contact: "),
	[LI_SIP_NAME_P_ASSERTED_SERVICE] = TEXT("p-asserted-service: "),
	[LI_SIP_NAME_P_PREFERRED_SERVICE] = TEXT("p-preferred-service: "),
	[LI_SIP_NAME_P_SERVED_USER] = TEXT("p-served-user: "),
	/* RFC 3261 cl. 7.3.3; RFC 3841 (a); RFC 4028 (x); RFC 6665 (o) */
	[COMPACT(ACCEPT_CONTACT)] = TEXT("a: "),
	[COMPACT(CONTENT_TYPE)] = TEXT("c: "),
	[COMPACT(CONTENT_ENCODING)] = TEXT("e: "),
	[COMPACT(FROM)] = TEXT("f: "),
	[COMPACT(CALL_ID)] = TEXT("i: "),
	[COMPACT(CONTENT_LENGTH)] = TEXT("l: "),
	[COMPACT(CONTACT)] = TEXT("m: "),
	[COMPACT(EVENT)] = TEXT("o: "),
	[COMPACT(TO)] = TEXT("t: "),
	[COMPACT(VIA)] = TEXT("v: "),
	[COMPACT(SESSION_EXPIRES)] = TEXT("x: "),
};

/* A first and a last letter, of which the first may be a capital one. */
#define AT(first, last) (((last) << 8 & LI_SIP_NAME_LAST) | (first))
#define BOTH(first, last, name)                                                \
	[AT(first, last)] = (name), [AT((first)-0x20, last)] = (name)

const uint8_t li_sip_name_guesses[1 << 13] = {
	BOTH('f', 'm', LI_SIP_NAME_FROM),
	BOTH('t', 'o', LI_SIP_NAME_TO),
	BOTH('c', 'd', LI_SIP_NAME_CALL_ID),
	BOTH('c', 'q', LI_SIP_NAME_CSEQ),
	BOTH('v', 'a', LI_SIP_NAME_VIA),
	BOTH('c', 't', LI_SIP_NAME_CONTACT),
	BOTH('e', 's', LI_SIP_NAME_EXPIRES),
	BOTH('c', 'e', LI_SIP_NAME_CONTENT_TYPE),
	BOTH('c', 'h', LI_SIP_NAME_CONTENT_LENGTH),
	BOTH('c', 'g', LI_SIP_NAME_CONTENT_ENCODING),
	BOTH('a', 'n', LI_SIP_NAME_AUTHORIZATION),
	BOTH('p', 'n', LI_SIP_NAME_PROXY_AUTHORIZATION),
	BOTH('p', 'y', LI_SIP_NAME_P_ASSERTED_IDENTITY),
	BOTH('p', 'd', LI_SIP_NAME_P_CALLED_PARTY_ID),
	BOTH('p', 'i', LI_SIP_NAME_P_ASSOCIATED_URI),
	BOTH('h', 'o', LI_SIP_NAME_HISTORY_INFO),
	BOTH('d', 'n', LI_SIP_NAME_DIVERSION),
	BOTH('p', 'r', LI_SIP_NAME_P_CHARGING_VECTOR),
	BOTH('e', 't', LI_SIP_NAME_EVENT),
	BOTH('s', 'e', LI_SIP_NAME_SUBSCRIPTION_STATE),
	BOTH('r', 's', LI_SIP_NAME_REPLACES),
	BOTH('i', 'o', LI_SIP_NAME_IN_REPLY_TO),
	BOTH('s', 's', LI_SIP_NAME_SESSION_EXPIRES),
	BOTH('p', 'o', LI_SIP_NAME_P_ACCESS_NETWORK_INFO),
	BOTH('a', 't', LI_SIP_NAME_ACCEPT_CONTACT),
	BOTH('p', 'e', LI_SIP_NAME_P_ASSERTED_SERVICE),
	BOTH('a', 'a', COMPACT(ACCEPT_CONTACT)),
	BOTH('c', 'c', COMPACT(CONTENT_TYPE)),
	BOTH('e', 'e', COMPACT(CONTENT_ENCODING)),
	BOTH('f', 'f', COMPACT(FROM)),
	BOTH('i', 'i', COMPACT(CALL_ID)),
	BOTH('l', 'l', COMPACT(CONTENT_LENGTH)),
	BOTH('m', 'm', COMPACT(CONTACT)),
	BOTH('o', 'o', COMPACT(EVENT)),
	BOTH('t', 't', COMPACT(TO)),
	BOTH('v', 'v', COMPACT(VIA)),
	BOTH('x', 'x', COMPACT(SESSION_EXPIRES)),
};

/* Is this the name? */
static bool same(struct li_slice name, const struct li_sip_name_text *text)
{
	if (name.n + 1 != text->length)
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (li_text_lower(name.p[i]) != (uint8_t)text->name[i])
			return false;
	return true;
}

enum li_sip_name li_sip_name_find(struct li_slice name)
{
	unsigned int guess;

	if (name.n == 0)
		return LI_SIP_NAME_OTHER;
	guess = li_sip_name_guesses[AT(*name.p, name.p[name.n - 1])];
	while (guess && !same(name, &li_sip_name_texts[guess]))
		guess = li_sip_name_next(guess);
	return (enum li_sip_name)(guess % LI_SIP_NAME_COMPACT);
}

/* SUBSCRIBE is too long to be here. */
const char li_sip_methods[LI_SIP_OPTIONS + 1][LI_SIP_METHOD_WORD] = {
	[LI_SIP_OTHER] = {'?'},
	[LI_SIP_REGISTER] = {'R', 'E', 'G', 'I', 'S', 'T', 'E', 'R'},
	[LI_SIP_INVITE] = "INVITE",
	[LI_SIP_ACK] = "ACK",
	[LI_SIP_BYE] = "BYE",
	[LI_SIP_CANCEL] = "CANCEL",
	[LI_SIP_MESSAGE] = "MESSAGE",
	[LI_SIP_PRACK] = "PRACK",
	[LI_SIP_UPDATE] = "UPDATE",
	[LI_SIP_INFO] = "INFO",
	[LI_SIP_REFER] = "REFER",
	[LI_SIP_NOTIFY] = "NOTIFY",
	[LI_SIP_PUBLISH] = "PUBLISH",
	[LI_SIP_OPTIONS] = "OPTIONS",
};

/* By first letter, and whether there are more than five. */
#define SHORT(letter) [(letter)&0x1f]
#define LONG(letter) [((letter)&0x1f) | 0x20]

const uint8_t li_sip_method_guesses[64] = {
	LONG('r') = LI_SIP_REGISTER,
	LONG('i') = LI_SIP_INVITE,
	SHORT('a') = LI_SIP_ACK,
	SHORT('b') = LI_SIP_BYE,
	LONG('c') = LI_SIP_CANCEL,
	LONG('m') = LI_SIP_MESSAGE,
	SHORT('p') = LI_SIP_PRACK,
	LONG('u') = LI_SIP_UPDATE,
	SHORT('i') = LI_SIP_INFO,
	SHORT('r') = LI_SIP_REFER,
	LONG('n') = LI_SIP_NOTIFY,
	LONG('p') = LI_SIP_PUBLISH,
	LONG('o') = LI_SIP_OPTIONS,
};

enum li_sip_method li_sip_method_find(struct li_slice name)
{
	uint64_t word = 0;

	if (li_slice_is(name, "SUBSCRIBE"))
		return LI_SIP_SUBSCRIBE;
	/* zeros behind a name would be taken for what fills the word */
	if (name.n == 0 || name.n > LI_SIP_METHOD_WORD ||
		name.p[name.n - 1] == 0)
		return LI_SIP_OTHER;
	memcpy(&word, name.p, name.n);
	return li_sip_method_of(le64toh(word));
}
