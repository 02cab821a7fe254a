/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "model/handover.h"
#include "unit.h"

static const char *refused(const struct li_handover *h)
{
	const char *why = "";

	CU_ASSERT_EQUAL(li_handover_check(h, &why), why[0] ? LI_EINVAL : LI_OK);
	return why;
}

static bool begins(const char *text, const char *with)
{
	return with[0] ? strncmp(text, with, strlen(with)) == 0
		       : text[0] == '\0';
}

/* TS 102 232-5 cl. 5.4, TS 102 232-1 cl. 5.2.3 */
static void test_handover__checks_each_field(void)
{
	static const struct {
		struct li_handover h;
		const char *why;
	} rows[] = {
		{{0}, ""},
		{{.silent = true}, ""},
		{{.format = LI_FORMAT_X2_SIP}, ""},
		{{.scheme = LI_SCHEME_SESSION}, "scheme: X2"},
		{{.delivery_country = "NL"}, "countries: X2"},
		{{.authorization_country = "NL"}, "countries: X2"},
		{{.format = LI_FORMAT_HI2_IPMM,
			 .scheme = LI_SCHEME_SESSION,
			 .authorization_country = "NL",
			 .delivery_country = "DE"},
			""},
		{{.format = LI_FORMAT_HI2_33128, .delivery_country = "nl"},
			"countries: two"},
		{{.format = LI_FORMAT_HI2_33128, .delivery_country = "N"},
			"countries: two"},
		{{.format = LI_FORMAT_LAST + 1}, "format"},
		{{.format = LI_FORMAT_HI2_33128, .scheme = LI_SCHEME_LAST + 1},
			"scheme: report"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CU_ASSERT_TRUE(begins(refused(&rows[i].h), rows[i].why));
}

static void test_handover__names_come_back(void)
{
	for (int i = 0; i <= LI_FORMAT_LAST; i++) {
		enum li_format f = LI_FORMAT_X2;

		CU_ASSERT_EQUAL(li_format_of(li_format_name((enum li_format)i),
					&f),
			LI_OK);
		CU_ASSERT_EQUAL((int)f, i);
	}
	for (int i = 0; i <= LI_SCHEME_LAST; i++) {
		enum li_scheme s = LI_SCHEME_REPORT;

		CU_ASSERT_EQUAL(li_scheme_of(li_scheme_name((enum li_scheme)i),
					&s),
			LI_OK);
		CU_ASSERT_EQUAL((int)s, i);
	}
	CU_ASSERT_EQUAL(li_format_of("x3", &(enum li_format){0}), LI_ENOTFOUND);
	CU_ASSERT_EQUAL(li_scheme_of("", &(enum li_scheme){0}), LI_ENOTFOUND);
	CU_ASSERT_PTR_NULL(li_format_name(LI_FORMAT_LAST + 1));
	CU_ASSERT_PTR_NULL(li_scheme_name(LI_SCHEME_LAST + 1));
}

/* TS 33.128 release 17 and plain SIP have no modifiedSIPMessage. */
static void test_handover__knows_what_a_format_can_say(void)
{
	static const struct {
		enum li_format format;
		bool hi2, flags;
	} rows[] = {
		{LI_FORMAT_X2, false, true},
		{LI_FORMAT_X2_SIP, false, false},
		{LI_FORMAT_HI2_33128, true, true},
		{LI_FORMAT_HI2_33128_R17, true, false},
		{LI_FORMAT_HI2_IPMM, true, true},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CU_ASSERT_EQUAL(li_format_is_hi2(rows[i].format), rows[i].hi2);
		CU_ASSERT_EQUAL(li_format_flags(rows[i].format), rows[i].flags);
	}
}

static void test_handover__equal_when_all_is(void)
{
	static const struct li_handover others[] = {
		{.format = LI_FORMAT_HI2_33128},
		{.scheme = LI_SCHEME_SESSION},
		{.silent = true},
		{.authorization_country = "NL"},
		{.delivery_country = "NL"},
	};
	const struct li_handover none = {0};

	CU_ASSERT_TRUE(li_handover_eq(&none, &(struct li_handover){0}));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		CU_ASSERT_FALSE(li_handover_eq(&none, &others[i]));
		CU_ASSERT_TRUE(li_handover_eq(&others[i], &others[i]));
	}
}

UNIT_MAIN("model.handover", UNIT_TEST(test_handover__checks_each_field),
	UNIT_TEST(test_handover__names_come_back),
	UNIT_TEST(test_handover__knows_what_a_format_can_say),
	UNIT_TEST(test_handover__equal_when_all_is))
