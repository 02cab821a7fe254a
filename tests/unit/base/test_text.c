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

static void test_text__writes_octets_as_digits_and_reads_them(void)
{
	static const uint8_t octets[] = {0x00, 0x9a, 0xf0, 0xff};
	char text[2 * sizeof(octets) + 1] = {0};
	uint8_t got[sizeof(octets)] = {0};

	CU_ASSERT_PTR_EQUAL(li_text_put_octets(text,
				    li_slice(octets, sizeof(octets))),
		text + 8);
	CU_ASSERT_STRING_EQUAL(text, "009af0ff");
	CU_ASSERT_TRUE(li_text_get_octets("009Af0FF", got, sizeof(got)));
	CU_ASSERT_EQUAL(memcmp(got, octets, sizeof(got)), 0);
	CU_ASSERT_FALSE(li_text_get_octets("009af0f", got, sizeof(got)));
	CU_ASSERT_FALSE(li_text_get_octets("009af0", got, sizeof(got)));
	CU_ASSERT_FALSE(li_text_get_octets("00g0f0ff", got, sizeof(got)));
	CU_ASSERT_FALSE(li_text_get_octets("0 9af0ff", got, sizeof(got)));
	CU_ASSERT_TRUE(li_text_get_octets("x", got, 0));
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
	UNIT_TEST(test_text__writes_octets_as_digits_and_reads_them),
	UNIT_TEST(test_text__reads_numbers_up_to_their_bound),
	UNIT_TEST(test_text__lowers_only_ascii_letters))
