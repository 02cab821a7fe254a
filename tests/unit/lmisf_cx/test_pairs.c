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

	CU_ASSERT_EQUAL(li_pairs_settle(pairs), 0);
	memset(i->data, 0xff, octets); /* it is the table's own */
	free(i);
	return err;
}

/* Take it out and forget it. */
static void drop(struct li_pairs *pairs, uint64_t exchange)
{
	struct li_waiting *w = li_pairs_take(pairs, exchange);

	CU_ASSERT_PTR_NOT_NULL_FATAL(w);
	li_pairs_done(pairs, w);
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
		li_pairs_done(pairs, w);
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
	drop(pairs, 1);
	drop(pairs, 3);
	CU_ASSERT_PTR_NULL(li_pairs_take_older(pairs, 19));
	w = li_pairs_take_older(pairs, 20);
	CU_ASSERT_PTR_NOT_NULL_FATAL(w);
	CU_ASSERT_EQUAL(w->item->exchange, 2);
	li_pairs_done(pairs, w);
	CU_ASSERT_PTR_NULL(li_pairs_take_older(pairs, 20));
	w = li_pairs_take_older(pairs, 1000);
	CU_ASSERT_PTR_NOT_NULL_FATAL(w);
	CU_ASSERT_EQUAL(w->item->exchange, 4);
	li_pairs_done(pairs, w);
	drop(pairs, 5);
	CU_ASSERT_PTR_NULL(li_pairs_take_older(pairs, 1000));
	CU_ASSERT_EQUAL(add(pairs, 6, 10, 0), LI_OK);
	li_pairs_free(pairs);
}

static void test_pairs__are_bounded_in_octets_and_number(void)
{
	struct li_pairs *pairs = make(10000);

	CU_ASSERT_EQUAL(add(pairs, 1, 5000, 0), LI_OK);
	CU_ASSERT_EQUAL(add(pairs, 2, 5000, 0), LI_ETOOBIG);
	drop(pairs, 1);
	CU_ASSERT_EQUAL(add(pairs, 2, 50000, 0), LI_OK); /* alone: always */
	li_pairs_free(pairs);
	pairs = make(1 << 30);
	for (uint64_t i = 1; i <= LI_PAIRS_MAX; i++)
		if (add(pairs, i, 1, 0) != LI_OK)
			CU_FAIL("refused too early");
	CU_ASSERT_EQUAL(add(pairs, 1 << 20, 1, 0), LI_ETOOBIG);
	li_pairs_free(pairs);
}

static void test_pairs__borrow_a_request_until_they_settle(void)
{
	struct li_pairs *pairs = make(1 << 20);
	struct li_cx_item *kept = item(1, 100), *lent[3];
	struct li_waiting *w;

	CU_ASSERT_EQUAL(li_pairs_add(pairs, kept, 0), LI_OK);
	CU_ASSERT_EQUAL(li_pairs_settle(pairs), 0);
	for (uint64_t i = 0; i < 3; i++) {
		lent[i] = item(2 + i, 100);
		CU_ASSERT_EQUAL(li_pairs_add(pairs, lent[i], 0), LI_OK);
	}
	w = li_pairs_take(pairs, 3); /* answered at once: not copied */
	if (!w)
		abort(); /* the analyzer does not know CUnit's */
	CU_ASSERT_PTR_EQUAL(w->item, lent[1]);
	li_pairs_done(pairs, w);
	CU_ASSERT_EQUAL(li_pairs_settle(pairs), 0);
	free(kept);
	for (size_t i = 0; i < 3; i++)
		free(lent[i]);
	for (uint64_t i = 1; i <= 4; i += i == 2 ? 2 : 1) {
		w = li_pairs_take_older(pairs, 0);
		if (!w)
			abort();
		CU_ASSERT_EQUAL(w->item->exchange, i);
		CU_ASSERT_EQUAL(li_cx_item_message(w->item).p[99], (uint8_t)i);
		li_pairs_done(pairs, w);
	}
	CU_ASSERT_EQUAL(li_pairs_count(pairs), 0);
	li_pairs_free(pairs);
}

/* Exchanges that share a place of the table. */
static void test_pairs__tell_exchanges_apart_that_lie_far_apart(void)
{
	struct li_pairs *pairs = make(1 << 20);
	struct li_waiting *w;

	for (uint64_t i = 0; i < 8; i++)
		CU_ASSERT_EQUAL(add(pairs, 7 + (i << 32), 8, 0), LI_OK);
	for (uint64_t i = 0; i < 8; i++) {
		w = li_pairs_take(pairs, 7 + ((i * 3 % 8) << 32));
		CU_ASSERT_PTR_NOT_NULL_FATAL(w);
		CU_ASSERT_EQUAL(w->item->exchange, 7 + ((i * 3 % 8) << 32));
		li_pairs_done(pairs, w);
	}
	CU_ASSERT_PTR_NULL(li_pairs_take(pairs, 7));
	li_pairs_free(pairs);
}

UNIT_MAIN("lmisf_cx.pairs",
	UNIT_TEST(test_pairs__borrow_a_request_until_they_settle),
	UNIT_TEST(test_pairs__tell_exchanges_apart_that_lie_far_apart),
	UNIT_TEST(test_pairs__give_a_request_to_its_exchange_once),
	UNIT_TEST(test_pairs__give_the_oldest_first),
	UNIT_TEST(test_pairs__are_bounded_in_octets_and_number))
