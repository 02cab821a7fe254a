/* SPDX-License-Identifier: BSD-3-Clause */
#include "ipc/batch.h"
#include "unit.h"

static void put(struct li_buf *out, enum li_admin_op op, const char *body)
{
	const struct li_batch_part part = {op, li_slice_str(body)};

	li_batch_put(out, &part);
}

static void test_batch__gives_its_parts_in_order(void)
{
	struct li_buf b = {0};
	struct li_batch_part part;
	struct li_slice rest;

	put(&b, LI_ADMIN_TASK_ADD, "one");
	put(&b, LI_ADMIN_NOTE, "");
	CU_ASSERT_EQUAL(li_batch_check(li_buf_slice(&b)), LI_OK);
	rest = li_buf_slice(&b);
	CU_ASSERT_TRUE(li_batch_next(&rest, &part));
	CU_ASSERT_EQUAL(part.op, LI_ADMIN_TASK_ADD);
	CU_ASSERT_TRUE(li_slice_is(part.body, "one"));
	CU_ASSERT_TRUE(li_batch_next(&rest, &part));
	CU_ASSERT_EQUAL(part.op, LI_ADMIN_NOTE);
	CU_ASSERT_EQUAL(part.body.n, 0);
	CU_ASSERT_FALSE(li_batch_next(&rest, &part));
	li_buf_fini(&b);
}

/* One that has a transaction of its own, or reads much, is no part. */
static void test_batch__refuses_what_is_no_part(void)
{
	struct li_buf b = {0};
	size_t whole;

	for (int op = 0; op <= LI_ADMIN_OP_LAST + 1; op++) {
		li_buf_reset(&b);
		put(&b, (enum li_admin_op)op, "x");
		CU_ASSERT_EQUAL(li_batch_check(li_buf_slice(&b)) == LI_OK,
			li_batch_takes((enum li_admin_op)op));
	}
	CU_ASSERT_FALSE(li_batch_takes(LI_ADMIN_BATCH));
	CU_ASSERT_FALSE(li_batch_takes(LI_ADMIN_WARRANT_ADD));
	CU_ASSERT_FALSE(li_batch_takes(LI_ADMIN_CONFIRM));
	CU_ASSERT_EQUAL(li_batch_check((struct li_slice){0}), LI_EMALFORMED);
	li_buf_reset(&b);
	put(&b, LI_ADMIN_TASK_ADD, "one");
	whole = b.n;
	put(&b, LI_ADMIN_TASK_ADD, "two");
	for (size_t n = 1; n < b.n; n++)
		CU_ASSERT_EQUAL(li_batch_check(
					li_slice_sub(li_buf_slice(&b), 0, n)),
			n == whole ? LI_OK : LI_EMALFORMED);
	li_buf_fini(&b);
}

static void test_batch__has_a_bound(void)
{
	struct li_buf b = {0};

	for (int i = 0; i < LI_BATCH_MAX; i++)
		put(&b, LI_ADMIN_TASK_END, "");
	CU_ASSERT_EQUAL(li_batch_check(li_buf_slice(&b)), LI_OK);
	put(&b, LI_ADMIN_TASK_END, "");
	CU_ASSERT_EQUAL(li_batch_check(li_buf_slice(&b)), LI_EMALFORMED);
	li_buf_fini(&b);
}

static void test_batch__carries_the_answer_to_a_part(void)
{
	const struct li_admin_reply in = {.err = LI_EEXIST, .text = "there"};
	struct li_admin_reply out = {.err = LI_OK};
	struct li_slice items;
	struct li_buf b = {0};

	li_batch_answer_put(&b, &in, li_slice_str("items"));
	CU_ASSERT_EQUAL(li_batch_answer_get(li_buf_slice(&b), &out, &items),
		LI_OK);
	CU_ASSERT_EQUAL(out.err, LI_EEXIST);
	CU_ASSERT_STRING_EQUAL(out.text, "there");
	CU_ASSERT_TRUE(li_slice_is(items, "items"));
	for (size_t n = 0; n < b.n - items.n; n++)
		CU_ASSERT_EQUAL(li_batch_answer_get(li_slice_sub(li_buf_slice(
									 &b),
							    0, n),
					&out, &items),
			LI_EMALFORMED);
	li_buf_fini(&b);
}

UNIT_MAIN("ipc.batch", UNIT_TEST(test_batch__gives_its_parts_in_order),
	UNIT_TEST(test_batch__refuses_what_is_no_part),
	UNIT_TEST(test_batch__has_a_bound),
	UNIT_TEST(test_batch__carries_the_answer_to_a_part))
