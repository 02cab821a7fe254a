/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report_cx.h"
#include "step/kit.h"
#include "unit.h"

enum {
	SERVING = LI_IRI_HSS_SERVING_SYSTEM,
	TERMINATION = LI_IRI_HSS_REGISTRATION_TERMINATION,
	LOCATION = LI_IRI_HSS_LOCATION_INFORMATION_REQUEST,
	NOTHING = 0,
};

static const struct {
	enum li_cx_command command;
	int32_t type;
	bool visited_changed;
	int kind;
} rows[] = {
	{LI_CX_SAR, 0, false, SERVING},
	{LI_CX_SAR, 1, false, SERVING},
	{LI_CX_SAR, 2, false, SERVING},
	{LI_CX_SAR, 3, false, SERVING},
	{LI_CX_SAR, 4, false, TERMINATION},
	{LI_CX_SAR, 5, false, TERMINATION},
	{LI_CX_SAR, 6, false, TERMINATION},
	{LI_CX_SAR, 7, false, TERMINATION},
	{LI_CX_SAR, 8, false, TERMINATION},
	{LI_CX_SAR, 9, false, SERVING},
	{LI_CX_SAR, 10, false, SERVING},
	{LI_CX_SAR, 11, false, TERMINATION},
	{LI_CX_SAR, 14, false, SERVING},
	{LI_CX_SAR, -1, false, SERVING},
	{LI_CX_RTR, -1, false, TERMINATION},
	{LI_CX_LIR, -1, false, LOCATION},
	{LI_CX_UAR, -1, true, SERVING},
	{LI_CX_UAR, -1, false, NOTHING},
	{LI_CX_MAR, -1, true, NOTHING},
	{LI_CX_PPR, -1, false, NOTHING},
};

/* TS 33.107 cl. 7A.2.3.1, 7A.2.3.3, 7A.2.3.4; TS 29.229 cl. 6.3.15 */
static void test_report_cx__tells_which_event_an_exchange_is(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_event e =
			kit_cx(rows[i].command, rows[i].type, IMPI, ALICE);
		struct li_change change = {
			.visited_changed = rows[i].visited_changed};
		enum li_iri_kind kind = LI_IRI_IMS_MESSAGE;
		bool told = li_report_cx_kind(&e.cx, &change, &kind);

		CU_ASSERT_EQUAL(told, rows[i].kind != NOTHING);
		if (told)
			CU_ASSERT_EQUAL((int)kind, rows[i].kind);
		/* TS 33.127 cl. 5.3.2.4: failures too */
		e.cx.answered = false;
		CU_ASSERT_EQUAL(li_report_cx_kind(&e.cx, &change, &kind), told);
	}
}

UNIT_MAIN("report.report_cx",
	UNIT_TEST(test_report_cx__tells_which_event_an_exchange_is))
