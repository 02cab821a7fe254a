/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text.h"
#include "unit.h"

static void test_text__reads_hexadecimal_digits_of_either_case(void)
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; i < 16; i++)
		CU_ASSERT_EQUAL(li_text_hex(digits[i]), i);
	CU_ASSERT_EQUAL(li_text_hex('A'), 10);
	CU_ASSERT_EQUAL(li_text_hex('F'), 15);
	CU_ASSERT_EQUAL(li_text_hex('g'), -1);
	CU_ASSERT_EQUAL(li_text_hex('/'), -1);
	CU_ASSERT_EQUAL(li_text_hex('\0'), -1);
}

static void test_text__reads_numbers_up_to_their_bound(void)
{
	static const struct {
		const char *text;
		uint64_t max, value;
		li_err err;
	} cases[] = {
		{"0", 0, 0, LI_OK},
		{"65535", 65535, 65535, LI_OK},
		{"65536", 65535, 0, LI_EINVAL},
		{"007", 9, 7, LI_OK},
		{"18446744073709551615", UINT64_MAX, UINT64_MAX, LI_OK},
		{"18446744073709551616", UINT64_MAX, 0, LI_EINVAL},
		{"99999999999999999999999", UINT64_MAX, 0, LI_EINVAL},
		{"", 9, 0, LI_EINVAL},
		{"+1", 9, 0, LI_EINVAL},
		{"-1", 9, 0, LI_EINVAL},
		{" 1", 9, 0, LI_EINVAL},
		{"1 ", 9, 0, LI_EINVAL},
		{"0x1", 9, 0, LI_EINVAL},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t v = 0;

		CU_ASSERT_EQUAL(li_text_u64(li_slice_str(cases[i].text),
					cases[i].max, &v),
			cases[i].err);
		CU_ASSERT_EQUAL(v, cases[i].value);
	}
}

static void test_text__lowers_only_ascii_letters(void)
{
	CU_ASSERT_EQUAL(li_text_lower('A'), 'a');
	CU_ASSERT_EQUAL(li_text_lower('Z'), 'z');
	CU_ASSERT_EQUAL(li_text_lower('@'), '@');
	CU_ASSERT_EQUAL(li_text_lower('['), '[');
	CU_ASSERT_EQUAL(li_text_lower(0xc4), 0xc4);
}

UNIT_MAIN("base.text",
	UNIT_TEST(test_text__reads_hexadecimal_digits_of_either_case),
	UNIT_TEST(test_text__reads_numbers_up_to_their_bound),
	UNIT_TEST(test_text__lowers_only_ascii_letters))
