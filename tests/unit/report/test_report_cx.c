/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report_cx.h"
#include "step/kit.h"
#include "unit.h"

enum { /* bits of what an exchange is told as */
	S = 1 << LI_IRI_HSS_SERVING_SYSTEM,
	T = 1 << LI_IRI_HSS_REGISTRATION_TERMINATION,
	C = 1 << LI_IRI_HSS_SUBSCRIBER_RECORD_CHANGE,
	L = 1 << LI_IRI_HSS_LOCATION_INFORMATION_REQUEST,
};

static unsigned int kinds_of(const struct li_event *e,
	const struct li_change *change, bool sip_seen)
{
	const struct li_report_case c = {.event = e,
		.change = change,
		.sip_seen = sip_seen};
	enum li_iri_kind kinds[LI_REPORT_KINDS_MAX];
	size_t n = li_report_kinds(&c, kinds);
	unsigned int bits = 0;

	for (size_t i = 0; i < n; i++)
		bits |= 1U << kinds[i];
	return bits;
}

/* TS 33.107 cl. 7A.2.3.1, 7A.2.3.3, 7A.2.3.4; TS 29.229 cl. 6.3.15. `moved` is
 * what it is when the visited network is another one, `still` when it is not. */
static const struct {
	enum li_cx_command command;
	int32_t type;
	unsigned int moved, still;
} rows[] = {
	{LI_CX_UAR, -1, S, 0},
	{LI_CX_MAR, -1, S, 0},
	{LI_CX_SAR, 0, 0, 0},  /* NO_ASSIGNMENT */
	{LI_CX_SAR, 1, S, 0},  /* REGISTRATION */
	{LI_CX_SAR, 2, S, 0},  /* RE_REGISTRATION */
	{LI_CX_SAR, 3, S, 0},  /* UNREGISTERED_USER */
	{LI_CX_SAR, 4, T, T},  /* TIMEOUT_DEREGISTRATION */
	{LI_CX_SAR, 5, T, T},  /* USER_DEREGISTRATION */
	{LI_CX_SAR, 6, T, T},  /* .. with the S-CSCF's name stored */
	{LI_CX_SAR, 7, T, T},  /* .. likewise */
	{LI_CX_SAR, 8, T, T},  /* ADMINISTRATIVE_DEREGISTRATION */
	{LI_CX_SAR, 9, 0, 0},  /* AUTHENTICATION_FAILURE */
	{LI_CX_SAR, 10, 0, 0}, /* AUTHENTICATION_TIMEOUT */
	{LI_CX_SAR, 11, T, T}, /* DEREGISTRATION_TOO_MUCH_DATA */
	{LI_CX_SAR, 12, 0, 0}, /* of SWx */
	{LI_CX_SAR, 13, 0, 0}, /* of SWx */
	{LI_CX_SAR, 14, 0, 0}, /* RESTORATION */
	{LI_CX_SAR, -1, 0, 0},
	{LI_CX_LIR, -1, L, L},
	{LI_CX_RTR, -1, T, T},
	{LI_CX_PPR, -1, 0, 0},
};

static void test_report_cx__tells_which_event_an_exchange_is(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_event e =
			kit_cx(rows[i].command, rows[i].type, IMPI, ALICE);
		struct li_change moved = {.visited_changed = true}, still = {0};

		CU_ASSERT_EQUAL(kinds_of(&e, &moved, true), rows[i].moved);
		CU_ASSERT_EQUAL(kinds_of(&e, &still, true), rows[i].still);
		/* TS 33.127 cl. 5.3.2.4: failures too */
		e.cx.result = 5012;
		CU_ASSERT_EQUAL(kinds_of(&e, &moved, true), rows[i].moved);
		e.cx.answered = false;
		CU_ASSERT_EQUAL(kinds_of(&e, &moved, true), rows[i].moved);
	}
}

/* TS 33.127 cl. 5.3.2.4; TS 29.229 cl. 6.2.2.4: the code alone is not enough,
 * it is INVALID_AVP_VALUE as a Result-Code */
static void test_report_cx__tells_each_refusal_to_roam(void)
{
	struct li_event e = kit_cx(LI_CX_UAR, -1, IMPI, ALICE);
	struct li_change still = {0};

	e.cx.result = 5004;
	CU_ASSERT_EQUAL(kinds_of(&e, &still, true), 0);
	e.cx.experimental = true;
	CU_ASSERT_EQUAL(kinds_of(&e, &still, true), 0);
	e.cx.result_vendor = 10415;
	CU_ASSERT_EQUAL(kinds_of(&e, &still, true), S);
	e.cx.result = 5003;
	CU_ASSERT_EQUAL(kinds_of(&e, &still, true), 0);
}

/* TS 33.127 cl. 5.3.2.4: where SIP is tapped its 4xx says it */
static void test_report_cx__tells_an_authentication_that_sip_does_not(void)
{
	struct li_change still = {0};

	for (int32_t type = 0; type <= 14; type++) {
		struct li_event e = kit_cx(LI_CX_SAR, type, IMPI, ALICE);

		if (type != 9 && type != 10)
			continue;
		CU_ASSERT_EQUAL(kinds_of(&e, &still, true), 0);
		CU_ASSERT_EQUAL(kinds_of(&e, &still, false), S);
	}
}

