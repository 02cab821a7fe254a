/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tests of keys/vault.h: what is let go is overwritten, and when it goes.
 * TS 33.107 cl. 7A.7.5
 */
#include "keys/vault.h"

#include "smaps.h"
#include "unit.h"

enum { TTL = 60000000 };

static struct li_vault *make(void)
{
	struct li_vault *v = NULL;

	CU_ASSERT_EQUAL_FATAL(li_vault_new(TTL, &v), LI_OK);
	return v;
}

static struct li_media_keys keys_of(char c)
{
	struct li_media_keys k = {.count = 1};

	k.at[0].cs_id_n = 1;
	k.at[0].key_n = 16;
	memset(k.at[0].key, c, 16);
	return k;
}

static struct li_key digest_of(const struct li_vault *v, size_t i)
{
	char user[32];

	snprintf(user, sizeof(user), "sip:u%zu@ims.example", i);
	return li_vault_digest(v,
		&(struct li_key_order){.user = li_slice_str(user)});
}

static struct li_vault_entry *put(struct li_vault *v, size_t i, int64_t at_us)
{
	const struct li_media_keys k = keys_of('k');
	struct li_vault_entry *e = li_vault_add(v, digest_of(v, i), at_us);

	CU_ASSERT_PTR_NOT_NULL_FATAL(e);
	CU_ASSERT_EQUAL(e->state, LI_VAULT_ASKED);
	li_vault_settle(e, &k, at_us);
	return e;
}

static bool is_zero(const struct li_vault_entry *e)
{
	static const struct li_vault_entry zero;

	return memcmp(e, &zero, sizeof(zero)) == 0;
}

/* Who could see one digest learns nothing of another vault's. */
static void test_vault__a_digest_is_keyed_and_of_all_parts(void)
{
	struct li_vault *a = make(), *b = make();
	const struct li_slice x = li_slice_str("x"), y = li_slice_str("y");
	const struct li_key_order
		one = {.user = x, .init = y, .resp = y},
		others[] = {{.user = y, .init = y, .resp = y},
			{.user = x, .init = x, .resp = y},
			{.user = x, .init = y, .resp = x},
			{.user = x, .init = y, .resp = y, .kms = x},
			{.user = x, .resp = li_slice_str("yy")}};

	CU_ASSERT_TRUE(
		li_key_eq(li_vault_digest(a, &one), li_vault_digest(a, &one)));
	CU_ASSERT_FALSE(
		li_key_eq(li_vault_digest(a, &one), li_vault_digest(b, &one)));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		CU_ASSERT_FALSE(li_key_eq(li_vault_digest(a, &one),
			li_vault_digest(a, &others[i])));
	li_vault_free(a);
	li_vault_free(b);
}

static void test_vault__keeps_what_came_as_long_as_it_is_used(void)
{
	struct li_vault *v = make();
	struct li_vault_entry *e = put(v, 1, 0);

	CU_ASSERT_PTR_EQUAL(li_vault_get(v, digest_of(v, 1), TTL - 1), e);
	CU_ASSERT_EQUAL(e->state, LI_VAULT_HAVE);
	CU_ASSERT_PTR_EQUAL(li_vault_get(v, digest_of(v, 1), 2 * TTL - 2), e);
	CU_ASSERT_EQUAL(e->keys.at[0].key[15], 'k');
	CU_ASSERT_PTR_NULL(li_vault_get(v, digest_of(v, 2), 0));
	CU_ASSERT_PTR_NULL(li_vault_get(v, digest_of(v, 1), 3 * TTL - 2));
	CU_ASSERT_TRUE(is_zero(e));
	li_vault_free(v);
}

static void test_vault__a_sweep_overwrites_what_is_over(void)
{
	struct li_vault *v = make();
	struct li_vault_entry *old = put(v, 1, 0), *young = put(v, 2, 10);
	struct li_vault_entry *asked = li_vault_add(v, digest_of(v, 3), 0);

	CU_ASSERT_EQUAL(li_vault_sweep(v, TTL - 1), 2);
	CU_ASSERT_EQUAL(li_vault_sweep(v, TTL), 1);
	CU_ASSERT_TRUE(is_zero(old));
	CU_ASSERT_EQUAL(young->state, LI_VAULT_HAVE);
	CU_ASSERT_EQUAL(li_vault_sweep(v, 10 * TTL), 0);
	CU_ASSERT_TRUE(is_zero(young));
	/* Its answer is still to come. */
	CU_ASSERT_EQUAL(asked->state, LI_VAULT_ASKED);
	li_vault_free(v);
}

static void test_vault__full_lets_the_one_go_that_was_used_longest_ago(void)
{
	struct li_vault *v = make();
	struct li_vault_entry *second, *e;

	put(v, 0, 1);
	second = put(v, 1, 2);
	for (size_t i = 2; i < LI_VAULT_MAX; i++)
		put(v, i, 3);
	CU_ASSERT_PTR_NOT_NULL(li_vault_get(v, digest_of(v, 0), 4));
	e = li_vault_add(v, digest_of(v, 1000), 5);
	CU_ASSERT_PTR_EQUAL(e, second);
	CU_ASSERT_EQUAL(e->keys.at[0].key[0], 0);
	CU_ASSERT_PTR_NULL(li_vault_get(v, digest_of(v, 1), 5));
	CU_ASSERT_PTR_NOT_NULL(li_vault_get(v, digest_of(v, 0), 5));
	li_vault_free(v);
}

static void test_vault__full_of_asked_orders_takes_none(void)
{
	struct li_vault *v = make();
	struct li_vault_entry *e = NULL;

	for (size_t i = 0; i < LI_VAULT_MAX; i++) {
		e = li_vault_add(v, digest_of(v, i), (int64_t)i);
		CU_ASSERT_PTR_NOT_NULL_FATAL(e);
	}
	CU_ASSERT_PTR_NULL(li_vault_add(v, digest_of(v, 1000), 0));
	li_vault_settle(e, &(struct li_media_keys){.failed = true}, 0);
	CU_ASSERT_EQUAL(e->state, LI_VAULT_FAILED);
	CU_ASSERT_PTR_EQUAL(li_vault_add(v, digest_of(v, 1000), 0), e);
	li_vault_free(v);
}

/* Neither a core nor, where it may be locked, the swap has it. */
static void test_vault__is_in_no_core(void)
{
	struct li_vault *v = make();

	CU_ASSERT_TRUE(smaps_flag(v, " dd"));
	if (li_vault_locked(v))
		CU_ASSERT_TRUE(smaps_locked(v));
	li_vault_free(v);
}

UNIT_MAIN("keys.vault",
	UNIT_TEST(test_vault__a_digest_is_keyed_and_of_all_parts),
	UNIT_TEST(test_vault__keeps_what_came_as_long_as_it_is_used),
	UNIT_TEST(test_vault__a_sweep_overwrites_what_is_over),
	UNIT_TEST(test_vault__full_lets_the_one_go_that_was_used_longest_ago),
	UNIT_TEST(test_vault__full_of_asked_orders_takes_none),
	UNIT_TEST(test_vault__is_in_no_core))
