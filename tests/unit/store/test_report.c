/* SPDX-License-Identifier: BSD-3-Clause */
#include "place.h"
#include "store/report.h"
#include "unit.h"

/* TS 103 221-1 cl. 6.5: what the ADMF is told, and what was told */

static const struct li_actor teller = {.name = "lmisf-x1d", .via = "lmisf-x1d"};

static struct li_issue issue(enum li_issue_cause cause,
	enum li_issue_state state, unsigned int id)
{
	struct li_issue i = {.cause = cause, .state = state, .at_us = 1000000};

	if (id)
		i.id = place_uuid(id);
	return i;
}

static void put(struct place *p, enum li_issue_cause cause,
	enum li_issue_state state, unsigned int id)
{
	struct li_issue i = issue(cause, state, id);

	CU_ASSERT_EQUAL(li_store_issue(p->store, &i), LI_OK);
}

struct seen {
	struct li_issue issues[16];
	int64_t ids[16];
	size_t count;
};

static li_err see(int64_t id, const struct li_issue *i, void *data)
{
	struct seen *s = data;

	s->ids[s->count] = id;
	s->issues[s->count++] = *i;
	return LI_OK;
}

static struct seen reports(struct place *p, size_t limit)
{
	struct seen s = {.count = 0};

	CU_ASSERT_EQUAL(li_store_report_each(p->store, limit, see, &s), LI_OK);
	return s;
}

static struct seen faults(struct place *p)
{
	struct seen s = {.count = 0};

	CU_ASSERT_EQUAL(li_store_fault_each(p->store, see, &s), LI_OK);
	return s;
}

static void open_place(struct place *p)
{
	place_init(p);
	li_store_reporting(p->store, true);
}

static void test_report__keeps_order_over_a_restart(void)
{
	struct place p;
	struct seen s;

	open_place(&p);
	put(&p, LI_ISSUE_RESTART, LI_ISSUE_NEWS, 0);
	put(&p, LI_ISSUE_DOWN, LI_ISSUE_RAISED, 7);
	put(&p, LI_ISSUE_DOWN, LI_ISSUE_CLEARED, 7);
	CU_ASSERT_EQUAL(li_store_reports(p.store), 3);
	place_reopen(&p);
	s = reports(&p, 16);
	CU_ASSERT_EQUAL_FATAL(s.count, 3);
	CU_ASSERT_EQUAL(s.issues[0].cause, LI_ISSUE_RESTART);
	CU_ASSERT_EQUAL(s.issues[1].state, LI_ISSUE_RAISED);
	CU_ASSERT_EQUAL(s.issues[2].state, LI_ISSUE_CLEARED);
	CU_ASSERT(s.ids[0] < s.ids[1] && s.ids[1] < s.ids[2]);
	CU_ASSERT_EQUAL(reports(&p, 2).count, 2);
	place_fini(&p);
}

static void test_report__is_there_until_it_was_told_and_then_erased(void)
{
	struct place p;
	struct seen s;

	open_place(&p);
	put(&p, LI_ISSUE_DOWN, LI_ISSUE_RAISED, 7);
	s = reports(&p, 16);
	CU_ASSERT_EQUAL_FATAL(s.count, 1);
	CU_ASSERT_EQUAL(reports(&p, 16).count, 1);
	for (int i = 0; i < 2; i++)
		CU_ASSERT_EQUAL(li_store_report_done(p.store, s.ids[0], &teller,
					"report.told"),
			LI_OK);
	CU_ASSERT_EQUAL(reports(&p, 16).count, 0);
	CU_ASSERT_EQUAL(faults(&p).count, 1);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE "
				"action = 'report.told'"),
		1);
	place_fini(&p);
}

/* A row about a checkpoint would ask for the next one. */
static void test_report__leaves_no_row_of_a_checkpoint_that_was_told(void)
{
	int64_t rows;
	struct place p;
	struct seen s;

	open_place(&p);
	rows = place_number(&p, "SELECT count(*) FROM audit");
	put(&p, LI_ISSUE_CHECKPOINT, LI_ISSUE_NEWS, 0);
	put(&p, LI_ISSUE_CHECKPOINT, LI_ISSUE_NEWS, 0);
	s = reports(&p, 16);
	CU_ASSERT_EQUAL_FATAL(s.count, 1);
	CU_ASSERT_EQUAL(li_store_report_done(p.store, s.ids[0], &teller,
				LI_REPORT_TOLD),
		LI_OK);
	CU_ASSERT_EQUAL(reports(&p, 16).count, 0);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM audit"), rows);
	put(&p, LI_ISSUE_CHECKPOINT, LI_ISSUE_NEWS, 0);
	s = reports(&p, 16);
	CU_ASSERT_EQUAL(li_store_report_done(p.store, s.ids[0], &teller,
				"report.refused.1000"),
		LI_OK);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM audit"),
		rows + 1);
	place_fini(&p);
}

