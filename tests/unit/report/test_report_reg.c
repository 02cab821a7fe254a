/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report.h"
#include "step/kit.h"
#include "unit.h"

enum { NO_PARTY = 0xff };

static struct li_reg_row rows[LI_REPORT_REGS_MAX];
static struct li_arena arena;

static size_t regs(const struct li_event *e, const struct li_change *change,
	const struct li_task *task, uint8_t party)
{
	const uint8_t parties[LI_TASK_TARGETS_MAX] = {party, NO_PARTY, NO_PARTY,
		NO_PARTY, NO_PARTY, NO_PARTY, NO_PARTY, NO_PARTY};
	const struct li_identity known = kit_identity(LI_ID_IMEI, IMEI);
	struct li_report_case c = {.event = e,
		.change = change,
		.task = kit_brief(task),
		.party = parties,
		.others = &known,
		.other_count = 1};

	li_arena_reset(&arena);
	return li_report_regs(&c, &arena, rows);
}

static void test_report_reg__tells_what_a_200_says(void)
{
	struct li_task task = kit_task(7, LI_ID_IMPI, IMPI);
	struct li_event e = kit_register(200, 2, NULL);
	struct li_change change = {.registration = true,
		.reg_after = LI_REG_REGISTERED,
		.expires_s = 600};

	kit_contact(&e, "sip:alice@192.0.2.1", NULL, 600);
	CU_ASSERT_EQUAL_FATAL(regs(&e, &change, &task, NO_PARTY), 1);
	CU_ASSERT_EQUAL(rows[0].task, 7);
	CU_ASSERT_TRUE(li_slice_is(rows[0].key, ALICE));
	CU_ASSERT_TRUE(li_slice_is(rows[0].impu, ALICE));
	CU_ASSERT_TRUE(li_slice_is(rows[0].impi, IMPI));
	CU_ASSERT_TRUE(li_slice_is(rows[0].imei, "35123400123456"));
	CU_ASSERT_TRUE(li_slice_is(rows[0].contact, "sip:alice@192.0.2.1"));
	CU_ASSERT_EQUAL(rows[0].state, LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(rows[0].witness, LI_SOURCE_SIP);
	CU_ASSERT_EQUAL(rows[0].expires_us, e.at_us + 600000000);
	change.expires_s = -1;
	CU_ASSERT_EQUAL(regs(&e, &change, &task, NO_PARTY), 1);
	CU_ASSERT_EQUAL(rows[0].expires_us, 0);
	change.registration = false;
	CU_ASSERT_EQUAL(regs(&e, &change, &task, NO_PARTY), 0);
}

/* TS 24.229 cl. 5.4.1.7 */
static void test_report_reg__keeps_the_users_contact_alone(void)
{
	struct li_task task = kit_task(7, LI_ID_IMPU, ALICE);
	struct li_event e = kit_sip(LI_SIP_REGISTER, 0, "third");
	struct li_change change = {.registration = true, .expires_s = -1};

	kit_party(&e, LI_ROLE_FROM, "sip:scscf.ims.example");
	kit_party(&e, LI_ROLE_TO, ALICE);
	kit_contact(&e, "sip:scscf.ims.example", NULL, 600);
	CU_ASSERT_EQUAL_FATAL(regs(&e, &change, &task, 1), 1);
	CU_ASSERT_EQUAL(rows[0].contact.n, 0);
}

/* TS 33.126 R6.3-400 */
static void test_report_reg__tells_a_task_of_its_own_impus(void)
{
	struct li_task by_impu = kit_task(7, LI_ID_IMPU, CAROL);
	struct li_task by_impi = kit_task(8, LI_ID_IMPI, IMPI);
	struct li_event e = kit_cx(LI_CX_SAR, 5, IMPI, ALICE);
	struct li_change change = {.registration = true, .expires_s = -1};

	e.cx.server_name = li_slice_str("sip:s.example");
	kit_party(&e, LI_ROLE_CX_PUBLIC_IDENTITY, CAROL); /* party 2 */
	CU_ASSERT_EQUAL_FATAL(regs(&e, &change, &by_impu, 2), 1);
	CU_ASSERT_TRUE(li_slice_is(rows[0].key, CAROL));
	CU_ASSERT_TRUE(li_slice_is(rows[0].server_name, "sip:s.example"));
	CU_ASSERT_EQUAL(rows[0].witness, LI_SOURCE_CX);
	CU_ASSERT_EQUAL(regs(&e, &change, &by_impi, 0), 2);
	CU_ASSERT_TRUE(li_slice_is(rows[1].key, CAROL));
}

static void test_report_reg__tells_of_an_impi_that_stands_alone(void)
{
	struct li_task by_impu = kit_task(7, LI_ID_IMPU, ALICE);
	struct li_task by_impi = kit_task(8, LI_ID_IMPI, IMPI);
	struct li_event e = kit_cx(LI_CX_RTR, -1, IMPI, NULL);
	struct li_change change = {.registration = true, .expires_s = -1};

	CU_ASSERT_EQUAL_FATAL(regs(&e, &change, &by_impi, 0), 1);
	CU_ASSERT_TRUE(li_slice_is(rows[0].key, IMPI));
	CU_ASSERT_EQUAL(rows[0].impu.n, 0);
	CU_ASSERT_EQUAL_FATAL(regs(&e, &change, &by_impu, NO_PARTY), 1);
	CU_ASSERT_TRUE(li_slice_is(rows[0].key, ALICE));
}

/* TS 33.126 R6.3-400: a number is an IMPU, an IMSI is the user */
static void test_report_reg__takes_a_number_as_an_impu(void)
{
	struct li_task number = kit_task(7, LI_ID_E164, "15551230001");
	struct li_task imsi = kit_task(8, LI_ID_IMSI, "001010000000001");
	struct li_event rtr = kit_cx(LI_CX_RTR, -1, IMPI, NULL);
	struct li_event sar = kit_cx(LI_CX_SAR, 5, IMPI, ALICE);
	struct li_change change = {.registration = true, .expires_s = -1};

	kit_party(&sar, LI_ROLE_CX_PUBLIC_IDENTITY, "tel:+15551230001");
	CU_ASSERT_EQUAL_FATAL(regs(&rtr, &change, &number, NO_PARTY), 1);
	CU_ASSERT_TRUE(li_slice_is(rows[0].key, "tel:+15551230001"));
	CU_ASSERT_EQUAL_FATAL(regs(&sar, &change, &number, 2), 1);
	CU_ASSERT_TRUE(li_slice_is(rows[0].impu, "tel:+15551230001"));
	CU_ASSERT_EQUAL(regs(&sar, &change, &imsi, 0), 2);
}

static void test_report_reg__tells_nothing_of_what_changes_nothing(void)
{
	static const struct {
		enum li_cx_command command;
		uint32_t result;
		bool visited_changed;
		size_t rows;
	} cases[] = {
		{LI_CX_SAR, 2001, false, 1},
		{LI_CX_SAR, 5012, false, 0},
		{LI_CX_RTR, 2001, false, 1},
		{LI_CX_RTR, 5012, false, 0},
		{LI_CX_UAR, 2001, true, 1},
		{LI_CX_UAR, 2001, false, 0},
		{LI_CX_UAR, 5004, true, 0},
		{LI_CX_LIR, 2001, false, 0},
		{LI_CX_MAR, 2001, false, 0},
		{LI_CX_PPR, 2001, false, 0},
	};
	struct li_task task = kit_task(8, LI_ID_IMPI, IMPI);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_event e = kit_cx(cases[i].command, 1, IMPI, ALICE);
		struct li_change change = {.registration = true,
			.visited_changed = cases[i].visited_changed};

		e.cx.result = cases[i].result;
		CU_ASSERT_EQUAL(regs(&e, &change, &task, 0), cases[i].rows);
	}
}

