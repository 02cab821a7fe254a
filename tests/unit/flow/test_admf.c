/* SPDX-License-Identifier: BSD-3-Clause */
#include "clock_bench.h"

static li_err get(struct li_store *store, const struct li_task *t,
	struct li_task *out)
{
	return li_store_task_get(store, &t->xid, out);
}

/* When a task was ended, 0: it was not; through a flow that is closed, so that
 * it is what is in the store. */
static int64_t ended(struct bench *b, const struct li_task *t)
{
	struct li_store *store = NULL;
	struct li_task got = {.ended_us = -1};

	CU_ASSERT_EQUAL_FATAL(li_store_open(&b->options.place, LI_STORE_READER,
				      &store, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(get(store, t, &got), LI_OK);
	li_store_close(store);
	return got.ended_us;
}

static uint64_t rows(struct bench *b)
{
	struct li_store_counts n = {.audit_rows = 0};
	struct li_store *store = NULL;

	CU_ASSERT_EQUAL_FATAL(li_store_open(&b->options.place, LI_STORE_READER,
				      &store, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_count(store, clock_now.at_us, &n), LI_OK);
	li_store_close(store);
	return n.audit_rows;
}

static void test_admf__ends_all_tasks_when_it_is_silent_for_too_long(void)
{
	struct li_task a, c;
	struct bench b;
	uint64_t before;

	set_up(&b);
	a = add(&b);
	c = add(&b);
	pass(PERIOD - 1);
	tick(&b);
	CU_ASSERT_EQUAL(ended(&b, &a), 0);
	before = rows(&b);
	pass(1);
	tick(&b);
	CU_ASSERT_EQUAL(ended(&b, &a), clock_now.at_us);
	CU_ASSERT_EQUAL(ended(&b, &c), clock_now.at_us);
	/* Why, and a row for each. TS 33.127 cl. 8.7 */
	CU_ASSERT_EQUAL(rows(&b), before + 3);
	pass(SECOND);
	tick(&b);
	CU_ASSERT_EQUAL(rows(&b), before + 3);
	/* What begins in the silence ends too. */
	a = add(&b);
	tick(&b);
	CU_ASSERT_EQUAL(ended(&b, &a), clock_now.at_us);
	heard(&b, 0);
	a = add(&b);
	pass(PERIOD - 1);
	tick(&b);
	CU_ASSERT_EQUAL(ended(&b, &a), 0);
	tear_down(&b);
}

/* TS 103 221-1 cl. 6.5.2: an implicit deactivation of each is reported */
static void test_admf__tells_its_admf_of_each_when_it_is_back(void)
{
	struct bench b;

	set_up_reporting(&b);
	add(&b);
	add(&b);
	pass(PERIOD);
	tick(&b);
	CU_ASSERT_EQUAL(told(&b, LI_ISSUE_ENDED), 2);
	tear_down(&b);
}

static void test_admf__takes_any_word_also_a_late_one(void)
{
	struct li_task t;
	struct bench b;

	set_up(&b);
	t = add(&b);
	for (int i = 0; i < 5; i++) {
		pass(PERIOD - SECOND);
		heard(&b, 0);
		tick(&b);
	}
	CU_ASSERT_EQUAL(ended(&b, &t), 0);
	pass(PERIOD - SECOND);
	/* An older word than the last says nothing; a younger one does. */
	heard(&b, PERIOD + SECOND);
	heard(&b, 10 * SECOND);
	pass(PERIOD - 10 * SECOND - 1);
	tick(&b);
	CU_ASSERT_EQUAL(ended(&b, &t), 0);
	pass(1);
	tick(&b);
	CU_ASSERT_NOT_EQUAL(ended(&b, &t), 0);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_HEARD, li_slice("1234567", 7)),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_HEARD,
				li_slice("\xff\xff\xff\xff\xff\xff\xff\xff",
					8)),
		LI_EMALFORMED);
	tear_down(&b);
}

static void test_admf__minds_no_step_of_utc(void)
{
	static const int64_t steps[] = {86400LL * SECOND, -86400LL * SECOND};
	struct li_task t;
	struct bench b;

	for (size_t i = 0; i < 2; i++) {
		set_up(&b);
		t = add(&b);
		clock_now.at_us += steps[i];
		pass(PERIOD - 1);
		tick(&b);
		CU_ASSERT_EQUAL(ended(&b, &t), 0);
		pass(1);
		tick(&b);
		CU_ASSERT_NOT_EQUAL(ended(&b, &t), 0);
		tear_down(&b);
	}
}

