/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report.h"
#include "step/kit.h"
#include "unit.h"

/* TS 103 221-2 cl. 5.3: attributes 17 and 18 */
static void test_report__names_the_target_and_who_else_it_is(void)
{
	const struct li_identity others[] = {kit_identity(LI_ID_IMPI, IMPI),
		kit_identity(LI_ID_IMPU, ALICE), kit_identity(LI_ID_IMEI, IMEI),
		kit_identity(LI_ID_IMPI, IMPI)};
	struct li_task task = kit_task(7, LI_ID_IMPU, ALICE);
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);
	struct li_change change = {.way_known = true};
	struct li_report_case c = {.event = &e,
		.change = &change,
		.task = kit_brief(&task),
		.others = others,
		.other_count = 4};
	static struct li_iri iri;

	CU_ASSERT_TRUE(li_report_iri(&c, LI_IRI_IMS_MESSAGE, 0, &iri));
	CU_ASSERT_EQUAL(iri.task, 7);
	CU_ASSERT_EQUAL(iri.xid.octet[15], 7);
	CU_ASSERT_EQUAL_FATAL(iri.matched_count, 1);
	CU_ASSERT_STRING_EQUAL(iri.matched[0].text, ALICE);
	CU_ASSERT_EQUAL_FATAL(iri.other_count, 2);
	CU_ASSERT_STRING_EQUAL(iri.others[0].text, IMPI);
	CU_ASSERT_STRING_EQUAL(iri.others[1].text, "35123400123456");
}

/* TS 103 221-1 table 4: ProductID, instead of the XID */
static void test_report__goes_by_the_product_that_was_asked_for(void)
{
	struct li_task task = kit_task(7, LI_ID_IMPU, ALICE);
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);
	struct li_change change = {.way_known = true};
	struct li_report_case c = {.event = &e, .change = &change};
	static struct li_iri iri;

	task.product.octet[0] = 0x29;
	c.task = kit_brief(&task);
	CU_ASSERT_TRUE(li_report_iri(&c, LI_IRI_IMS_MESSAGE, 0, &iri));
	CU_ASSERT_TRUE(li_uuid_eq(&iri.xid, &task.product));
}

/* TS 33.107 cl. 7A.3.0 */
static void test_report__tells_every_message_as_it_was_seen(void)
{
	struct li_task task = kit_task(7, LI_ID_IMPU, ALICE);
	struct li_event e = kit_call(LI_SIP_INVITE, 486, "b");
	struct li_change change = {.correlation = 99, .way_known = true};
	struct li_report_case c = {.event = &e,
		.change = &change,
		.task = kit_brief(&task),
		.roles = LI_ROLE_FROM,
		.sides = LI_SIDE_OPENER,
		.sip = li_slice_str("copy"),
		.modifications = LI_MOD_SUBJECT};
	static struct li_iri iri;
	enum li_iri_kind kinds[LI_REPORT_KINDS_MAX];

	e.number = 5;
	e.from.port = 5060;
	e.to.port = 6060;
	e.ip_proto = 17;
	CU_ASSERT_EQUAL_FATAL(li_report_kinds(&c, kinds), 1);
	CU_ASSERT_EQUAL(kinds[0], LI_IRI_IMS_MESSAGE);
	CU_ASSERT_EQUAL(li_report_most(&change), 1);
	CU_ASSERT_TRUE(li_report_iri(&c, kinds[0], 0, &iri));
	CU_ASSERT_EQUAL(iri.event, 5);
	CU_ASSERT_EQUAL(iri.at_us, e.at_us);
	CU_ASSERT_EQUAL(iri.correlation, 99);
	CU_ASSERT_EQUAL(iri.sip_status, 486);
	CU_ASSERT_STRING_EQUAL(iri.sip_method, "METHOD");
	CU_ASSERT_TRUE(li_slice_is(iri.sip, "copy"));
	CU_ASSERT_EQUAL(iri.modifications, LI_MOD_SUBJECT);
	CU_ASSERT_EQUAL(iri.matched_roles, LI_ROLE_FROM);
	CU_ASSERT_EQUAL(iri.from.port, 5060);
	CU_ASSERT_EQUAL(iri.to.port, 6060);
	CU_ASSERT_EQUAL(iri.ip_proto, 17);
}

/* TS 33.128 cl. 7.2.3.4 */
static void test_report__keeps_no_profile_and_no_correlation_of_cx(void)
{
	struct li_task task = kit_task(7, LI_ID_IMPU, ALICE);
	struct li_event e = kit_cx(LI_CX_SAR, 1, IMPI, ALICE);
	struct li_change change = {.correlation = 99};
	struct li_report_case c = {.event = &e,
		.change = &change,
		.task = kit_brief(&task)};
	static struct li_iri iri;

	e.cx.user_data = li_slice_str("<IMSSubscription>");
	CU_ASSERT_TRUE(li_report_iri(&c, LI_IRI_HSS_SERVING_SYSTEM, 0, &iri));
	CU_ASSERT_FALSE(li_report_iri(&c, LI_IRI_HSS_SERVING_SYSTEM, 1, &iri));
	CU_ASSERT_EQUAL(iri.cx.user_data.n, 0);
	CU_ASSERT_EQUAL(iri.correlation, 0);
	CU_ASSERT_EQUAL(iri.cx.assignment_type, 1);
	CU_ASSERT_TRUE(li_slice_is(iri.cx.user_name, IMPI));
	CU_ASSERT_EQUAL(iri.sip.n, 0);
}

UNIT_MAIN("report.report",
	UNIT_TEST(test_report__names_the_target_and_who_else_it_is),
	UNIT_TEST(test_report__goes_by_the_product_that_was_asked_for),
	UNIT_TEST(test_report__tells_every_message_as_it_was_seen),
	UNIT_TEST(test_report__keeps_no_profile_and_no_correlation_of_cx))
