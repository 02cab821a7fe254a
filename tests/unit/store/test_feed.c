/* SPDX-License-Identifier: BSD-3-Clause */
#include "place.h"
#include "unit.h"

static void test_feed__remembers_what_was_committed(void)
{
	struct li_uuid a = place_uuid(1), b = place_uuid(2);
	uint64_t at = 99;
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(li_store_feed_position(p.store, &a, &at), LI_ENOTFOUND);
	CU_ASSERT_EQUAL(at, 99);
	CU_ASSERT_EQUAL(li_store_feed_mark(p.store, &a, 5), LI_ESTATE);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_feed_mark(p.store, &a, 5), LI_OK);
	CU_ASSERT_EQUAL(li_store_feed_mark(p.store, &b, ~0ULL), LI_OK);
	CU_ASSERT_EQUAL(li_store_commit(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_feed_mark(p.store, &a, 6), LI_OK);
	li_store_rollback(p.store);
	place_reopen(&p);
	CU_ASSERT_EQUAL(li_store_feed_position(p.store, &a, &at), LI_OK);
	CU_ASSERT_EQUAL(at, 5);
	CU_ASSERT_EQUAL(li_store_feed_position(p.store, &b, &at), LI_OK);
	CU_ASSERT_EQUAL(at, ~0ULL);
	place_fini(&p);
}

/* Who follows a process that died may be behind it, and does not make it undone. */
static void test_feed__does_not_go_back(void)
{
	const struct li_uuid a = place_uuid(1);
	uint64_t at = 0;
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_feed_mark(p.store, &a, 5), LI_OK);
	CU_ASSERT_EQUAL(li_store_feed_mark(p.store, &a, 3), LI_OK);
	CU_ASSERT_EQUAL(li_store_commit(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_feed_position(p.store, &a, &at), LI_OK);
	CU_ASSERT_EQUAL(at, 5);
	place_fini(&p);
}

UNIT_MAIN("store.feed", UNIT_TEST(test_feed__remembers_what_was_committed),
	UNIT_TEST(test_feed__does_not_go_back))
