/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_scan.h"
#include "intake/sip_start.h"
#include "unit.h"

/* RFC 3261 cl. 7.1, cl. 7.2 */
static void test_sip_start__tells_by_the_first_line(void)
{
	static const struct {
		const char *text;
		enum li_sip_start want;
	} cases[] = {
		{"", LI_SIP_START_MAYBE},
		{"I", LI_SIP_START_MAYBE},
		{"INVITE sip:a@b SIP/2.", LI_SIP_START_MAYBE},
		{"INVITE sip:a@b SIP/2.0\r\n", LI_SIP_START_YES},
		{"INVITE sip:a@b sip/2.0\nVia", LI_SIP_START_YES},
		{"INVITE  sip:a@b  SIP/2.0 \r\n", LI_SIP_START_YES},
		{"x-new.method! tel:1 SIP/2.0\r\n", LI_SIP_START_YES},
		{"SIP", LI_SIP_START_MAYBE},
		{"SIP/2.0 2", LI_SIP_START_MAYBE},
		{"SIP/2.0 200", LI_SIP_START_YES},
		{"sip/2.0 404 No\r\n", LI_SIP_START_YES},
		{"SIP/2.0 2x0 OK\r\n", LI_SIP_START_NO},
		{"GET / HTTP/1.1\r\n", LI_SIP_START_NO},
		{"EHLO ims.example\r\n", LI_SIP_START_NO},
		{"INVITE sip:a@bSIP/2.0\r\n", LI_SIP_START_NO},
		{"INVITE SIP/2.0\r\n", LI_SIP_START_NO},
		{"a: b\r\n", LI_SIP_START_NO},
		{"\x16\x03\x01", LI_SIP_START_NO},
		{"METHODNAMESAREATMOSTTHIRTYTWOLONG sip:", LI_SIP_START_NO},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum li_sip_start got =
			li_sip_start(li_slice_str(cases[i].text));

		if (got != cases[i].want)
			printf("%s\n", cases[i].text);
		CU_ASSERT_EQUAL(got, cases[i].want);
	}
}

static void test_sip_start__bounds_a_line_without_end(void)
{
	static char line[LI_SIP_START_LINE_MAX + 1];

	memset(line, 'a', sizeof(line));
	memcpy(line, "INVITE ", 7);
	CU_ASSERT_EQUAL(li_sip_start(li_slice(line, sizeof(line) - 2)),
		LI_SIP_START_MAYBE);
	CU_ASSERT_EQUAL(li_sip_start(li_slice(line, sizeof(line))),
		LI_SIP_START_NO);
}

static void test_sip_start__finds_the_next_message(void)
{
	static const struct {
		const char *text;
		size_t want;
	} cases[] = {
		{"BYE sip:a SIP/2.0\r\n", 0},
		{"a: b\r\nBYE sip:a SIP/2.0\r\n", 6},
		/* a body need not end with a line's end */
		{"a: b\r\n\r\n<xml/>BYE sip:a SIP/2.0\r\n", 14},
		{"a: b\r\n\r\n<xml/>SIP/2.0 200 OK\r\n", 14},
		{"Via: SIP/2.0/UDP 192.0.2.1\r\nCSeq: 1 BYE\r\n", 41},
		{"a: b\r\nBYE sip", 6}, /* it may be one */
		{"nothing: here\r\n", 15},
		{"", 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t got = li_sip_start_find(li_slice_str(cases[i].text));

		if (got != cases[i].want)
			printf("%zu: %s\n", got, cases[i].text);
		CU_ASSERT_EQUAL(got, cases[i].want);
	}
}

UNIT_MAIN("intake.sip_start",
	UNIT_TEST(test_sip_start__tells_by_the_first_line),
	UNIT_TEST(test_sip_start__bounds_a_line_without_end),
	UNIT_TEST(test_sip_start__finds_the_next_message))
