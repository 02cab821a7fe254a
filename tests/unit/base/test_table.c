/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/table.h"
#include "unit.h"

enum { MANY = 20000 };

static int values[MANY];

/* Keys that crowd into few slots: removal has to close gaps over them. */
static struct li_key key(size_t i)
{
	return (struct li_key){.hi = i + 1, .lo = i % 97};
}

static void fill_one(struct li_table *t, size_t i)
{
	CU_ASSERT_EQUAL_FATAL(li_table_set(t, key(i), &values[i]), LI_OK);
}

static void fill(struct li_table *t, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fill_one(t, i);
}

static void test_table__is_empty_at_first(void)
{
	struct li_table t = {0};
	size_t at = 0;

	CU_ASSERT_PTR_NULL(li_table_get(&t, key(1)));
	CU_ASSERT_PTR_NULL(li_table_remove(&t, key(1)));
	CU_ASSERT_PTR_NULL(li_table_next(&t, &at));
	li_table_fini(&t);
}

static void test_table__finds_each_of_many(void)
{
	struct li_table t = {0};

	fill(&t, 2000);
	CU_ASSERT_EQUAL(t.used, 2000);
	for (size_t i = 0; i < 2000; i++)
		CU_ASSERT_PTR_EQUAL(li_table_get(&t, key(i)), &values[i]);
	CU_ASSERT_PTR_NULL(li_table_get(&t, key(2000)));
	li_table_fini(&t);
}

static void test_table__replaces_a_value(void)
{
	struct li_table t = {0};

	fill(&t, 1);
	CU_ASSERT_EQUAL(li_table_set(&t, key(0), &values[5]), LI_OK);
	CU_ASSERT_EQUAL(t.used, 1);
	CU_ASSERT_PTR_EQUAL(li_table_get(&t, key(0)), &values[5]);
	li_table_fini(&t);
}

static void test_table__takes_room_at_once(void)
{
	struct li_table t = {0};

	CU_ASSERT_EQUAL_FATAL(li_table_reserve(&t, 1000), LI_OK);
	for (size_t i = 0; i < 1000; i++) {
		fill_one(&t, i);
		CU_ASSERT_PTR_NULL(t.old);
	}
	CU_ASSERT_EQUAL(li_table_reserve(&t, 100000), LI_OK);
	CU_ASSERT_EQUAL(t.used, 1000);
	CU_ASSERT_PTR_EQUAL(li_table_get(&t, key(7)), &values[7]);
	li_table_fini(&t);
}

/* Before, in the middle of and after a move. */
static void test_table__says_which_value_it_swapped(void)
{
	struct li_table t = {0};

	for (size_t i = 0; i < 1000; i++) {
		void *before = &t;

		CU_ASSERT_EQUAL(li_table_swap(&t, key(i), &values[i], &before),
			LI_OK);
		CU_ASSERT_PTR_NULL(before);
		CU_ASSERT_EQUAL(li_table_swap(&t, key(i / 2), &values[i / 2],
					&before),
			LI_OK);
		CU_ASSERT_PTR_EQUAL(before, &values[i / 2]);
		CU_ASSERT_EQUAL(t.used, i + 1);
	}
	li_table_fini(&t);
}

static void test_table__loses_only_what_is_removed(void)
{
	struct li_table t = {0};

	fill(&t, 1000);
	for (size_t i = 0; i < 1000; i += 3)
		CU_ASSERT_PTR_EQUAL(li_table_remove(&t, key(i)), &values[i]);
	for (size_t i = 0; i < 1000; i++)
		CU_ASSERT_PTR_EQUAL(li_table_get(&t, key(i)),
			i % 3 == 0 ? NULL : &values[i]);
	CU_ASSERT_PTR_NULL(li_table_remove(&t, key(0)));
	CU_ASSERT_EQUAL(t.used, 1000 - 334);
	li_table_fini(&t);
}

