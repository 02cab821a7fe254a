/* SPDX-License-Identifier: BSD-3-Clause */
#include "place.h"
#include "unit.h"

/* TS 103 221-1 table 24: TimeOfLastIntercept, AmountOfX2Data */

/* What the store says of a task of place_task(n). */
static struct li_task_amount amount(struct place *p, unsigned int n)
{
	const struct li_uuid xid = place_uuid(n);
	struct li_task t = {0};

	CU_ASSERT_EQUAL(li_store_task_get(p->store, &xid, &t), LI_OK);
	return t.amount;
}

/* One destination, n tasks. */
static void fill(struct place *p, unsigned int n)
{
	place_init(p);
	place_fill(p, 2);
	for (unsigned int i = 2; i <= n; i++) {
		const struct li_task t = place_task(i, 1, 1);

		CU_ASSERT_EQUAL(li_store_task_add(p->store, &t, &place_actor,
					NULL),
			LI_OK);
	}
}

/* One record of a task, of an event at this time. */
static void commit_at(struct place *p, int64_t task, int64_t at_us)
{
	struct li_iri iri = place_iri(task, 7);
	struct li_product product = {.iris = &iri, .iri_count = 1};

	iri.at_us = at_us;
	CU_ASSERT_EQUAL(li_store_begin(p->store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(p->store, &product), LI_OK);
	CU_ASSERT_EQUAL(li_store_commit(p->store), LI_OK);
}

static void confirm(struct place *p, unsigned int destination, int64_t id,
	const struct li_sent *sent, size_t count)
{
	struct li_had had = {place_destination(destination).did, id, sent,
		count};
	size_t done;

	CU_ASSERT_EQUAL(li_store_confirm_step(p->store, &had, 5, &done), LI_OK);
}

static void test_amount__has_the_time_of_the_last_event(void)
{
	struct place p;

	fill(&p, 2);
	CU_ASSERT_EQUAL(amount(&p, 1).at_us, 0);
	commit_at(&p, 1, 1700000000000005);
	commit_at(&p, 1, 1700000000000003); /* told late */
	CU_ASSERT_EQUAL(amount(&p, 1).at_us, 1700000000000005);
	CU_ASSERT_EQUAL(amount(&p, 2).at_us, 0);
	/* What is erased was intercepted all the same. */
	confirm(&p, 1, 2, NULL, 0);
	confirm(&p, 2, 2, NULL, 0);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM payload"), 0);
	place_reopen(&p);
	CU_ASSERT_EQUAL(amount(&p, 1).at_us, 1700000000000005);
	place_fini(&p);
}

static void test_amount__is_taken_back_with_its_transaction(void)
{
	struct li_iri iri = place_iri(1, 7);
	struct li_product product = {.iris = &iri, .iri_count = 1};
	struct place p;

	fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(p.store, &product), LI_OK);
	li_store_rollback(p.store);
	CU_ASSERT_EQUAL(amount(&p, 1).at_us, 0);
	commit_at(&p, 1, 4000000);
	CU_ASSERT_EQUAL(amount(&p, 1).at_us, 4000000);
	place_fini(&p);
}

/* Each record once for each destination, whoever says so how often. */
static void test_amount__counts_what_was_confirmed_once(void)
{
	static const struct li_sent sent[] = {{1, 100}, {2, 1000}, {3, 10},
		{4, 5000}};
	struct place p;

	fill(&p, 2);
	for (int64_t i = 0; i < 4; i++)
		commit_at(&p, 1 + i % 2, 2000000);
	CU_ASSERT_TRUE(amount(&p, 1).counted);
	CU_ASSERT_EQUAL(amount(&p, 1).octets, 0);
	confirm(&p, 1, 3, sent, 3);
	CU_ASSERT_EQUAL(amount(&p, 1).octets, 110);
	CU_ASSERT_EQUAL(amount(&p, 2).octets, 1000);
	/* An answer that was lost: what was counted is told again. */
	confirm(&p, 1, 4, sent, 4);
	CU_ASSERT_EQUAL(amount(&p, 1).octets, 110);
	CU_ASSERT_EQUAL(amount(&p, 2).octets, 6000);
	confirm(&p, 1, 4, sent, 4);
	CU_ASSERT_EQUAL(amount(&p, 2).octets, 6000);
	/* The other destination has task 1 alone. */
	confirm(&p, 2, 4, (const struct li_sent[]){sent[0], sent[2]}, 2);
	place_reopen(&p);
	CU_ASSERT_EQUAL(amount(&p, 1).octets, 220);
	CU_ASSERT_EQUAL(amount(&p, 2).octets, 6000);
	place_fini(&p);
}

