/* SPDX-License-Identifier: BSD-3-Clause */
#include "clock_bench.h"

/* TS 103 221-1 cl. 6.5.2: of each task, whenever it or its end came; nothing was
 * looked out for before, or something later */
static void test_over__is_told_of_each_task_whenever_its_end_came(void)
{
	struct li_task task;
	struct bench b;

	set_up_reporting(&b);
	tick(&b);
	for (size_t i = 0; i < 3; i++) {
		if (i < 2)
			task = place_task(LI_ID_IMPI, "alice@ims.example");
		task.ends_us = clock_now.at_us + 2 * SECOND;
		if (i == 1) /* its end comes nearer in the next round */
			task.ends_us += 5 * SECOND;
		put(&b, i < 2 ? LI_ADMIN_TASK_ADD : LI_ADMIN_TASK_MODIFY,
			&task);
		pass(SECOND);
		tick(&b);
		CU_ASSERT_EQUAL(told(&b, LI_ISSUE_EXPIRED), i > 0);
		pass(SECOND);
		tick(&b);
		CU_ASSERT_EQUAL(told(&b, LI_ISSUE_EXPIRED), 1 + (i > 1));
	}
	tear_down(&b);
}

/* cl. 6.5.2: one that was shortened to what is behind us is over at once */
static void test_over__is_told_of_an_end_that_has_been(void)
{
	struct li_task task = place_task(LI_ID_IMPI, "alice@ims.example");
	struct bench b;

	set_up_reporting(&b);
	task.ends_us = clock_now.at_us + 100 * SECOND;
	put(&b, LI_ADMIN_TASK_ADD, &task);
	pass(10 * SECOND);
	tick(&b);
	task.ends_us = clock_now.at_us - SECOND;
	put(&b, LI_ADMIN_TASK_MODIFY, &task);
	CU_ASSERT_EQUAL(told(&b, LI_ISSUE_EXPIRED), 0);
	tick(&b);
	CU_ASSERT_EQUAL(told(&b, LI_ISSUE_EXPIRED), 1);
	tear_down(&b);
}

/* cl. 6.5.2: also of one whose time was over while nobody worked, and whose time
 * is over after that */
static void test_over__is_told_after_a_restart(void)
{
	struct bench b;

	set_up_reporting(&b);
	for (int i = 0; i < 2; i++) {
		struct li_task task =
			place_task(LI_ID_IMPI, "alice@ims.example");

		task.ends_us = clock_now.at_us + (2 + 3 * i) * SECOND;
		put(&b, LI_ADMIN_TASK_ADD, &task);
	}
	li_flow_close(b.flow);
	pass(3 * SECOND);
	start(&b);
	CU_ASSERT_EQUAL(told(&b, LI_ISSUE_EXPIRED), 0);
	tick(&b);
	CU_ASSERT_EQUAL(told(&b, LI_ISSUE_EXPIRED), 1);
	pass(2 * SECOND);
	tick(&b);
	CU_ASSERT_EQUAL(told(&b, LI_ISSUE_EXPIRED), 2);
	tear_down(&b);
}

UNIT_MAIN("flow.over", UNIT_TEST(test_over__is_told_of_an_end_that_has_been),
	UNIT_TEST(test_over__is_told_after_a_restart),
	UNIT_TEST(test_over__is_told_of_each_task_whenever_its_end_came))
