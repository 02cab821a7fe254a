/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <string.h>

#include "place.h"
#include "unit.h"

/* Records of each task; more than a step. */
enum { EACH = LI_STORE_WITHDRAW_STEP + 44, NOW = 5000000, OVER = 6000000 };

/* Task 1 delivers what waits at its end, task 2 erases it; each has two
 * destinations. */
static void fill(struct place *p, int64_t ends_us)
{
	struct li_task t = place_task(2, 1, 2);
	struct li_fault fault = {0};

	place_init(p);
	place_fill(p, 2);
	t.erase_at_end = true;
	t.ends_us = ends_us;
	CU_ASSERT_EQUAL_FATAL(li_store_task_add(p->store, &t, &place_actor,
				      &fault),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(place_commit(p, 1, 7, EACH), LI_OK);
	CU_ASSERT_EQUAL_FATAL(place_commit(p, 2, 8, EACH), LI_OK);
}

static void end(struct place *p, unsigned int n)
{
	const struct li_uuid xid = place_uuid(n);
	struct li_fault fault = {0};

	CU_ASSERT_EQUAL(li_store_task_end(p->store, &xid, NOW, &place_actor,
				&fault),
		LI_OK);
}

/* All of it; returns in how many steps. */
static int withdraw(struct place *p, int64_t at_us)
{
	struct li_withdrawal w = {0};
	bool more = true;
	int steps = 0;

	for (; more && steps < 99; steps++)
		CU_ASSERT_EQUAL_FATAL(li_store_withdraw(p->store, &w, at_us,
					      &more),
			LI_OK);
	return steps;
}

static int64_t waiting(struct place *p, int task)
{
	char sql[96];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM outbox WHERE task = %d", task);
	return place_number(p, sql);
}

static int64_t audited(struct place *p, int destination)
{
	char sql[200];

	snprintf(sql, sizeof(sql),
		"SELECT sum(substr(object, instr(object, 'count ') + 6)) "
		"FROM audit WHERE action = 'delivery.erase' AND object LIKE "
		"'destination %d, task 2, iri %%'",
		destination);
	return place_number(p, sql);
}

static int64_t erasing(struct place *p, int64_t at_us)
{
	int64_t ended_us = -1;

	CU_ASSERT_EQUAL(li_store_erasing(p->store, at_us, &ended_us), LI_OK);
	return ended_us;
}

/* TS 33.107 cl. 20.3.2.3: only of the task that has ended and has it so */
static void test_withdraw__erases_what_its_task_has_so(void)
{
	struct place p;

	fill(&p, INT64_MAX / 2);
	end(&p, 1);
	CU_ASSERT_EQUAL(erasing(&p, NOW), 0);
	CU_ASSERT_EQUAL(withdraw(&p, NOW), 1);
	CU_ASSERT_EQUAL(waiting(&p, 2), 2 * EACH);
	end(&p, 2);
	CU_ASSERT_EQUAL(erasing(&p, NOW), NOW);
	CU_ASSERT_EQUAL(withdraw(&p, NOW), 3);
	CU_ASSERT_EQUAL(waiting(&p, 2), 0);
	CU_ASSERT_EQUAL(waiting(&p, 1), 2 * EACH);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM payload"), EACH);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT waiting FROM tally"),
		2 * EACH);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit_iri WHERE task = 2 "
				"AND summary = 'erased' AND waiting = 0 AND "
				"confirmed_us IS NULL"),
		EACH);
	CU_ASSERT_EQUAL(audited(&p, 1), EACH);
	CU_ASSERT_EQUAL(audited(&p, 2), EACH);
	place_fini(&p);
}

/* TS 33.126 R6.5-70: one of two has it: what was delivered stays so */
static void test_withdraw__leaves_what_was_delivered(void)
{
	const struct li_uuid did = place_destination(1).did;
	struct place p;
	size_t count;

	fill(&p, INT64_MAX / 2);
	CU_ASSERT_EQUAL(li_store_confirm(p.store, &did, 2 * EACH, NOW, &count),
		LI_OK);
	end(&p, 2);
	withdraw(&p, NOW);
	CU_ASSERT_EQUAL(audited(&p, 1), 0);
	CU_ASSERT_EQUAL(audited(&p, 2), EACH);
	/* an acknowledgement that comes late changes nothing */
	CU_ASSERT_EQUAL(li_store_confirm(p.store, &did, 2 * EACH, NOW, &count),
		LI_OK);
	CU_ASSERT_EQUAL(count, 0);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT waiting FROM tally"), EACH);
	place_fini(&p);
}

/* TS 33.126 R6.5-10: the time of a warrant is over without a word */
static void test_withdraw__knows_that_its_time_is_over(void)
{
	struct place p;

	fill(&p, OVER);
	CU_ASSERT_EQUAL(erasing(&p, OVER - 1), 0);
	withdraw(&p, OVER - 1);
	CU_ASSERT_EQUAL(waiting(&p, 2), 2 * EACH);
	CU_ASSERT_EQUAL(erasing(&p, OVER), OVER);
	withdraw(&p, OVER);
	CU_ASSERT_EQUAL(waiting(&p, 2), 0);
	place_fini(&p);
}

UNIT_MAIN("store.withdraw",
	UNIT_TEST(test_withdraw__erases_what_its_task_has_so),
	UNIT_TEST(test_withdraw__leaves_what_was_delivered),
	UNIT_TEST(test_withdraw__knows_that_its_time_is_over))
