/* SPDX-License-Identifier: BSD-3-Clause */
#include "ipc/counts.h"
#include "unit.h"

static struct li_counts some(void)
{
	struct li_counts n;

	for (size_t i = 0; i < LI_COUNTS; i++)
		n.at[i] = i * i + 1;
	return n;
}

static void test_counts__carries_all_or_what_anyone_may_see(void)
{
	const size_t sizes[] = {LI_COUNTS_OPEN, LI_COUNTS};
	const struct li_counts n = some();

	for (size_t k = 0; k < 2; k++) {
		struct li_buf b = {0};
		struct li_counts got;

		li_counts_put(&b, &n, sizes[k]);
		CU_ASSERT_EQUAL(b.n, 8 * sizes[k]);
		CU_ASSERT_EQUAL_FATAL(li_counts_get(li_buf_slice(&b), sizes[k],
					      &got),
			LI_OK);
		for (size_t i = 0; i < LI_COUNTS; i++)
			CU_ASSERT_EQUAL(got.at[i], i < sizes[k] ? n.at[i] : 0);
		li_buf_fini(&b);
	}
}

/* An item of LI is not one that anyone may see, nor the other way round. */
static void test_counts__refuses_another_length(void)
{
	const struct li_counts n = some();
	struct li_counts got = {0};
	struct li_buf b = {0};

	li_counts_put(&b, &n, LI_COUNTS);
	for (size_t size = 0; size < b.n; size++)
		CU_ASSERT_EQUAL(li_counts_get(li_slice(b.p, size), LI_COUNTS,
					&got),
			LI_EMALFORMED);
	CU_ASSERT_EQUAL(li_counts_get(li_buf_slice(&b), LI_COUNTS_OPEN, &got),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(got.at[LI_COUNT_PACKETS], 0);
	li_buf_fini(&b);
}

/* Of who delivers: no other count is his to say. */
static void test_counts__carries_those_of_keys_alone(void)
{
	const struct li_counts n = some();
	struct li_counts got = {0};
	struct li_buf b = {0};

	li_counts_keys_put(&b, &n);
	CU_ASSERT_EQUAL(b.n, 8 * LI_COUNTS_KEYS);
	got.at[LI_COUNT_PASSED] = 7;
	for (size_t size = 0; size < b.n; size++)
		CU_ASSERT_EQUAL(li_counts_keys_get(li_slice(b.p, size), &got),
			LI_EMALFORMED);
	CU_ASSERT_EQUAL(got.at[LI_COUNT_KEYS_ASKED], 0);
	CU_ASSERT_EQUAL(li_counts_keys_get(li_buf_slice(&b), &got), LI_OK);
	for (size_t i = 0; i < LI_COUNT_PASSED; i++)
		CU_ASSERT_EQUAL(got.at[i], 0);
	CU_ASSERT_EQUAL(got.at[LI_COUNT_PASSED], 7);
	for (size_t i = LI_COUNT_KEYS_ASKED; i < LI_COUNTS; i++)
		CU_ASSERT_EQUAL(got.at[i], n.at[i]);
	li_buf_put_u64(&b, 1);
	CU_ASSERT_EQUAL(li_counts_keys_get(li_buf_slice(&b), &got),
		LI_EMALFORMED);
	li_buf_fini(&b);
}

UNIT_MAIN("ipc.counts",
	UNIT_TEST(test_counts__carries_all_or_what_anyone_may_see),
	UNIT_TEST(test_counts__refuses_another_length),
	UNIT_TEST(test_counts__carries_those_of_keys_alone))
