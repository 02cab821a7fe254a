/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report.h"
#include "step/kit.h"
#include "unit.h"

static struct li_iri iri;

static struct li_ongoing ongoing(void)
{
	struct li_ongoing o = {
		.state = LI_SESSION_CONFIRMED,
		.method = LI_SIP_INVITE,
		.originating = {li_slice_str(ALICE),
			li_slice_str("tel:+15551230001")},
		.originating_count = 2,
		.terminating = li_slice_str(BOB),
		.diversion = li_slice_str(CAROL),
		.offer = li_slice_str("v=0 offer"),
		.answer = li_slice_str("v=0 answer"),
		.from = {.family = 4, .port = 5060},
		.to = {.family = 4, .port = 6060},
	};

	return o;
}

static bool start(const struct li_ongoing *now, uint8_t sides, bool way_known)
{
	const struct li_identity other = kit_identity(LI_ID_IMPI, IMPI);
	struct li_task task = kit_task(7, LI_ID_IMPU, ALICE);
	struct li_event e = {.number = 3, .at_us = 99};
	struct li_change change = {.correlation = 55, .way_known = way_known};
	struct li_report_case c = {
		.event = &e,
		.change = &change,
		.task = kit_brief(&task),
		.roles = LI_ROLE_DIALOG | LI_ROLE_FROM,
		.sides = sides,
		.others = &other,
		.other_count = 1,
	};

	return li_report_start(&c, now, &iri);
}

/* TS 33.128 cl. 7.12.4.2.2 */
static void test_report_start__tells_a_call_in_its_middle(void)
{
	struct li_ongoing now = ongoing();

	CU_ASSERT_TRUE_FATAL(start(&now, LI_SIDE_OPENER, true));
	CU_ASSERT_EQUAL(iri.kind, LI_IRI_START_OF_INTERCEPTION);
	CU_ASSERT_EQUAL(iri.task, 7);
	CU_ASSERT_EQUAL(iri.xid.octet[15], 7);
	CU_ASSERT_EQUAL(iri.event, 3);
	CU_ASSERT_EQUAL(iri.at_us, 99);
	CU_ASSERT_EQUAL_FATAL(iri.originating_count, 2);
	CU_ASSERT_TRUE(li_slice_is(iri.originating[0], ALICE));
	CU_ASSERT_TRUE(li_slice_is(iri.originating[1], "tel:+15551230001"));
	CU_ASSERT_TRUE(li_slice_is(iri.terminating, BOB));
	CU_ASSERT_TRUE(li_slice_is(iri.diversion, CAROL));
	CU_ASSERT_TRUE(li_slice_is(iri.offer, "v=0 offer"));
	CU_ASSERT_TRUE(li_slice_is(iri.answer, "v=0 answer"));
	CU_ASSERT_EQUAL(iri.from.port, 5060);
	CU_ASSERT_EQUAL(iri.to.port, 6060);
	CU_ASSERT_EQUAL(iri.matched_roles, LI_ROLE_DIALOG | LI_ROLE_FROM);
	CU_ASSERT_STRING_EQUAL(iri.matched[0].text, ALICE);
	CU_ASSERT_STRING_EQUAL(iri.others[0].text, IMPI);
	/* TS 33.107 cl. 7A.3.1: that of the session's later messages */
	CU_ASSERT_EQUAL(iri.correlation, 55);
}

/* TS 33.128 cl. 7.12.4; TS 103 221-2 cl. 5.2.6 */
static void test_report_start__goes_the_way_of_its_session(void)
{
	static const struct {
		uint8_t sides;
		bool way_known;
		enum li_session_direction session;
		enum li_direction message;
	} rows[] = {
		{LI_SIDE_OPENER, true, LI_SESSION_FROM_TARGET,
			LI_DIRECTION_FROM_TARGET},
		{LI_SIDE_ANSWERER, true, LI_SESSION_TO_TARGET,
			LI_DIRECTION_TO_TARGET},
		{LI_SIDE_REDIRECTING, true, LI_SESSION_FROM_TARGET,
			LI_DIRECTION_FROM_TARGET},
		{LI_SIDE_REDIRECTING | LI_SIDE_ANSWERER, true,
			LI_SESSION_TO_TARGET, LI_DIRECTION_TO_TARGET},
		{LI_SIDE_OPENER | LI_SIDE_ANSWERER, true, LI_SESSION_COMBINED,
			LI_DIRECTION_BOTH},
		{LI_SIDE_OPENER, false, LI_SESSION_INDETERMINATE,
			LI_DIRECTION_UNKNOWN},
	};
	struct li_ongoing now = ongoing();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CU_ASSERT_TRUE_FATAL(
			start(&now, rows[i].sides, rows[i].way_known));
		CU_ASSERT_EQUAL(iri.session, rows[i].session);
		CU_ASSERT_EQUAL(iri.direction, rows[i].message);
	}
}

/* TS 33.107 cl. 7A.3.1, Annex J.3.4 */
static void test_report_start__is_not_due_of_what_is_told_anyhow(void)
{
	struct li_ongoing early = ongoing(), unknown = ongoing();
	struct li_ongoing nobody = ongoing(), watch = ongoing();

	early.state = LI_SESSION_EARLY;
	unknown.originating_count = 0;
	nobody.terminating.n = 0;
	watch.method = LI_SIP_SUBSCRIBE;
	CU_ASSERT_FALSE(start(&early, LI_SIDE_OPENER, true));
	CU_ASSERT_FALSE(start(&unknown, LI_SIDE_OPENER, true));
	CU_ASSERT_FALSE(start(&nobody, LI_SIDE_OPENER, true));
	CU_ASSERT_FALSE(start(&watch, LI_SIDE_OPENER, true));
}

UNIT_MAIN("report.report_start",
	UNIT_TEST(test_report_start__tells_a_call_in_its_middle),
	UNIT_TEST(test_report_start__goes_the_way_of_its_session),
	UNIT_TEST(test_report_start__is_not_due_of_what_is_told_anyhow))