static void test_table__walks_each_value_once(void)
{
	struct li_table t = {0};
	size_t at = 0, met = 0;
	int *value;

	fill(&t, 500);
	while ((value = li_table_next(&t, &at))) {
		CU_ASSERT_EQUAL(*value, 0);
		*value = 1;
		met++;
	}
	CU_ASSERT_EQUAL(met, 500);
	for (size_t i = 0; i < 500; i++)
		values[i] = 0;
	li_table_fini(&t);
}

static void test_table__agrees_with_an_array_over_a_random_life(void)
{
	struct li_table t = {0};
	bool in[512] = {false};
	unsigned int state = 1;

	for (int step = 0; step < 100000; step++) {
		size_t i = (state = state * 1103515245u + 12345u) >> 16 & 511;

		if (state & 1u << 30) {
			CU_ASSERT_EQUAL_FATAL(li_table_set(&t, key(i),
						      &values[i]),
				LI_OK);
			in[i] = true;
		} else {
			if (li_table_remove(&t, key(i)) !=
				(in[i] ? &values[i] : NULL))
				CU_FAIL_FATAL("removed another value");
			in[i] = false;
		}
	}
	for (size_t i = 0; i < 512; i++)
		CU_ASSERT_PTR_EQUAL(li_table_get(&t, key(i)),
			in[i] ? &values[i] : NULL);
	li_table_fini(&t);
}

static void test_table__finds_all_while_it_moves(void)
{
	struct li_table t = {0};
	size_t n = 0;

	for (; !t.old || n < 700; n++)
		fill_one(&t, n);
	CU_ASSERT_EQUAL(t.used, n);
	for (size_t i = 0; i < n; i++)
		CU_ASSERT_PTR_EQUAL(li_table_get(&t, key(i)), &values[i]);
	CU_ASSERT_EQUAL_FATAL(li_table_set(&t, key(3), &values[7]), LI_OK);
	CU_ASSERT_EQUAL(t.used, n);
	CU_ASSERT_TRUE(li_table_replace(&t, key(n - 2), &values[1]));
	CU_ASSERT_PTR_EQUAL(li_table_get(&t, key(n - 2)), &values[1]);
	CU_ASSERT_TRUE(li_table_replace(&t, key(n - 2), &values[n - 2]));
	CU_ASSERT_FALSE(li_table_replace(&t, key(n), &values[0]));
	CU_ASSERT_PTR_EQUAL(li_table_remove(&t, key(3)), &values[7]);
	CU_ASSERT_PTR_NULL(li_table_get(&t, key(3)));
	CU_ASSERT_PTR_EQUAL(li_table_remove(&t, key(n - 2)), &values[n - 2]);
	CU_ASSERT_PTR_NULL(li_table_remove(&t, key(n - 2)));
	CU_ASSERT_EQUAL(t.used, n - 2);
	CU_ASSERT_PTR_NOT_NULL(t.old);
	li_table_fini(&t);
}

static void test_table__walks_all_while_it_moves(void)
{
	struct li_table t = {0};
	const struct li_table_slot *slot;
	size_t n = 0, at = 0, met = 0;

	for (; !t.old || n < 700; n++)
		fill_one(&t, n);
	CU_ASSERT(li_table_bytes(&t) > t.size * sizeof(*slot));
	while ((slot = li_table_next_slot(&t, &at))) {
		CU_ASSERT(li_key_eq(slot->key,
			key((size_t)((int *)slot->value - values))));
		met++;
	}
	CU_ASSERT_EQUAL(met, n);
	li_table_fini(&t);
}

UNIT_MAIN("base.table", UNIT_TEST(test_table__is_empty_at_first),
	UNIT_TEST(test_table__finds_each_of_many),
	UNIT_TEST(test_table__replaces_a_value),
	UNIT_TEST(test_table__finds_all_while_it_moves),
	UNIT_TEST(test_table__walks_all_while_it_moves),
	UNIT_TEST(test_table__takes_room_at_once),
	UNIT_TEST(test_table__says_which_value_it_swapped),
	UNIT_TEST(test_table__loses_only_what_is_removed),
	UNIT_TEST(test_table__walks_each_value_once),
	UNIT_TEST(test_table__agrees_with_an_array_over_a_random_life))
