/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/arena.h"
#include "unit.h"
#include "unmapped.h"

static void test_arena__gives_zeroed_aligned_memory(void)
{
	struct li_arena a = {0};

	for (size_t n = 0; n < 300; n += 7) {
		uint8_t *p = li_arena_alloc(&a, n);

		CU_ASSERT_PTR_NOT_NULL_FATAL(p);
		CU_ASSERT_EQUAL((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			CU_ASSERT_EQUAL(p[i], 0);
		memset(p, 0xff, n);
	}
	li_arena_fini(&a);
}

static void test_arena__zeroes_again_after_a_reset(void)
{
	struct li_arena a = {0};
	uint8_t *p = li_arena_alloc(&a, 100);

	CU_ASSERT_PTR_NOT_NULL_FATAL(p);
	memset(p, 0xff, 100);
	li_arena_reset(&a);
	CU_ASSERT_PTR_EQUAL(li_arena_alloc(&a, 100), p);
	for (size_t i = 0; i < 100; i++)
		CU_ASSERT_EQUAL(p[i], 0);
	li_arena_fini(&a);
}

static void test_arena__keeps_its_blocks_over_resets(void)
{
	struct li_arena a = {0};
	size_t total = 0;

	for (int round = 0; round < 4; round++) {
		li_arena_reset(&a);
		for (int i = 0; i < 20; i++)
			CU_ASSERT_PTR_NOT_NULL(li_arena_alloc(&a, 100000));
		if (round == 0)
			total = a.total;
		CU_ASSERT_EQUAL(a.total, total);
	}
	li_arena_fini(&a);
}

static void test_arena__gives_a_block_of_its_own_to_what_is_large(void)
{
	struct li_arena a = {0};
	uint8_t *small = li_arena_alloc(&a, 10);
	uint8_t *large = li_arena_alloc(&a, LI_ARENA_BLOCK * 3);

	CU_ASSERT_PTR_NOT_NULL_FATAL(small);
	CU_ASSERT_PTR_NOT_NULL_FATAL(large);
	memset(large, 1, LI_ARENA_BLOCK * 3);
	CU_ASSERT_EQUAL(small[0], 0);
	li_arena_fini(&a);
	CU_ASSERT_PTR_NULL(a.first);
}

/* TS 33.127 cl. 8: however far each block was written, in whichever round */
static void test_arena__leaves_nothing(void)
{
	for (size_t last = 0; last < 3; last++) {
		struct li_arena a = {0};

		for (size_t round = 0; round < 3; round++) {
			li_arena_reset(&a);
			for (size_t i = 0; i < (round == last ? 30 : 2); i++) {
				void *p = li_arena_alloc(&a, 100000);

				CU_ASSERT_PTR_NOT_NULL_FATAL(p);
				memset(p, 'k', 100000);
			}
		}
		unmapped_left = 0;
		li_arena_fini(&a);
		CU_ASSERT_EQUAL(unmapped_left, 0);
	}
}

static void test_arena__refuses_more_than_its_bound(void)
{
	struct li_arena a = {0};

	CU_ASSERT_PTR_NULL(li_arena_alloc(&a, (size_t)LI_ARENA_MAX + 1));
	CU_ASSERT_PTR_NULL(li_arena_alloc(&a, SIZE_MAX));
	CU_ASSERT_PTR_NOT_NULL(li_arena_alloc(&a, LI_ARENA_MAX / 2 + 1));
	CU_ASSERT_PTR_NULL(li_arena_alloc(&a, LI_ARENA_MAX / 2));
	CU_ASSERT_PTR_NOT_NULL(li_arena_alloc(&a, 1000));
	li_arena_fini(&a);
}

static void test_arena__copies_a_slice(void)
{
	char text[] = "one";
	struct li_arena a = {0};
	struct li_slice s = li_arena_copy(&a, li_slice_str(text));

	text[0] = 'x';
	CU_ASSERT(li_slice_is(s, "one"));
	s = li_arena_copy(&a, (struct li_slice){0});
	CU_ASSERT_EQUAL(s.n, 0);
	li_arena_fini(&a);
}

UNIT_MAIN("base.arena", UNIT_TEST(test_arena__gives_zeroed_aligned_memory),
	UNIT_TEST(test_arena__zeroes_again_after_a_reset),
	UNIT_TEST(test_arena__keeps_its_blocks_over_resets),
	UNIT_TEST(test_arena__gives_a_block_of_its_own_to_what_is_large),
	UNIT_TEST(test_arena__leaves_nothing),
	UNIT_TEST(test_arena__refuses_more_than_its_bound),
	UNIT_TEST(test_arena__copies_a_slice))
