/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/lanes.h"
#include "unit.h"

enum { HOG = 1, OTHER = 2, THIRD = 3, MANY = 20000 };

static struct li_lanes *make(void)
{
	struct li_lanes *l = NULL;

	CU_ASSERT_EQUAL_FATAL(li_lanes_new(&l), LI_OK);
	return l;
}

static void add(struct li_lanes *l, int64_t task, int64_t id)
{
	CU_ASSERT_EQUAL(li_lanes_add(l, task, id), LI_OK);
}

/* Take the next one; 0 when there is none. */
static int64_t take(struct li_lanes *l)
{
	int64_t id;

	if (!li_lanes_peek(l, &id))
		return 0;
	CU_ASSERT_EQUAL_FATAL(li_lanes_reserve(l, 1), LI_OK);
	li_lanes_take(l);
	return id;
}

/* TS 33.126 R6.4-140: in order, however far apart their ids are */
static void test_lanes__keeps_the_order_of_a_task(void)
{
	struct li_lanes *l = make();
	int64_t id = 0, step = 1;

	for (int i = 0; i < 50; i++, step += step / 3 + 1)
		add(l, HOG, id += step);
	id = 0;
	step = 1;
	for (int i = 0; i < 50; i++, step += step / 3 + 1)
		CU_ASSERT_EQUAL(take(l), id += step);
	CU_ASSERT_EQUAL(take(l), 0);
	CU_ASSERT_TRUE(li_lanes_flying(l));
	CU_ASSERT_EQUAL(li_lanes_confirm(l, li_lanes_mark(l)), id);
	CU_ASSERT_FALSE(li_lanes_busy(l));
	li_lanes_free(l);
}

/* TS 33.126 R6.4-80: near real time, whoever else has records waiting */
static void test_lanes__gives_each_task_its_turn(void)
{
	struct li_lanes *l = make();
	size_t others = 0;
	int64_t hog = 0;

	for (int64_t id = 1; id <= MANY; id++)
		add(l, HOG, id);
	for (int64_t id = MANY + 1; id <= MANY + 10; id++)
		add(l, id % 2 ? OTHER : THIRD, id);
	for (size_t i = 0; i < 2 * LI_LANES_TURN + 10; i++) {
		const int64_t id = take(l);

		if (id > MANY)
			others++;
		else
			CU_ASSERT_EQUAL(id, ++hog);
	}
	CU_ASSERT_EQUAL(others, 10);
	li_lanes_free(l);
}

/* "All up to" is never more than what is confirmed. */
static void test_lanes__tells_up_to_where_all_is_confirmed(void)
{
	struct li_lanes *l = make();
	uint64_t first, second;

	for (int64_t id = 1; id <= 20; id++)
		add(l, id == 20 ? OTHER : HOG, id);
	for (int i = 0; i < LI_LANES_TURN; i++)
		CU_ASSERT_EQUAL(take(l), i + 1);
	first = li_lanes_mark(l);
	CU_ASSERT_EQUAL(take(l), 20);
	second = li_lanes_mark(l);
	CU_ASSERT_EQUAL(li_lanes_confirm(l, first), LI_LANES_TURN);
	CU_ASSERT_EQUAL(li_lanes_confirm(l, second), LI_LANES_TURN);
	CU_ASSERT_FALSE(li_lanes_flying(l));
	for (int i = LI_LANES_TURN; i < 19; i++)
		CU_ASSERT_EQUAL(take(l), i + 1);
	add(l, THIRD, 25);
	CU_ASSERT_EQUAL(li_lanes_confirm(l, li_lanes_mark(l)), 24);
	CU_ASSERT_EQUAL(take(l), 25);
	CU_ASSERT_EQUAL(li_lanes_confirm(l, li_lanes_mark(l)), 25);
	li_lanes_free(l);
}

/* TS 33.126 R6.4-150: few duplicates */
static void test_lanes__sends_nothing_again_that_was_confirmed(void)
{
	struct li_lanes *l = make();

	for (int64_t id = 1; id <= 20; id++)
		add(l, id == 20 ? OTHER : HOG, id);
	for (int i = 0; i < LI_LANES_TURN + 1; i++)
		take(l);
	CU_ASSERT_EQUAL(li_lanes_confirm(l, li_lanes_mark(l)), LI_LANES_TURN);
	CU_ASSERT_EQUAL(take(l), LI_LANES_TURN + 1); /* and is lost */
	li_lanes_restart(l, LI_LANES_TURN);
	CU_ASSERT_FALSE(li_lanes_busy(l));
	CU_ASSERT_EQUAL(li_lanes_seen(l), LI_LANES_TURN);
	for (int64_t id = LI_LANES_TURN + 1; id <= 21; id++)
		add(l, id >= 20 ? OTHER : HOG, id);
	for (int64_t id = LI_LANES_TURN + 1; id <= 2 * LI_LANES_TURN; id++)
		CU_ASSERT_EQUAL(take(l), id);
	CU_ASSERT_EQUAL(take(l), 21);
	CU_ASSERT_EQUAL(li_lanes_confirm(l, li_lanes_mark(l)),
		2 * LI_LANES_TURN);
	li_lanes_free(l);
}

/* Marks that stand open while more room is needed. */
static void test_lanes__bears_many_tasks_at_once(void)
{
	struct li_lanes *l = make();
	uint64_t marks[4];

	for (int64_t id = 1; id <= 2000; id++)
		add(l, id, id);
	for (int m = 0; m < 4; m++) {
		for (int64_t i = 1; i <= 500; i++)
			CU_ASSERT_EQUAL(take(l), m * 500 + i);
		marks[m] = li_lanes_mark(l);
	}
	for (int m = 0; m < 4; m++)
		CU_ASSERT_EQUAL(li_lanes_confirm(l, marks[m]), (m + 1) * 500);
	CU_ASSERT_FALSE(li_lanes_busy(l));
	li_lanes_free(l);
}

UNIT_MAIN("deliver.lanes", UNIT_TEST(test_lanes__keeps_the_order_of_a_task),
	UNIT_TEST(test_lanes__gives_each_task_its_turn),
	UNIT_TEST(test_lanes__tells_up_to_where_all_is_confirmed),
	UNIT_TEST(test_lanes__sends_nothing_again_that_was_confirmed),
	UNIT_TEST(test_lanes__bears_many_tasks_at_once))
