/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/slab.h"
#include "unit.h"

static bool zero(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i])
			return false;
	return true;
}

static void test_slab__gives_zeroed_blocks_that_do_not_meet(void)
{
	enum { BLOCKS = 600 };
	struct li_slab slab = {.bytes = 0};
	uint32_t refs[BLOCKS];
	size_t bad = 0;

	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < BLOCKS; i++) {
			size_t n = 1 + (i * 37 + (size_t)round * 5) % 1500;

			refs[i] = li_slab_take(&slab, n);
			bad += !refs[i] || !zero(li_slab_at(&slab, refs[i]), n);
			memset(li_slab_at(&slab, refs[i]), (int)i, n);
		}
		for (size_t i = 0; i < BLOCKS; i++) {
			size_t n = 1 + (i * 37 + (size_t)round * 5) % 1500;
			const uint8_t *p = li_slab_at(&slab, refs[i]);

			bad += p[0] != (uint8_t)i || p[n - 1] != (uint8_t)i;
			li_slab_give(&slab, refs[i], n);
		}
	}
	CU_ASSERT_EQUAL(bad, 0);
	li_slab_fini(&slab);
}

static void test_slab__uses_again_what_was_given_back(void)
{
	struct li_slab slab = {.bytes = 0};
	uint32_t ref = li_slab_take(&slab, 100);
	size_t bytes = slab.bytes;

	for (int i = 0; i < 10000; i++) {
		li_slab_give(&slab, ref, 100);
		CU_ASSERT_EQUAL_FATAL(li_slab_take(&slab, 104), ref);
	}
	CU_ASSERT_EQUAL(slab.bytes, bytes);
	li_slab_fini(&slab);
}

static void test_slab__rounds_little_and_bounds_a_block(void)
{
	struct li_slab slab = {.bytes = 0};

	CU_ASSERT_EQUAL(li_slab_size(1), 8);
	CU_ASSERT_EQUAL(li_slab_size(512), 512);
	CU_ASSERT_EQUAL(li_slab_size(513), 640);
	CU_ASSERT_EQUAL(li_slab_size(1024), 1024);
	CU_ASSERT_EQUAL(li_slab_size(1025), 1280);
	CU_ASSERT_EQUAL(li_slab_size(LI_SLAB_BLOCK_MAX), LI_SLAB_BLOCK_MAX);
	CU_ASSERT_EQUAL(li_slab_take(&slab, LI_SLAB_BLOCK_MAX + 1), 0);
	for (int i = 0; i < 9; i++) {
		uint32_t ref = li_slab_take(&slab, LI_SLAB_BLOCK_MAX);

		CU_ASSERT_NOT_EQUAL_FATAL(ref, 0);
		memset(li_slab_at(&slab, ref), i, LI_SLAB_BLOCK_MAX);
	}
	CU_ASSERT_PTR_NULL(li_slab_at(&slab, 0));
	li_slab_fini(&slab);
}

UNIT_MAIN("mirror.slab",
	UNIT_TEST(test_slab__gives_zeroed_blocks_that_do_not_meet),
	UNIT_TEST(test_slab__uses_again_what_was_given_back),
	UNIT_TEST(test_slab__rounds_little_and_bounds_a_block))
