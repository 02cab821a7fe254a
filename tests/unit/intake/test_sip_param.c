/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_param.h"
#include "unit.h"

static void test_sip_param__takes_one_after_the_other(void)
{
	struct li_slice rest = li_slice_str(" ;a=1; b ;C = \"x;\\\"y\" ; d=;;"
					    "e=\r\n f g;h=\"open;i=1");
	static const char *const want[][2] = {{"a", "1"}, {"b", ""},
		{"C", "x;\\\"y"}, {"d", ""}, {"e", "f g"}, {"h", "open;i=1"}};
	struct li_sip_param param;

	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		CU_ASSERT_FATAL(li_sip_param_next(&rest, ';', &param));
		CU_ASSERT(li_slice_is(param.name, want[i][0]));
		CU_ASSERT(li_slice_is(param.value, want[i][1]));
		CU_ASSERT_EQUAL(param.escaped, i == 2);
	}
	CU_ASSERT(!li_sip_param_next(&rest, ';', &param));
}

static void test_sip_param__finds_by_name_in_any_case(void)
{
	struct li_slice params = li_slice_str(";x=\";tag=no\";TAG=yes;tag=2");

	CU_ASSERT(li_slice_is(li_sip_param_find(params, "tag"), "yes"));
	CU_ASSERT_EQUAL(li_sip_param_find(params, "ta").n, 0);
	CU_ASSERT_EQUAL(li_sip_param_find(li_slice_str(""), "tag").n, 0);
}

static void test_sip_param__resolves_quoted_pairs(void)
{
	struct li_slice rest = li_slice_str("u=\"a\\\"b\\\\c\\\"");
	struct li_sip_param param;
	uint8_t room[8];

	CU_ASSERT_FATAL(li_sip_param_next(&rest, ',', &param));
	CU_ASSERT(li_slice_is(li_sip_param_text(&param, room, sizeof(room)),
		"a\"b\\c\""));
	CU_ASSERT(li_slice_is(li_sip_param_text(&param, room, 2), "a\""));
	param.value = li_slice_str("a\\");
	CU_ASSERT(li_slice_is(li_sip_param_text(&param, room, sizeof(room)),
		"a\\"));
}

static void test_sip_param__finds_the_end_of_quotes(void)
{
	CU_ASSERT_EQUAL(li_sip_quoted_end(li_slice_str("\"\""), 0), 2);
	CU_ASSERT_EQUAL(li_sip_quoted_end(li_slice_str("x\"\\\"\"y"), 1), 5);
	CU_ASSERT_EQUAL(li_sip_quoted_end(li_slice_str("\"\\\""), 0), 0);
	CU_ASSERT_EQUAL(li_sip_quoted_end(li_slice_str("\""), 0), 0);
	CU_ASSERT_EQUAL(li_sip_quoted_end(li_slice_str("\"\\"), 0), 0);
}

UNIT_MAIN("intake.sip_param",
	UNIT_TEST(test_sip_param__takes_one_after_the_other),
	UNIT_TEST(test_sip_param__finds_by_name_in_any_case),
	UNIT_TEST(test_sip_param__resolves_quoted_pairs),
	UNIT_TEST(test_sip_param__finds_the_end_of_quotes))
