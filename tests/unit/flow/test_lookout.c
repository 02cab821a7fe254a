/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/lookout.h"
#include "place.h"
#include "store/lag.h"
#include "unit.h"

/* TS 103 221-1 cl. 6.5: what an ADMF is told of as time passes */

static const struct li_actor who = {.name = "alice", .via = "lmisf-ctl"};

static const struct li_destination hi2 = {.did = {{0xd2}},
	.name = "lemf",
	.host = "192.0.2.1",
	.peer = "lemf.test",
	.port = 4444,
	.handover = {.format = LI_FORMAT_HI2_33128}};

enum { SECOND_US = 1000000 };
static const int64_t day_us = INT64_C(86400000000);

struct bench {
	struct place place;
	struct li_store *store;
	struct li_lookout l;
	int64_t at_us, mono_us;
};

static void set_up(struct bench *b)
{
	const struct li_lookout_limits limits = {.fault_after_us = SECOND_US};
	const struct li_store_place at = place_make(&b->place);

	CU_ASSERT_EQUAL_FATAL(li_store_open(&at, LI_STORE_WRITER, &b->store,
				      NULL),
		LI_OK);
	li_store_reporting(b->store, true);
	li_lookout_init(&b->l, at.path, &limits);
	b->at_us = 100 * day_us;
	b->mono_us = SECOND_US;
	CU_ASSERT_EQUAL(li_lookout_tick(&b->l, b->store, b->at_us, b->mono_us),
		LI_OK);
}

static void tear_down(struct bench *b)
{
	li_lookout_fini(&b->l);
	li_store_close(b->store);
	place_remove(&b->place);
}

/* So many seconds pass by the monotonic clock, and so many by UTC. */
static void pass(struct bench *b, int64_t mono_s, int64_t utc_s)
{
	b->mono_us += mono_s * SECOND_US;
	b->at_us += utc_s * SECOND_US;
	CU_ASSERT_EQUAL(li_lookout_tick(&b->l, b->store, b->at_us, b->mono_us),
		LI_OK);
}

struct seen {
	struct li_issue last;
	size_t count;
};

static li_err see(int64_t id, const struct li_issue *i, void *data)
{
	struct seen *s = data;

	(void)id;
	s->last = *i;
	s->count++;
	return LI_OK;
}

static struct seen reports(struct bench *b)
{
	struct seen s = {.count = 0};

	CU_ASSERT_EQUAL(li_store_report_each(b->store, 100, see, &s), LI_OK);
	return s;
}

static void test_lookout__tells_when_the_clock_is_set(void)
{
	struct bench b = {.store = NULL};
	struct seen s;

	set_up(&b);
	pass(&b, 1, 1);
	CU_ASSERT_EQUAL(reports(&b).count, 0);
	pass(&b, 1, 3601);
	s = reports(&b);
	CU_ASSERT_EQUAL_FATAL(s.count, 1);
	CU_ASSERT_EQUAL(s.last.cause, LI_ISSUE_CLOCK);
	CU_ASSERT_EQUAL((int64_t)s.last.number, INT64_C(3600000000));
	pass(&b, 1, 1);
	CU_ASSERT_EQUAL(reports(&b).count, 1);
	CU_ASSERT_FALSE(b.l.set_back);
	pass(&b, 1, -9);
	CU_ASSERT_TRUE(b.l.set_back);
	s = reports(&b);
	CU_ASSERT_EQUAL(s.count, 2);
	CU_ASSERT_EQUAL((int64_t)s.last.number, -10 * SECOND_US);
	tear_down(&b);
}

static enum li_clock_state state;

static enum li_clock_state kept(void)
{
	return state;
}

/* TS 33.126 R6.4-90 to 120: once when it begins, once when it is over */
static void test_lookout__tells_when_nothing_keeps_the_clock(void)
{
	struct bench b = {.store = NULL};
	struct seen s;

	set_up(&b);
	b.l.clock_state = kept;
	state = LI_CLOCK_FREE;
	pass(&b, 1, 1);
	CU_ASSERT_EQUAL(reports(&b).count, 0); /* it is not to be told */
	b.l.limits.clock = true;
	state = LI_CLOCK_SYNCED;
	pass(&b, 1, 1);
	CU_ASSERT_EQUAL(reports(&b).count, 0);
	state = LI_CLOCK_FREE;
	pass(&b, 1, 1);
	pass(&b, 1, 1);
	s = reports(&b);
	CU_ASSERT_EQUAL_FATAL(s.count, 1);
	CU_ASSERT_EQUAL(s.last.cause, LI_ISSUE_FREE);
	CU_ASSERT_EQUAL(s.last.state, LI_ISSUE_RAISED);
	b.l.free = LI_STANDS_UNKNOWN; /* as after a restart */
	pass(&b, 1, 1);
	state = LI_CLOCK_UNKNOWN;
	pass(&b, 1, 1);
	CU_ASSERT_EQUAL(reports(&b).count, 1);
	state = LI_CLOCK_SYNCED;
	pass(&b, 1, 1);
	pass(&b, 1, 1);
	s = reports(&b);
	CU_ASSERT_EQUAL(s.count, 2);
	CU_ASSERT_EQUAL(s.last.state, LI_ISSUE_CLEARED);
	tear_down(&b);
}

static struct li_task task(const struct bench *b, int64_t ends_us)
{
	struct li_task t = place_task(LI_ID_IMPU, "sip:a@ims.example");

	t.starts_us = b->at_us - day_us;
	t.ends_us = ends_us;
	return t;
}

