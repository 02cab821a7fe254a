/* SPDX-License-Identifier: BSD-3-Clause */
#include "step/begin.h"
#include "unit.h"

enum { ALICE = 7, BOB = 8, CALL = 100, OTHER = 101 };

static struct li_begin *fresh(void)
{
	struct li_begin *b = NULL;

	CU_ASSERT_EQUAL_FATAL(li_begin_new(&b), LI_OK);
	return b;
}

/* TS 33.128 cl. 7.12.4.2.2: one record for each session, not more. */
static void test_begin__tells_once_of_each_session(void)
{
	struct li_begin *b = fresh();

	CU_ASSERT_FALSE(li_begin_due(b, 10));
	CU_ASSERT_EQUAL(li_begin_task(b, ALICE, 0), LI_OK);
	CU_ASSERT_TRUE(li_begin_due(b, 10));
	CU_ASSERT_TRUE(li_begin_is(b, ALICE, 10));
	CU_ASSERT_FALSE(li_begin_is(b, BOB, 10));
	CU_ASSERT_TRUE(li_begin_tell(b, ALICE, CALL));
	CU_ASSERT_FALSE(li_begin_tell(b, ALICE, CALL));
	CU_ASSERT_TRUE(li_begin_tell(b, ALICE, OTHER));
	CU_ASSERT_TRUE(li_begin_tell(b, BOB, CALL));
	li_begin_free(b);
}

/* A lap that was under way when the task came has missed what it passed. */
static void test_begin__waits_for_a_whole_lap(void)
{
	struct li_begin *b = fresh();

	CU_ASSERT_EQUAL(li_begin_task(b, ALICE, 0), LI_OK);
	li_begin_lap(b, 10);
	CU_ASSERT_TRUE(li_begin_due(b, 10));
	CU_ASSERT_TRUE(li_begin_is(b, ALICE, 10));
	CU_ASSERT_EQUAL(li_begin_task(b, BOB, 0), LI_OK);
	li_begin_lap(b, 10);
	CU_ASSERT_FALSE(li_begin_is(b, ALICE, 10));
	CU_ASSERT_TRUE(li_begin_is(b, BOB, 10));
	li_begin_lap(b, 10);
	CU_ASSERT_FALSE(li_begin_due(b, 10));
	li_begin_free(b);
}

/* TS 33.126 R6.5-10: not before its period. */
static void test_begin__waits_for_the_start_of_a_task(void)
{
	struct li_begin *b = fresh();

	CU_ASSERT_EQUAL(li_begin_task(b, ALICE, 50), LI_OK);
	CU_ASSERT_FALSE(li_begin_due(b, 49));
	CU_ASSERT_FALSE(li_begin_is(b, ALICE, 49));
	CU_ASSERT_EQUAL(li_begin_task(b, BOB, 0), LI_OK);
	li_begin_lap(b, 49);
	li_begin_lap(b, 49);
	CU_ASSERT_FALSE(li_begin_due(b, 49));
	CU_ASSERT_TRUE(li_begin_due(b, 50));
	CU_ASSERT_TRUE(li_begin_is(b, ALICE, 50));
	li_begin_free(b);
}

static void test_begin__forgets_a_task_that_ended(void)
{
	struct li_begin *b = fresh();

	CU_ASSERT_EQUAL(li_begin_task(b, ALICE, 0), LI_OK);
	li_begin_drop(b, BOB);
	li_begin_drop(b, ALICE);
	CU_ASSERT_FALSE(li_begin_is(b, ALICE, 10));
	CU_ASSERT_FALSE(li_begin_due(b, 10));
	li_begin_free(b);
}

/* A task that is modified may concern other sessions than before. */
static void test_begin__begins_anew(void)
{
	struct li_begin *b = fresh();

	CU_ASSERT_EQUAL(li_begin_task(b, ALICE, 0), LI_OK);
	li_begin_lap(b, 10);
	CU_ASSERT_EQUAL(li_begin_task(b, ALICE, 5), LI_OK);
	li_begin_lap(b, 10);
	CU_ASSERT_TRUE(li_begin_is(b, ALICE, 10));
	li_begin_lap(b, 10);
	CU_ASSERT_FALSE(li_begin_is(b, ALICE, 10));
	li_begin_free(b);
}

/* TS 33.128 cl. 7.2.4.3.3: each is asked for once, in its period */
static void test_begin__is_taken_once(void)
{
	struct li_begin *b = fresh();
	int64_t rows[2];

	CU_ASSERT_EQUAL(li_begin_take(b, 10, rows, 2), 0);
	CU_ASSERT_EQUAL(li_begin_task(b, BOB, 0), LI_OK);
	CU_ASSERT_EQUAL(li_begin_task(b, CALL, 50), LI_OK);
	CU_ASSERT_EQUAL(li_begin_task(b, ALICE, 0), LI_OK);
	CU_ASSERT_EQUAL(li_begin_task(b, OTHER, 0), LI_OK);
	li_begin_drop(b, OTHER);
	CU_ASSERT_TRUE(li_begin_waits(b, 10));
	CU_ASSERT_EQUAL_FATAL(li_begin_take(b, 10, rows, 2), 2);
	CU_ASSERT_EQUAL(rows[0], ALICE);
	CU_ASSERT_EQUAL(rows[1], BOB);
	CU_ASSERT_FALSE(li_begin_waits(b, 49));
	CU_ASSERT_EQUAL(li_begin_take(b, 49, rows, 2), 0);
	CU_ASSERT_TRUE(li_begin_waits(b, 50));
	CU_ASSERT_EQUAL(li_begin_task(b, ALICE, 0), LI_OK);
	CU_ASSERT_EQUAL(li_begin_take(b, 50, rows, 1), 1);
	CU_ASSERT_TRUE(li_begin_waits(b, 50));
	CU_ASSERT_EQUAL(li_begin_take(b, 50, rows, 1), 1);
	CU_ASSERT_FALSE(li_begin_waits(b, INT64_MAX - 1));
	li_begin_free(b);
}

UNIT_MAIN("step.begin", UNIT_TEST(test_begin__tells_once_of_each_session),
	UNIT_TEST(test_begin__waits_for_a_whole_lap),
	UNIT_TEST(test_begin__waits_for_the_start_of_a_task),
	UNIT_TEST(test_begin__forgets_a_task_that_ended),
	UNIT_TEST(test_begin__begins_anew),
	UNIT_TEST(test_begin__is_taken_once))
