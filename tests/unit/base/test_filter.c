/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/filter.h"
#include "unit.h"

enum { KEYS = 100000 };

static const struct li_hash_secret secret = {.k0 = 1, .k1 = 2};

static struct li_key key(uint32_t i)
{
	return li_hash(&secret, li_slice(&i, sizeof(i)));
}

static void test_filter__knows_nobody_when_zeroed(void)
{
	struct li_filter f = {0};

	for (uint32_t i = 0; i < 100; i++)
		CU_ASSERT_FALSE(li_filter_may(&f, key(i)));
	li_filter_fini(&f);
}

static void test_filter__knows_nobody_when_made(void)
{
	struct li_filter f;

	CU_ASSERT_EQUAL_FATAL(li_filter_make(0, &f), LI_OK);
	for (uint32_t i = 0; i < 100; i++)
		CU_ASSERT_FALSE(li_filter_may(&f, key(i)));
	li_filter_fini(&f);
}

static void fill(struct li_filter *f, size_t room, uint32_t keys)
{
	CU_ASSERT_EQUAL_FATAL(li_filter_make(room, f), LI_OK);
	for (uint32_t i = 0; i < keys; i++)
		li_filter_add(f, key(i));
}

static void test_filter__lets_each_of_its_keys_pass(void)
{
	struct li_filter f;
	size_t lost = 0;

	fill(&f, KEYS, KEYS);
	for (uint32_t i = 0; i < KEYS; i++)
		lost += !li_filter_may(&f, key(i));
	CU_ASSERT_EQUAL(lost, 0);
	CU_ASSERT_EQUAL(f.held, KEYS);
	li_filter_fini(&f);
}

/* A view of it sees what it lets pass, and of none at all everything. */
static void test_filter__is_viewed_as_it_is(void)
{
	struct li_filter f, zeroed = {0};
	struct li_filter_view view, none = li_filter_view(&zeroed);
	struct li_filter_view all = li_filter_view(NULL);
	size_t differ = 0;

	fill(&f, KEYS / 10, KEYS / 10);
	view = li_filter_view(&f);
	for (uint32_t i = 0; i < KEYS; i++) {
		differ += li_filter_sees(&view, key(i)) !=
			li_filter_may(&f, key(i));
		differ += li_filter_sees(&none, key(i));
		differ += !li_filter_sees(&all, key(i));
	}
	CU_ASSERT_EQUAL(differ, 0);
	li_filter_fini(&f);
}

static void test_filter__holds_more_keys_than_it_was_made_for(void)
{
	struct li_filter f;
	size_t lost = 0;

	fill(&f, 100, 1000);
	for (uint32_t i = 0; i < 1000; i++)
		lost += !li_filter_may(&f, key(i));
	CU_ASSERT_EQUAL(lost, 0);
	CU_ASSERT(f.held > f.room);
	li_filter_fini(&f);
}

static void test_filter__stops_nearly_all_strangers_when_full(void)
{
	struct li_filter f;
	uint32_t full, passed = 0;

	fill(&f, KEYS, 0);
	CU_ASSERT(f.room >= KEYS);
	full = (uint32_t)f.room;
	for (uint32_t i = 0; i < full; i++)
		li_filter_add(&f, key(i));
	for (uint32_t i = 0; i < KEYS; i++)
		passed += li_filter_may(&f, key(full + i));
	CU_ASSERT(passed < KEYS / 50);
	li_filter_fini(&f);
}

static void test_filter__has_another_version_after_each_change(void)
{
	struct li_filter a, b;
	uint64_t before;

	CU_ASSERT_EQUAL_FATAL(li_filter_make(1, &a), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_filter_make(1, &b), LI_OK);
	before = a.version;
	CU_ASSERT(before != 0 && before != b.version);
	li_filter_add(&a, key(1));
	CU_ASSERT(a.version != before && a.version != b.version);
	li_filter_fini(&a);
	CU_ASSERT_EQUAL(a.version, 0);
	CU_ASSERT_EQUAL_FATAL(li_filter_make(1, &a), LI_OK);
	CU_ASSERT(a.version != before && a.version != b.version);
	li_filter_fini(&a);
	li_filter_fini(&b);
}

UNIT_MAIN("base.filter", UNIT_TEST(test_filter__knows_nobody_when_zeroed),
	UNIT_TEST(test_filter__knows_nobody_when_made),
	UNIT_TEST(test_filter__lets_each_of_its_keys_pass),
	UNIT_TEST(test_filter__is_viewed_as_it_is),
	UNIT_TEST(test_filter__holds_more_keys_than_it_was_made_for),
	UNIT_TEST(test_filter__stops_nearly_all_strangers_when_full),
	UNIT_TEST(test_filter__has_another_version_after_each_change))
