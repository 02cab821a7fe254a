/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/chunks.h"
#include "unit.h"

enum { COUNT = LI_CHUNKS_SMALL + 300 };

static uint8_t *taken[COUNT];

static bool is_zeroed(const uint8_t *p)
{
	return p[0] == 0 && memcmp(p, p + 1, LI_CHUNK - 1) == 0;
}

static void test_chunks__are_zeroed_apart_and_aligned(void)
{
	struct li_chunks c = {.bytes = 0};
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT; i++) {
		taken[i] = li_chunks_take(&c);
		CU_ASSERT_PTR_NOT_NULL_FATAL(taken[i]);
		wrong += !is_zeroed(taken[i]) || (uintptr_t)taken[i] % 16;
		memset(taken[i], (int)(i % 255 + 1), LI_CHUNK);
	}
	for (size_t i = 0; i < COUNT; i++)
		wrong += taken[i][0] != i % 255 + 1 ||
			taken[i][LI_CHUNK - 1] != i % 255 + 1;
	CU_ASSERT_EQUAL(wrong, 0);
	li_chunks_fini(&c);
	CU_ASSERT_PTR_NULL(c.blocks);
	CU_ASSERT_EQUAL(c.bytes, 0);
}

static void test_chunks__say_what_memory_they_hold(void)
{
	struct li_chunks c = {.bytes = 0};
	size_t few;

	for (size_t i = 0; i < LI_CHUNKS_SMALL; i++)
		CU_ASSERT_PTR_NOT_NULL(li_chunks_take(&c));
	few = c.bytes;
	CU_ASSERT_TRUE(few >= (size_t)LI_CHUNKS_SMALL * LI_CHUNK);
	CU_ASSERT_PTR_NOT_NULL(li_chunks_take(&c));
	CU_ASSERT_TRUE(c.bytes - few >= LI_CHUNKS_REGION);
	few = c.bytes;
	for (size_t i = 1; i < LI_CHUNKS_REGION / LI_CHUNK; i++)
		CU_ASSERT_PTR_NOT_NULL(li_chunks_take(&c));
	CU_ASSERT_EQUAL(c.bytes, few);
	li_chunks_fini(&c);
}

UNIT_MAIN("mirror.chunks", UNIT_TEST(test_chunks__are_zeroed_apart_and_aligned),
	UNIT_TEST(test_chunks__say_what_memory_they_hold))
