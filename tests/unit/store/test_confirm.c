/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "place.h"
#include "unit.h"

static int64_t waiting(struct place *p, int destination)
{
	char sql[96];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM outbox WHERE "
		"destination = %d",
		destination);
	return place_number(p, sql);
}

static size_t confirm(struct place *p, unsigned int destination, int64_t id)
{
	struct li_destination d = place_destination(destination);
	size_t count = 99;

	CU_ASSERT_EQUAL(li_store_confirm(p->store, &d.did, id, 5, &count),
		LI_OK);
	return count;
}

static void test_confirm__confirms_once(void)
{
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 5), LI_OK);
	CU_ASSERT_EQUAL(confirm(&p, 1, 3), 3);
	CU_ASSERT_EQUAL(confirm(&p, 1, 3), 0);
	CU_ASSERT_EQUAL(waiting(&p, 1), 2);
	CU_ASSERT_EQUAL(confirm(&p, 1, 9), 2);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit "
				"WHERE action = 'delivery.confirm'"),
		2);
	place_fini(&p);
}

/* TS 33.126 R6.4-80: IRI that come meanwhile do not wait for a long queue */
static void test_confirm__takes_a_long_queue_in_steps(void)
{
	const int64_t step = LI_STORE_CONFIRM_STEP, all = 2 * step + 10;
	struct li_had had = {.did = place_destination(1).did, .id = all + 7};
	size_t count = 0;
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, (size_t)all), LI_OK);
	for (int64_t i = 1; i <= 2; i++) {
		had.id = all + 7;
		CU_ASSERT_EQUAL(li_store_confirm_step(p.store, &had, 5, &count),
			LI_OK);
		CU_ASSERT_EQUAL(had.id, i * step);
		CU_ASSERT_EQUAL(count, (size_t)step);
		CU_ASSERT_EQUAL(waiting(&p, 1), all - i * step);
	}
	had.id = all + 7;
	CU_ASSERT_EQUAL(li_store_confirm_step(p.store, &had, 5, &count), LI_OK);
	CU_ASSERT_EQUAL(had.id, all + 7);
	CU_ASSERT_EQUAL(count, 10);
	CU_ASSERT_EQUAL(li_store_confirm_step(p.store, &had, 5, &count), LI_OK);
	CU_ASSERT_EQUAL(count, 0);
	place_fini(&p);
}

/* Tasks 1 and 2 at destination 1, task 2 at destination 2 too: 1 2 and 5 are of
 * task 1, 3 4 and 6 of task 2. */
static void two_tasks(struct place *p)
{
	const struct li_destination both = place_destination(2);
	const struct li_task second = place_task(2, 1, 2);

	place_init(p);
	place_fill(p, 1);
	CU_ASSERT_EQUAL(li_store_destination_add(p->store, &both, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_add(p->store, &second, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(place_commit(p, 1, 7, 2), LI_OK);
	CU_ASSERT_EQUAL(place_commit(p, 2, 7, 2), LI_OK);
	CU_ASSERT_EQUAL(place_commit(p, 1, 7, 1), LI_OK);
	CU_ASSERT_EQUAL(place_commit(p, 2, 7, 1), LI_OK);
}

/* TS 33.107 cl. 8: what is delivered is erased, whatever else still waits there;
 * TS 33.126 R6.5-70: and the audit says which of it that was */
static void test_confirm__takes_what_overtook_others(void)
{
	static const struct li_sent more[] = {{.id = 3}, {.id = 4}, {.id = 5},
		{.id = 6}, {.id = 90}};
	struct li_had had = {place_destination(1).did, 1, more, 5};
	struct place p;
	size_t count = 0;

	two_tasks(&p);
	CU_ASSERT_EQUAL(li_store_confirm_step(p.store, &had, 5, &count), LI_OK);
	CU_ASSERT_EQUAL(had.id, 1);
	CU_ASSERT_EQUAL(count, 5);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT iri FROM outbox "
				"WHERE destination = 1"),
		2);
	CU_ASSERT_EQUAL(waiting(&p, 2), 3);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM payload "
				"WHERE iri IN (1, 5)"),
		0);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE "
				"action = 'delivery.confirm' AND "
				"object IN ("
				"'destination 1, iri 1-1, count 1', "
				"'destination 1, task 1, iri 5-5, count 1', "
				"'destination 1, task 2, iri 3-6, count 3')"),
		3);
	CU_ASSERT_EQUAL(li_store_confirm_step(p.store, &had, 5, &count), LI_OK);
	CU_ASSERT_EQUAL(count, 0);
	had.id = 6;
	had.count = 0;
	CU_ASSERT_EQUAL(li_store_confirm_step(p.store, &had, 5, &count), LI_OK);
	CU_ASSERT_EQUAL(count, 1);
	place_fini(&p);
}

