/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/utf8.h"
#include "unit.h"

static void test_utf8__knows_each_bound_of_the_form(void)
{
	/* RFC 3629 cl. 4 */
	static const struct {
		const char *octets;
		size_t n, first; /* first: of its first character */
	} cases[] = {
		{"", 0, 0},
		{"a", 1, 1},
		{"\x00", 1, 1},
		{"\x7f", 1, 1},
		{"\x80", 1, 0},     /* a continuation alone */
		{"\xc1\xbf", 2, 0}, /* overlong */
		{"\xc2\x80", 2, 2},
		{"\xc2", 1, 0}, /* cut short */
		{"\xc2\x41", 2, 0},
		{"\xe0\x9f\xbf", 3, 0}, /* overlong */
		{"\xe0\xa0\x80", 3, 3},
		{"\xed\x9f\xbf", 3, 3},
		{"\xed\xa0\x80", 3, 0}, /* a surrogate */
		{"\xef\xbf\xbf", 3, 3},
		{"\xf0\x8f\xbf\xbf", 4, 0}, /* overlong */
		{"\xf0\x90\x80\x80", 4, 4},
		{"\xf4\x8f\xbf\xbf", 4, 4},
		{"\xf4\x90\x80\x80", 4, 0}, /* above U+10FFFF */
		{"\xf0\x90\x80\x40", 4, 0},
		{"\xf5\x80\x80\x80", 4, 0},
		{"\xff", 1, 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_slice s = li_slice(cases[i].octets, cases[i].n);

		CU_ASSERT_EQUAL(li_utf8_first(s), cases[i].first);
		CU_ASSERT_EQUAL(li_utf8_valid(s),
			cases[i].n == 0 || cases[i].first == cases[i].n);
	}
}

static void test_utf8__looks_at_every_character(void)
{
	CU_ASSERT_TRUE(li_utf8_valid(li_slice_str("gr\xc3\xbc\xc3\x9f")));
	CU_ASSERT_FALSE(li_utf8_valid(li_slice_str("gr\xc3\xbc\xff")));
}

/* RFC 3986 cl. 2.1 */
static void test_utf8__escapes_in_a_uri_what_is_none(void)
{
	struct li_buf out = {0};

	li_utf8_put_uri(&out, li_slice_str("sip:\xc3\xbc\xff\xc3@d"));
	CU_ASSERT_TRUE(li_slice_is(li_buf_slice(&out), "sip:\xc3\xbc%FF%C3@d"));
	li_buf_fini(&out);
}

UNIT_MAIN("encode.utf8", UNIT_TEST(test_utf8__knows_each_bound_of_the_form),
	UNIT_TEST(test_utf8__looks_at_every_character),
	UNIT_TEST(test_utf8__escapes_in_a_uri_what_is_none))
