/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_name.h"

#include "base/text.h"

struct header {
	const char *name; /* lower case */
	size_t n;
	enum li_sip_name id;
};

#define HEADER(text, id)                                                       \
	{                                                                      \
		text, sizeof(text) - 1, LI_SIP_NAME_##id                       \
	}

/* Sorted by first letter; letters[] says where each begins and ends. */
static const struct header headers[] = {
	HEADER("authorization", AUTHORIZATION),
	HEADER("call-id", CALL_ID),
	HEADER("cseq", CSEQ),
	HEADER("contact", CONTACT),
	HEADER("content-length", CONTENT_LENGTH),
	HEADER("content-type", CONTENT_TYPE),
	HEADER("content-encoding", CONTENT_ENCODING),
	HEADER("c", CONTENT_TYPE),
	HEADER("diversion", DIVERSION),
	HEADER("expires", EXPIRES),
	HEADER("e", CONTENT_ENCODING),
	HEADER("from", FROM),
	HEADER("f", FROM),
	HEADER("history-info", HISTORY_INFO),
	HEADER("i", CALL_ID),
	HEADER("l", CONTENT_LENGTH),
	HEADER("m", CONTACT),
	HEADER("p-asserted-identity", P_ASSERTED_IDENTITY),
	HEADER("p-preferred-identity", P_PREFERRED_IDENTITY),
	HEADER("p-called-party-id", P_CALLED_PARTY_ID),
	HEADER("p-associated-uri", P_ASSOCIATED_URI),
	HEADER("proxy-authorization", PROXY_AUTHORIZATION),
	HEADER("to", TO),
	HEADER("t", TO),
	HEADER("via", VIA),
	HEADER("v", VIA),
};

static const struct {
	uint8_t from, to;
} letters[26] = {
	['a' - 'a'] = {0, 1},
	['c' - 'a'] = {1, 8},
	['d' - 'a'] = {8, 9},
	['e' - 'a'] = {9, 11},
	['f' - 'a'] = {11, 13},
	['h' - 'a'] = {13, 14},
	['i' - 'a'] = {14, 15},
	['l' - 'a'] = {15, 16},
	['m' - 'a'] = {16, 17},
	['p' - 'a'] = {17, 22},
	['t' - 'a'] = {22, 24},
	['v' - 'a'] = {24, 26},
};

static bool same(const uint8_t *p, const char *name, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (li_text_lower(p[i]) != (uint8_t)name[i])
			return false;
	return true;
}

enum li_sip_name li_sip_name_find(struct li_slice name)
{
	unsigned int letter;

	if (name.n == 0)
		return LI_SIP_NAME_OTHER;
	letter = (unsigned int)(name.p[0] | 0x20) - 'a';
	if (letter > 25)
		return LI_SIP_NAME_OTHER;
	for (size_t i = letters[letter].from; i < letters[letter].to; i++)
		if (headers[i].n == name.n &&
			same(name.p, headers[i].name, name.n))
			return headers[i].id;
	return LI_SIP_NAME_OTHER;
}

enum li_sip_method li_sip_method_find(struct li_slice name)
{
	static const struct {
		const char *name;
		enum li_sip_method method;
	} methods[] = {
		{"REGISTER", LI_SIP_REGISTER},
		{"INVITE", LI_SIP_INVITE},
		{"ACK", LI_SIP_ACK},
		{"BYE", LI_SIP_BYE},
		{"CANCEL", LI_SIP_CANCEL},
		{"MESSAGE", LI_SIP_MESSAGE},
		{"PRACK", LI_SIP_PRACK},
		{"UPDATE", LI_SIP_UPDATE},
		{"INFO", LI_SIP_INFO},
		{"REFER", LI_SIP_REFER},
		{"SUBSCRIBE", LI_SIP_SUBSCRIBE},
		{"NOTIFY", LI_SIP_NOTIFY},
		{"PUBLISH", LI_SIP_PUBLISH},
		{"OPTIONS", LI_SIP_OPTIONS},
	};

	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (name.n && name.p[0] == (uint8_t)methods[i].name[0] &&
			li_slice_is(name, methods[i].name))
			return methods[i].method;
	return LI_SIP_OTHER;
}
