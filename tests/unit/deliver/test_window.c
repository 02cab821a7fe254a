/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/window.h"
#include "unit.h"

static uint32_t push(struct li_window *w, uint64_t mark, int64_t at)
{
	return li_window_push(w, LI_WINDOW_KEEPALIVE,
		(struct li_window_mark){mark, 2 * mark}, at);
}

static li_err acknowledge(struct li_window *w, uint32_t sequence,
	uint64_t *mark)
{
	struct li_window_mark m = {*mark, 2 * *mark};
	const li_err err =
		li_window_acknowledge(w, LI_WINDOW_KEEPALIVE, sequence, &m);

	CU_ASSERT_EQUAL(m.checks, 2 * m.records);
	*mark = m.records;
	return err;
}

/* TS 103 221-2 cl. 6.2.4 */
static void test_window__confirms_what_was_sent_before_the_keepalive(void)
{
	struct li_window w = {0};
	uint64_t mark = 99;
	int64_t at;

	CU_ASSERT_FALSE(li_window_oldest(&w, &at));
	CU_ASSERT_EQUAL(push(&w, 10, 100), 0);
	CU_ASSERT_EQUAL(push(&w, 20, 200), 1);
	CU_ASSERT_TRUE(li_window_oldest(&w, &at));
	CU_ASSERT_EQUAL(at, 100);
	CU_ASSERT_EQUAL(acknowledge(&w, 0, &mark), LI_OK);
	CU_ASSERT_EQUAL(mark, 10);
	CU_ASSERT_TRUE(li_window_oldest(&w, &at));
	CU_ASSERT_EQUAL(at, 200);
}

static void test_window__lets_one_acknowledgement_stand_for_earlier_ones(void)
{
	struct li_window w = {0};
	uint64_t mark = 99;

	for (uint32_t i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(push(&w, 10 * i, i), i);
	CU_ASSERT_EQUAL(acknowledge(&w, 3, &mark), LI_OK);
	CU_ASSERT_EQUAL(mark, 30);
	CU_ASSERT_EQUAL(acknowledge(&w, 2, &mark), LI_ENOTFOUND);
	CU_ASSERT_EQUAL(acknowledge(&w, 4, &mark), LI_OK);
	CU_ASSERT_EQUAL(mark, 40);
}

static void test_window__ignores_a_number_that_was_not_sent(void)
{
	static const uint32_t odd[] = {1, 2, 1000, UINT32_MAX};
	struct li_window w = {0};
	uint64_t mark = 99;

	CU_ASSERT_EQUAL(acknowledge(&w, 0, &mark), LI_ENOTFOUND);
	CU_ASSERT_EQUAL(push(&w, 7, 0), 0);
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		CU_ASSERT_EQUAL(acknowledge(&w, odd[i], &mark), LI_ENOTFOUND);
	CU_ASSERT_EQUAL(mark, 99);
	CU_ASSERT_EQUAL(acknowledge(&w, 0, &mark), LI_OK);
}

static void test_window__holds_many_and_wraps(void)
{
	struct li_window w = {.next = {UINT32_MAX - 3}};
	uint64_t mark = 99, got = 0;
	int64_t sent = 0;

	for (int round = 0; round < 10; round++) {
		while (!li_window_full(&w)) {
			sent++;
			push(&w, (uint64_t)sent, sent);
		}
		for (int i = 0; i < 50; i++) {
			const uint32_t oldest = w.next[0] - w.count;

			CU_ASSERT_EQUAL(acknowledge(&w, oldest, &mark), LI_OK);
			CU_ASSERT_EQUAL(mark, ++got);
		}
	}
	CU_ASSERT_TRUE(w.next[0] < 1000);
}

/* TS 102 232-1 cl. 6.3.4: numbers are of who sends, not of the connection */
static void test_window__forgets_a_connection_and_counts_on(void)
{
	struct li_window w = {0};
	uint64_t mark = 99;

	push(&w, 1, 1);
	push(&w, 2, 2);
	li_window_reset(&w);
	CU_ASSERT_EQUAL(acknowledge(&w, 1, &mark), LI_ENOTFOUND);
	CU_ASSERT_EQUAL(push(&w, 3, 3), 2);
}

/* TS 102 232-1 cl. 5.2.5: the counting per TRI message class is independent */
static void test_window__counts_each_kind_by_itself(void)
{
	const struct li_window_mark two = {20, 5}, three = {30, 6};
	struct li_window_mark had = {0};
	struct li_window w = {0};
	uint64_t mark = 99;

	CU_ASSERT_EQUAL(push(&w, 10, 1), 0);
	CU_ASSERT_EQUAL(li_window_push(&w, LI_WINDOW_ACK, two, 2), 0);
	CU_ASSERT_EQUAL(li_window_push(&w, LI_WINDOW_ACK, three, 3), 1);
	CU_ASSERT_EQUAL(push(&w, 40, 4), 1);
	CU_ASSERT_EQUAL(li_window_acknowledge(&w, LI_WINDOW_ACK, 0, &had),
		LI_OK);
	CU_ASSERT_EQUAL(had.records, 20);
	CU_ASSERT_EQUAL(had.checks, 5);
	CU_ASSERT_EQUAL(acknowledge(&w, 0, &mark), LI_ENOTFOUND);
	CU_ASSERT_EQUAL(acknowledge(&w, 1, &mark), LI_OK);
	CU_ASSERT_EQUAL(mark, 40);
	CU_ASSERT_EQUAL(li_window_acknowledge(&w, LI_WINDOW_ACK, 1, &had),
		LI_ENOTFOUND);
}

UNIT_MAIN("deliver.window",
	UNIT_TEST(test_window__confirms_what_was_sent_before_the_keepalive),
	UNIT_TEST(test_window__lets_one_acknowledgement_stand_for_earlier_ones),
	UNIT_TEST(test_window__ignores_a_number_that_was_not_sent),
	UNIT_TEST(test_window__holds_many_and_wraps),
	UNIT_TEST(test_window__forgets_a_connection_and_counts_on),
	UNIT_TEST(test_window__counts_each_kind_by_itself))
