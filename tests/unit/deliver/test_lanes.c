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

/* What a confirmation says beside its id. */
static int64_t told[64];
static size_t tolds;

static void note_told(int64_t id, void *data)
{
	(void)data;
	CU_ASSERT_FATAL(tolds < 64);
	told[tolds++] = id;
}

static int64_t confirm(struct li_lanes *l, uint64_t mark)
{
	tolds = 0;
	return li_lanes_confirm(l, mark, note_told, NULL);
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
	CU_ASSERT_EQUAL(confirm(l, li_lanes_mark(l)), id);
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
	CU_ASSERT_EQUAL(confirm(l, first), LI_LANES_TURN);
	CU_ASSERT_EQUAL(tolds, 0);
	CU_ASSERT_EQUAL(confirm(l, second), LI_LANES_TURN);
	CU_ASSERT_EQUAL(tolds, 1);
	CU_ASSERT_EQUAL(told[0], 20);
	CU_ASSERT_FALSE(li_lanes_flying(l));
	for (int i = LI_LANES_TURN; i < 19; i++)
		CU_ASSERT_EQUAL(take(l), i + 1);
	add(l, THIRD, 25);
	CU_ASSERT_EQUAL(confirm(l, li_lanes_mark(l)), 24);
	CU_ASSERT_EQUAL(take(l), 25);
	CU_ASSERT_EQUAL(confirm(l, li_lanes_mark(l)), 25);
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
	CU_ASSERT_EQUAL(confirm(l, li_lanes_mark(l)), LI_LANES_TURN);
	CU_ASSERT_EQUAL(take(l), LI_LANES_TURN + 1); /* and is lost */
	li_lanes_restart(l, LI_LANES_TURN);
	CU_ASSERT_FALSE(li_lanes_busy(l));
	CU_ASSERT_EQUAL(li_lanes_seen(l), LI_LANES_TURN);
	for (int64_t id = LI_LANES_TURN + 1; id <= 21; id++)
		add(l, id >= 20 ? OTHER : HOG, id);
	for (int64_t id = LI_LANES_TURN + 1; id <= 2 * LI_LANES_TURN; id++)
		CU_ASSERT_EQUAL(take(l), id);
	CU_ASSERT_EQUAL(take(l), 21);
	CU_ASSERT_EQUAL(confirm(l, li_lanes_mark(l)), 2 * LI_LANES_TURN);
	li_lanes_free(l);
}

/* TS 33.107 cl. 8: each that overtook others is said by itself, those of a task in
 * their order, over the ends of blocks and marks that are confirmed together. */
static void test_lanes__says_what_overtook_others(void)
{
	struct li_lanes *l = make();
	int64_t id = 1, expected = 0;

	add(l, HOG, id);
	for (int i = 0; i < MANY; i++)
		add(l, HOG, ++id);
	for (int round = 0; round < 200; round++) {
		uint64_t mark = 0;

		for (int i = 0; i < 10; i++)
			add(l, OTHER, id += 1 << (round % 20));
		for (int marks = 0; marks < 3; marks++) {
			for (int i = 0; i < 8; i++)
				take(l);
			mark = li_lanes_mark(l);
		}
		(void)confirm(l, mark);
		for (size_t i = 0; i < tolds; i++) {
			CU_ASSERT_TRUE(told[i] > expected);
			expected = told[i];
		}
	}
	CU_ASSERT_TRUE(expected > MANY);
	while (take(l))
		continue;
	CU_ASSERT_EQUAL(confirm(l, li_lanes_mark(l)), id);
	CU_ASSERT_EQUAL(tolds, 0);
	CU_ASSERT_FALSE(li_lanes_busy(l));
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
		CU_ASSERT_EQUAL(confirm(l, marks[m]), (m + 1) * 500);
	CU_ASSERT_FALSE(li_lanes_busy(l));
	li_lanes_free(l);
}

