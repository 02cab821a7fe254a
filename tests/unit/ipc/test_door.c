/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "ipc/door.h"
#include "unit.h"

static const enum li_door doors[] = {LI_DOOR_ADMIN, LI_DOOR_X1,
	LI_DOOR_DELIVERY, LI_DOOR_AUDITOR, LI_DOOR_OPERATOR, LI_DOOR_METRICS};

/* Who may: a letter for each of `doors`. */
static const struct {
	enum li_admin_op op;
	const char *who;
} rows[] = {
	{LI_ADMIN_STATUS, "AX-AO-"},
	{LI_ADMIN_TASK_ADD, "AX----"},
	{LI_ADMIN_TASK_MODIFY, "AX----"},
	{LI_ADMIN_TASK_END, "AX----"},
	{LI_ADMIN_TASK_END_ALL, "AX----"},
	{LI_ADMIN_TASK_LIST, "AX-A--"},
	{LI_ADMIN_TASK_SHOW, "AX-A--"},
	{LI_ADMIN_WARRANT_SHOW, "A--A--"},
	{LI_ADMIN_WARRANT_OF, "A--A--"},
	{LI_ADMIN_WARRANT_LIST, "A--A--"},
	{LI_ADMIN_WARRANT_MODIFY, "A-----"},
	{LI_ADMIN_WARRANT_END, "A-----"},
	{LI_ADMIN_DESTINATION_ADD, "AX----"},
	{LI_ADMIN_DESTINATION_MODIFY, "AX----"},
	{LI_ADMIN_DESTINATION_REMOVE, "AX----"},
	{LI_ADMIN_DESTINATION_LIST, "AX-AO-"},
	{LI_ADMIN_DESTINATION_BEHIND, "AX-AO-"},
	{LI_ADMIN_AUDIT_VERIFY, "A--A--"},
	{LI_ADMIN_CONFIRM, "A-D---"},
	{LI_ADMIN_ASIDE, "A-D---"},
	{LI_ADMIN_CHECKED, "A-D---"},
	{LI_ADMIN_CHECKING, "A-D---"},
	{LI_ADMIN_SECURITY_LIST, "A--A--"},
	{LI_ADMIN_HEARD, "AX----"},
	{LI_ADMIN_FAULT_LIST, "AX-A--"},
	{LI_ADMIN_REPORT_LIST, "AX----"},
	{LI_ADMIN_REPORT_DONE, "AX----"},
	{LI_ADMIN_ISSUE, "AXD---"},
	{LI_ADMIN_LATE, "AX----"},
	{LI_ADMIN_NOTE, "AXDA--"},
	{LI_ADMIN_EXPORT_BEGIN, "A--A--"},
	{LI_ADMIN_EXPORT_PAGE, "A--A--"},
	{LI_ADMIN_EXPORT_END, "A--A--"},
	{LI_ADMIN_OBJECT_ADD, "AX----"},
	{LI_ADMIN_OBJECT_MODIFY, "AX----"},
	{LI_ADMIN_OBJECT_REMOVE, "AX----"},
	{LI_ADMIN_OBJECT_LIST, "AX-A--"},
	{LI_ADMIN_COUNT, "A---OM"},
	{LI_ADMIN_COUNT_LI, "A---O-"},
	{LI_ADMIN_BATCH, "AX----"},
	{LI_ADMIN_KEYS, "A-D---"},
	{LI_ADMIN_SESSION_LIST, "A--A--"},
	{LI_ADMIN_SESSION_LADDER, "A--A--"},
};

/* TS 33.127 cl. 8.2 */
static void test_door__lets_each_role_ask_what_is_its_own(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (size_t d = 0; d < 6; d++)
			CU_ASSERT_EQUAL(li_door_allows(doors[d], rows[i].op),
				rows[i].who[d] != '-');
}

/* What nobody thought of is for administrators. */
static void test_door__keeps_the_rest_for_administrators(void)
{
	for (int op = 1; op <= LI_ADMIN_OP_LAST + 1; op++) {
		bool known = false;

		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
			known = known || (int)rows[i].op == op;
		for (size_t d = 0; d < 6 && !known; d++)
			CU_ASSERT_EQUAL(li_door_allows(doors[d],
						(enum li_admin_op)op),
				d == 0);
	}
}

static void test_door__tells_commits_to_who_acts_on_them(void)
{
	for (size_t d = 0; d < 6; d++) {
		CU_ASSERT_EQUAL(li_door_hears(doors[d], LI_IPC_ADMIN_FOLLOW),
			d == 0 || d == 2);
		CU_ASSERT_EQUAL(li_door_hears(doors[d], LI_IPC_ADMIN_LISTEN),
			d == 0 || d == 1);
		CU_ASSERT_EQUAL(li_door_of_persons(doors[d]),
			d != 1 && d != 2 && d != 5);
		CU_ASSERT_TRUE(li_door_name(doors[d])[0] != '\0');
	}
	CU_ASSERT_STRING_EQUAL(li_admin_op_name(LI_ADMIN_TASK_LIST),
		"task.list");
	CU_ASSERT_STRING_EQUAL(li_admin_op_name((enum li_admin_op)(
				       LI_ADMIN_OP_LAST + 1)),
		"request");
}

UNIT_MAIN("ipc.door", UNIT_TEST(test_door__lets_each_role_ask_what_is_its_own),
	UNIT_TEST(test_door__keeps_the_rest_for_administrators),
	UNIT_TEST(test_door__tells_commits_to_who_acts_on_them))