/* A profile that takes an IMPU away or adds one: TS 29.228 cl. 6.2.2 */
static void test_report_reg__follows_a_profile_that_changes_who_it_is(void)
{
	const struct li_identity alice = kit_identity(LI_ID_IMPU, ALICE);
	const struct li_identity carol = kit_identity(LI_ID_IMPU, CAROL);
	struct li_task impu = kit_task(7, LI_ID_IMPU, ALICE);
	struct li_task impi = kit_task(8, LI_ID_IMPI, IMPI);
	struct li_event e = kit_cx(LI_CX_PPR, -1, IMPI, NULL);
	struct li_change change = {.registration = true,
		.reg_after = LI_REG_REGISTERED,
		.expires_s = -1};

	CU_ASSERT_EQUAL(regs(&e, &change, &impi, 0), 0);
	change.came = &carol;
	change.came_count = 1;
	CU_ASSERT_EQUAL_FATAL(regs(&e, &change, &impi, 0), 1);
	CU_ASSERT_TRUE(li_slice_is(rows[0].key, IMPI));
	CU_ASSERT_EQUAL(rows[0].state, LI_REG_REGISTERED);
	CU_ASSERT_EQUAL_FATAL(regs(&e, &change, &impu, NO_PARTY), 1);
	CU_ASSERT_TRUE(li_slice_is(rows[0].key, ALICE));
	CU_ASSERT_EQUAL(rows[0].state, LI_REG_REGISTERED);
	change.left = &alice;
	change.left_count = 1;
	CU_ASSERT_EQUAL_FATAL(regs(&e, &change, &impu, NO_PARTY), 1);
	CU_ASSERT_EQUAL(rows[0].state, LI_REG_NONE);
	e.cx.result = 5001;
	CU_ASSERT_EQUAL(regs(&e, &change, &impu, NO_PARTY), 0);
}

