/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/pool.h"
#include "unit.h"

static bool zero(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i])
			return false;
	return true;
}

static void test_pool__gives_zeroed_aligned_blocks(void)
{
	static const size_t sizes[] = {0, 1, 16, 17, 100, LI_POOL_BLOCK_MAX};
	struct li_pool pool = {.tail = NULL};

	for (size_t round = 0; round < 2; round++) {
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			uint8_t *p = li_pool_take(&pool, sizes[i]);

			CU_ASSERT_PTR_NOT_NULL_FATAL(p);
			CU_ASSERT_EQUAL((uintptr_t)p % LI_POOL_UNIT, 0);
			CU_ASSERT_TRUE(zero(p, sizes[i]));
			memset(p, 0xa5, sizes[i]);
			li_pool_give(&pool, p, sizes[i]);
		}
	}
	CU_ASSERT_PTR_NULL(li_pool_take(&pool, LI_POOL_BLOCK_MAX + 1));
	li_pool_fini(&pool);
}

/* TS 33.107 cl. 7A.3.1 */
static void test_pool__overwrites_what_is_given_back(void)
{
	struct li_pool pool = {.tail = NULL};
	uint8_t *p = li_pool_take(&pool, 64);

	memset(p, 'x', 64);
	li_pool_give(&pool, p, 64);
	/* All but the link to the next free block, here the last: NULL. */
	CU_ASSERT_TRUE(zero(p, 64));
	li_pool_fini(&pool);
}

static void test_pool__takes_no_more_memory_for_what_comes_and_goes(void)
{
	struct li_pool pool = {.tail = NULL};
	void *blocks[1000];
	size_t bytes = 0;

	for (int round = 0; round < 100; round++) {
		for (size_t i = 0; i < 1000; i++)
			blocks[i] = li_pool_take(&pool, 200);
		for (size_t i = 0; i < 1000; i++)
			li_pool_give(&pool, blocks[i], 200);
		if (round == 0)
			bytes = pool.chunks.bytes;
	}
	CU_ASSERT_EQUAL(pool.chunks.bytes, bytes);
	li_pool_give(&pool, NULL, 200);
	li_pool_fini(&pool);
	CU_ASSERT_EQUAL(pool.chunks.bytes, 0);
}

UNIT_MAIN("mirror.pool", UNIT_TEST(test_pool__gives_zeroed_aligned_blocks),
	UNIT_TEST(test_pool__overwrites_what_is_given_back),
	UNIT_TEST(test_pool__takes_no_more_memory_for_what_comes_and_goes))
