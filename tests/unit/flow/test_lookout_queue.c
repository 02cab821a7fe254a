/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/lookout.h"
#include "place.h"
#include "unit.h"

/* TS 103 221-1 cl. 6.5.3: what an ADMF is told of the queue of a destination */

enum { MOST = 10 };

static const struct li_destination to = {.did = {{0xd1}},
	.name = "mdf",
	.host = "192.0.2.1",
	.peer = "mdf.test",
	.port = 4444};

struct bench {
	struct place place;
	struct li_store *store;
	struct li_lookout l;
	struct li_task task;
	int64_t at_us;
};

static void set_up(struct bench *b)
{
	const struct li_lookout_limits limits = {.most = MOST};
	const struct li_store_place at = place_make(&b->place);

	CU_ASSERT_EQUAL_FATAL(li_store_open(&at, LI_STORE_WRITER, &b->store,
				      NULL),
		LI_OK);
	li_store_reporting(b->store, true);
	li_store_bound(b->store, MOST);
	li_lookout_init(&b->l, at.path, &limits);
	b->at_us = 1000000;
	b->task = place_task(LI_ID_IMPU, "sip:a@ims.example");
	b->task.destination_count = 1;
	b->task.destinations[0] = to.did;
	CU_ASSERT_EQUAL(li_store_destination_add(b->store, &to, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_add(b->store, &b->task, &place_actor,
				NULL),
		LI_OK);
}

static void restart(struct bench *b)
{
	const struct li_store_place at = {.path = b->place.path,
		.key_file = b->place.key};

	li_lookout_fini(&b->l);
	li_store_close(b->store);
	CU_ASSERT_EQUAL_FATAL(li_store_open(&at, LI_STORE_WRITER, &b->store,
				      NULL),
		LI_OK);
	li_store_reporting(b->store, true);
	li_store_bound(b->store, MOST);
	li_lookout_init(&b->l, at.path, &b->l.limits);
}

static void tear_down(struct bench *b)
{
	li_lookout_fini(&b->l);
	li_store_close(b->store);
	place_remove(&b->place);
}

static void add(struct bench *b, size_t n)
{
	struct li_iri iri = {.task = 1,
		.xid = b->task.xid,
		.kind = LI_IRI_IMS_MESSAGE,
		.at_us = 1,
		.correlation = 1,
		.direction = LI_DIRECTION_FROM_TARGET,
		.session = LI_SESSION_FROM_TARGET,
		.matched = {b->task.targets[0]},
		.matched_count = 1,
		.sip = li_slice_str("X")};
	struct li_product product = {.iris = &iri, .iri_count = 1};

	CU_ASSERT_EQUAL(li_store_begin(b->store), LI_OK);
	for (size_t i = 0; i < n; i++)
		CU_ASSERT_EQUAL(li_store_product(b->store, &product), LI_OK);
	CU_ASSERT_EQUAL(li_store_commit(b->store), LI_OK);
}

static void confirm(struct bench *b, int64_t id)
{
	size_t count;

	CU_ASSERT_EQUAL(li_store_confirm(b->store, &to.did, id, 5, &count),
		LI_OK);
}

struct seen {
	struct li_issue of[8];
	size_t count;
};

static li_err see(int64_t id, const struct li_issue *i, void *data)
{
	struct seen *s = data;

	(void)id;
	if (s->count < 8)
		s->of[s->count++] = *i;
	return LI_OK;
}

/* What is told when time passes; it is told once. */
static struct seen pass(struct bench *b)
{
	struct seen s = {.count = 0};
	int64_t id = 0;

	b->at_us += 1000000;
	CU_ASSERT_EQUAL(li_lookout_queues(&b->l, b->store, b->at_us), LI_OK);
	CU_ASSERT_EQUAL(li_store_report_each(b->store, 8, see, &s), LI_OK);
	while (id < 32)
		CU_ASSERT_EQUAL(li_store_report_done(b->store, ++id,
					&place_actor, "report.told"),
			LI_OK);
	return s;
}

static bool told(const struct seen *s, size_t i, enum li_issue_cause cause,
	enum li_issue_state state)
{
	return i < s->count && s->of[i].cause == cause &&
		s->of[i].state == state && li_uuid_eq(&s->of[i].id, &to.did);
}

static void test_lookout_queue__warns_before_anything_is_missing(void)
{
	struct bench b = {.store = NULL};
	struct seen s;

	set_up(&b);
	add(&b, 7);
	CU_ASSERT_EQUAL(pass(&b).count, 0);
	add(&b, 1);
	s = pass(&b);
	CU_ASSERT_EQUAL(s.count, 1);
	CU_ASSERT(told(&s, 0, LI_ISSUE_FILLING, LI_ISSUE_RAISED));
	CU_ASSERT_EQUAL(s.of[0].number, 8);
	add(&b, 1);
	CU_ASSERT_EQUAL(pass(&b).count, 0);
	confirm(&b, 2);
	CU_ASSERT_EQUAL(pass(&b).count, 0); /* not short enough */
	confirm(&b, 3);
	s = pass(&b);
	CU_ASSERT(told(&s, 0, LI_ISSUE_FILLING, LI_ISSUE_CLEARED));
	tear_down(&b);
}

/* TS 33.127 cl. 5.3.2.4: never silent, and not over before there is room */
static void test_lookout_queue__tells_each_gap_that_grows(void)
{
	struct bench b = {.store = NULL};
	struct seen s;

	set_up(&b);
	add(&b, MOST + 3);
	s = pass(&b);
	CU_ASSERT(told(&s, 0, LI_ISSUE_FILLING, LI_ISSUE_RAISED));
	CU_ASSERT(told(&s, 1, LI_ISSUE_GAP, LI_ISSUE_RAISED));
	CU_ASSERT_EQUAL(s.of[1].number, 3);
	CU_ASSERT_EQUAL(pass(&b).count, 0);
	add(&b, 2);
	s = pass(&b);
	CU_ASSERT_EQUAL(s.count, 1);
	CU_ASSERT(told(&s, 0, LI_ISSUE_GAP, LI_ISSUE_RAISED));
	CU_ASSERT_EQUAL(s.of[0].number, 5);
	confirm(&b, MOST);
	s = pass(&b);
	CU_ASSERT_EQUAL(s.count, 2);
	CU_ASSERT(told(&s, 0, LI_ISSUE_FILLING, LI_ISSUE_CLEARED));
	CU_ASSERT(told(&s, 1, LI_ISSUE_GAP, LI_ISSUE_CLEARED));
	tear_down(&b);
}

static void test_lookout_queue__clears_what_stood_before_a_restart(void)
{
	struct bench b = {.store = NULL};
	struct seen s;

	set_up(&b);
	add(&b, MOST + 1);
	CU_ASSERT_EQUAL(pass(&b).count, 2);
	confirm(&b, MOST);
	restart(&b);
	add(&b, 1);
	s = pass(&b);
	CU_ASSERT_EQUAL(s.count, 2);
	CU_ASSERT(told(&s, 1, LI_ISSUE_GAP, LI_ISSUE_CLEARED));
	CU_ASSERT_EQUAL(pass(&b).count, 0);
	tear_down(&b);
}

UNIT_MAIN("flow.lookout_queue",
	UNIT_TEST(test_lookout_queue__warns_before_anything_is_missing),
	UNIT_TEST(test_lookout_queue__tells_each_gap_that_grows),
	UNIT_TEST(test_lookout_queue__clears_what_stood_before_a_restart))