/* TS 33.107 cl. 7A.2.3.2 */
static void test_report_cx__tells_a_record_that_changed_and_no_other(void)
{
	const struct li_identity id = kit_identity(LI_ID_IMPU, CAROL);
	struct li_event ppr = kit_cx(LI_CX_PPR, -1, IMPI, NULL);
	struct li_event sar = kit_cx(LI_CX_SAR, 2, IMPI, ALICE);
	struct li_event lir = kit_cx(LI_CX_LIR, -1, IMPI, ALICE);
	struct li_change change = {.reg_before = LI_REG_REGISTERED};

	CU_ASSERT_EQUAL(kinds_of(&ppr, &change, true), 0);
	change.came = &id;
	change.came_count = 1;
	CU_ASSERT_EQUAL(kinds_of(&ppr, &change, true), C);
	CU_ASSERT_EQUAL(kinds_of(&sar, &change, true), C);
	CU_ASSERT_EQUAL(kinds_of(&lir, &change, true), L);
	change.came_count = 0;
	change.left = &id;
	change.left_count = 1;
	change.reg_before = LI_REG_UNREGISTERED;
	CU_ASSERT_EQUAL(kinds_of(&ppr, &change, true), C);
	change.visited_changed = true;
	CU_ASSERT_EQUAL(kinds_of(&sar, &change, true), S | C);
	/* What was not known has not changed. */
	change.reg_before = LI_REG_NONE;
	CU_ASSERT_EQUAL(kinds_of(&ppr, &change, true), 0);
	change.reg_before = LI_REG_CHALLENGED;
	CU_ASSERT_EQUAL(kinds_of(&sar, &change, true), S);
	/* What was refused neither: TS 29.228 cl. 6.2.2, 5001 */
	change.reg_before = LI_REG_REGISTERED;
	ppr.cx.result = 5001;
	CU_ASSERT_EQUAL(kinds_of(&ppr, &change, true), 0);
	ppr.cx.answered = false;
	CU_ASSERT_EQUAL(kinds_of(&ppr, &change, true), 0);
}

static struct li_iri made;

static void make(const struct li_report_case *c, enum li_iri_kind kind)
{
	made = (struct li_iri){.task = 0};
	CU_ASSERT_TRUE(li_report_iri(c, kind, 0, &made));
}

/* TS 33.108 table 7.9: who goes down too, and where the target was */
static void test_report_cx__says_who_goes_down_too(void)
{
	const struct li_identity others[] = {kit_identity(LI_ID_IMPU, ALICE),
		kit_identity(LI_ID_IMPU, BOB), kit_identity(LI_ID_IMPU, CAROL),
		kit_identity(LI_ID_IMPI, IMPI), kit_identity(LI_ID_IMEI, IMEI)};
	struct li_task task = kit_task(7, LI_ID_IMPU, ALICE);
	struct li_event e = kit_cx(LI_CX_SAR, 5, IMPI, ALICE);
	struct li_change change = {.visited = li_slice_str("one.example")};
	struct li_report_case c = {.event = &e,
		.change = &change,
		.task = kit_brief(&task),
		.others = others,
		.other_count = 5,
		.others_up = 1 << 1};

	make(&c, LI_IRI_HSS_REGISTRATION_TERMINATION);
	CU_ASSERT_EQUAL_FATAL(made.other_count, 4);
	CU_ASSERT_STRING_EQUAL(made.others[0].text, BOB);
	CU_ASSERT_STRING_EQUAL(made.others[1].text, CAROL);
	CU_ASSERT_EQUAL(made.down, 1 << 1);
	CU_ASSERT_TRUE(li_slice_is(made.cx.visited_network, "one.example"));
	make(&c, LI_IRI_HSS_SERVING_SYSTEM);
	CU_ASSERT_EQUAL(made.down, 0);
	CU_ASSERT_TRUE(li_slice_is(made.cx.visited_network, "one.example"));
	/* What the exchange says itself goes first. TS 33.108 table 7.7 */
	e.cx.visited_network = li_slice_str("two.example");
	make(&c, LI_IRI_HSS_SERVING_SYSTEM);
	CU_ASSERT_TRUE(li_slice_is(made.cx.visited_network, "two.example"));
	e.cx.visited_network = li_slice_str("");
	make(&c, LI_IRI_HSS_LOCATION_INFORMATION_REQUEST);
	CU_ASSERT_EQUAL(made.cx.visited_network.n, 0);
}

UNIT_MAIN("report.report_cx",
	UNIT_TEST(test_report_cx__tells_which_event_an_exchange_is),
	UNIT_TEST(test_report_cx__tells_each_refusal_to_roam),
	UNIT_TEST(test_report_cx__tells_an_authentication_that_sip_does_not),
	UNIT_TEST(test_report_cx__tells_a_record_that_changed_and_no_other),
	UNIT_TEST(test_report_cx__says_who_goes_down_too))
