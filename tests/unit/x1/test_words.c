/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"
#include "x1/words.h"

/* TS 103 221-1 table 44 */
static void test_words__names_each_request_and_finds_it_again(void)
{
	char name[64];

	for (int i = 0; i < LI_X1_EXTENDED; i++) {
		snprintf(name, sizeof(name), "%sRequest",
			li_x1_type_name((enum li_x1_type)i));
		CU_ASSERT_EQUAL((int)li_x1_type_of(name), i);
	}
	CU_ASSERT_EQUAL(li_x1_type_of("PingResponse"), LI_X1_TYPES);
	CU_ASSERT_EQUAL(li_x1_type_of("Ping"), LI_X1_TYPES);
	CU_ASSERT_EQUAL(li_x1_type_of("pingRequest"), LI_X1_TYPES);
	CU_ASSERT_EQUAL(li_x1_type_of(""), LI_X1_TYPES);
}

static void test_words__has_delivery_types_both_ways(void)
{
	enum li_x1_delivery d;

	for (int i = LI_X1_X2_ONLY; i <= LI_X1_X2_AND_X3; i++) {
		enum li_x1_delivery is = (enum li_x1_delivery)i;

		CU_ASSERT_EQUAL(li_x1_delivery_of(li_x1_delivery_name(is), &d),
			LI_OK);
		CU_ASSERT_EQUAL(d, is);
		CU_ASSERT_EQUAL(li_x1_mediation_of(li_x1_mediation_name(is),
					&d),
			LI_OK);
		CU_ASSERT_EQUAL(d, is);
	}
	CU_ASSERT_EQUAL(li_x1_delivery_of("x2only", &d), LI_EMALFORMED);
	CU_ASSERT_EQUAL(li_x1_mediation_of("X2Only", &d), LI_EMALFORMED);
}

/* TS 103 221-1 table 46 */
static void test_words__has_a_text_for_each_code(void)
{
	static const enum li_x1_code all[] = {1000, 1010, 1020, 1030, 1040,
		1050, 1060, 1070, 2010, 2020, 2030, 2040, 2050, 2060, 3000,
		3001, 3010, 3020, 3030, 3040, 3050, 4000, 5000, 5010, 6000,
		6001, 6020, 7000, 7010, 8000, 8010, 8020, 8500, 8510, 8530,
		8540, 9020};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		CU_ASSERT_TRUE(strlen(li_x1_code_text(all[i])) > 8);
	CU_ASSERT_STRING_EQUAL(li_x1_code_text(LI_X1_NO_ERROR), "");
}

/* TS 103 221-1 cl. 4.5 */
static void test_words__takes_every_minor_version_of_the_first(void)
{
	static const char *const known[] = {"v1.0.0", "v1.6.1", "v1.22.1",
		"v1.130.20"};
	static const char *const others[] = {"", "v2.0.0", "v1.6", "v1.6.",
		"v1..1", "1.6.1", "V1.6.1", "v1.6.1 ", "v1.6.1.1", "v1.x.1",
		"v11.6.1", "BAD VERSION"};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		CU_ASSERT_TRUE(li_x1_version_known(known[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		CU_ASSERT_FALSE(li_x1_version_known(others[i]));
}

/* TS 103 221-1 table 46: 1080 came after V1.11.1 */
static void test_words__know_whose_codes_are_later(void)
{
	static const struct {
		const char *version;
		bool later;
	} all[] = {{"v1.6.1", false}, {"v1.11.1", false}, {"v1.12.1", true},
		{"v1.22.1", true}, {"v1.111.0", true}, {"v2.22.1", false},
		{"v1", false}, {"", false}};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		CU_ASSERT_EQUAL(li_x1_version_later(all[i].version),
			all[i].later);
}

UNIT_MAIN("x1.words", UNIT_TEST(test_words__know_whose_codes_are_later),
	UNIT_TEST(test_words__takes_every_minor_version_of_the_first),
	UNIT_TEST(test_words__names_each_request_and_finds_it_again),
	UNIT_TEST(test_words__has_delivery_types_both_ways),
	UNIT_TEST(test_words__has_a_text_for_each_code))
