/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/health.h"
#include "unit.h"

enum { SECOND_US = 1000000, DOWN_US = 5 * SECOND_US };

static bool note(struct li_health *h, bool open, int64_t second)
{
	return li_health_note(h, open, (second + 1) * SECOND_US, DOWN_US);
}

/* TS 103 221-2 cl. 6.2.4 */
static void test_health__is_down_after_a_while_and_up_soon(void)
{
	struct li_health h = {.since_us = 0};

	CU_ASSERT_FALSE(note(&h, false, 0));
	CU_ASSERT_FALSE(note(&h, false, 4));
	CU_ASSERT_TRUE(note(&h, false, 5));
	CU_ASSERT_EQUAL(h.state, LI_HEALTH_DOWN);
	CU_ASSERT_FALSE(note(&h, false, 9)); /* told once */
	CU_ASSERT_FALSE(note(&h, true, 10));
	CU_ASSERT_TRUE(note(&h, true, 11));
	CU_ASSERT_EQUAL(h.state, LI_HEALTH_UP);
	CU_ASSERT_FALSE(note(&h, true, 12));
}

/* A peer that refuses us is open for a moment, again and again. */
static void test_health__takes_a_moment_for_nothing(void)
{
	struct li_health h = {.since_us = 0};

	CU_ASSERT_FALSE(note(&h, true, 0));
	CU_ASSERT_TRUE(note(&h, true, 1));
	CU_ASSERT_FALSE(note(&h, false, 2));
	CU_ASSERT_FALSE(note(&h, true, 6));
	CU_ASSERT_FALSE(note(&h, true, 7)); /* up, as it was told */
	CU_ASSERT_FALSE(note(&h, false, 10));
	CU_ASSERT_TRUE(note(&h, false, 15));
	CU_ASSERT_FALSE(note(&h, true, 16)); /* for less than a moment */
	CU_ASSERT_FALSE(note(&h, false, 17));
	CU_ASSERT_FALSE(note(&h, false, 30));
	CU_ASSERT_EQUAL(h.state, LI_HEALTH_DOWN);
}

UNIT_MAIN("deliver.health",
	UNIT_TEST(test_health__is_down_after_a_while_and_up_soon),
	UNIT_TEST(test_health__takes_a_moment_for_nothing))
