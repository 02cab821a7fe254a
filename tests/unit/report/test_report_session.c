/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/inside.h"
#include "step/kit.h"
#include "unit.h"

static void test_report_session__turns_the_parties_as_in_the_opening(void)
{
	struct li_task task = kit_task(7, LI_ID_IMPU, BOB);
	struct li_event e[] = {
		kit_call(LI_SIP_INVITE, 0, NULL),
		kit_call(LI_SIP_INVITE, 180, "b"),
		kit_back(LI_SIP_BYE, 0, "b"),
		kit_back(LI_SIP_BYE, 200, "b"),
	};
	static const bool from_opener[] = {true, false, false, true};

	for (size_t i = 0; i < 4; i++) {
		struct li_change change = {.session = true,
			.correlation = 5,
			.method = LI_SIP_INVITE,
			.way_known = true,
			.from_opener = from_opener[i]};
		struct li_report_case c = {.event = &e[i],
			.change = &change,
			.task = kit_brief(&task),
			.sides = LI_SIDE_ANSWERER};
		struct li_session_row row;

		CU_ASSERT_TRUE_FATAL(li_report_session(&c, &row));
		CU_ASSERT_TRUE(li_slice_is(row.from, ALICE));
		CU_ASSERT_TRUE(li_slice_is(row.to, BOB));
		CU_ASSERT_TRUE(li_slice_is(row.call_id, "call"));
		CU_ASSERT_STRING_EQUAL(row.method, "INVITE");
		CU_ASSERT_EQUAL(row.direction, LI_SESSION_TO_TARGET);
		CU_ASSERT_EQUAL(row.task, 7);
		CU_ASSERT_EQUAL(row.correlation, 5);
		CU_ASSERT_EQUAL(row.status, i == 3 ? 200 : 0);
	}
}

static void test_report_session__is_kept_for_sessions_alone(void)
{
	struct li_task task = kit_task(7, LI_ID_IMPU, BOB);
	struct li_event e = kit_call(LI_SIP_OTHER, 0, NULL);
	struct li_change change = {.session = true, .correlation = 0};
	struct li_report_case c = {.event = &e,
		.change = &change,
		.task = kit_brief(&task)};
	struct li_session_row row;

	CU_ASSERT_FALSE(li_report_session(&c, &row));
	change.correlation = 5;
	change.session_after = LI_SESSION_GONE;
	CU_ASSERT_TRUE(li_report_session(&c, &row));
	CU_ASSERT_STRING_EQUAL(row.method, "METHOD");
	CU_ASSERT_TRUE(row.closed);
	change.session = false;
	CU_ASSERT_FALSE(li_report_session(&c, &row));
}

/* TS 102 232-5 cl. 5.4 table 1 */
static void test_report_session__knows_the_part_of_a_message(void)
{
	static const struct {
		enum li_sip_method opening, method;
		bool closed;
		enum li_iri_part part;
	} rows[] = {
		{LI_SIP_INVITE, LI_SIP_INVITE, false, LI_IRI_PART_WITHIN},
		{LI_SIP_INVITE, LI_SIP_NOTIFY, false, LI_IRI_PART_WITHIN},
		{LI_SIP_INVITE, LI_SIP_BYE, true, LI_IRI_PART_LAST},
		{LI_SIP_SUBSCRIBE, LI_SIP_SUBSCRIBE, false, LI_IRI_PART_WITHIN},
		{LI_SIP_SUBSCRIBE, LI_SIP_NOTIFY, false, LI_IRI_PART_NONE},
		{LI_SIP_SUBSCRIBE, LI_SIP_NOTIFY, true, LI_IRI_PART_LAST},
		{LI_SIP_MESSAGE, LI_SIP_MESSAGE, false, LI_IRI_PART_NONE},
		{LI_SIP_MESSAGE, LI_SIP_MESSAGE, true, LI_IRI_PART_NONE},
		{LI_SIP_OTHER, LI_SIP_BYE, false, LI_IRI_PART_NONE},
	};
	struct li_task task = kit_task(7, LI_ID_IMPU, BOB);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_event e = kit_call(rows[i].method, 0, NULL);
		struct li_change change = {.session = true,
			.correlation = 5,
			.method = rows[i].opening,
			.closed = rows[i].closed};
		struct li_report_case c = {.event = &e,
			.change = &change,
			.task = kit_brief(&task)};

		CU_ASSERT_EQUAL(li_report_part(&c), rows[i].part);
		e.broken = true;
		CU_ASSERT_EQUAL(li_report_part(&c), LI_IRI_PART_NONE);
		e.broken = false;
		change.session = false;
		CU_ASSERT_EQUAL(li_report_part(&c), LI_IRI_PART_NONE);
	}
}

UNIT_MAIN("report.report_session",
	UNIT_TEST(test_report_session__turns_the_parties_as_in_the_opening),
	UNIT_TEST(test_report_session__is_kept_for_sessions_alone),
	UNIT_TEST(test_report_session__knows_the_part_of_a_message))
