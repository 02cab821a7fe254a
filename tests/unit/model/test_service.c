/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "model/service.h"
#include "unit.h"

/* RFC 4975 cl. 8.1 */
static void test_service__finds_msrp_among_the_media(void)
{
	static const struct {
		const char *sdp;
		bool msrp;
	} cases[] = {
		{"m=message 7394 TCP/MSRP *\r\n", true},
		{"m=message 7394 TCP/TLS/MSRP *", true},
		{"v=0\r\ns=Meeting\r\nm=audio 9 RTP/AVP 0\r\na=MSR", false},
		{"MMSRP", true},
		{"MSR", false},
		{"", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_EQUAL(li_service_msrp(li_slice_str(cases[i].sdp)),
			cases[i].msrp);
}

/* GSMA RCC.07 cl. 2.6; RFC 3840, 3841, 6050 */
static void test_service__finds_rcs_where_services_are_told(void)
{
	static const struct {
		const char *head;
		bool rcs;
	} cases[] = {
		{"Contact: <sip:a@b>;+g.oma.sip-im\r\n", true},
		{"m: <sip:a@b>;+g.oma.SIP-IM\r\n", true},
		{"a: *;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi."
		 "oma.cpm.msg\"\r\n",
			true},
		{"Accept-Contact: *;\r\n +g.3gpp.iari-ref=\"urn%3Aurn-7%3A"
		 "3gpp-application.ims.iari.rcse.im\"\r\n",
			true},
		{"P-Preferred-Service: urn:urn-7:3gpp-service.ims.icsi.oma."
		 "cpm.session\r\n",
			true},
		{"Contact: <sip:a@b>;+g.gsma.rcs.telephony\r\n", true},
		{"Contact: <sip:a@b>;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-"
		 "service.ims.icsi.mmtel\"\r\n",
			false},
		/* Elsewhere it is a name that anybody may take. */
		{"From: \"oma.cpm\" <sip:a@b>\r\nSubject: oma.cpm\r\n oma.cpm",
			false},
		{"oma.cpm", false},
		{"", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_EQUAL(li_service_rcs(li_slice_str(cases[i].head)),
			cases[i].rcs);
}

/* It is looked for many octets at a time. */
static void test_service__finds_rcs_wherever_it_begins(void)
{
	char head[160] = "";

	for (size_t at = 0; at < 100; at++) {
		int n = snprintf(head, sizeof(head),
			"To: %*s\r\nm: <sip:a@b>;%s", (int)at, "x",
			"+g.gsma.RCS\r\n");

		CU_ASSERT_TRUE(li_service_rcs(li_slice(head, (size_t)n)));
		head[n - 4] = 'x'; /* RCx */
		CU_ASSERT_FALSE(li_service_rcs(li_slice(head, (size_t)n)));
	}
}

/* TS 23.003 cl. 13.2 */
static void test_service__finds_the_country_of_a_network(void)
{
	static const struct {
		const char *name;
		unsigned int country;
	} cases[] = {
		{"ims.mnc001.mcc262.3gppnetwork.org", 262},
		{"IMS.MNC001.MCC001.3GPPNETWORK.ORG", 1},
		{"mcc310", 310},
		{"ims.example", 0},
		{"xmcc262.org", 0},
		{"mcc2620.org", 0},
		{"a.mcc26", 0},
		{"", 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_EQUAL(li_network_country(li_slice_str(cases[i].name)),
			cases[i].country);
}

UNIT_MAIN("model.service", UNIT_TEST(test_service__finds_msrp_among_the_media),
	UNIT_TEST(test_service__finds_rcs_where_services_are_told),
	UNIT_TEST(test_service__finds_rcs_wherever_it_begins),
	UNIT_TEST(test_service__finds_the_country_of_a_network))
