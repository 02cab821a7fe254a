/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "mirror/chains.h"
#include "unit.h"

enum { MANY = 5000 };

static struct li_chain links[MANY];
static uint8_t seen[MANY];

/* Well mixed, as keyed hashes are. */
static uint64_t hash_of(uint64_t i)
{
	i = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
	return i ^ i >> 31;
}

static void add(struct li_chains *x, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		links[i].hash = hash_of(i);
		CU_ASSERT_EQUAL_FATAL(li_chains_add(x, &links[i]), LI_OK);
	}
}

static void test_chains__finds_what_was_added_until_it_is_removed(void)
{
	struct li_chains x = {.count = 0};

	CU_ASSERT_PTR_NULL(li_chains_find(&x, 1, NULL));
	add(&x, 0, MANY);
	for (size_t i = 0; i < MANY; i++)
		CU_ASSERT_PTR_EQUAL(li_chains_find(&x, links[i].hash, NULL),
			&links[i]);
	for (size_t i = 0; i < MANY; i += 2)
		li_chains_remove(&x, &links[i]);
	for (size_t i = 0; i < MANY; i++)
		CU_ASSERT_PTR_EQUAL(li_chains_find(&x, hash_of(i), NULL),
			i % 2 ? &links[i] : NULL);
	CU_ASSERT_EQUAL(x.count, MANY / 2);
	li_chains_fini(&x);
}

/* Buckets that come from where the records do are not its own. */
static void test_chains__shares_the_memory_of_the_records(void)
{
	struct li_chunks memory = {.bytes = 0};
	struct li_chains x = {.memory = &memory};

	CU_ASSERT_PTR_NULL(li_chains_first(&x, 1));
	add(&x, 0, MANY);
	CU_ASSERT_TRUE(memory.bytes >= MANY * sizeof(void *));
	CU_ASSERT_TRUE(li_chains_bytes(&x) < MANY);
	for (size_t i = 0; i < MANY; i++)
		CU_ASSERT_PTR_NOT_NULL(li_chains_first(&x, links[i].hash));
	li_chains_fini(&x);
	li_chunks_fini(&memory);
}

static void test_chains__gives_all_of_one_hash(void)
{
	struct li_chains x = {.count = 0};
	struct li_chain same[3] = {{.hash = 7}, {.hash = 7}, {.hash = 7}};
	struct li_chain *at = NULL;
	size_t n = 0;

	add(&x, 0, 100);
	for (size_t i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(li_chains_add(&x, &same[i]), LI_OK);
	while ((at = li_chains_find(&x, 7, at)))
		n++;
	CU_ASSERT_EQUAL(n, 3);
	li_chains_fini(&x);
}

static void test_chains__costs_little_for_each(void)
{
	struct li_chains x = {.count = 0};

	add(&x, 0, MANY);
	CU_ASSERT_TRUE(li_chains_bytes(&x) <= MANY * 10);
	CU_ASSERT_EQUAL(x.buckets, MANY);
	li_chains_fini(&x);
}

/* Walk it a few buckets at a time, and change it in between. */
static void test_chains__is_walked_once_while_it_changes(void)
{
	struct li_chains x = {.count = 0};
	uint64_t at = 0;
	size_t kept = MANY / 4, added = kept, step = 0;
	bool more = true;

	memset(seen, 0, sizeof(seen));
	add(&x, 0, kept);
	while (more) {
		const struct li_chain *link = li_chains_walk(&x, &at, &more);

		for (; link; link = link->next)
			seen[link - links]++;
		if (added + 3 <= MANY && step % 2)
			add(&x, added, added + 3), added += 3;
		if (step % 5 == 0 && added > kept)
			li_chains_remove(&x, &links[--added]);
		step++;
	}
	for (size_t i = 0; i < kept; i++)
		CU_ASSERT_EQUAL(seen[i], 1);
	for (size_t i = kept; i < MANY; i++)
		CU_ASSERT_TRUE(seen[i] <= 2);
	CU_ASSERT_TRUE(added > kept);
	li_chains_fini(&x);
	CU_ASSERT_PTR_NULL(li_chains_walk(&x, &at, &more));
	CU_ASSERT_FALSE(more);
}

UNIT_MAIN("mirror.chains",
	UNIT_TEST(test_chains__finds_what_was_added_until_it_is_removed),
	UNIT_TEST(test_chains__shares_the_memory_of_the_records),
	UNIT_TEST(test_chains__gives_all_of_one_hash),
	UNIT_TEST(test_chains__costs_little_for_each),
	UNIT_TEST(test_chains__is_walked_once_while_it_changes))
