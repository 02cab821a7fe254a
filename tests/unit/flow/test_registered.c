/* SPDX-License-Identifier: BSD-3-Clause */
#include "../intake/cx_build.h"
#include "place.h"

/* A task begins when the HSS knows its target already. TS 33.128 cl. 7.2.4.3.3 */

enum { CX = 16777216, THREE_GPP = 10415 };

struct bench {
	struct place place;
	struct li_flow_options options;
	struct li_flow *flow;
	struct li_task task;
	struct li_uuid tap;
	uint64_t sequence;
	int64_t now_us;
};

static void open_flow(struct bench *b)
{
	CU_ASSERT_EQUAL_FATAL(li_flow_open(&b->options, &b->flow, NULL), LI_OK);
}

/* A SAR/SAA of alice with this Server-Assignment-Type. */
static void sar(struct bench *b, uint32_t type)
{
	struct li_buf request = {0}, answer = {0};
	struct li_cx_record r = {.sequence = ++b->sequence,
		.requested_us = b->now_us,
		.answered_us = b->now_us + 1};

	cx_begin(&request, 0xc0, 301, CX);
	cx_avp_text(&request, 1, 0, "alice@ims.example");
	cx_avp_text(&request, 601, THREE_GPP, "sip:alice@ims.example");
	cx_avp_u32(&request, 614, THREE_GPP, type);
	r.request = cx_end(&request);
	cx_begin(&answer, 0x40, 301, CX);
	cx_avp_u32(&answer, 268, 0, 2001);
	r.answer = cx_end(&answer);
	b->now_us += 1000;
	CU_ASSERT_EQUAL(li_flow_take_cx(b->flow, &b->tap, &r, b->now_us),
		LI_OK);
	li_buf_fini(&request);
	li_buf_fini(&answer);
}

static void ask(struct bench *b, enum li_admin_op op)
{
	struct li_buf items = {0}, body = {0};
	struct li_admin_request request = {.op = op,
		.actor = "tester",
		.via = "test"};
	struct li_admin_reply reply;

	li_pack_task(&body, &b->task);
	request.body = li_buf_slice(&body);
	CU_ASSERT_EQUAL(li_flow_admin(b->flow, &request, 2, &items, &reply),
		LI_OK);
	CU_ASSERT_EQUAL(reply.err, LI_OK);
	li_buf_fini(&items);
	li_buf_fini(&body);
}

static void sweep(struct bench *b)
{
	while (li_flow_sweep_due(b->flow, b->now_us))
		CU_ASSERT_EQUAL_FATAL(li_flow_sweep(b->flow, b->now_us,
					      b->now_us),
			LI_OK);
	CU_ASSERT_EQUAL(li_flow_commit(b->flow), LI_OK);
}

static uint64_t iris(const struct bench *b)
{
	return li_flow_counts(b->flow)->iris;
}

/* alice is registered, and nobody's target. */
static void set_up(struct bench *b)
{
	*b = (struct bench){.now_us = 1700000000000000};
	b->options.place = place_make(&b->place);
	b->task = place_task(LI_ID_IMPI, "alice@ims.example");
	CU_ASSERT_EQUAL_FATAL(li_uuid_draw(&b->tap), LI_OK);
	open_flow(b);
	sar(b, 1);
	CU_ASSERT_EQUAL(iris(b), 0);
}

static void tear_down(struct bench *b)
{
	li_flow_close(b->flow);
	place_remove(&b->place);
}

static void test_registered__is_told_once_for_a_task(void)
{
	struct bench b;

	set_up(&b);
	ask(&b, LI_ADMIN_TASK_ADD);
	sweep(&b);
	CU_ASSERT_EQUAL(iris(&b), 1);
	sweep(&b);
	CU_ASSERT_EQUAL(iris(&b), 1);
	b.task.content = true;
	ask(&b, LI_ADMIN_TASK_MODIFY);
	sweep(&b);
	CU_ASSERT_EQUAL(iris(&b), 1);
	sar(&b, 5); /* is told itself */
	CU_ASSERT_EQUAL(iris(&b), 2);
	tear_down(&b);
}

static void test_registered__is_told_in_front_of_what_comes_first(void)
{
	struct bench b;

	set_up(&b);
	ask(&b, LI_ADMIN_TASK_ADD);
	sar(&b, 5);
	CU_ASSERT_EQUAL(iris(&b), 2);
	sweep(&b);
	CU_ASSERT_EQUAL(iris(&b), 2);
	tear_down(&b);
}

/* The mirror knows her again, and the store that it was told. */
static void test_registered__is_not_told_again_after_a_restart(void)
{
	struct bench b;

	set_up(&b);
	ask(&b, LI_ADMIN_TASK_ADD);
	sweep(&b);
	li_flow_close(b.flow);
	open_flow(&b);
	sweep(&b);
	CU_ASSERT_EQUAL(iris(&b), 0);
	b.task = place_task(LI_ID_IMPU, "sip:alice@ims.example");
	ask(&b, LI_ADMIN_TASK_ADD);
	sweep(&b);
	CU_ASSERT_EQUAL(iris(&b), 1); /* of another task */
	tear_down(&b);
}

/* What registered after its task began was told as it did: a restart makes it
 * no start. */
static void test_registered__is_no_start_when_the_task_saw_it(void)
{
	struct bench b;

	set_up(&b);
	sar(&b, 5);
	ask(&b, LI_ADMIN_TASK_ADD);
	sweep(&b);
	CU_ASSERT_EQUAL(iris(&b), 0);
	sar(&b, 1); /* it did not roam: a row, and no record */
	CU_ASSERT_EQUAL(li_flow_commit(b.flow), LI_OK);
	CU_ASSERT_EQUAL(iris(&b), 0);
	li_flow_close(b.flow);
	open_flow(&b);
	sweep(&b);
	CU_ASSERT_EQUAL(iris(&b), 0);
	tear_down(&b);
}

UNIT_MAIN("flow.registered",
	UNIT_TEST(test_registered__is_told_once_for_a_task),
	UNIT_TEST(test_registered__is_told_in_front_of_what_comes_first),
	UNIT_TEST(test_registered__is_not_told_again_after_a_restart),
	UNIT_TEST(test_registered__is_no_start_when_the_task_saw_it))
