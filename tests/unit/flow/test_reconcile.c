/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.107 cl. 8: what is in force is what was ordered, or it is found within
 * a minute.
 */
#include "reconcile_bench.h"

static void test_reconcile__leaves_what_is_as_ordered(void)
{
	struct bench b;

	set_up(&b);
	CU_ASSERT_EQUAL(li_store_task_end(b.flow->store, &b.tasks[4].xid, 5,
				&place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_flow_task_changed(b.flow->store, b.flow->step,
				&b.tasks[4].xid),
		LI_OK);
	seconds(&b, 3 * MINUTE);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->mended, 0);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->differ, 0);
	CU_ASSERT_EQUAL(rows(&b, "task.mend"), 0);
	tear_down(&b);
}

static void test_reconcile__mends_what_is_not_in_force_as_ordered(void)
{
	struct li_task other;
	struct bench b;

	set_up(&b);
	seconds(&b, MINUTE);
	li_step_drop(b.flow->step, 7);
	other = b.tasks[19];
	other.ends_us -= 1;
	CU_ASSERT_EQUAL(li_step_put(b.flow->step, &other), LI_OK);
	other = b.tasks[50];
	other.content = true;
	CU_ASSERT_EQUAL(li_step_put(b.flow->step, &other), LI_OK);
	other = b.tasks[90];
	other.targets[0].text[4] = 'x';
	CU_ASSERT_EQUAL(li_step_put(b.flow->step, &other), LI_OK);
	other = b.tasks[91];
	other.services = LI_SERVICE_VOICE;
	CU_ASSERT_EQUAL(li_step_put(b.flow->step, &other), LI_OK);
	other = b.tasks[92];
	other.mediation_count = 1;
	other.mediations[0] = (struct li_mediation){.liid = "LIID-2",
		.ends_us = other.ends_us};
	CU_ASSERT_EQUAL(li_step_put(b.flow->step, &other), LI_OK);
	seconds(&b, MINUTE);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->mended, 6);
	CU_ASSERT_EQUAL(rows(&b, "task.mend"), 6);
	CU_ASSERT_PTR_NOT_NULL(li_step_task(b.flow->step, 7));
	CU_ASSERT_EQUAL(li_step_task(b.flow->step, 20)->ends_us,
		b.tasks[19].ends_us);
	CU_ASSERT_FALSE(li_step_task(b.flow->step, 51)->content);
	CU_ASSERT_EQUAL(li_step_task(b.flow->step, 91)->text[4], 'o');
	seconds(&b, 2 * MINUTE);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->mended, 6);
	tear_down(&b);
}

/* TS 103 221-1 cl. 6.5.2 */
static void test_reconcile__tells_what_it_mended(void)
{
	struct bench b;

	set_up(&b);
	li_step_drop(b.flow->step, 7);
	seconds(&b, MINUTE);
	told(&b, LI_ISSUE_MENDED, LI_ISSUE_NEWS, &b.tasks[6].xid, 1);
	told(&b, LI_ISSUE_MENDED, LI_ISSUE_NEWS, &b.tasks[7].xid, 0);
	tear_down(&b);
}

static void test_reconcile__ends_what_nobody_ordered(void)
{
	struct li_task other;
	struct bench b;

	set_up(&b);
	other = b.tasks[0];
	other.row = 4711;
	CU_ASSERT_EQUAL(li_step_put(b.flow->step, &other), LI_OK);
	seconds(&b, 2 * MINUTE);
	CU_ASSERT_PTR_NULL(li_step_task(b.flow->step, 4711));
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->mended, 1);
	CU_ASSERT_EQUAL(rows(&b, "task.mend"), 1);
	told(&b, LI_ISSUE_DROPPED, LI_ISSUE_NEWS, &other.xid, 1);
	tear_down(&b);
}

