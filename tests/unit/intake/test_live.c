/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/live.h"
#include "unit.h"

static void test_live__takes_a_filter_that_pcap_understands(void)
{
	struct li_fault fault = {{0}};

	CU_ASSERT_EQUAL(li_live_check("", &fault), LI_OK);
	CU_ASSERT_EQUAL(li_live_check("udp port 5060 or ip6[6] = 44", &fault),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(fault.text, "");
	CU_ASSERT_EQUAL(li_live_check("udp prt 5060", &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "capture filter: "));
}

static void test_live__says_which_interface_is_not_there(void)
{
	const struct li_live_options o = {"lmisf-none", "", 1 << 20};
	struct li_live *live = NULL;
	struct li_fault fault = {{0}};

	CU_ASSERT_EQUAL(li_live_open(&o, &live, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NULL(live);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "lmisf-none: "));
	li_live_close(NULL);
}

UNIT_MAIN("intake.live",
	UNIT_TEST(test_live__takes_a_filter_that_pcap_understands),
	UNIT_TEST(test_live__says_which_interface_is_not_there))
