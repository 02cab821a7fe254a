/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.107 cl. 8: what somebody made of the store by hand is in force at no
 * time, from the first message on; and who ordered it is told.
 */
#include "reconcile_bench.h"

/* Somebody who has the file while nobody else has it. */
static void between(struct bench *b, const char *sql)
{
	li_flow_close(b->flow);
	b->flow = NULL;
	by_hand(b, sql);
	open_it(b);
}

static size_t in_force(const struct bench *b)
{
	size_t n = 0;

	for (int64_t row = 1; row <= TASKS; row++)
		n += li_step_task(b->flow->step, row) != NULL;
	return n;
}

static void test_ordered__is_in_force_after_a_restart(void)
{
	struct bench b;

	set_up(&b);
	between(&b, "SELECT 1");
	CU_ASSERT_EQUAL(in_force(&b), TASKS);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->differ, 0);
	CU_ASSERT_EQUAL(rows(&b, "task.differs"), 0);
	tear_down(&b);
}

/* Whatever it is that was changed. */
static void test_ordered__leaves_out_what_was_changed_by_hand(void)
{
	static const char *const changes[] = {
		"UPDATE task SET ends_us = ends_us - 1 WHERE id = 7",
		"UPDATE task SET starts_us = -1 WHERE id = 7",
		"UPDATE task SET content = 1 WHERE id = 7",
		"UPDATE task SET services = 1 WHERE id = 7",
		"UPDATE task SET locality = 1 WHERE id = 7",
		"UPDATE task SET ended_us = 5 WHERE id = 7",
		"UPDATE target SET kind = 2 WHERE task = 7",
		"DELETE FROM target WHERE task = 7",
	};

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct bench b;

		set_up(&b);
		between(&b, changes[i]);
		CU_ASSERT_PTR_NULL(li_step_task(b.flow->step, 7));
		CU_ASSERT_EQUAL(in_force(&b), TASKS - 1);
		CU_ASSERT_EQUAL(li_flow_counts(b.flow)->differ, 1);
		CU_ASSERT_EQUAL(rows(&b, "task.differs"), 1);
		told(&b, LI_ISSUE_DIFFERS, LI_ISSUE_RAISED, &b.tasks[6].xid, 1);
		tear_down(&b);
	}
}

/* One target of two gone makes of "both" one of them alone, and one that goes to
 * another task makes a target of somebody else. */
static void test_ordered__leaves_out_both_that_share_what_was_moved(void)
{
	struct bench b;

	set_up(&b);
	between(&b, "UPDATE target SET task = 8, ordinal = 1 WHERE task = 7");
	CU_ASSERT_PTR_NULL(li_step_task(b.flow->step, 7));
	CU_ASSERT_PTR_NULL(li_step_task(b.flow->step, 8));
	CU_ASSERT_EQUAL(in_force(&b), TASKS - 2);
	CU_ASSERT_EQUAL(rows(&b, "task.differs"), 2);
	tear_down(&b);
}

/* A warrant that was over, and one that never was. */
static void test_ordered__revives_nothing(void)
{
	struct bench b;

	set_up(&b);
	CU_ASSERT_EQUAL(li_store_task_end(b.flow->store, &b.tasks[6].xid, 5,
				&place_actor, NULL),
		LI_OK);
	between(&b,
		"UPDATE task SET ended_us = 0 WHERE id = 7; "
		"DROP TRIGGER audit_no_delete; "
		"DELETE FROM audit WHERE object = 'task 8'; "
		"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit\n"
		"BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); "
		"END");
	CU_ASSERT_PTR_NULL(li_step_task(b.flow->step, 7));
	CU_ASSERT_PTR_NULL(li_step_task(b.flow->step, 8));
	CU_ASSERT_EQUAL(rows(&b, "task.differs"), 2);
	tear_down(&b);
}

/* The others are intercepted all the same. */
static void test_ordered__opens_though_one_cannot_be_read(void)
{
	struct bench b;

	set_up(&b);
	between(&b, "UPDATE task SET liid = zeroblob(40) WHERE id IN (8, 9)");
	CU_ASSERT_EQUAL(in_force(&b), TASKS - 2);
	CU_ASSERT_EQUAL(rows(&b, "task.differs"), 2);
	told(&b, LI_ISSUE_STRAY, LI_ISSUE_NEWS, NULL, 1);
	tear_down(&b);
}

