/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report.h"
#include "step/kit.h"
#include "unit.h"

enum {
	OPENER = LI_SIDE_OPENER,
	ANSWERER = LI_SIDE_ANSWERER,
	REDIRECTING = LI_SIDE_REDIRECTING,
};

static const struct {
	uint8_t sides;
	bool from_opener;
	enum li_session_direction session;
	enum li_direction message;
} rows[] = {
	{OPENER, true, LI_SESSION_FROM_TARGET, LI_DIRECTION_FROM_TARGET},
	{OPENER, false, LI_SESSION_FROM_TARGET, LI_DIRECTION_TO_TARGET},
	{ANSWERER, true, LI_SESSION_TO_TARGET, LI_DIRECTION_TO_TARGET},
	{ANSWERER, false, LI_SESSION_TO_TARGET, LI_DIRECTION_FROM_TARGET},
	{OPENER | ANSWERER, true, LI_SESSION_COMBINED, LI_DIRECTION_BOTH},
	{REDIRECTING, true, LI_SESSION_FROM_TARGET, LI_DIRECTION_FROM_TARGET},
	{REDIRECTING, false, LI_SESSION_FROM_TARGET, LI_DIRECTION_TO_TARGET},
	{REDIRECTING | ANSWERER, true, LI_SESSION_TO_TARGET,
		LI_DIRECTION_TO_TARGET},
	{0, true, LI_SESSION_INDETERMINATE, LI_DIRECTION_UNKNOWN},
};

/* TS 33.128 cl. 7.12.4; TS 102 232-5 cl. 5.7; TS 103 221-2 cl. 5.2.6 */
static void test_direction__is_seen_from_the_target(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);
		struct li_change change = {.way_known = true,
			.from_opener = rows[i].from_opener};
		struct li_report_case c = {.event = &e,
			.change = &change,
			.sides = rows[i].sides};

		CU_ASSERT_EQUAL(li_report_session_direction(&c),
			rows[i].session);
		CU_ASSERT_EQUAL(li_report_direction(&c), rows[i].message);
		change.way_known = false;
		CU_ASSERT_EQUAL(li_report_session_direction(&c),
			LI_SESSION_INDETERMINATE);
		CU_ASSERT_EQUAL(li_report_direction(&c), rows[i].message);
	}
}

static void test_direction__of_a_register_is_its_users(void)
{
	struct li_event e = kit_register(0, 1, NULL);
	struct li_change change = {.from_opener = true};
	struct li_report_case c = {.event = &e, .change = &change};

	CU_ASSERT_EQUAL(li_report_session_direction(&c),
		LI_SESSION_FROM_TARGET);
	CU_ASSERT_EQUAL(li_report_direction(&c), LI_DIRECTION_FROM_TARGET);
	e = kit_register(401, 1, NULL);
	CU_ASSERT_EQUAL(li_report_direction(&c), LI_DIRECTION_TO_TARGET);
	e = kit_cx(LI_CX_SAR, 1, IMPI, ALICE);
	CU_ASSERT_EQUAL(li_report_direction(&c), LI_DIRECTION_NONE);
	CU_ASSERT_EQUAL(li_report_session_direction(&c),
		LI_SESSION_INDETERMINATE);
}

UNIT_MAIN("report.direction",
	UNIT_TEST(test_direction__is_seen_from_the_target),
	UNIT_TEST(test_direction__of_a_register_is_its_users))