static void test_report__raises_and_clears_once(void)
{
	struct place p;

	open_place(&p);
	put(&p, LI_ISSUE_DOWN, LI_ISSUE_CLEARED, 7); /* it does not stand */
	CU_ASSERT_EQUAL(reports(&p, 16).count, 0);
	put(&p, LI_ISSUE_DOWN, LI_ISSUE_RAISED, 7);
	put(&p, LI_ISSUE_DOWN, LI_ISSUE_RAISED, 7);
	put(&p, LI_ISSUE_DOWN, LI_ISSUE_RAISED, 8); /* another */
	CU_ASSERT_EQUAL(faults(&p).count, 2);
	CU_ASSERT_EQUAL(reports(&p, 16).count, 2);
	put(&p, LI_ISSUE_DOWN, LI_ISSUE_CLEARED, 7);
	CU_ASSERT_EQUAL(faults(&p).count, 1);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE "
				"action LIKE 'issue.%'"),
		3);
	place_fini(&p);
}

/* Down and up all day while the ADMF is away: how often, and the last state. */
static void test_report__takes_in_what_waits(void)
{
	struct place p;
	struct seen s;

	open_place(&p);
	for (int i = 0; i < 50; i++) {
		put(&p, LI_ISSUE_DOWN, LI_ISSUE_RAISED, 7);
		put(&p, LI_ISSUE_DOWN, LI_ISSUE_CLEARED, 7);
	}
	put(&p, LI_ISSUE_DOWN, LI_ISSUE_RAISED, 7);
	s = reports(&p, 16);
	CU_ASSERT_EQUAL_FATAL(s.count, 2);
	CU_ASSERT_EQUAL(s.issues[0].state, LI_ISSUE_CLEARED);
	CU_ASSERT_EQUAL(s.issues[0].times, 50);
	CU_ASSERT_EQUAL(s.issues[1].state, LI_ISSUE_RAISED);
	CU_ASSERT_EQUAL(s.issues[1].times, 51);
	CU_ASSERT_EQUAL(s.issues[1].since_us, 1000000);
	place_fini(&p);
}

/* What somebody may be telling just now must not be told as told. */
static void test_report__leaves_alone_what_was_given(void)
{
	struct place p;
	struct seen s;

	open_place(&p);
	put(&p, LI_ISSUE_RESTART, LI_ISSUE_NEWS, 0);
	s = reports(&p, 1);
	put(&p, LI_ISSUE_RESTART, LI_ISSUE_NEWS, 0);
	put(&p, LI_ISSUE_RESTART, LI_ISSUE_NEWS, 0);
	CU_ASSERT_EQUAL(li_store_report_done(p.store, s.ids[0], &teller,
				"report.told"),
		LI_OK);
	s = reports(&p, 16);
	CU_ASSERT_EQUAL_FATAL(s.count, 1);
	CU_ASSERT_EQUAL(s.issues[0].times, 2);
	place_fini(&p);
}

static void test_report__tells_a_loss_that_grows(void)
{
	struct li_issue lost = issue(LI_ISSUE_LOST, LI_ISSUE_RAISED, 0);
	struct place p;
	struct seen s;

	open_place(&p);
	for (uint64_t n = 5; n <= 15; n += 5) {
		lost.number = n;
		lost.at_us += 1000000;
		CU_ASSERT_EQUAL(li_store_issue(p.store, &lost), LI_OK);
	}
	s = reports(&p, 16);
	CU_ASSERT_EQUAL_FATAL(s.count, 1);
	CU_ASSERT_EQUAL(s.issues[0].number, 15);
	CU_ASSERT_EQUAL(s.issues[0].times, 3);
	CU_ASSERT_EQUAL(s.issues[0].since_us, 2000000);
	s = faults(&p);
	CU_ASSERT_EQUAL_FATAL(s.count, 1);
	CU_ASSERT_EQUAL(s.issues[0].number, 15);
	place_fini(&p);
}

