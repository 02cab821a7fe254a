/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"
#include "watch/memo.h"

static struct li_key key(uint64_t n)
{
	static const struct li_hash_secret secret = {.k0 = 3};

	return li_hash(&secret, li_slice(&n, sizeof(n)));
}

static void test_memo__remembers_each_user_by_name(void)
{
	struct li_memo m;

	CU_ASSERT_EQUAL_FATAL(li_memo_make(65536, &m), LI_OK);
	for (uint32_t i = 1; i <= 500; i++) {
		li_memo_get(&m, 'a', key(i), i)->value = i;
		li_memo_get(&m, 'b', key(i), i)->value = 2 * i;
	}
	for (uint32_t i = 1; i <= 500; i++) {
		CU_ASSERT_PTR_NOT_NULL_FATAL(li_memo_find(&m, 'a', key(i)));
		CU_ASSERT_EQUAL(li_memo_find(&m, 'a', key(i))->value, i);
		CU_ASSERT_EQUAL(li_memo_find(&m, 'b', key(i))->value, 2 * i);
	}
	CU_ASSERT_PTR_NULL(li_memo_find(&m, 'a', key(501)));
	CU_ASSERT_PTR_NULL(li_memo_find(&m, 'c', key(1)));
	li_memo_fini(&m);
}

/* The IMPI alice@a and the IMPU sip:alice@a have one content and two names. */
static void test_memo__keeps_kinds_apart_of_keys_with_names(void)
{
	for (char first = 'a'; first <= 'z'; first++) {
		struct li_memo m;

		CU_ASSERT_EQUAL_FATAL(li_memo_make(4096, &m), LI_OK);
		li_memo_get(&m, 'm', li_key_named(key(1), first), 1);
		for (int i = 0; i < 26 * 26; i++) {
			const char name = (char)('a' + i / 26);
			const char other = (char)('a' + i % 26);
			const bool same = name == 'm' && other == first;

			CU_ASSERT_EQUAL(!!li_memo_find(&m, name,
						li_key_named(key(1), other)),
				same);
		}
		li_memo_fini(&m);
	}
}

static void test_memo__forgets_who_was_heard_of_longest_ago(void)
{
	struct li_memo m;

	CU_ASSERT_EQUAL_FATAL(li_memo_make(LI_MEMO_WAYS, &m), LI_OK);
	for (uint32_t i = 1; i <= LI_MEMO_WAYS; i++)
		li_memo_get(&m, 'a', key(i), 100 + i);
	CU_ASSERT_FALSE(li_memo_lost(&m, 'a', key(1), 0));
	li_memo_get(&m, 'a', key(1), 0)->seen_s = 200;
	li_memo_get(&m, 'a', key(9), 201);
	CU_ASSERT_PTR_NOT_NULL(li_memo_find(&m, 'a', key(1)));
	CU_ASSERT_PTR_NULL(li_memo_find(&m, 'a', key(2)));
	CU_ASSERT_PTR_NOT_NULL(li_memo_find(&m, 'a', key(9)));
	CU_ASSERT(li_memo_lost(&m, 'a', key(2), 101));
	CU_ASSERT_FALSE(li_memo_lost(&m, 'a', key(2), 102));
	li_memo_fini(&m);
}

static void test_memo__gives_a_new_one_with_zeroes(void)
{
	struct li_memo_slot *s;
	struct li_memo m;

	CU_ASSERT_EQUAL_FATAL(li_memo_make(1, &m), LI_OK);
	for (uint32_t i = 0; i < 100; i++) {
		s = li_memo_get(&m, 'a', key(i), i);
		CU_ASSERT_EQUAL(s->value, 0);
		CU_ASSERT_EQUAL(s->since_s, 0);
		CU_ASSERT_EQUAL(s->seen_s, i);
		s->value = s->since_s = 77;
	}
	li_memo_fini(&m);
	li_memo_fini(&m);
}

UNIT_MAIN("watch.memo", UNIT_TEST(test_memo__remembers_each_user_by_name),
	UNIT_TEST(test_memo__keeps_kinds_apart_of_keys_with_names),
	UNIT_TEST(test_memo__forgets_who_was_heard_of_longest_ago),
	UNIT_TEST(test_memo__gives_a_new_one_with_zeroes))