static void test_lanes__says_whether_one_waits(void)
{
	struct li_lanes *l = make();

	CU_ASSERT_FALSE(li_lanes_waits(l, 1, 100));
	add(l, 1, 5);
	add(l, 2, 6);
	add(l, 1, 7);
	CU_ASSERT_FALSE(li_lanes_waits(l, 1, 4));
	CU_ASSERT_TRUE(li_lanes_waits(l, 1, 5));
	CU_ASSERT_FALSE(li_lanes_waits(l, 2, 5));
	CU_ASSERT_TRUE(li_lanes_waits(l, 2, 9));
	CU_ASSERT_FALSE(li_lanes_waits(l, 3, 9));
	CU_ASSERT_EQUAL(take(l), 5);
	CU_ASSERT_FALSE(li_lanes_waits(l, 1, 6));
	CU_ASSERT_TRUE(li_lanes_waits(l, 1, 7));
	while (take(l))
		continue;
	CU_ASSERT_FALSE(li_lanes_waits(l, 1, 100));
	li_lanes_free(l);
}

/* What waits for a KMS holds up its own task, and nothing is confirmed past it.
 * TS 33.107 cl. 7A.7.2; TS 33.126 R6.4-80 */
static void test_lanes__passes_over_one_that_is_held(void)
{
	struct li_lanes *l = make();

	for (int64_t id = 1; id <= 8; id++)
		add(l, id % 2 ? HOG : OTHER, id);
	CU_ASSERT_EQUAL(take(l), 1);
	CU_ASSERT_FALSE(li_lanes_holding(l));
	li_lanes_hold(l); /* 3 is not there yet */
	CU_ASSERT_TRUE(li_lanes_holding(l));
	for (int64_t id = 2; id <= 8; id += 2)
		CU_ASSERT_EQUAL(take(l), id);
	CU_ASSERT_EQUAL(take(l), 0);
	add(l, HOG, 9);
	CU_ASSERT_EQUAL(take(l), 0);
	CU_ASSERT_TRUE(li_lanes_busy(l));
	CU_ASSERT_EQUAL(confirm(l, li_lanes_mark(l)), 1);
	CU_ASSERT_EQUAL(tolds, 4); /* 2, 4, 6 and 8 */
	add(l, OTHER, 10);
	li_lanes_release(l);
	CU_ASSERT_FALSE(li_lanes_holding(l));
	CU_ASSERT_EQUAL(take(l), 10);
	for (int64_t id = 3; id <= 9; id += 2)
		CU_ASSERT_EQUAL(take(l), id);
	CU_ASSERT_EQUAL(confirm(l, li_lanes_mark(l)), 10);
	CU_ASSERT_FALSE(li_lanes_busy(l));
	li_lanes_free(l);
}

/* After a break it is asked for anew, like all that is not confirmed. */
static void test_lanes__holds_nothing_after_a_restart(void)
{
	struct li_lanes *l = make();

	add(l, HOG, 1);
	add(l, OTHER, 2);
	li_lanes_hold(l);
	CU_ASSERT_EQUAL(take(l), 2);
	li_lanes_restart(l, 0);
	CU_ASSERT_FALSE(li_lanes_holding(l));
	CU_ASSERT_FALSE(li_lanes_busy(l));
	add(l, HOG, 1);
	add(l, OTHER, 2);
	li_lanes_release(l);
	CU_ASSERT_EQUAL(take(l), 1);
	CU_ASSERT_EQUAL(take(l), 2);
	CU_ASSERT_EQUAL(take(l), 0);
	li_lanes_free(l);
}

UNIT_MAIN("deliver.lanes", UNIT_TEST(test_lanes__keeps_the_order_of_a_task),
	UNIT_TEST(test_lanes__gives_each_task_its_turn),
	UNIT_TEST(test_lanes__tells_up_to_where_all_is_confirmed),
	UNIT_TEST(test_lanes__sends_nothing_again_that_was_confirmed),
	UNIT_TEST(test_lanes__says_what_overtook_others),
	UNIT_TEST(test_lanes__bears_many_tasks_at_once),
	UNIT_TEST(test_lanes__says_whether_one_waits),
	UNIT_TEST(test_lanes__passes_over_one_that_is_held),
	UNIT_TEST(test_lanes__holds_nothing_after_a_restart))
