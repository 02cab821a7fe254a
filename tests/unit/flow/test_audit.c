/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.126 R6.6-110: the audit is signed each minute in which there was
 * anything, and the ADMF is told. TS 103 221-1 cl. 6.5.4
 */
#include "place.h"
#include "store/checkpoint.h"

enum { SECOND = 1000000 };
#define START_US INT64_C(1700000000000000)

struct bench {
	struct place place;
	struct li_flow *flow;
	struct li_buf items;
	struct li_admin_reply reply;
	int64_t mono_us;
};

static void set_up(struct bench *b, bool tell)
{
	struct li_flow_options o = {.reporting = true,
		.tell_checkpoints = tell};

	*b = (struct bench){.mono_us = 7 * SECOND};
	o.place = place_make(&b->place);
	CU_ASSERT_EQUAL_FATAL(li_flow_open(&o, &b->flow, NULL), LI_OK);
}

static void tear_down(struct bench *b)
{
	li_flow_close(b->flow);
	li_buf_fini(&b->items);
	place_remove(&b->place);
}

static void wait_s(struct bench *b, int seconds)
{
	for (int i = 0; i < seconds; i++) {
		CU_ASSERT_EQUAL(li_flow_tick(b->flow, START_US + b->mono_us,
					b->mono_us),
			LI_OK);
		b->mono_us += SECOND;
	}
}

static void ask(struct bench *b, enum li_admin_op op, struct li_slice body)
{
	struct li_admin_request r = {.op = op,
		.actor = "lmisf-x1d",
		.via = "lmisf-x1d",
		.body = body,
		.door = LI_DOOR_X1};

	li_buf_reset(&b->items);
	CU_ASSERT_EQUAL(li_flow_admin(b->flow, &r, START_US, &b->items,
				&b->reply),
		LI_OK);
	CU_ASSERT_EQUAL(b->reply.err, LI_OK);
}

/* How many reports wait; the last in *report. */
static size_t reports(struct bench *b, struct li_admin_report *report)
{
	struct li_slice rest;
	struct li_ipc_message m;
	size_t n = 0;

	ask(b, LI_ADMIN_REPORT_LIST, (struct li_slice){0});
	rest = li_buf_slice(&b->items);
	for (; li_ipc_next(rest, &m) == LI_OK; n++) {
		CU_ASSERT_EQUAL(li_admin_report_get(m.body, report), LI_OK);
		rest = li_slice_sub(rest, m.octets, rest.n);
	}
	return n;
}

static void told(struct bench *b, int64_t id)
{
	const struct li_admin_done done = {.id = id};
	struct li_buf body = {0};

	li_admin_done_put(&body, &done);
	ask(b, LI_ADMIN_REPORT_DONE, li_buf_slice(&body));
	li_buf_fini(&body);
}

static void test_audit__tells_the_admf_each_minute_of_something(void)
{
	struct li_admin_report report = {.id = 0};
	struct li_checkpoint c = {.row = 0};
	struct bench b;

	set_up(&b, true);
	wait_s(&b, 62);
	CU_ASSERT_EQUAL(reports(&b, &report), 1);
	CU_ASSERT_EQUAL(report.issue.cause, LI_ISSUE_CHECKPOINT);
	CU_ASSERT_EQUAL(li_checkpoint_parse(report.words, &c), LI_OK);
	CU_ASSERT_EQUAL((uint64_t)c.row, report.issue.number);
	told(&b, report.id);
	/* What was told is nothing to sign. */
	wait_s(&b, 200);
	CU_ASSERT_EQUAL(reports(&b, &report), 0);
	ask(&b, LI_ADMIN_STATUS, (struct li_slice){0});
	wait_s(&b, 61);
	CU_ASSERT_EQUAL(reports(&b, &report), 1);
	CU_ASSERT_EQUAL(report.issue.number, (uint64_t)c.row + 1);
	tear_down(&b);
}

/* Away for long, it is told the last one, which is over all rows. */
static void test_audit__keeps_one_checkpoint_for_an_admf_that_is_away(void)
{
	struct li_admin_report report = {.id = 0};
	struct li_checkpoint c = {.row = 0};
	struct bench b;

	set_up(&b, true);
	for (int i = 0; i < 5; i++) {
		ask(&b, LI_ADMIN_STATUS, (struct li_slice){0});
		wait_s(&b, 61);
	}
	CU_ASSERT_EQUAL(reports(&b, &report), 1);
	CU_ASSERT_EQUAL(li_checkpoint_parse(report.words, &c), LI_OK);
	CU_ASSERT_EQUAL(c.row, 7);
	tear_down(&b);
}

static void test_audit__tells_nothing_when_it_is_not_to(void)
{
	struct li_admin_report report = {.id = 0};
	struct bench b;

	set_up(&b, false);
	wait_s(&b, 130);
	CU_ASSERT_EQUAL(reports(&b, &report), 0);
	tear_down(&b);
}

UNIT_MAIN("flow.audit",
	UNIT_TEST(test_audit__tells_the_admf_each_minute_of_something),
	UNIT_TEST(test_audit__keeps_one_checkpoint_for_an_admf_that_is_away),
	UNIT_TEST(test_audit__tells_nothing_when_it_is_not_to))
