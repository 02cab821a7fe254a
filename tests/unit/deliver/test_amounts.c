/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "deliver/amounts.h"
#include "unit.h"

static struct li_amounts *make(void)
{
	struct li_amounts *a = calloc(1, sizeof(*a));

	CU_ASSERT_PTR_NOT_NULL_FATAL(a);
	return a;
}

static void add(struct li_amounts *a, int64_t id)
{
	const struct li_sent sent = {id, (uint32_t)id * 10};

	CU_ASSERT_EQUAL(li_amounts_add(a, &sent), LI_OK);
}

/* How many are put up to an id; they are as they were added and rise. */
static size_t put(struct li_amounts *a, int64_t id, int64_t *upto)
{
	struct li_sent out[LI_SENT_MAX];
	int64_t last = 0;
	size_t n;

	*upto = li_amounts_put(a, id, out, &n);
	for (size_t i = 0; i < n; i++) {
		CU_ASSERT_TRUE(out[i].id > last && out[i].id <= id);
		CU_ASSERT_EQUAL(out[i].octets, (uint32_t)out[i].id * 10);
		last = out[i].id;
	}
	return n;
}

static void test_amounts__are_told_in_order_and_once(void)
{
	static const int64_t ids[] = {5, 1, 9, 3, 5, 1, 2, 9, 4};
	struct li_amounts *a = make();
	int64_t upto;

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		add(a, ids[i]);
	CU_ASSERT_EQUAL(put(a, 0, &upto), 0);
	CU_ASSERT_EQUAL(put(a, 6, &upto), 5);
	CU_ASSERT_EQUAL(upto, 6);
	/* Until they are counted they are told again. */
	CU_ASSERT_EQUAL(put(a, 6, &upto), 5);
	li_amounts_done(a, 3);
	CU_ASSERT_EQUAL(put(a, 6, &upto), 2);
	li_amounts_done(a, 8);
	CU_ASSERT_EQUAL(put(a, 9, &upto), 1);
	li_amounts_done(a, 9);
	CU_ASSERT_EQUAL(put(a, 99, &upto), 0);
	CU_ASSERT_EQUAL(put(NULL, 7, &upto), 0);
	CU_ASSERT_EQUAL(upto, 7);
	li_amounts_done(NULL, 7);
	li_amounts_free(a);
	li_amounts_free(NULL);
}

static void test_amounts__go_as_far_as_one_message_does(void)
{
	struct li_amounts *a = make();
	int64_t upto;

	for (int64_t id = 1000; id > 0; id--)
		add(a, id);
	CU_ASSERT_EQUAL(put(a, 1000, &upto), LI_SENT_MAX);
	CU_ASSERT_EQUAL(upto, LI_SENT_MAX);
	li_amounts_done(a, 100);
	CU_ASSERT_EQUAL(put(a, 1000, &upto), LI_SENT_MAX);
	CU_ASSERT_EQUAL(upto, LI_SENT_MAX + 100);
	li_amounts_done(a, upto);
	CU_ASSERT_EQUAL(put(a, 1000, &upto), 1000 - LI_SENT_MAX - 100);
	CU_ASSERT_EQUAL(upto, 1000);
	/* A destination that is gone: nothing is left of it. */
	li_amounts_done(a, 2000);
	CU_ASSERT_EQUAL(put(a, 2000, &upto), 0);
	li_amounts_free(a);
}

/* A connection that breaks a thousand times. */
static void test_amounts__take_no_room_for_what_is_sent_again(void)
{
	struct li_amounts *a = make();
	int64_t upto;

	for (int i = 0; i < 1000; i++)
		for (int64_t id = 1; id <= 100; id++)
			add(a, id);
	CU_ASSERT_TRUE(a->room <= 256);
	CU_ASSERT_EQUAL(put(a, 1000, &upto), 100);
	li_amounts_free(a);
}

static void test_amounts__are_found_by_their_ids(void)
{
	struct li_sent list[] = {{.id = 3}, {.id = 7}, {.id = 400}};
	struct li_amounts *a = make();

	for (int64_t id = 500; id > 4; id--)
		add(a, id);
	li_amounts_find(a, list, 3);
	li_amounts_find(NULL, list, 3);
	li_amounts_find(a, NULL, 0);
	CU_ASSERT_EQUAL(list[0].octets, 0);
	CU_ASSERT_EQUAL(list[1].octets, 70);
	CU_ASSERT_EQUAL(list[2].octets, 4000);
	li_amounts_free(a);
}

UNIT_MAIN("deliver.amounts", UNIT_TEST(test_amounts__are_found_by_their_ids),
	UNIT_TEST(test_amounts__are_told_in_order_and_once),
	UNIT_TEST(test_amounts__go_as_far_as_one_message_does),
	UNIT_TEST(test_amounts__take_no_room_for_what_is_sent_again))
