/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/slice.h"
#include "unit.h"

static struct li_slice s(const char *text)
{
	return li_slice_str(text);
}

static void test_slice__is_cut_at_an_octet(void)
{
	struct li_slice rest = li_slice_str("a bc  d");

	CU_ASSERT_TRUE(li_slice_is(li_slice_cut(&rest, ' '), "a"));
	CU_ASSERT_TRUE(li_slice_is(li_slice_cut(&rest, ' '), "bc"));
	CU_ASSERT_EQUAL(li_slice_cut(&rest, ' ').n, 0);
	CU_ASSERT_TRUE(li_slice_is(li_slice_cut(&rest, ' '), "d"));
	CU_ASSERT_EQUAL(rest.n, 0);
	CU_ASSERT_EQUAL(li_slice_cut(&rest, ' ').n, 0);
}

static void test_slice__borrows_a_string_and_takes_null(void)
{
	CU_ASSERT_EQUAL(s("abc").n, 3);
	CU_ASSERT_EQUAL(s(NULL).n, 0);
	CU_ASSERT(li_slice_eq(s(NULL), s("")));
}

static void test_slice__clips_a_part(void)
{
	CU_ASSERT(li_slice_is(li_slice_sub(s("abcd"), 1, 3), "bc"));
	CU_ASSERT(li_slice_is(li_slice_sub(s("abcd"), 2, 99), "cd"));
	CU_ASSERT(li_slice_is(li_slice_sub(s("abcd"), 3, 2), ""));
	CU_ASSERT(li_slice_is(li_slice_sub(s("abcd"), 9, 12), ""));
}

static void test_slice__compares_with_and_without_case(void)
{
	CU_ASSERT(li_slice_is(s("To"), "To"));
	CU_ASSERT_FALSE(li_slice_is(s("To"), "to"));
	CU_ASSERT(li_slice_is_nocase(s("cALL-id"), "Call-ID"));
	CU_ASSERT_FALSE(li_slice_is_nocase(s("Call-ID2"), "Call-ID"));
	CU_ASSERT_FALSE(li_slice_is_nocase(s("@"), "`"));
	CU_ASSERT(li_slice_starts_nocase(s("SIP:a"), "sip:"));
	CU_ASSERT_FALSE(li_slice_starts_nocase(s("si"), "sip:"));
}

static void test_slice__trims_blanks_at_both_ends(void)
{
	CU_ASSERT(li_slice_is(li_slice_trim(s(" \t\r\na b\n ")), "a b"));
	CU_ASSERT_EQUAL(li_slice_trim(s(" \t ")).n, 0);
	CU_ASSERT_EQUAL(li_slice_trim(s("")).n, 0);
}

static void test_slice__finds_an_octet(void)
{
	CU_ASSERT_EQUAL(li_slice_find(s("a:b:c"), ':'), 1);
	CU_ASSERT_EQUAL(li_slice_find(s("abc"), ':'), 3);
	CU_ASSERT_EQUAL(li_slice_find(s(NULL), ':'), 0);
}

static void test_slice__copies_cut_to_fit(void)
{
	char text[4] = "zzz";

	CU_ASSERT_EQUAL(li_slice_copy(s("abcdef"), text, sizeof(text)), 3);
	CU_ASSERT_STRING_EQUAL(text, "abc");
	CU_ASSERT_EQUAL(li_slice_copy(s("a"), text, sizeof(text)), 1);
	CU_ASSERT_STRING_EQUAL(text, "a");
	CU_ASSERT_EQUAL(li_slice_copy(s("a"), text, 0), 0);
}

static void test_slice__cursor_reads_integers(void)
{
	static const uint8_t in[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
		14, 15, 16, 17, 18};
	struct li_cursor c = li_cursor(li_slice(in, sizeof(in)));

	CU_ASSERT_EQUAL(li_cursor_u8(&c), 0x01);
	CU_ASSERT_EQUAL(li_cursor_u16(&c), 0x0203);
	CU_ASSERT_EQUAL(li_cursor_u24(&c), 0x040506);
	CU_ASSERT_EQUAL(li_cursor_u32(&c), 0x0708090a);
	CU_ASSERT_EQUAL(li_cursor_u64(&c), 0x0b0c0d0e0f101112);
	CU_ASSERT_FALSE(c.bad);
	CU_ASSERT_EQUAL(c.rest.n, 0);
}

static void test_slice__cursor_stays_bad_after_a_read_past_the_end(void)
{
	static const uint8_t in[] = {1, 2, 3};
	struct li_cursor c = li_cursor(li_slice(in, sizeof(in)));

	CU_ASSERT_EQUAL(li_cursor_u32(&c), 0);
	CU_ASSERT(c.bad);
	CU_ASSERT_EQUAL(li_cursor_u8(&c), 0);
	CU_ASSERT_EQUAL(li_cursor_take(&c, 0).n, 0);
	CU_ASSERT_EQUAL(li_cursor_take(&c, SIZE_MAX).n, 0);
	CU_ASSERT_EQUAL(c.rest.n, 3);
}

UNIT_MAIN("base.slice", UNIT_TEST(test_slice__is_cut_at_an_octet),
	UNIT_TEST(test_slice__borrows_a_string_and_takes_null),
	UNIT_TEST(test_slice__clips_a_part),
	UNIT_TEST(test_slice__compares_with_and_without_case),
	UNIT_TEST(test_slice__trims_blanks_at_both_ends),
	UNIT_TEST(test_slice__finds_an_octet),
	UNIT_TEST(test_slice__copies_cut_to_fit),
	UNIT_TEST(test_slice__cursor_reads_integers),
	UNIT_TEST(test_slice__cursor_stays_bad_after_a_read_past_the_end))
