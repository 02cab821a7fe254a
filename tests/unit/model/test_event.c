/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/event.h"
#include "unit.h"

static void test_event__cx_success_is_a_2xxx_of_the_right_vendor(void)
{
	/* TS 29.228 cl. 6.1, TS 29.229 cl. 6.2 */
	static const struct {
		bool answered, experimental;
		uint32_t result, vendor;
		bool success;
	} cases[] = {
		{true, false, 2001, 0, true},
		{true, false, 2002, 0, true},
		{true, true, 2001, 10415, true},
		{true, true, 2003, 10415, true},
		{true, true, 2001, 9, false},
		{true, true, 5001, 10415, false},
		{true, false, 3002, 0, false},
		{true, false, 5012, 0, false},
		{true, false, 0, 0, false},
		{false, false, 2001, 0, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_cx cx = {.answered = cases[i].answered,
			.experimental = cases[i].experimental,
			.result = cases[i].result,
			.result_vendor = cases[i].vendor};

		CU_ASSERT_EQUAL(li_cx_success(&cx), cases[i].success);
	}
}

UNIT_MAIN("model.event",
	UNIT_TEST(test_event__cx_success_is_a_2xxx_of_the_right_vendor))