static void test_report__keeps_faults_when_there_is_no_admf(void)
{
	struct place p;

	place_init(&p);
	put(&p, LI_ISSUE_DOWN, LI_ISSUE_RAISED, 7);
	CU_ASSERT_EQUAL(faults(&p).count, 1);
	CU_ASSERT_EQUAL(reports(&p, 16).count, 0);
	place_fini(&p);
}

static void test_report__goes_with_its_transaction(void)
{
	struct place p;

	open_place(&p);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	put(&p, LI_ISSUE_DOWN, LI_ISSUE_RAISED, 7);
	li_store_rollback(p.store);
	CU_ASSERT_EQUAL(reports(&p, 16).count, 0);
	CU_ASSERT_EQUAL(faults(&p).count, 0);
	place_fini(&p);
}

static void test_report__forgets_a_fault_and_tells_nobody(void)
{
	struct li_issue down = issue(LI_ISSUE_DOWN, LI_ISSUE_RAISED, 7);
	struct place p;

	open_place(&p);
	put(&p, LI_ISSUE_DOWN, LI_ISSUE_RAISED, 7);
	CU_ASSERT_EQUAL(li_store_issue_forget(p.store, &down), LI_OK);
	CU_ASSERT_EQUAL(li_store_issue_forget(p.store, &down), LI_OK);
	CU_ASSERT_EQUAL(faults(&p).count, 0);
	CU_ASSERT_EQUAL(reports(&p, 16).count, 1);
	place_fini(&p);
}

/* TS 33.126 R6.6-100: an XID is in no file in clear */
static void test_report__is_sealed(void)
{
	struct li_uuid xid = place_uuid(7);
	struct place p;

	open_place(&p);
	put(&p, LI_ISSUE_ENDED, LI_ISSUE_NEWS, 7);
	put(&p, LI_ISSUE_EXPIRED, LI_ISSUE_RAISED, 7);
	CU_ASSERT_FALSE(place_holds(&p, li_slice(xid.octet, 16)));
	CU_ASSERT_EQUAL(place_sql(&p, "UPDATE report SET issue = x'00'"), 0);
	CU_ASSERT_EQUAL(li_store_report_each(p.store, 16, see,
				&(struct seen){.count = 0}),
		LI_ECORRUPT);
	place_fini(&p);
}

/* Full: what finds no room is counted, in the one place that is kept. */
static void test_report__is_bounded(void)
{
	struct li_uuid none = {{0}};
	struct place p;

	open_place(&p);
	CU_ASSERT_EQUAL(place_sql(&p,
				"WITH RECURSIVE n(i) AS (SELECT 1 UNION "
				"ALL SELECT i + 1 FROM n WHERE i < 65536)"
				"INSERT INTO report (what, issue) "
				"SELECT x'00', x'00' FROM n"),
		0);
	for (unsigned int i = 1; i <= 5; i++)
		put(&p, LI_ISSUE_ENDED, LI_ISSUE_NEWS, i);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM report"), 65537);
	CU_ASSERT_EQUAL(place_sql(&p, "DELETE FROM report WHERE what = x'00'"),
		0);
	CU_ASSERT_EQUAL_FATAL(reports(&p, 16).count, 1);
	CU_ASSERT_EQUAL(reports(&p, 16).issues[0].cause, LI_ISSUE_UNTOLD);
	CU_ASSERT_EQUAL(reports(&p, 16).issues[0].number, 5);
	CU_ASSERT(li_uuid_eq(&reports(&p, 16).issues[0].id, &none));
	place_fini(&p);
}

UNIT_MAIN("store.report", UNIT_TEST(test_report__keeps_order_over_a_restart),
	UNIT_TEST(test_report__is_there_until_it_was_told_and_then_erased),
	UNIT_TEST(test_report__leaves_no_row_of_a_checkpoint_that_was_told),
	UNIT_TEST(test_report__raises_and_clears_once),
	UNIT_TEST(test_report__takes_in_what_waits),
	UNIT_TEST(test_report__leaves_alone_what_was_given),
	UNIT_TEST(test_report__tells_a_loss_that_grows),
	UNIT_TEST(test_report__keeps_faults_when_there_is_no_admf),
	UNIT_TEST(test_report__goes_with_its_transaction),
	UNIT_TEST(test_report__forgets_a_fault_and_tells_nobody),
	UNIT_TEST(test_report__is_sealed), UNIT_TEST(test_report__is_bounded))