/* Somebody makes a warrant longer, by hand: what was ordered stays in force. */
static void test_reconcile__tells_of_a_store_that_was_changed(void)
{
	struct bench b;

	set_up(&b);
	seconds(&b, MINUTE);
	by_hand(&b, "UPDATE task SET ends_us = ends_us - 1 WHERE id = 3");
	by_hand(&b, "DELETE FROM target WHERE task = 30");
	seconds(&b, MINUTE);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->differ, 2);
	CU_ASSERT_EQUAL(rows(&b, "task.differs"), 2);
	CU_ASSERT_EQUAL(li_step_task(b.flow->step, 3)->ends_us,
		b.tasks[2].ends_us);
	CU_ASSERT_EQUAL(li_step_task(b.flow->step, 30)->target_count, 1);
	told(&b, LI_ISSUE_DIFFERS, LI_ISSUE_RAISED, &b.tasks[2].xid, 1);
	told(&b, LI_ISSUE_DIFFERS, LI_ISSUE_CLEARED, &b.tasks[2].xid, 0);
	/* Told once, and again when it is done again. */
	seconds(&b, MINUTE);
	CU_ASSERT_EQUAL(rows(&b, "task.differs"), 2);
	by_hand(&b, "UPDATE task SET ends_us = ends_us + 1 WHERE id = 3");
	seconds(&b, MINUTE);
	told(&b, LI_ISSUE_DIFFERS, LI_ISSUE_CLEARED, &b.tasks[2].xid, 1);
	by_hand(&b, "UPDATE task SET ends_us = ends_us - 1 WHERE id = 3");
	seconds(&b, MINUTE);
	CU_ASSERT_EQUAL(rows(&b, "task.differs"), 3);
	tear_down(&b);
}

/* One that nobody ordered is not brought in force, whoever sealed it; one that
 * cannot be read is told by the XID that is in force, or as the NE's. */
static void test_reconcile__tells_of_what_was_never_ordered(void)
{
	struct bench b;

	set_up(&b);
	seconds(&b, MINUTE);
	by_hand(&b,
		"DROP TRIGGER audit_no_delete; "
		"DELETE FROM audit WHERE object = 'task 5'; "
		"UPDATE task SET liid = zeroblob(40) WHERE id IN (8, 9)");
	li_step_drop(b.flow->step, 5);
	li_step_drop(b.flow->step, 9);
	seconds(&b, MINUTE);
	CU_ASSERT_PTR_NULL(li_step_task(b.flow->step, 5));
	CU_ASSERT_EQUAL(rows(&b, "task.differs"), 3);
	told(&b, LI_ISSUE_DIFFERS, LI_ISSUE_RAISED, &b.tasks[4].xid, 1);
	told(&b, LI_ISSUE_DIFFERS, LI_ISSUE_RAISED, &b.tasks[7].xid, 1);
	told(&b, LI_ISSUE_STRAY, LI_ISSUE_NEWS, NULL, 1);
	tear_down(&b);
}

/* TS 33.126 R6.6-110: each minute in which something was done is signed. */
static void test_reconcile__signs_the_audit_each_minute(void)
{
	int64_t row;
	struct bench b;

	set_up(&b);
	seconds(&b, MINUTE + 1);
	row = li_store_marked(b.flow->store)->row;
	CU_ASSERT_EQUAL(row, li_store_audit_rows(b.flow->store));
	seconds(&b, 2 * MINUTE);
	CU_ASSERT_EQUAL(li_store_marked(b.flow->store)->row, row);
	CU_ASSERT_EQUAL(li_store_audit(b.flow->store, &place_actor, "x", NULL,
				(struct li_slice){0}),
		LI_OK);
	seconds(&b, 1);
	CU_ASSERT_EQUAL(li_store_marked(b.flow->store)->row, row + 1);
	CU_ASSERT_EQUAL(li_store_audit(b.flow->store, &place_actor, "x", NULL,
				(struct li_slice){0}),
		LI_OK);
	seconds(&b, MINUTE - 1);
	CU_ASSERT_EQUAL(li_store_marked(b.flow->store)->row, row + 1);
	seconds(&b, 2);
	CU_ASSERT_EQUAL(li_store_marked(b.flow->store)->row, row + 2);
	tear_down(&b);
}

UNIT_MAIN("flow.reconcile",
	UNIT_TEST(test_reconcile__tells_of_what_was_never_ordered),
	UNIT_TEST(test_reconcile__leaves_what_is_as_ordered),
	UNIT_TEST(test_reconcile__mends_what_is_not_in_force_as_ordered),
	UNIT_TEST(test_reconcile__tells_what_it_mended),
	UNIT_TEST(test_reconcile__ends_what_nobody_ordered),
	UNIT_TEST(test_reconcile__tells_of_a_store_that_was_changed),
	UNIT_TEST(test_reconcile__signs_the_audit_each_minute))