static void test_ordered__is_told_once_and_mended(void)
{
	struct bench b;

	set_up(&b);
	between(&b, "UPDATE task SET content = 1 WHERE id = 7");
	seconds(&b, 2 * MINUTE);
	CU_ASSERT_EQUAL(rows(&b, "task.differs"), 1);
	CU_ASSERT_EQUAL(rows(&b, "task.mend"), 0);
	by_hand(&b, "UPDATE task SET content = 0 WHERE id = 7");
	seconds(&b, MINUTE);
	CU_ASSERT_PTR_NOT_NULL(li_step_task(b.flow->step, 7));
	CU_ASSERT_EQUAL(rows(&b, "task.mend"), 1);
	told(&b, LI_ISSUE_DIFFERS, LI_ISSUE_CLEARED, &b.tasks[6].xid, 1);
	between(&b, "SELECT 1");
	CU_ASSERT_EQUAL(in_force(&b), TASKS);
	tear_down(&b);
}

static void test_ordered__again_it_is_in_force(void)
{
	struct li_task again;
	struct bench b;

	set_up(&b);
	between(&b, "UPDATE task SET content = 1 WHERE id = 7");
	again = b.tasks[6];
	CU_ASSERT_EQUAL(li_store_task_modify(b.flow->store, &again,
				&place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_flow_task_changed(b.flow->store, b.flow->step,
				&again.xid),
		LI_OK);
	CU_ASSERT_FALSE(li_step_task(b.flow->step, 7)->content);
	seconds(&b, MINUTE);
	CU_ASSERT_EQUAL(rows(&b, "task.mend"), 0);
	between(&b, "SELECT 1");
	CU_ASSERT_EQUAL(in_force(&b), TASKS);
	tear_down(&b);
}

/* All are read again while lmisfd runs: it knows what was ordered. */
static void test_ordered__stays_in_force_when_all_are_read_again(void)
{
	struct bench b;

	set_up(&b);
	by_hand(&b,
		"UPDATE task SET content = 1 WHERE id = 7; "
		"UPDATE task SET liid = zeroblob(40) WHERE id = 8");
	CU_ASSERT_EQUAL(li_flow_load_tasks(b.flow, 1), LI_OK);
	CU_ASSERT_FALSE(li_step_task(b.flow->step, 7)->content);
	CU_ASSERT_EQUAL(in_force(&b), TASKS);
	CU_ASSERT_EQUAL(rows(&b, "task.differs"), 2);
	told(&b, LI_ISSUE_DIFFERS, LI_ISSUE_RAISED, &b.tasks[7].xid, 1);
	tear_down(&b);
}

/* Who goes on in place of another has what was in force once, and only the store
 * to say what is now. */
static void test_ordered__is_all_that_a_snapshot_goes_on_with(void)
{
	struct bench b;

	set_up(&b);
	li_flow_leave(b.flow);
	by_hand(&b,
		"UPDATE task SET content = 1 WHERE id = 7; "
		"UPDATE task SET liid = zeroblob(40) WHERE id = 8");
	CU_ASSERT_EQUAL_FATAL(li_flow_reopen(b.flow, &b.at, true, 1, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_flow_commit(b.flow), LI_OK);
	CU_ASSERT_PTR_NULL(li_step_task(b.flow->step, 7));
	CU_ASSERT_PTR_NULL(li_step_task(b.flow->step, 8));
	CU_ASSERT_EQUAL(in_force(&b), TASKS - 2);
	CU_ASSERT_EQUAL(rows(&b, "task.differs"), 2);
	told(&b, LI_ISSUE_DIFFERS, LI_ISSUE_RAISED, &b.tasks[6].xid, 1);
	told(&b, LI_ISSUE_DIFFERS, LI_ISSUE_RAISED, &b.tasks[7].xid, 1);
	tear_down(&b);
}

UNIT_MAIN("flow.ordered", UNIT_TEST(test_ordered__is_in_force_after_a_restart),
	UNIT_TEST(test_ordered__leaves_out_what_was_changed_by_hand),
	UNIT_TEST(test_ordered__leaves_out_both_that_share_what_was_moved),
	UNIT_TEST(test_ordered__revives_nothing),
	UNIT_TEST(test_ordered__opens_though_one_cannot_be_read),
	UNIT_TEST(test_ordered__is_told_once_and_mended),
	UNIT_TEST(test_ordered__again_it_is_in_force),
	UNIT_TEST(test_ordered__stays_in_force_when_all_are_read_again),
	UNIT_TEST(test_ordered__is_all_that_a_snapshot_goes_on_with))
