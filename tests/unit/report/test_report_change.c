/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report_cx.h"
#include "step/kit.h"
#include "unit.h"

static bool is(const struct li_iri_name *name, enum li_id_kind kind,
	const char *text)
{
	return name->kind == kind && li_slice_is(name->text, text);
}

/* TS 33.108 cl. B.9: Change-Of-Target-Identity has one place for a new SIP URI,
 * one for an old one, and so on */
static void test_report_change__takes_a_record_for_each_of_a_kind(void)
{
	const struct li_identity came[] = {kit_identity(LI_ID_IMPU, ALICE),
		kit_identity(LI_ID_IMPU, "tel:+1"),
		kit_identity(LI_ID_IMPU, BOB), kit_identity(LI_ID_IMPI, IMPI),
		kit_identity(LI_ID_IMPU, CAROL)};
	const struct li_identity left[] = {kit_identity(LI_ID_IMPU, "tel:+2"),
		kit_identity(LI_ID_IMPU, "tel:+3")};
	struct li_change change = {.came = came,
		.came_count = 5,
		.left = left,
		.left_count = 2};
	static struct li_iri iri;

	CU_ASSERT_EQUAL(li_report_changes(&change), 3);
	CU_ASSERT_EQUAL(li_report_most(&change), 3);
	li_report_change(&change, 0, &iri);
	CU_ASSERT_EQUAL_FATAL(iri.came_count, 3);
	CU_ASSERT_TRUE(is(&iri.came[0], LI_ID_IMPU, ALICE));
	CU_ASSERT_TRUE(is(&iri.came[1], LI_ID_IMPU, "tel:+1"));
	CU_ASSERT_TRUE(is(&iri.came[2], LI_ID_IMPI, IMPI));
	CU_ASSERT_EQUAL_FATAL(iri.left_count, 1);
	CU_ASSERT_TRUE(is(&iri.left[0], LI_ID_IMPU, "tel:+2"));
	li_report_change(&change, 1, &iri);
	CU_ASSERT_EQUAL_FATAL(iri.came_count, 1);
	CU_ASSERT_TRUE(is(&iri.came[0], LI_ID_IMPU, BOB));
	CU_ASSERT_EQUAL_FATAL(iri.left_count, 1);
	CU_ASSERT_TRUE(is(&iri.left[0], LI_ID_IMPU, "tel:+3"));
	li_report_change(&change, 2, &iri);
	CU_ASSERT_EQUAL_FATAL(iri.came_count, 1);
	CU_ASSERT_TRUE(is(&iri.came[0], LI_ID_IMPU, CAROL));
	CU_ASSERT_EQUAL(iri.left_count, 0);
}

static void test_report_change__of_nothing_has_no_record(void)
{
	const struct li_identity left = kit_identity(LI_ID_IMPU, ALICE);
	struct li_change change = {0};

	CU_ASSERT_EQUAL(li_report_changes(&change), 0);
	CU_ASSERT_EQUAL(li_report_most(&change), 1);
	change.left = &left;
	change.left_count = 1;
	CU_ASSERT_EQUAL(li_report_changes(&change), 1);
}

UNIT_MAIN("report.report_change",
	UNIT_TEST(test_report_change__takes_a_record_for_each_of_a_kind),
	UNIT_TEST(test_report_change__of_nothing_has_no_record))
