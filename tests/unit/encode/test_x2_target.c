/* SPDX-License-Identifier: BSD-3-Clause */
#include "encode/x2.h"
#include "unit.h"

static void test_x2_target__reads_one_element(void)
{
	static const struct {
		const char *xml, *element, *text;
	} cases[] = {
		{"<impu>sip:a@b</impu>", "impu", "sip:a@b"},
		{" <imei>1</imei>\n", "imei", "1"},
		{"<imsi>001010000000001</imsi>", "imsi", "001010000000001"},
		{"<e164Number>49</e164Number>", "e164Number", "49"},
		{"<impu>sip:a&amp;b@c</impu>", "impu", "sip:a&b@c"},
		{"<nai>&lt;&gt;&quot;&apos;</nai>", "nai", "<>\"'"},
		{"<impu></impu>", "impu", ""},
		{"<a>></a>", "a", ">"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_x2_target t;

		CU_ASSERT_EQUAL_FATAL(li_x2_target_read(li_slice_str(
								cases[i].xml),
					      &t),
			LI_OK);
		CU_ASSERT_STRING_EQUAL(t.element, cases[i].element);
		CU_ASSERT_STRING_EQUAL(t.text, cases[i].text);
	}
}

static void test_x2_target__refuses_what_is_none(void)
{
	static const char *const cases[] = {
		"",
		"<",
		"<>",
		"</>",
		"<></>",
		"impu",
		"<impu>",
		"<impu/>",
		"<impu>x</impi>",
		"<impu>x</imp>",
		"<impu>x</impuu>",
		"<impu>x<b/></impu>",
		"<impu>&</impu>",
		"<impu>&amp</impu>",
		"<impu>&foo;</impu>",
		"<impu>&;</impu>",
		"<im pu>x</im pu>",
		"<impu a=\"b\">x</impu>",
		"x<impu>x</impu>",
		("<a2345678901234567890123456789012>x"
		 "</a2345678901234567890123456789012>"),
	};
	struct li_x2_target t = {.element = "kept"};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_EQUAL(li_x2_target_read(li_slice_str(cases[i]), &t),
			LI_EMALFORMED);
	CU_ASSERT_STRING_EQUAL(t.element, "kept");
}

static void test_x2_target__bounds_the_text(void)
{
	struct li_x2_target t;
	char xml[300];

	for (int n = LI_X2_PLACE_MAX - 1; n <= LI_X2_PLACE_MAX + 1; n++) {
		snprintf(xml, sizeof(xml), "<nai>%0*d</nai>", n, 0);
		CU_ASSERT_EQUAL(li_x2_target_read(li_slice_str(xml), &t),
			n <= LI_X2_PLACE_MAX ? LI_OK : LI_EMALFORMED);
	}
}

UNIT_MAIN("encode.x2_target", UNIT_TEST(test_x2_target__reads_one_element),
	UNIT_TEST(test_x2_target__refuses_what_is_none),
	UNIT_TEST(test_x2_target__bounds_the_text))
