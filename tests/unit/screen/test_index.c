/* SPDX-License-Identifier: BSD-3-Clause */
#include "screen/inside.h"
#include "step/kit.h"
#include "unit.h"

static const struct li_change change = {.from_opener = true};

static struct li_screen *empty(void)
{
	struct li_screen *s = NULL;

	CU_ASSERT_EQUAL_FATAL(li_screen_new(&kit_secret, &s), LI_OK);
	return s;
}

static void put(struct li_screen *s, int64_t row, const char *impu)
{
	struct li_task task = kit_task(row, LI_ID_IMPU, impu);

	CU_ASSERT_EQUAL_FATAL(li_screen_put(s, &task), LI_OK);
}

static size_t calls(struct li_screen *s, const char *impu)
{
	struct li_event e = kit_sip(LI_SIP_INVITE, 0, "c");
	const struct li_hit *h;

	kit_party(&e, LI_ROLE_FROM, impu);
	return li_screen_match(s, &e, &change, &h);
}

static void test_index__has_a_task_in_force_once_put(void)
{
	struct li_screen *s = empty();

	CU_ASSERT_EQUAL(calls(s, ALICE), 0);
	put(s, 1, ALICE);
	put(s, 2, ALICE);
	put(s, 3, BOB);
	CU_ASSERT_EQUAL(calls(s, ALICE), 2);
	CU_ASSERT_EQUAL(calls(s, BOB), 1);
	CU_ASSERT_EQUAL(li_screen_count(s), 3);
	li_screen_free(s);
}

/* TS 33.107 cl. 20.3.2.3: a deactivation acts at once */
static void test_index__has_no_task_in_force_once_dropped(void)
{
	struct li_screen *s = empty();

	for (int64_t row = 1; row <= 4; row++)
		put(s, row, ALICE);
	li_screen_drop(s, 2);
	CU_ASSERT_EQUAL(calls(s, ALICE), 3);
	li_screen_drop(s, 4);
	li_screen_drop(s, 1);
	CU_ASSERT_EQUAL(calls(s, ALICE), 1);
	li_screen_drop(s, 3);
	li_screen_drop(s, 3);
	CU_ASSERT_EQUAL(calls(s, ALICE), 0);
	CU_ASSERT_EQUAL(li_screen_count(s), 0);
	li_screen_free(s);
}

/* TS 33.126 R6.5-10: a task that is over is of no use any more. */
static void test_index__forgets_tasks_that_are_over(void)
{
	struct li_task over = kit_task(1, LI_ID_IMPU, ALICE),
		       ended = kit_task(2, LI_ID_IMPU, ALICE);
	struct li_screen *s = empty();

	over.ends_us = 5000;
	ended.ended_us = 6000;
	CU_ASSERT_EQUAL_FATAL(li_screen_put(s, &over), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_screen_put(s, &ended), LI_OK);
	put(s, 3, ALICE);
	li_screen_prune(s, 5000);
	CU_ASSERT_EQUAL(li_screen_count(s), 3);
	CU_ASSERT_EQUAL(calls(s, ALICE), 3); /* an event of before */
	li_screen_prune(s, 5001);
	CU_ASSERT_EQUAL(li_screen_count(s), 2);
	li_screen_prune(s, 6001);
	li_screen_prune(s, 6001);
	CU_ASSERT_EQUAL(li_screen_count(s), 1);
	CU_ASSERT_EQUAL(calls(s, ALICE), 1);
	li_screen_free(s);
}

static void test_index__forgets_some_at_a_time_and_all_in_the_end(void)
{
	enum { LAPS = 4 };
	struct li_screen *s = empty();

	for (int64_t row = 1; row <= LAPS * LI_SCREEN_PRUNE; row++) {
		struct li_task t = kit_task(row, LI_ID_IMPU, BOB);

		t.ended_us = row % 2 ? 100 : 0;
		CU_ASSERT_EQUAL_FATAL(li_screen_put(s, &t), LI_OK);
	}
	li_screen_prune(s, 101);
	CU_ASSERT(li_screen_count(s) >= (LAPS - 1) * LI_SCREEN_PRUNE);
	CU_ASSERT(li_screen_count(s) < LAPS * LI_SCREEN_PRUNE);
	for (int i = 0; i < 2 * LAPS; i++)
		li_screen_prune(s, 101);
	CU_ASSERT_EQUAL(li_screen_count(s), LAPS * LI_SCREEN_PRUNE / 2);
	CU_ASSERT_EQUAL(calls(s, BOB), LAPS * LI_SCREEN_PRUNE / 2);
	li_screen_free(s);
}