/* HI2 is told of an activation and a deactivation. TS 33.128 cl. 5.7 */
static void check_notified(struct bench *b, int64_t notifications)
{
	int64_t waiting = 0;

	CU_ASSERT_EQUAL(li_store_waiting(b->store, &waiting), LI_OK);
	CU_ASSERT_EQUAL(waiting, notifications);
}

/* TS 103 221-1 cl. 6.5.2: implicit deactivation, told once */
static void test_lookout__tells_when_the_time_of_a_task_is_over(void)
{
	struct bench b = {.store = NULL};
	struct li_task t;
	struct seen s;

	set_up(&b);
	t = task(&b, b.at_us + 2 * SECOND_US);
	t.destinations[t.destination_count++] = hi2.did;
	CU_ASSERT_EQUAL(li_store_destination_add(b.store, &hi2, &who, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_add(b.store, &t, &who, NULL), LI_OK);
	b.l.tasks_changed = true;
	pass(&b, 1, 1);
	CU_ASSERT_EQUAL(reports(&b).count, 0);
	check_notified(&b, 1);
	pass(&b, 1, 1);
	pass(&b, 1, 1);
	b.l.tasks_changed = true; /* as after a restart */
	pass(&b, 1, 1);
	check_notified(&b, 2);
	s = reports(&b);
	CU_ASSERT_EQUAL_FATAL(s.count, 1);
	CU_ASSERT_EQUAL(s.last.cause, LI_ISSUE_EXPIRED);
	CU_ASSERT(li_uuid_eq(&s.last.id, &t.xid));
	tear_down(&b);
}

static void tells_loss(struct bench *b, enum li_issue_cause cause,
	struct li_losing *losing)
{
	const size_t before = reports(b).count;
	struct seen s;

	CU_ASSERT_EQUAL(li_lookout_lost(&b->l, b->store, cause, 0), LI_OK);
	CU_ASSERT_EQUAL(reports(b).count, before);
	CU_ASSERT_EQUAL(li_lookout_lost(&b->l, b->store, cause, 3), LI_OK);
	CU_ASSERT_EQUAL(reports(b).count, before + 1);
	CU_ASSERT_EQUAL(li_lookout_lost(&b->l, b->store, cause, 9), LI_OK);
	s = reports(b);
	CU_ASSERT_EQUAL(s.count, before + 2);
	CU_ASSERT_EQUAL(s.last.cause, cause);
	CU_ASSERT_EQUAL(s.last.number, 9);
	/* and when it is over */
	losing->grew_us -= LI_LOOKOUT_CALM_US;
	pass(b, 1, 1);
	s = reports(b);
	CU_ASSERT_EQUAL(s.count, before + 3);
	CU_ASSERT_EQUAL(s.last.cause, cause);
	CU_ASSERT_EQUAL(s.last.state, LI_ISSUE_CLEARED);
}

/* TS 33.127 cl. 5.3.2.4 */
static void test_lookout__tells_each_loss_that_grows(void)
{
	struct bench b = {.store = NULL};

	set_up(&b);
	tells_loss(&b, LI_ISSUE_CX_LOST, &b.l.cx_lost);
	tells_loss(&b, LI_ISSUE_LOST, &b.l.lost);
	tells_loss(&b, LI_ISSUE_SHED, &b.l.shed);
	tear_down(&b);
}

/* Before it is full there is room to say so. */
static void test_lookout__tells_when_the_disk_is_nearly_full(void)
{
	struct bench b = {.store = NULL};
	struct seen s;

	set_up(&b);
	b.l.limits.disk = 100;
	pass(&b, 1, 1);
	pass(&b, 1, 1);
	s = reports(&b);
	CU_ASSERT_EQUAL_FATAL(s.count, 1);
	CU_ASSERT_EQUAL(s.last.cause, LI_ISSUE_DISK);
	CU_ASSERT(s.last.number < 100);
	tear_down(&b);
}

/* TS 33.127 cl. 5.3.2.4: a disk that was full is told of whatever the limits
 * are, and it is over when room is kept again */
static void test_lookout__tells_when_the_disk_was_full(void)
{
	struct bench b = {.store = NULL};
	struct seen s;

	set_up(&b);
	pass(&b, 1, 1);
	CU_ASSERT_EQUAL(li_lookout_full(&b.l, b.store, b.at_us), LI_OK);
	CU_ASSERT_EQUAL(li_lookout_full(&b.l, b.store, b.at_us), LI_OK);
	pass(&b, 1, 1);
	s = reports(&b);
	CU_ASSERT_EQUAL_FATAL(s.count, 1);
	CU_ASSERT_EQUAL(s.last.cause, LI_ISSUE_DISK);
	CU_ASSERT_EQUAL(s.last.state, LI_ISSUE_RAISED);
	CU_ASSERT_EQUAL(s.last.number, 0);
	b.l.limits.reserve = true;
	pass(&b, 1, 1);
	s = reports(&b);
	CU_ASSERT_EQUAL(s.count, 2);
	CU_ASSERT_EQUAL(s.last.state, LI_ISSUE_CLEARED);
	li_room_give(b.l.path);
	tear_down(&b);
}

UNIT_MAIN("flow.lookout", UNIT_TEST(test_lookout__tells_when_the_clock_is_set),
	UNIT_TEST(test_lookout__tells_when_nothing_keeps_the_clock),
	UNIT_TEST(test_lookout__tells_when_the_time_of_a_task_is_over),
	UNIT_TEST(test_lookout__tells_each_loss_that_grows),
	UNIT_TEST(test_lookout__tells_when_the_disk_is_nearly_full),
	UNIT_TEST(test_lookout__tells_when_the_disk_was_full))
