/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/backoff.h"
#include "unit.h"

static void test_backoff__doubles_up_to_its_bound(void)
{
	static const int64_t most[] = {200, 400, 800, 1000, 1000};
	struct li_backoff b;

	li_backoff_init(&b, 200, 1000, 42);
	for (size_t i = 0; i < sizeof(most) / sizeof(most[0]); i++) {
		const int64_t wait = li_backoff_next(&b);

		CU_ASSERT_TRUE(wait <= most[i]);
		CU_ASSERT_TRUE(wait >= most[i] / 2);
	}
	li_backoff_reset(&b);
	CU_ASSERT_TRUE(li_backoff_next(&b) <= 200);
}

static void test_backoff__spreads_those_with_other_seeds(void)
{
	struct li_backoff a, b;
	int same = 0;

	li_backoff_init(&a, 1000000, 1000000, 1);
	li_backoff_init(&b, 1000000, 1000000, 3);
	for (int i = 0; i < 100; i++)
		same += li_backoff_next(&a) == li_backoff_next(&b);
	CU_ASSERT_TRUE(same < 5);
}

static void test_backoff__takes_odd_bounds(void)
{
	struct li_backoff b;

	li_backoff_init(&b, 0, 0, 0);
	CU_ASSERT_EQUAL(li_backoff_next(&b), 1);
	li_backoff_init(&b, 500, 100, 0);
	CU_ASSERT_TRUE(li_backoff_next(&b) <= 500);
	CU_ASSERT_TRUE(li_backoff_next(&b) <= 500);
}

UNIT_MAIN("net.backoff", UNIT_TEST(test_backoff__doubles_up_to_its_bound),
	UNIT_TEST(test_backoff__spreads_those_with_other_seeds),
	UNIT_TEST(test_backoff__takes_odd_bounds))