static void test_index__replaces_the_task_of_a_row(void)
{
	struct li_screen *s = empty();
	struct li_task none = kit_task(7, LI_ID_IMPU, CAROL);

	put(s, 7, ALICE);
	put(s, 7, BOB);
	CU_ASSERT_EQUAL(calls(s, ALICE), 0);
	CU_ASSERT_EQUAL(calls(s, BOB), 1);
	CU_ASSERT_EQUAL(li_screen_count(s), 1);
	none.target_count = 0;
	CU_ASSERT_EQUAL(li_screen_put(s, &none), LI_EINVAL);
	CU_ASSERT_EQUAL(calls(s, BOB), 1);
	li_screen_free(s);
}

static void test_index__takes_a_target_that_is_named_twice(void)
{
	struct li_task task = kit_task(1, LI_ID_IMPU, ALICE);
	struct li_screen *s = empty();

	task.targets[task.target_count++] = task.targets[0];
	CU_ASSERT_EQUAL_FATAL(li_screen_put(s, &task), LI_OK);
	CU_ASSERT_EQUAL(calls(s, ALICE), 1);
	li_screen_drop(s, 1);
	CU_ASSERT_EQUAL(calls(s, ALICE), 0);
	li_screen_free(s);
}

/* Six targets, many tasks on each: chains of wants are cut anywhere. */
static void test_index__agrees_with_an_array_over_a_random_life(void)
{
	enum { ROWS = 200, USERS = 6 };
	static const char *const users[USERS] = {ALICE, BOB, CAROL,
		"tel:+15551230001", "sip:+15551230002@ims.example", "sip:d@e"};
	struct li_screen *s = empty();
	size_t of[ROWS + 1] = {0}, sums[USERS + 1] = {0}, wrong = 0;
	uint32_t state = 7;

	for (int step = 0; step < 20000; step++) {
		size_t row, user;

		state = state * 1664525 + 1013904223;
		row = 1 + (state >> 8) % ROWS;
		user = (state >> 20) % (USERS + 1); /* the last: no task */
		if (user == USERS)
			li_screen_drop(s, (int64_t)row);
		else
			put(s, (int64_t)row, users[user]);
		if (of[row])
			sums[of[row] - 1]--;
		of[row] = user == USERS ? 0 : user + 1;
		sums[user] += user < USERS;
		user = (state >> 16) % USERS;
		wrong += calls(s, users[user]) != sums[user];
	}
	CU_ASSERT_EQUAL(wrong, 0);
	li_screen_free(s);
}

/* The filter is widened under way: who is in passes, nearly all others do
 * not. */
static void test_index__keeps_its_filter_sharp_as_it_grows(void)
{
	enum { MANY = 20000 };
	struct li_screen *s = empty();
	size_t missed = 0, passed = 0;

	for (int64_t row = 1; row <= MANY; row++) {
		char impu[48];

		snprintf(impu, sizeof(impu), "sip:u%d@ims.example", (int)row);
		put(s, row, impu);
	}
	for (int i = 1; i <= 2 * MANY; i++) {
		struct li_key keys[LI_ID_KEYS_MAX];
		struct li_identity id;
		char impu[48];
		bool may;

		snprintf(impu, sizeof(impu), "sip:u%d@ims.example", i);
		id = kit_identity(LI_ID_IMPU, impu);
		li_identity_keys_given(&id, &kit_secret, keys);
		may = li_filter_may(li_screen_filter(s), keys[0]);
		missed += i <= MANY && !may;
		passed += i > MANY && may;
	}
	CU_ASSERT_EQUAL(missed, 0);
	CU_ASSERT(passed < MANY / 50);
	CU_ASSERT(li_screen_bytes(s) < MANY * (size_t)1024);
	li_screen_free(s);
}

UNIT_MAIN("screen.index", UNIT_TEST(test_index__has_a_task_in_force_once_put),
	UNIT_TEST(test_index__has_no_task_in_force_once_dropped),
	UNIT_TEST(test_index__forgets_tasks_that_are_over),
	UNIT_TEST(test_index__forgets_some_at_a_time_and_all_in_the_end),
	UNIT_TEST(test_index__replaces_the_task_of_a_row),
	UNIT_TEST(test_index__takes_a_target_that_is_named_twice),
	UNIT_TEST(test_index__agrees_with_an_array_over_a_random_life),
	UNIT_TEST(test_index__keeps_its_filter_sharp_as_it_grows))
