/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/shed.h"
#include "unit.h"

static struct li_shed shed;
static const struct li_key nobody;

static struct li_key key(uint64_t n)
{
	static const struct li_hash_secret secret = {.k0 = 3, .k1 = 5};

	return li_hash(&secret, li_slice(&n, sizeof(n)));
}

static size_t passes(struct li_key source, struct li_key subscriber, size_t n,
	uint32_t now_ms)
{
	size_t passed = 0;

	while (n-- > 0)
		passed += li_shed_passes(&shed, source, subscriber, now_ms);
	return passed;
}

static void test_shed__gives_a_subscriber_a_burst_and_a_rate(void)
{
	const uint32_t wraps = UINT32_MAX - 500;

	li_shed_init(&shed, 1000000);
	CU_ASSERT_EQUAL(passes(key(1), key(2), 1000, wraps),
		LI_SHED_SUBSCRIBER_BURST);
	CU_ASSERT_EQUAL(passes(key(1), key(2), 1000, wraps + 1000),
		LI_SHED_SUBSCRIBER);
	CU_ASSERT_EQUAL(passes(key(1), key(2), 1000, wraps + 60000),
		LI_SHED_SUBSCRIBER_BURST);
}

static void test_shed__gives_a_source_its_part_of_the_room(void)
{
	const size_t max = 64000;

	li_shed_init(&shed, max);
	CU_ASSERT_EQUAL(passes(key(1), nobody, max, 1000),
		16 + max / LI_SHED_SOURCE_BURST_PART);
	CU_ASSERT_EQUAL(passes(key(1), nobody, max, 2000),
		1 + max / LI_SHED_SOURCE_PART);
	CU_ASSERT_EQUAL(passes(key(2), nobody, 1, 2000), 1);
}

static void test_shed__takes_a_flood_from_nobody_else(void)
{
	size_t passed = 0;

	li_shed_init(&shed, 1000000);
	CU_ASSERT_TRUE(passes(key(1), key(2), 100000, 1000) < 100000);
	/* behind the same proxy, from another source */
	for (uint64_t i = 0; i < 1000; i++)
		passed += passes(key(1 + i % 2), key(10 + i), 1, 1000);
	CU_ASSERT_EQUAL(passed, 1000);
}

/* A clock that goes back gives nothing, and takes nothing. */
static void test_shed__bears_times_out_of_order(void)
{
	li_shed_init(&shed, 1000000);
	CU_ASSERT_EQUAL(passes(key(1), key(2), 1000, 50000),
		LI_SHED_SUBSCRIBER_BURST);
	CU_ASSERT_EQUAL(passes(key(1), key(2), 1000, 40000), 0);
}

UNIT_MAIN("mirror.shed",
	UNIT_TEST(test_shed__gives_a_subscriber_a_burst_and_a_rate),
	UNIT_TEST(test_shed__gives_a_source_its_part_of_the_room),
	UNIT_TEST(test_shed__takes_a_flood_from_nobody_else),
	UNIT_TEST(test_shed__bears_times_out_of_order))
