/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "unit.h"
#include "watch/origin.h"

static const struct li_hash_secret secret = {.k0 = 3};

static struct li_key key(uint64_t n)
{
	return li_hash(&secret, li_slice(&n, sizeof(n)));
}

static void test_origin__estimates_how_many_there_are(void)
{
	struct li_sketch *s = calloc(1, sizeof(*s));
	uint64_t n = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(s);
	for (uint64_t upto = 1; upto <= 131072; upto *= 2) {
		uint32_t got = 0;

		for (; n < upto; n++)
			got = li_sketch_add(s, key(n));
		CU_ASSERT_EQUAL(li_sketch_add(s, key(0)), got);
		CU_ASSERT(got >= upto - upto / 40 && got <= upto + upto / 40);
	}
	li_sketch_reset(s);
	CU_ASSERT_EQUAL(li_sketch_add(s, key(0)), 1);
	free(s);
}

static void test_origin__counts_in_windows(void)
{
	struct li_tally t = {.count = 0};

	CU_ASSERT(li_tally_add(&t, 1000, 60));
	CU_ASSERT_FALSE(li_tally_add(&t, 1059, 60));
	CU_ASSERT_FALSE(li_tally_add(&t, 900, 60)); /* late by another tap */
	CU_ASSERT_EQUAL(t.count, 3);
	CU_ASSERT(li_tally_add(&t, 1060, 60));
	CU_ASSERT_EQUAL(t.count, 1);
	CU_ASSERT_EQUAL(t.since_s, 1060);
}

static void test_origin__knows_names_in_any_case(void)
{
	uint64_t mark = li_origin_mark(&secret, li_slice_str("a.example"));

	CU_ASSERT_EQUAL(mark,
		li_origin_mark(&secret, li_slice_str("A.Example")));
	CU_ASSERT_NOT_EQUAL(mark,
		li_origin_mark(&secret, li_slice_str("b.example")));
	CU_ASSERT_NOT_EQUAL(li_origin_mark(&secret, li_slice(NULL, 0)), 0);
}

/* However many names somebody makes up, those that speak stay. */
static void test_origin__keeps_who_was_heard_last(void)
{
	static struct li_watch_rules rules;
	struct li_origins o = {.count = 0};
	char name[32];

	CU_ASSERT_EQUAL_FATAL(li_origins_make(&rules, &secret, &o), LI_OK);
	for (uint32_t i = 0; i < 4 * LI_ORIGINS; i++) {
		snprintf(name, sizeof(name), "n%u.example", i);
		li_origin_get(&o, li_origin_mark(&secret, li_slice_str(name)),
			2 * i)
			->lir.count = 1;
		li_origin_get(&o, 77, 2 * i + 1)->mar.count++;
	}
	CU_ASSERT_EQUAL(li_origin_get(&o, 77, 9999)->mar.count, 4 * LI_ORIGINS);
	CU_ASSERT_EQUAL(li_origin_get(&o,
				li_origin_mark(&secret,
					li_slice_str("n0.example")),
				9999)
				->lir.count,
		0);
	li_origins_fini(&o);
}

UNIT_MAIN("watch.origin", UNIT_TEST(test_origin__estimates_how_many_there_are),
	UNIT_TEST(test_origin__counts_in_windows),
	UNIT_TEST(test_origin__knows_names_in_any_case),
	UNIT_TEST(test_origin__keeps_who_was_heard_last))
