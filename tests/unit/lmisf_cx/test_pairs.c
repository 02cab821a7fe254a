/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "lmisf_cx/pairs.h"
#include "unit.h"

/* An item of so many octets after its head. */
static struct li_cx_item *item(uint64_t exchange, uint32_t octets)
{
	struct li_cx_item *i = calloc(1, sizeof(*i) + octets);

	i->exchange = exchange;
	i->octets = octets;
	memset(i->data, (int)exchange, octets);
	return i;
}

static li_err add(struct li_pairs *pairs, uint64_t exchange, uint32_t octets,
	int64_t now_us)
{
	struct li_cx_item *i = item(exchange, octets);
	li_err err = li_pairs_add(pairs, i, now_us);

	free(i);
	return err;
}

static struct li_pairs *make(size_t octets)
{
	struct li_pairs *pairs = NULL;

	CU_ASSERT_EQUAL_FATAL(li_pairs_new(octets, &pairs), LI_OK);
	return pairs;
}

static void test_pairs__give_a_request_to_its_exchange_once(void)
{
	struct li_pairs *pairs = make(1 << 20);
	struct li_waiting *w;

	for (uint64_t i = 1; i <= 1000; i++)
		CU_ASSERT_EQUAL(add(pairs, i, 100, 0), LI_OK);
	for (uint64_t i = 999; i > 0; i -= 3) {
		w = li_pairs_take(pairs, i);
		CU_ASSERT_PTR_NOT_NULL_FATAL(w);
		CU_ASSERT_EQUAL(w->item->exchange, i);
		CU_ASSERT_EQUAL(li_cx_item_message(w->item).p[99], (uint8_t)i);
		free(w);
		CU_ASSERT_PTR_NULL(li_pairs_take(pairs, i));
	}
	CU_ASSERT_PTR_NULL(li_pairs_take(pairs, 1001));
	CU_ASSERT_EQUAL(li_pairs_count(pairs), 667);
	li_pairs_free(pairs);
}

static void test_pairs__give_the_oldest_first(void)
{
	struct li_pairs *pairs = make(1 << 20);
	struct li_waiting *w;

	for (uint64_t i = 1; i <= 5; i++)
		CU_ASSERT_EQUAL(add(pairs, i, 10, (int64_t)i * 10), LI_OK);
	free(li_pairs_take(pairs, 1));
	free(li_pairs_take(pairs, 3));
	CU_ASSERT_PTR_NULL(li_pairs_take_older(pairs, 19));
	w = li_pairs_take_older(pairs, 20);
	CU_ASSERT_PTR_NOT_NULL_FATAL(w);
	CU_ASSERT_EQUAL(w->item->exchange, 2);
	free(w);
	CU_ASSERT_PTR_NULL(li_pairs_take_older(pairs, 20));
	w = li_pairs_take_older(pairs, 1000);
	CU_ASSERT_PTR_NOT_NULL_FATAL(w);
	CU_ASSERT_EQUAL(w->item->exchange, 4);
	free(w);
	free(li_pairs_take(pairs, 5));
	CU_ASSERT_PTR_NULL(li_pairs_take_older(pairs, 1000));
	CU_ASSERT_EQUAL(add(pairs, 6, 10, 0), LI_OK);
	li_pairs_free(pairs);
}

static void test_pairs__are_bounded_in_octets_and_number(void)
{
	struct li_pairs *pairs = make(10000);

	CU_ASSERT_EQUAL(add(pairs, 1, 5000, 0), LI_OK);
	CU_ASSERT_EQUAL(add(pairs, 2, 5000, 0), LI_ETOOBIG);
	free(li_pairs_take(pairs, 1));
	CU_ASSERT_EQUAL(add(pairs, 2, 50000, 0), LI_OK); /* alone: always */
	li_pairs_free(pairs);
	pairs = make(1 << 30);
	for (uint64_t i = 1; i <= LI_PAIRS_MAX; i++)
		if (add(pairs, i, 1, 0) != LI_OK)
			CU_FAIL("refused too early");
	CU_ASSERT_EQUAL(add(pairs, 1 << 20, 1, 0), LI_ETOOBIG);
	li_pairs_free(pairs);
}

UNIT_MAIN("lmisf_cx.pairs",
	UNIT_TEST(test_pairs__give_a_request_to_its_exchange_once),
	UNIT_TEST(test_pairs__give_the_oldest_first),
	UNIT_TEST(test_pairs__are_bounded_in_octets_and_number))