/* TS 33.126 R6.5-70: counts that are kept are those of the rows */
static void test_confirm__counts_what_overtook_others_once(void)
{
	static const struct li_sent more[] = {{.id = 3}, {.id = 4}};
	struct li_had had = {place_destination(1).did, 0, more, 2};
	struct li_store_counts c;
	struct place p;
	size_t count = 0;

	two_tasks(&p);
	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(li_store_confirm_step(p.store, &had, 5, &count),
			LI_OK);
		CU_ASSERT_EQUAL(count, i ? 0 : 2);
	}
	had.did = place_destination(2).did;
	CU_ASSERT_EQUAL(li_store_confirm_step(p.store, &had, 5, &count), LI_OK);
	CU_ASSERT_EQUAL(li_store_count(p.store, 5, &c), LI_OK);
	CU_ASSERT_EQUAL(c.waiting, 5);
	CU_ASSERT_EQUAL(c.confirmed, 2);
	CU_ASSERT_EQUAL((int64_t)c.waiting,
		place_number(&p, "SELECT count(*) FROM outbox"));
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM payload"), 4);
	place_fini(&p);
}

static void test_confirm__refuses_a_list_that_does_not_rise(void)
{
	static const struct li_sent wrong[][2] = {{{.id = 4}, {.id = 3}},
		{{.id = 3}, {.id = 3}}};
	static struct li_sent long_list[LI_SENT_MAX + LI_SENT_MORE + 1];
	struct li_had had = {.did = place_destination(1).did, .count = 2};
	struct place p;
	size_t count = 99;

	two_tasks(&p);
	for (size_t i = 0; i < 2; i++) {
		had.id = 1;
		had.list = wrong[i];
		CU_ASSERT_EQUAL(li_store_confirm_step(p.store, &had, 5, &count),
			LI_EINVAL);
	}
	had.list = long_list;
	had.count = sizeof(long_list) / sizeof(long_list[0]);
	for (size_t i = 0; i < had.count; i++)
		long_list[i].id = (int64_t)i + 1;
	CU_ASSERT_EQUAL(li_store_confirm_step(p.store, &had, 5, &count),
		LI_EINVAL);
	CU_ASSERT_EQUAL(waiting(&p, 1), 6);
	CU_ASSERT_EQUAL(count, 99);
	place_fini(&p);
}

/* TS 33.107 cl. 8 */
static void test_confirm__erases_only_behind_the_last_destination(void)
{
	struct place p;

	place_init(&p);
	place_fill(&p, 3);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 4), LI_OK);
	CU_ASSERT_EQUAL(confirm(&p, 2, 4), 4);
	CU_ASSERT_EQUAL(confirm(&p, 1, 2), 2);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM payload"), 4);
	CU_ASSERT_EQUAL(confirm(&p, 3, 3), 3);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM payload"), 2);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM iri WHERE "
				"confirmed_us = 5 AND waiting = 0"),
		2);
	CU_ASSERT_EQUAL(waiting(&p, 1), 2);
	CU_ASSERT_EQUAL(waiting(&p, 2), 0);
	CU_ASSERT_EQUAL(waiting(&p, 3), 1);
	place_fini(&p);
}

/* TS 102 232-1 cl. 6.4.3: what a peer that never acknowledges was sent is sent,
 * and never confirmed */
static void test_confirm__calls_sent_what_nobody_confirmed(void)
{
	struct li_destination d = place_destination(2);
	struct li_store_counts c;
	struct place p;

	place_init(&p);
	place_fill(&p, 2);
	d.handover.silent = true;
	CU_ASSERT_EQUAL(li_store_destination_modify(p.store, &d, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 3), LI_OK);
	CU_ASSERT_EQUAL(confirm(&p, 2, 2), 2);
	CU_ASSERT_EQUAL(confirm(&p, 1, 3), 3);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit_iri WHERE "
				"sent_us = 5 AND sent LIKE '1970-%' AND "
				"confirmed_us IS NULL AND confirmed IS NULL"),
		2);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE "
				"action = 'delivery.sent' AND object = "
				"'destination 2, iri 1-2, count 2'"),
		1);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE "
				"action = 'delivery.confirm'"),
		1);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM payload"), 1);
	CU_ASSERT_EQUAL(confirm(&p, 2, 3), 1);
	CU_ASSERT_EQUAL(li_store_count(p.store, 5, &c), LI_OK);
	CU_ASSERT_EQUAL(c.waiting, 0);
	CU_ASSERT_EQUAL(c.confirmed, 0);
	place_fini(&p);
}

static void test_confirm__keeps_the_counts(void)
{
	struct li_store_counts c;
	struct place p;

	place_init(&p);
	place_fill(&p, 2);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 10), LI_OK);
	CU_ASSERT_EQUAL(confirm(&p, 1, 6), 6);
	CU_ASSERT_EQUAL(confirm(&p, 2, 4), 4);
	CU_ASSERT_EQUAL(li_store_count(p.store, 2000000, &c), LI_OK);
	CU_ASSERT_EQUAL(c.iris, 10);
	CU_ASSERT_EQUAL(c.waiting, 10);
	CU_ASSERT_EQUAL(c.confirmed, 4);
	CU_ASSERT_EQUAL(c.tasks, 1);
	CU_ASSERT_EQUAL(c.tasks_in_force, 1);
	CU_ASSERT_EQUAL(c.destinations, 2);
	CU_ASSERT_EQUAL((int64_t)c.audit_rows,
		place_number(&p, "SELECT count(*) FROM audit"));
	place_fini(&p);
}

