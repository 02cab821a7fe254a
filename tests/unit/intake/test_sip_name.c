/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_name.h"
#include "unit.h"

/* RFC 3261 cl. 7.3.1, 7.3.3; RFC 7044; RFC 5806; RFC 7315; RFC 3325;
 * RFC 5502 */
static const struct {
	const char *name;
	enum li_sip_name id;
} names[] = {
	{"From", LI_SIP_NAME_FROM},
	{"f", LI_SIP_NAME_FROM},
	{"To", LI_SIP_NAME_TO},
	{"T", LI_SIP_NAME_TO},
	{"Call-ID", LI_SIP_NAME_CALL_ID},
	{"i", LI_SIP_NAME_CALL_ID},
	{"CSEQ", LI_SIP_NAME_CSEQ},
	{"via", LI_SIP_NAME_VIA},
	{"V", LI_SIP_NAME_VIA},
	{"Contact", LI_SIP_NAME_CONTACT},
	{"m", LI_SIP_NAME_CONTACT},
	{"Expires", LI_SIP_NAME_EXPIRES},
	{"Content-Type", LI_SIP_NAME_CONTENT_TYPE},
	{"c", LI_SIP_NAME_CONTENT_TYPE},
	{"content-LENGTH", LI_SIP_NAME_CONTENT_LENGTH},
	{"l", LI_SIP_NAME_CONTENT_LENGTH},
	{"Content-Encoding", LI_SIP_NAME_CONTENT_ENCODING},
	{"e", LI_SIP_NAME_CONTENT_ENCODING},
	{"Authorization", LI_SIP_NAME_AUTHORIZATION},
	{"Proxy-Authorization", LI_SIP_NAME_PROXY_AUTHORIZATION},
	{"P-Asserted-Identity", LI_SIP_NAME_P_ASSERTED_IDENTITY},
	{"P-Preferred-Identity", LI_SIP_NAME_P_PREFERRED_IDENTITY},
	{"P-Called-Party-ID", LI_SIP_NAME_P_CALLED_PARTY_ID},
	{"P-Associated-URI", LI_SIP_NAME_P_ASSOCIATED_URI},
	{"History-Info", LI_SIP_NAME_HISTORY_INFO},
	{"diversion", LI_SIP_NAME_DIVERSION},
	{"P-Charging-Vector", LI_SIP_NAME_P_CHARGING_VECTOR},
	{"Event", LI_SIP_NAME_EVENT},
	{"o", LI_SIP_NAME_EVENT},
	{"Subscription-State", LI_SIP_NAME_SUBSCRIPTION_STATE},
	{"Replaces", LI_SIP_NAME_REPLACES},
	{"In-Reply-To", LI_SIP_NAME_IN_REPLY_TO},
	{"Session-Expires", LI_SIP_NAME_SESSION_EXPIRES},
	{"x", LI_SIP_NAME_SESSION_EXPIRES},
	{"P-Access-Network-Info", LI_SIP_NAME_P_ACCESS_NETWORK_INFO},
	{"Accept-Contact", LI_SIP_NAME_ACCEPT_CONTACT},
	{"a", LI_SIP_NAME_ACCEPT_CONTACT},
	{"P-Asserted-Service", LI_SIP_NAME_P_ASSERTED_SERVICE},
	{"p-preferred-service", LI_SIP_NAME_P_PREFERRED_SERVICE},
	{"P-Served-User", LI_SIP_NAME_P_SERVED_USER},
	{"p-Served-USER", LI_SIP_NAME_P_SERVED_USER},
	{"P-Server", LI_SIP_NAME_OTHER},
	{"Accept", LI_SIP_NAME_OTHER},
	{"Proxy-Authenticate", LI_SIP_NAME_OTHER},
	{"", LI_SIP_NAME_OTHER},
	{"y", LI_SIP_NAME_OTHER},
	{"Fro", LI_SIP_NAME_OTHER},
	{"Fromm", LI_SIP_NAME_OTHER},
	{"Max-Forwards", LI_SIP_NAME_OTHER},
	{"Call_ID", LI_SIP_NAME_OTHER},
	{"Call\rID", LI_SIP_NAME_OTHER},
	{"@rom", LI_SIP_NAME_OTHER},
	{"{", LI_SIP_NAME_OTHER},
	{"\xc6rom", LI_SIP_NAME_OTHER},
	{"&", LI_SIP_NAME_OTHER},
	{"P-Asserted-Identity-Bypass", LI_SIP_NAME_OTHER},
	{"k", LI_SIP_NAME_OTHER},
	{"s", LI_SIP_NAME_OTHER},
	{"r", LI_SIP_NAME_OTHER},
	{"b", LI_SIP_NAME_OTHER},
};

static void test_sip_name__finds_every_name_and_compact_form(void)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		CU_ASSERT_EQUAL(li_sip_name_find(li_slice_str(names[i].name)),
			names[i].id);
}

static void test_sip_name__knows_methods_by_case(void)
{
	static const char *const methods[] = {"REGISTER", "INVITE", "ACK",
		"BYE", "CANCEL", "MESSAGE", "PRACK", "UPDATE", "INFO", "REFER",
		"SUBSCRIBE", "NOTIFY", "PUBLISH", "OPTIONS"};

	for (unsigned int i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		CU_ASSERT_EQUAL(li_sip_method_find(li_slice_str(methods[i])),
			LI_SIP_REGISTER + i);
	CU_ASSERT_EQUAL(li_sip_method_find(li_slice_str("invite")),
		LI_SIP_OTHER);
	CU_ASSERT_EQUAL(li_sip_method_find(li_slice_str("INVITED")),
		LI_SIP_OTHER);
	CU_ASSERT_EQUAL(li_sip_method_find(li_slice_str("")), LI_SIP_OTHER);
}

UNIT_MAIN("intake.sip_name",
	UNIT_TEST(test_sip_name__finds_every_name_and_compact_form),
	UNIT_TEST(test_sip_name__knows_methods_by_case))
