/* SPDX-License-Identifier: BSD-3-Clause */
#include "lmisf-sink/keep.h"
#include "lmisf-sink/late.h"
#include "unit.h"

static struct li_key key(uint64_t n)
{
	return (struct li_key){.hi = n, .lo = n + 1};
}

static void test_keep__gives_back_the_first_of_a_key(void)
{
	struct keep *k = NULL;

	CU_ASSERT_EQUAL_FATAL(keep_new(&k), LI_OK);
	CU_ASSERT_EQUAL(keep_get(k, key(1)).n, 0);
	CU_ASSERT_EQUAL(keep_add(k, key(1), li_slice_str("one")), LI_OK);
	CU_ASSERT_EQUAL(keep_add(k, key(1), li_slice_str("other")), LI_OK);
	CU_ASSERT_TRUE(li_slice_is(keep_get(k, key(1)), "one"));
	CU_ASSERT_EQUAL(keep_replace(k, key(1), li_slice_str("third")), LI_OK);
	CU_ASSERT_TRUE(li_slice_is(keep_get(k, key(1)), "third"));
	keep_free(k);
}

static void test_keep__drops_no_more_than_is_old(void)
{
	enum { SIZE = KEEP_MAX / 2 };
	static uint8_t octets[SIZE];
	struct keep *k = NULL;

	CU_ASSERT_EQUAL_FATAL(keep_new(&k), LI_OK);
	CU_ASSERT_EQUAL(keep_add(k, key(1), li_slice(octets, SIZE)), LI_OK);
	CU_ASSERT_EQUAL(keep_replace(k, key(1), li_slice_str("x")), LI_OK);
	/* the octets that were replaced go, not those in their place */
	CU_ASSERT_EQUAL(keep_add(k, key(2), li_slice(octets, SIZE)), LI_OK);
	CU_ASSERT_TRUE(li_slice_is(keep_get(k, key(1)), "x"));
	CU_ASSERT_EQUAL(keep_get(k, key(2)).n, SIZE);
	keep_free(k);
}

static void test_keep__drops_the_oldest_when_it_is_full(void)
{
	enum { SIZE = 1 << 20, COUNT = KEEP_MAX / SIZE };
	static uint8_t octets[SIZE];
	struct keep *k = NULL;

	CU_ASSERT_EQUAL_FATAL(keep_new(&k), LI_OK);
	for (uint64_t i = 1; i <= 2 * COUNT; i++)
		CU_ASSERT_EQUAL(keep_add(k, key(i), li_slice(octets, SIZE)),
			LI_OK);
	CU_ASSERT_EQUAL(keep_get(k, key(COUNT)).n, 0);
	CU_ASSERT_EQUAL(keep_get(k, key(2 * COUNT)).n, SIZE);
	/* what is kept beside the octets counts, too */
	CU_ASSERT_EQUAL(keep_get(k, key(COUNT + 1)).n, 0);
	CU_ASSERT_EQUAL(keep_get(k, key(COUNT + 2)).n, SIZE);
	keep_free(k);
}

static void test_late__gives_what_is_due_in_its_order(void)
{
	struct late late = {0};
	struct li_buf out = {0};

	CU_ASSERT_EQUAL(late_next(&late), -1);
	CU_ASSERT_EQUAL(late_put(&late, li_slice_str("a"), 10), LI_OK);
	CU_ASSERT_EQUAL(late_put(&late, li_slice_str("bc"), 20), LI_OK);
	CU_ASSERT_EQUAL(late_put(&late, li_slice_str("d"), 30), LI_OK);
	CU_ASSERT_EQUAL(late_take(&late, 9, &out), LI_OK);
	CU_ASSERT_EQUAL(out.n, 0);
	CU_ASSERT_EQUAL(late_next(&late), 10);
	CU_ASSERT_EQUAL(late_take(&late, 20, &out), LI_OK);
	CU_ASSERT_TRUE(li_slice_is(li_buf_slice(&out), "abc"));
	CU_ASSERT_EQUAL(late_next(&late), 30);
	CU_ASSERT_EQUAL(late_take(&late, 30, &out), LI_OK);
	CU_ASSERT_TRUE(li_slice_is(li_buf_slice(&out), "abcd"));
	CU_ASSERT_EQUAL(late_next(&late), -1);
	late_fini(&late);
	li_buf_fini(&out);
}

static void test_late__is_bounded(void)
{
	static uint8_t octets[LATE_OCTETS];
	struct late late = {0};
	struct li_buf out = {0};

	for (int i = 0; i < 2 * LATE_MAX; i++)
		CU_ASSERT_EQUAL(late_put(&late, li_slice_str("x"), i), LI_OK);
	CU_ASSERT_EQUAL(late.count, LATE_MAX);
	/* those beyond share the last moment */
	CU_ASSERT_EQUAL(late_take(&late, 2 * LATE_MAX - 2, &out), LI_OK);
	CU_ASSERT_EQUAL(out.n, LATE_MAX - 1);
	CU_ASSERT_EQUAL(late_take(&late, 2 * LATE_MAX - 1, &out), LI_OK);
	CU_ASSERT_EQUAL(out.n, 2 * LATE_MAX);
	CU_ASSERT_EQUAL(late_put(&late, li_slice(octets, sizeof(octets)), 500),
		LI_OK);
	CU_ASSERT_EQUAL(late_put(&late, li_slice_str("x"), 500), LI_ENOMEM);
	late_fini(&late);
	li_buf_fini(&out);
}

UNIT_MAIN("tools.sink_keep",
	UNIT_TEST(test_keep__gives_back_the_first_of_a_key),
	UNIT_TEST(test_keep__drops_no_more_than_is_old),
	UNIT_TEST(test_keep__drops_the_oldest_when_it_is_full),
	UNIT_TEST(test_late__gives_what_is_due_in_its_order),
	UNIT_TEST(test_late__is_bounded))