static void test_confirm__joins_an_open_transaction(void)
{
	struct li_destination d = place_destination(1);
	struct place p;
	size_t count;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 3), LI_OK);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_confirm(p.store, &d.did, 2, 5, &count), LI_OK);
	CU_ASSERT_EQUAL(count, 2);
	li_store_rollback(p.store);
	CU_ASSERT_EQUAL(waiting(&p, 1), 3);
	CU_ASSERT_EQUAL(confirm(&p, 1, 3), 3);
	CU_ASSERT_EQUAL(waiting(&p, 1), 0);
	place_fini(&p);
}

/* Read the start of a stored record. */
static struct li_slice record_start(struct place *p, int iri, uint8_t out[24])
{
	sqlite3_stmt *s = NULL;
	sqlite3 *db = NULL;

	memset(out, 0, 24);
	if (sqlite3_open(p->db, &db) == SQLITE_OK &&
		sqlite3_prepare_v2(db,
			"SELECT record FROM payload WHERE iri = ?1", -1, &s,
			NULL) == SQLITE_OK &&
		sqlite3_bind_int(s, 1, iri) == SQLITE_OK &&
		sqlite3_step(s) == SQLITE_ROW)
		memcpy(out, sqlite3_column_blob(s, 0), 24);
	sqlite3_finalize(s);
	sqlite3_close(db);
	return li_slice(out, 24);
}

/* TS 33.107 cl. 8: erased means that no page of it stays, in no file. */
static void test_confirm__leaves_no_octet_behind(void)
{
	uint8_t octets[51][24];
	size_t left = 0;
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 50), LI_OK);
	for (int i = 1; i <= 50; i++)
		CU_ASSERT_TRUE(place_holds(&p, record_start(&p, i, octets[i])));
	CU_ASSERT_EQUAL(confirm(&p, 1, 49), 49);
	CU_ASSERT_EQUAL(li_store_tidy(p.store), LI_OK);
	for (int i = 1; i <= 49; i++)
		left += place_holds(&p, li_slice(octets[i], 24));
	CU_ASSERT_EQUAL(left, 0);
	CU_ASSERT_TRUE(place_holds(&p, li_slice(octets[50], 24)));
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM iri WHERE "
				"length(sha256) = 32 AND confirmed_us = 5"),
		49);
	place_fini(&p);
}

/* TS 103 221-1 cl. 6.4.3.2: what a destination's status is told from */
static void test_confirm__says_since_when_a_destination_is_behind(void)
{
	struct li_destination d = place_destination(1);
	struct place p;
	int64_t since_us = -1, first_us;
	size_t count;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_oldest(p.store, 1, &since_us), LI_OK);
	CU_ASSERT_EQUAL(since_us, 0);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 2), LI_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 1), LI_OK);
	first_us = place_number(&p, "SELECT min(committed_us) FROM iri");
	CU_ASSERT_EQUAL(li_store_oldest(p.store, 1, &since_us), LI_OK);
	CU_ASSERT_EQUAL(since_us, first_us);
	CU_ASSERT_EQUAL(li_store_confirm(p.store, &d.did, 2, 5, &count), LI_OK);
	CU_ASSERT_EQUAL(li_store_oldest(p.store, 1, &since_us), LI_OK);
	CU_ASSERT_EQUAL(since_us,
		place_number(&p, "SELECT committed_us FROM iri WHERE id = 3"));
	CU_ASSERT_EQUAL(li_store_confirm(p.store, &d.did, 3, 5, &count), LI_OK);
	CU_ASSERT_EQUAL(li_store_oldest(p.store, 1, &since_us), LI_OK);
	CU_ASSERT_EQUAL(since_us, 0);
	place_fini(&p);
}

UNIT_MAIN("store.confirm", UNIT_TEST(test_confirm__takes_a_long_queue_in_steps),
	UNIT_TEST(test_confirm__takes_what_overtook_others),
	UNIT_TEST(test_confirm__counts_what_overtook_others_once),
	UNIT_TEST(test_confirm__refuses_a_list_that_does_not_rise),
	UNIT_TEST(test_confirm__says_since_when_a_destination_is_behind),
	UNIT_TEST(test_confirm__confirms_once),
	UNIT_TEST(test_confirm__erases_only_behind_the_last_destination),
	UNIT_TEST(test_confirm__calls_sent_what_nobody_confirmed),
	UNIT_TEST(test_confirm__keeps_the_counts),
	UNIT_TEST(test_confirm__joins_an_open_transaction),
	UNIT_TEST(test_confirm__leaves_no_octet_behind))