static void restart(struct bench *b, int64_t us)
{
	li_flow_close(b->flow);
	pass(us);
	start(b);
}

/* What was over meanwhile was over then. */
static void test_admf__counts_on_over_a_restart(void)
{
	struct li_task t;
	struct bench b;

	set_up(&b);
	t = add(&b);
	pass(40 * SECOND);
	restart(&b, 19 * SECOND);
	tick(&b);
	CU_ASSERT_EQUAL(ended(&b, &t), 0);
	restart(&b, 11 * SECOND);
	CU_ASSERT_EQUAL(ended(&b, &t), began_us + PERIOD);
	tear_down(&b);
}

/* After another boot UTC tells; set back, what was counted before stays. */
static void test_admf__counts_on_over_a_reboot(void)
{
	static const struct {
		int64_t utc;
		bool over;
	} boots[] = {
		{SECOND, false},
		{20 * SECOND, true},
		{-3600LL * SECOND, false},
	};
	struct li_task t;
	struct bench b;

	for (size_t i = 0; i < 3; i++) {
		set_up(&b);
		t = add(&b);
		pass(50 * SECOND);
		li_flow_close(b.flow);
		strcpy(clock_now.boot, "boot-b");
		clock_now.boot_us = SECOND;
		clock_now.at_us += boots[i].utc;
		start(&b);
		CU_ASSERT_EQUAL(ended(&b, &t) != 0, boots[i].over);
		pass(10 * SECOND);
		tick(&b);
		CU_ASSERT_NOT_EQUAL(ended(&b, &t), 0);
		tear_down(&b);
	}
}

/* kill -9: what is in the file is at most a second, or a minute of silence,
 * behind. */
static void test_admf__keeps_what_it_knows_in_time(void)
{
	struct li_alive kept;
	struct bench b;

	set_up(&b);
	pass(5 * SECOND);
	heard(&b, 0);
	tick(&b);
	CU_ASSERT_EQUAL(li_alive_load(b.path, &kept, NULL), LI_OK);
	CU_ASSERT_EQUAL(kept.at_us, clock_now.at_us);
	CU_ASSERT_EQUAL(kept.silent_us, 0);
	b.options.admf.period_us = 10LL * PERIOD;
	restart(&b, 0);
	pass(59 * SECOND);
	tick(&b);
	CU_ASSERT_EQUAL(li_alive_load(b.path, &kept, NULL), LI_OK);
	CU_ASSERT_EQUAL(kept.silent_us, 0);
	pass(SECOND);
	tick(&b);
	CU_ASSERT_EQUAL(li_alive_load(b.path, &kept, NULL), LI_OK);
	CU_ASSERT_EQUAL(kept.silent_us, 60 * SECOND);
	tear_down(&b);
}

static void test_admf__refuses_a_file_that_it_cannot_read(void)
{
	struct li_flow *flow = NULL;
	struct li_fault fault = {0};
	struct bench b;
	FILE *f;

	set_up(&b);
	li_flow_close(b.flow);
	f = fopen(b.path, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	fputs("junk\n", f);
	fclose(f);
	CU_ASSERT_EQUAL(li_flow_open(&b.options, &flow, &fault), LI_ECORRUPT);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "not a file of lmisfd"));
	b.options.admf.path = NULL;
	start(&b);
	heard(&b, 0);
	tear_down(&b);
}

UNIT_MAIN("flow.admf",
	UNIT_TEST(test_admf__ends_all_tasks_when_it_is_silent_for_too_long),
	UNIT_TEST(test_admf__tells_its_admf_of_each_when_it_is_back),
	UNIT_TEST(test_admf__takes_any_word_also_a_late_one),
	UNIT_TEST(test_admf__minds_no_step_of_utc),
	UNIT_TEST(test_admf__counts_on_over_a_restart),
	UNIT_TEST(test_admf__counts_on_over_a_reboot),
	UNIT_TEST(test_admf__keeps_what_it_knows_in_time),
	UNIT_TEST(test_admf__refuses_a_file_that_it_cannot_read))