/* TS 33.108 table 7.7 */
static void test_report_reg__keeps_where_a_sar_registers_from(void)
{
	struct li_task task = kit_task(8, LI_ID_IMPI, IMPI);
	struct li_event e = kit_cx(LI_CX_SAR, 1, IMPI, ALICE);
	struct li_change change = {.registration = true,
		.reg_after = LI_REG_REGISTERED,
		.visited = li_slice_str("one.example"),
		.expires_s = -1};

	CU_ASSERT_EQUAL_FATAL(regs(&e, &change, &task, 0), 1);
	CU_ASSERT_TRUE(li_slice_is(rows[0].visited_network, "one.example"));
}

static bool begun(const struct li_task *task, bool impi_known)
{
	const struct li_identity known[] = {kit_identity(LI_ID_IMEI, IMEI),
		kit_identity(LI_ID_IMPI, IMPI)};
	struct li_event e = kit_cx(LI_CX_LIR, -1, "other@ims.example", CAROL);
	struct li_report_case c = {.event = &e,
		.task = kit_brief(task),
		.others = known,
		.other_count = impi_known ? 2 : 1};

	li_arena_reset(&arena);
	return li_report_registered_row(&c, LI_REG_UNREGISTERED, &arena, rows);
}

/* TS 33.107 cl. 20.1.3.3: of the target alone, whatever event is in hand */
static void test_report_reg__keeps_who_is_registered_when_a_task_begins(void)
{
	struct li_task impu = kit_task(7, LI_ID_IMPU, ALICE);
	struct li_task e164 = kit_task(7, LI_ID_E164, "15551230001");
	struct li_task imei = kit_task(8, LI_ID_IMEI, IMEI);

	CU_ASSERT_TRUE(begun(&impu, true));
	CU_ASSERT_TRUE(li_slice_is(rows[0].key, ALICE));
	CU_ASSERT_TRUE(li_slice_is(rows[0].impi, IMPI));
	CU_ASSERT_EQUAL(rows[0].task, 7);
	CU_ASSERT_EQUAL(rows[0].state, LI_REG_UNREGISTERED);
	CU_ASSERT_EQUAL(rows[0].witness, LI_SOURCE_CX);
	CU_ASSERT_TRUE(begun(&e164, false));
	CU_ASSERT_TRUE(li_slice_is(rows[0].key, "tel:+15551230001"));
	CU_ASSERT_TRUE(begun(&imei, true));
	CU_ASSERT_TRUE(li_slice_is(rows[0].key, IMPI));
	CU_ASSERT_EQUAL(rows[0].impu.n, 0);
	CU_ASSERT_FALSE(begun(&imei, false));
	li_arena_fini(&arena);
}

UNIT_MAIN("report.report_reg",
	UNIT_TEST(test_report_reg__tells_what_a_200_says),
	UNIT_TEST(test_report_reg__keeps_the_users_contact_alone),
	UNIT_TEST(test_report_reg__tells_a_task_of_its_own_impus),
	UNIT_TEST(test_report_reg__tells_of_an_impi_that_stands_alone),
	UNIT_TEST(test_report_reg__takes_a_number_as_an_impu),
	UNIT_TEST(test_report_reg__tells_nothing_of_what_changes_nothing),
	UNIT_TEST(test_report_reg__follows_a_profile_that_changes_who_it_is),
	UNIT_TEST(test_report_reg__keeps_where_a_sar_registers_from),
	UNIT_TEST(test_report_reg__keeps_who_is_registered_when_a_task_begins))
