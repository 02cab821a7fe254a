/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "place.h"
#include "store/queue.h"
#include "unit.h"

enum { MOST = 5 };

static void open_two(struct place *p)
{
	place_init(p);
	place_fill(p, 2);
	li_store_bound(p->store, MOST);
}

static int64_t queued(struct place *p, int destination)
{
	char sql[96];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM outbox WHERE destination = %d",
		destination);
	return place_number(p, sql);
}

static void confirm(struct place *p, unsigned int destination, int64_t id)
{
	const struct li_destination d = place_destination(destination);
	size_t count;

	CU_ASSERT_EQUAL(li_store_confirm(p->store, &d.did, id, 5, &count),
		LI_OK);
}

struct states {
	struct li_queue_state of[2];
	size_t count;
};

static li_err note(const struct li_queue_state *state, void *data)
{
	struct states *s = data;

	s->of[s->count++] = *state;
	return LI_OK;
}

static struct states states(struct place *p)
{
	struct states s = {.count = 0};

	CU_ASSERT_EQUAL(li_store_queue_each(p->store, note, &s), LI_OK);
	CU_ASSERT_EQUAL_FATAL(s.count, 2);
	return s;
}

static bool whole(struct place *p)
{
	struct li_fault fault = {0};
	uint64_t rows;
	int64_t row;

	return li_store_audit_verify(p->store, &row, &rows, &fault) == LI_OK;
}

/* TS 33.127 cl. 5.3.2.4: a full queue takes no more, others do; what is missing
 * has its number and its audit row. TS 103 221-2 cl. 5.3.9 */
static void test_queue__bounds_each_destination_by_itself(void)
{
	struct states s;
	struct place p;

	open_two(&p);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 4), LI_OK);
	confirm(&p, 1, 4);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 4), LI_OK);
	CU_ASSERT_EQUAL(queued(&p, 1), 4);
	CU_ASSERT_EQUAL(queued(&p, 2), MOST);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT next FROM stream"), 8);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT object = 'destination 2, iri 6-8, "
				"count 3' FROM audit WHERE "
				"action = 'delivery.gap'"),
		1);
	s = states(&p);
	CU_ASSERT_EQUAL(s.of[0].waiting, 4);
	CU_ASSERT_EQUAL(s.of[0].missed, 0);
	CU_ASSERT_EQUAL(s.of[1].waiting, MOST);
	CU_ASSERT_EQUAL(s.of[1].missed, 3);
	confirm(&p, 2, 8);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 1), LI_OK);
	CU_ASSERT_EQUAL(queued(&p, 2), 1);
	CU_ASSERT(whole(&p));
	place_fini(&p);
}

/* TS 33.107 cl. 8 */
static void test_queue__keeps_no_record_that_nobody_gets(void)
{
	struct place p;

	open_two(&p);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, MOST + 3), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM payload"), MOST);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE "
				"action = 'delivery.gap'"),
		2);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM iri WHERE waiting = 0 "
				"AND confirmed_us = 0 AND sequence >= 5"),
		3);
	CU_ASSERT(whole(&p));
	place_fini(&p);
}

static void test_queue__takes_back_what_was_rolled_back(void)
{
	struct li_iri iri = place_iri(1, 7);
	struct li_product product = {.iris = &iri, .iri_count = 1};
	struct place p;

	open_two(&p);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 2), LI_OK);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	for (int i = 0; i < MOST; i++)
		CU_ASSERT_EQUAL(li_store_product(p.store, &product), LI_OK);
	li_store_rollback(p.store);
	CU_ASSERT_EQUAL(states(&p).of[0].waiting, 2);
	CU_ASSERT_EQUAL(states(&p).of[0].missed, 0);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 3), LI_OK);
	CU_ASSERT_EQUAL(queued(&p, 1), MOST);
	CU_ASSERT_EQUAL(states(&p).of[0].missed, 0);
	place_fini(&p);
}

static void test_queue__counts_what_was_there_before_a_restart(void)
{
	struct place p;

	open_two(&p);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 4), LI_OK);
	place_reopen(&p);
	li_store_bound(p.store, MOST);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 4), LI_OK);
	CU_ASSERT_EQUAL(queued(&p, 1), MOST);
	CU_ASSERT_EQUAL(states(&p).of[1].missed, 3);
	place_fini(&p);
}

static void test_queue__has_no_bound_unless_it_is_told(void)
{
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 50), LI_OK);
	CU_ASSERT_EQUAL(queued(&p, 1), 50);
	place_fini(&p);
}

UNIT_MAIN("store.queue",
	UNIT_TEST(test_queue__bounds_each_destination_by_itself),
	UNIT_TEST(test_queue__keeps_no_record_that_nobody_gets),
	UNIT_TEST(test_queue__takes_back_what_was_rolled_back),
	UNIT_TEST(test_queue__counts_what_was_there_before_a_restart),
	UNIT_TEST(test_queue__has_no_bound_unless_it_is_told))
