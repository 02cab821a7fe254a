/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "unit.h"
#include "watch/limit.h"

enum { SECOND = 1000000, ROWS = 3 };

static struct li_limit *make(void)
{
	struct li_limit *l = calloc(1, sizeof(*l));

	CU_ASSERT_PTR_NOT_NULL_FATAL(l);
	l->rows = ROWS;
	return l;
}

static struct li_security_event event(enum li_rule rule, int64_t at_us)
{
	return (struct li_security_event){.rule = rule,
		.severity = LI_SEVERITY_LOW,
		.source = LI_SOURCE_CX,
		.number = 9,
		.count = 1,
		.at_us = at_us,
		.node = li_slice_str("n.example")};
}

static void test_limit__lets_a_few_a_minute_out_and_sums_up_the_others(void)
{
	struct li_limit *l = make();
	struct li_limit_out out = {.count = 0};
	struct li_security_event e;

	for (int i = 0; i < 10; i++) {
		e = event(LI_RULE_CX_ROLE, i * SECOND);
		e.severity = i == 5 ? LI_SEVERITY_HIGH : LI_SEVERITY_LOW;
		CU_ASSERT_EQUAL(li_limit_put(l, &e, 1, i * SECOND, &out),
			i < ROWS);
	}
	CU_ASSERT_EQUAL(out.count, ROWS);
	out.count = 0;
	li_limit_tick(l, 59 * SECOND, &out);
	CU_ASSERT_EQUAL(out.count, 0);
	li_limit_tick(l, 61 * SECOND, &out);
	CU_ASSERT_EQUAL_FATAL(out.count, 1);
	CU_ASSERT_EQUAL(out.events[0].rule, LI_RULE_CX_ROLE);
	CU_ASSERT_EQUAL(out.events[0].severity, LI_SEVERITY_HIGH);
	CU_ASSERT_EQUAL(out.events[0].number, 0);
	CU_ASSERT_EQUAL(out.events[0].count, 7);
	CU_ASSERT_EQUAL(out.events[0].since_us, 3 * SECOND);
	CU_ASSERT_EQUAL(out.events[0].at_us, 9 * SECOND);
	CU_ASSERT(li_slice_is(out.events[0].node, "n.example"));
	li_limit_tick(l, 200 * SECOND, &out);
	CU_ASSERT_EQUAL(out.count, 1);
	free(l);
}

static void test_limit__sums_up_before_the_next_minute_begins(void)
{
	struct li_limit *l = make();
	struct li_limit_out out = {.count = 0};
	struct li_security_event e = event(LI_RULE_CX_ROLE, 0);

	for (int i = 0; i < 5; i++)
		li_limit_put(l, &e, 1, SECOND, &out);
	out.count = 0;
	CU_ASSERT(li_limit_put(l, &e, 1, 61 * SECOND, &out));
	CU_ASSERT_EQUAL_FATAL(out.count, 2);
	CU_ASSERT_EQUAL(out.events[0].count, 2);
	CU_ASSERT_EQUAL(out.events[0].number, 0);
	CU_ASSERT_EQUAL(out.events[1].number, 9);
	free(l);
}

static void test_limit__keeps_rules_and_origins_apart(void)
{
	struct li_limit *l = make();
	struct li_limit_out out = {.count = 0};
	struct li_security_event e = event(LI_RULE_CX_ROLE, 0);

	for (int i = 0; i < 20; i++)
		li_limit_put(l, &e, 1, SECOND, &out);
	CU_ASSERT_EQUAL(out.count, ROWS);
	CU_ASSERT(li_limit_put(l, &e, 2, SECOND, &out));
	e.rule = LI_RULE_CX_PEER;
	CU_ASSERT(li_limit_put(l, &e, 1, SECOND, &out));
	CU_ASSERT(li_limit_put(l, &e, 0, SECOND, &out));
	free(l);
}

/* Nobody gets more by making up names; and none of them is lost. */
static void test_limit__bounds_a_rule_whoever_it_is_of(void)
{
	struct li_limit *l = make();
	struct li_limit_out out = {.count = 0};
	uint64_t rows = 0, summed = 0;
	struct li_security_event e = event(LI_RULE_CX_STRANGER, 0);

	for (uint64_t i = 1; i <= 10000; i++) {
		out.count = 0;
		rows += li_limit_put(l, &e, i, SECOND + (int64_t)i, &out);
	}
	CU_ASSERT_EQUAL(rows, ROWS * LI_WATCH_RULE_SHARE);
	for (int i = 0; i < 100; i++) {
		out.count = 0;
		li_limit_tick(l, (70 + i) * (int64_t)SECOND, &out);
		for (size_t k = 0; k < out.count; k++)
			summed += out.events[k].count;
	}
	CU_ASSERT_EQUAL(rows + summed, 10000);
	free(l);
}

/* A slot that another one takes hands on what it had not told. */
static void test_limit__loses_no_count_when_a_slot_is_taken(void)
{
	struct li_limit *l = make();
	struct li_limit_out out = {.count = 0};
	struct li_security_event e = event(LI_RULE_CX_STRANGER, 0);
	uint64_t put = 0, told = 0;

	for (int64_t minute = 0; minute < 20; minute++) {
		for (uint64_t i = 1; i <= 500; i++) {
			out.count = 0;
			put++;
			li_limit_put(l, &e, i + 500 * (uint64_t)minute,
				(61 * minute + 1) * SECOND, &out);
			for (size_t k = 0; k < out.count; k++)
				told += out.events[k].count;
		}
	}
	for (int i = 0; i < 100; i++) {
		out.count = 0;
		li_limit_tick(l, (61 * 20 + i) * (int64_t)SECOND, &out);
		for (size_t k = 0; k < out.count; k++)
			told += out.events[k].count;
	}
	CU_ASSERT_EQUAL(put, told);
	free(l);
}

UNIT_MAIN("watch.limit",
	UNIT_TEST(test_limit__lets_a_few_a_minute_out_and_sums_up_the_others),
	UNIT_TEST(test_limit__sums_up_before_the_next_minute_begins),
	UNIT_TEST(test_limit__keeps_rules_and_origins_apart),
	UNIT_TEST(test_limit__bounds_a_rule_whoever_it_is_of),
	UNIT_TEST(test_limit__loses_no_count_when_a_slot_is_taken))