static void test_amount__counts_a_long_queue_step_by_step(void)
{
	enum { ALL = LI_STORE_CONFIRM_STEP + 40 };
	struct li_sent sent[LI_SENT_MAX];
	struct place p;

	fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, ALL), LI_OK);
	for (int64_t i = 0; i < LI_SENT_MAX; i++)
		sent[i] = (struct li_sent){41 + i, 1};
	confirm(&p, 1, ALL, sent, LI_SENT_MAX);
	CU_ASSERT_EQUAL(amount(&p, 1).octets, LI_SENT_MAX - 40);
	confirm(&p, 1, ALL, sent, LI_SENT_MAX);
	CU_ASSERT_EQUAL(amount(&p, 1).octets, LI_SENT_MAX);
	place_fini(&p);
}

/* TS 103 221-1 cl. 5.1.2: an XID that is used again is another task. */
static void test_amount__begins_anew_with_a_new_task_of_its_xid(void)
{
	static const struct li_sent sent[] = {{1, 100}, {2, 7}};
	const struct li_task t = place_task(1, 1, 1);
	struct place p;

	fill(&p, 1);
	commit_at(&p, 1, 3000000);
	CU_ASSERT_EQUAL(li_store_task_end(p.store, &t.xid, 4000000,
				&place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(amount(&p, 1).at_us, 3000000);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &t, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(amount(&p, 1).at_us, 0);
	commit_at(&p, 1, 5000000);
	confirm(&p, 1, 2, sent, 2);
	CU_ASSERT_EQUAL(amount(&p, 1).octets, 7);
	CU_ASSERT_EQUAL(amount(&p, 1).at_us, 5000000);
	place_fini(&p);
}

/* ModifyTask goes on with the same task. */
static void test_amount__stays_when_a_task_is_modified(void)
{
	static const struct li_sent sent[] = {{1, 100}};
	const struct li_task t = place_task(1, 1, 1);
	struct place p;

	fill(&p, 1);
	commit_at(&p, 1, 3000000);
	confirm(&p, 1, 1, sent, 1);
	CU_ASSERT_EQUAL(li_store_task_modify(p.store, &t, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(amount(&p, 1).octets, 100);
	CU_ASSERT_EQUAL(amount(&p, 1).at_us, 3000000);
	place_fini(&p);
}

/* What overtook others is counted when it is settled, and no more when the
 * others are. */
static void test_amount__counts_what_overtook_others_once(void)
{
	static const struct li_sent sent[] = {{1, 100}, {3, 10}, {4, 5000}};
	struct place p;

	fill(&p, 2);
	for (int64_t i = 0; i < 4; i++)
		commit_at(&p, 1 + i % 2, 2000000);
	confirm(&p, 1, 1, sent, 3);
	CU_ASSERT_EQUAL(amount(&p, 1).octets, 110);
	CU_ASSERT_EQUAL(amount(&p, 2).octets, 5000);
	confirm(&p, 1, 4, (const struct li_sent[]){{2, 1000}, {3, 10}}, 2);
	CU_ASSERT_EQUAL(amount(&p, 1).octets, 110);
	CU_ASSERT_EQUAL(amount(&p, 2).octets, 6000);
	place_fini(&p);
}

UNIT_MAIN("store.amount",
	UNIT_TEST(test_amount__has_the_time_of_the_last_event),
	UNIT_TEST(test_amount__is_taken_back_with_its_transaction),
	UNIT_TEST(test_amount__counts_what_was_confirmed_once),
	UNIT_TEST(test_amount__counts_a_long_queue_step_by_step),
	UNIT_TEST(test_amount__begins_anew_with_a_new_task_of_its_xid),
	UNIT_TEST(test_amount__stays_when_a_task_is_modified),
	UNIT_TEST(test_amount__counts_what_overtook_others_once))
