/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/finder.h"
#include "unit.h"

enum { KEYS = 5000, MANY = 1000000 };

static uint64_t seed;

static uint64_t draw(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

/* Key i: tags collide now and then when `mask` is narrow. */
static struct li_key key(uint32_t i, uint64_t mask)
{
	seed = i * 0x9e3779b97f4a7c15u + 1;
	draw();
	return (struct li_key){.hi = (draw() & mask) << 32, .lo = i};
}

static size_t count(const struct li_finder *x, struct li_key k, uint32_t ref)
{
	struct li_finder_walk w;
	size_t n = 0;
	uint32_t at;

	li_finder_begin(x, k, &w);
	while ((at = li_finder_next(&w)))
		n += at == ref;
	return n && !li_finder_may(x, k) ? KEYS : n;
}

static size_t wrong(const struct li_finder *x, uint64_t mask, uint32_t from)
{
	size_t bad = 0;

	for (uint32_t i = 0; i < KEYS; i++)
		bad += count(x, key(i, mask), i + 1) != (i >= from);
	return bad;
}

static void test_finder__finds_what_was_added_and_not_removed(void)
{
	static const uint64_t masks[] = {0xffffffff, 0xff00ffff, 0x3ff};

	for (size_t m = 0; m < sizeof(masks) / sizeof(masks[0]); m++) {
		struct li_finder x = {.used = 0};
		size_t failed = 0;

		for (uint32_t i = 0; i < KEYS; i++)
			failed += li_finder_add(&x, key(i, masks[m]), i + 1) !=
				LI_OK;
		CU_ASSERT_EQUAL(failed, 0);
		CU_ASSERT_EQUAL(x.used, KEYS);
		CU_ASSERT_EQUAL(wrong(&x, masks[m], 0), 0);
		for (uint32_t i = 0; i < KEYS / 2; i++)
			li_finder_remove(&x, key(i, masks[m]), i + 1);
		CU_ASSERT_EQUAL(wrong(&x, masks[m], KEYS / 2), 0);
		for (uint32_t i = 0; i < KEYS; i++)
			li_finder_remove(&x, key(i, masks[m]), i + 1);
		CU_ASSERT_EQUAL(x.used, 0);
		CU_ASSERT_EQUAL(wrong(&x, masks[m], KEYS), 0);
		li_finder_fini(&x);
	}
}

static void test_finder__holds_several_under_one_key(void)
{
	struct li_finder x = {.used = 0};
	struct li_key k = key(1, 0xffffffff);

	for (uint32_t i = 1; i <= 20; i++)
		CU_ASSERT_EQUAL(li_finder_add(&x, k, i), LI_OK);
	CU_ASSERT_EQUAL(li_finder_add(&x, k, 7), LI_OK);
	CU_ASSERT_EQUAL(count(&x, k, 7), 2);
	li_finder_remove(&x, k, 7);
	CU_ASSERT_EQUAL(count(&x, k, 7), 1);
	li_finder_remove(&x, k, 99);
	CU_ASSERT_EQUAL(x.used, 20);
	li_finder_fini(&x);
	CU_ASSERT_EQUAL(count(&x, k, 7), 0);
}

/* Of keys that it has not, it says so at once of nearly all. */
static void test_finder__says_what_it_has_not(void)
{
	struct li_finder x = {.used = 0};
	size_t failed = 0, may = 0;

	CU_ASSERT_FALSE(li_finder_may(&x, key(1, 0xffffffff)));
	for (uint32_t i = 0; i < KEYS; i++)
		failed += li_finder_add(&x, key(i, 0xffffffff), 1) != LI_OK;
	CU_ASSERT_EQUAL(failed, 0);
	for (uint32_t i = KEYS; i < 2 * KEYS; i++)
		may += li_finder_may(&x, key(i, 0xffffffff));
	CU_ASSERT_TRUE(may < KEYS / 5);
	li_finder_fini(&x);
}

/* Buckets that go on though they are not full, or go on in an empty index. */
static size_t astray(const struct li_finder *x)
{
	size_t bad = 0;

	for (size_t p = 0; p < LI_FINDER_PARTS; p++)
		for (uint32_t b = 0; b < x->parts[p].size; b++) {
			const struct li_finder_bucket *at = &x->parts[p].at[b];

			for (unsigned int i = 0; i < LI_FINDER_WIDTH; i++)
				bad += li_finder_goes_on(at) &&
					(!li_finder_ref(at, i) || !x->used);
		}
	return bad;
}

/* Keys come and go in any order; who stands behind a full bucket is found. */
static void test_finder__keeps_up_with_coming_and_going(void)
{
	static const uint64_t masks[] = {0xffffffff, 0xff00ffff, 0x3ff};
	static bool there[KEYS];

	for (size_t m = 0; m < sizeof(masks) / sizeof(masks[0]); m++) {
		struct li_finder x = {.used = 0};
		size_t bad = 0, steps = m == 2 ? 4000 : 40 * KEYS;
		uint64_t state = 1 + m;

		memset(there, 0, sizeof(there));
		for (size_t s = 0; s < steps; s++) {
			uint32_t i;

			state = state * 6364136223846793005u + 1;
			i = (uint32_t)(state >> 33) % KEYS;
			if (there[i])
				li_finder_remove(&x, key(i, masks[m]), i + 1);
			else
				bad += li_finder_add(&x, key(i, masks[m]),
					       i + 1) != LI_OK;
			there[i] = !there[i];
		}
		for (uint32_t i = 0; i < KEYS; i++)
			bad += count(&x, key(i, masks[m]), i + 1) != there[i];
		CU_ASSERT_EQUAL(bad + astray(&x), 0);
		for (uint32_t i = 0; i < KEYS; i++)
			if (there[i])
				li_finder_remove(&x, key(i, masks[m]), i + 1);
		CU_ASSERT_EQUAL(x.used + astray(&x), 0);
		li_finder_fini(&x);
	}
}

static void test_finder__takes_some_eleven_octets_a_key(void)
{
	struct li_finder x = {.used = 0};
	size_t failed = 0;

	for (uint32_t i = 0; i < MANY; i++)
		failed += li_finder_add(&x, key(i, 0xffffffff), 1) != LI_OK;
	CU_ASSERT_EQUAL(failed, 0);
	CU_ASSERT_TRUE(x.bytes / x.used <= 12);
	li_finder_fini(&x);
}

/* However often it grew: a bucket is one line of a cache, not a half of two. */
static void test_finder__has_each_bucket_on_one_line(void)
{
	struct li_finder x = {.used = 0};
	size_t failed = 0, astride = 0;

	for (uint32_t i = 0; i < KEYS; i++) {
		failed += li_finder_add(&x, key(i, 0xffffffff), 1) != LI_OK;
		for (size_t p = 0; p < LI_FINDER_PARTS; p++)
			astride += (uintptr_t)x.parts[p].at % 64 != 0;
	}
	CU_ASSERT_EQUAL(failed + astride, 0);
	li_finder_fini(&x);
}

UNIT_MAIN("mirror.finder",
	UNIT_TEST(test_finder__finds_what_was_added_and_not_removed),
	UNIT_TEST(test_finder__holds_several_under_one_key),
	UNIT_TEST(test_finder__says_what_it_has_not),
	UNIT_TEST(test_finder__keeps_up_with_coming_and_going),
	UNIT_TEST(test_finder__takes_some_eleven_octets_a_key),
	UNIT_TEST(test_finder__has_each_bucket_on_one_line))
