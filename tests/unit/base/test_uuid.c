/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/uuid.h"
#include "unit.h"

static void test_uuid__formats_in_lower_case_in_network_order(void)
{
	struct li_uuid u;
	char text[LI_UUID_TEXT];

	CU_ASSERT_EQUAL_FATAL(
		li_uuid_parse("00112233-4455-4677-8899-AABBCCDDEEFF", &u),
		LI_OK);
	CU_ASSERT_EQUAL(u.octet[0], 0x00);
	CU_ASSERT_EQUAL(u.octet[15], 0xff);
	li_uuid_format(&u, text);
	CU_ASSERT_STRING_EQUAL(text, "00112233-4455-4677-8899-aabbccddeeff");
}

static void test_uuid__refuses_what_is_none_and_leaves_the_output(void)
{
	static const char *const cases[] = {"",
		"00112233-4455-4677-8899-aabbccddeef",
		"00112233-4455-4677-8899-aabbccddeeff0",
		"00112233x4455-4677-8899-aabbccddeeff",
		"0011223344554677-8899-aabbccddeeff",
		"{0112233-4455-4677-8899-aabbccddeeff",
		"00112233-4455-4677-8899-aabbccddeefg"};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_uuid u = {{1, 2, 3}};

		CU_ASSERT_EQUAL(li_uuid_parse(cases[i], &u), LI_EINVAL);
		CU_ASSERT_EQUAL(u.octet[1], 2);
	}
}

static void test_uuid__draws_version_4_and_never_the_same(void)
{
	struct li_uuid a, b;

	CU_ASSERT_EQUAL_FATAL(li_uuid_draw(&a), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_uuid_draw(&b), LI_OK);
	CU_ASSERT_FALSE(li_uuid_eq(&a, &b));
	CU_ASSERT_EQUAL(a.octet[6] >> 4, 4); /* TS 103 280: version 4 */
	CU_ASSERT_EQUAL(a.octet[8] >> 6, 2);
}

UNIT_MAIN("base.uuid",
	UNIT_TEST(test_uuid__formats_in_lower_case_in_network_order),
	UNIT_TEST(test_uuid__refuses_what_is_none_and_leaves_the_output),
	UNIT_TEST(test_uuid__draws_version_4_and_never_the_same))
