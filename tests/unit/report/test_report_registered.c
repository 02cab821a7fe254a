/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report.h"
#include "step/kit.h"
#include "unit.h"

static struct li_iri iri;

static bool registered(enum li_reg_state state, bool again)
{
	const struct li_identity other = kit_identity(LI_ID_IMPI, IMPI);
	struct li_task task = kit_task(7, LI_ID_IMPU, ALICE);
	struct li_event e = {.number = 5, .at_us = 6};
	struct li_report_case c = {.event = &e,
		.task = kit_brief(&task),
		.others = &other,
		.other_count = 1};

	return li_report_registered(&c, state, again, &iri);
}

/* TS 33.128 IMSRegistrationStatus; TS 29.229 cl. 6.3.15 */
static void test_report_registered__pairs_states_with_what_they_are_called(void)
{
	static const struct {
		enum li_reg_state state;
		bool again;
		int status; /* 0: no record */
	} cases[] = {
		{LI_REG_REGISTERED, false, LI_IMS_INITIAL_REGISTRATION},
		{LI_REG_REGISTERED, true, LI_IMS_REREGISTRATION},
		{LI_REG_UNREGISTERED, false, LI_IMS_UNREGISTERED_USER},
		{LI_REG_UNREGISTERED, true, LI_IMS_UNREGISTERED_USER},
		{LI_REG_NONE, false, 0},
		{LI_REG_PENDING, false, 0},
		{LI_REG_CHALLENGED, true, 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool told = registered(cases[i].state, cases[i].again);

		CU_ASSERT_EQUAL(told, cases[i].status != 0);
		if (told)
			CU_ASSERT_EQUAL((int)iri.status, cases[i].status);
	}
}

/* TS 33.128 cl. 7.2.4.3.3; cl. 7.2.4.4: no CIN */
static void test_report_registered__names_the_target_and_no_session(void)
{
	CU_ASSERT_TRUE_FATAL(registered(LI_REG_REGISTERED, false));
	CU_ASSERT_EQUAL(iri.kind, LI_IRI_REGISTERED_TARGET);
	CU_ASSERT_EQUAL(iri.task, 7);
	CU_ASSERT_EQUAL(iri.xid.octet[15], 7);
	CU_ASSERT_EQUAL(iri.event, 5);
	CU_ASSERT_EQUAL(iri.at_us, 6);
	CU_ASSERT_EQUAL(iri.correlation, 0);
	CU_ASSERT_EQUAL(iri.direction, LI_DIRECTION_NONE);
	CU_ASSERT_EQUAL_FATAL(iri.matched_count, 1);
	CU_ASSERT_STRING_EQUAL(iri.matched[0].text, ALICE);
	CU_ASSERT_EQUAL_FATAL(iri.other_count, 1);
	CU_ASSERT_STRING_EQUAL(iri.others[0].text, IMPI);
}

UNIT_MAIN("report.report_registered",
	UNIT_TEST(
		test_report_registered__pairs_states_with_what_they_are_called),
	UNIT_TEST(test_report_registered__names_the_target_and_no_session))
