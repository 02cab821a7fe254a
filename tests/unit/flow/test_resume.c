/* SPDX-License-Identifier: BSD-3-Clause */
#include "place.h"

/* What was under way before a task began, or before a restart. */

static const int64_t at_us = 1700000000000000;

#define HEAD                                                                   \
	"Via: SIP/2.0/UDP [2001:db8::1];branch=z9hG4bK1\r\n"                   \
	"From: <sip:alice@ims.example>;tag=f\r\n"                              \
	"Call-ID: one@ue\r\n"
#define SDP                                                                    \
	"Content-Type: application/sdp\r\nContent-Length: 77\r\n\r\n"          \
	"v=0\r\no=- 1 1 IN IP6 2001:db8::1\r\ns=-\r\n"                         \
	"c=IN IP6 ::1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n"

static const char invite[] = "INVITE sip:bob@ims.example SIP/2.0\r\n" HEAD
			     "To: <sip:bob@ims.example>\r\n"
			     "CSeq: 1 INVITE\r\n" SDP;
static const char ok[] =
	"SIP/2.0 200 OK\r\n" HEAD "To: <sip:bob@ims.example>;tag=t\r\n"
	"CSeq: 1 INVITE\r\n" SDP;
static const char bye[] = "BYE sip:192.0.2.2 SIP/2.0\r\n" HEAD
			  "To: <sip:bob@ims.example>;tag=t\r\n"
			  "CSeq: 2 BYE\r\nContent-Length: 0\r\n\r\n";

struct bench {
	struct place place;
	struct li_flow_options options;
	struct li_flow *flow;
	struct li_task task;
	int64_t now_us;
};

static void open_flow(struct bench *b)
{
	CU_ASSERT_EQUAL_FATAL(li_flow_open(&b->options, &b->flow, NULL), LI_OK);
}

static void take(struct bench *b, const char *text)
{
	const struct li_packet p = {.octets = li_slice_str(text),
		.at_us = b->now_us,
		.mono_us = b->now_us};

	b->now_us += 1000;
	CU_ASSERT_EQUAL(li_flow_take_sip(b->flow, &p), LI_OK);
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

/* A call between two users that no task knows. */
static void set_up(struct bench *b)
{
	*b = (struct bench){.now_us = at_us};
	b->options.place = place_make(&b->place);
	b->task = place_task(LI_ID_IMPU, "sip:bob@ims.example");
	open_flow(b);
	take(b, invite);
	take(b, ok);
	CU_ASSERT_EQUAL(iris(b), 0);
}

static void tear_down(struct bench *b)
{
	li_flow_close(b->flow);
	place_remove(&b->place);
}

/* TS 33.128 cl. 7.12.4.2.2: one record for the call under way, then all. */
static void test_resume__tells_once_of_a_call_under_way(void)
{
	struct bench b;

	set_up(&b);
	ask(&b, LI_ADMIN_TASK_ADD);
	sweep(&b);
	CU_ASSERT_EQUAL(iris(&b), 1);
	sweep(&b);
	take(&b, bye);
	CU_ASSERT_EQUAL(iris(&b), 2);
	tear_down(&b);
}

/* A message that comes before the sweep has the record in front of it. */
static void test_resume__tells_of_it_before_its_next_message(void)
{
	struct bench b;

	set_up(&b);
	ask(&b, LI_ADMIN_TASK_ADD);
	take(&b, bye);
	CU_ASSERT_EQUAL(iris(&b), 2);
	sweep(&b);
	CU_ASSERT_EQUAL(iris(&b), 2);
	tear_down(&b);
}

/* TS 33.128 cl. 7.12.7.3: not again to whom it was told */
static void test_resume__tells_nothing_twice_after_a_change(void)
{
	struct bench b;

	set_up(&b);
	ask(&b, LI_ADMIN_TASK_ADD);
	sweep(&b);
	b.task.content = true;
	ask(&b, LI_ADMIN_TASK_MODIFY);
	sweep(&b);
	CU_ASSERT_EQUAL(iris(&b), 1);
	tear_down(&b);
}

/* TS 33.107 cl. 20.1.3.3: the dialog is known again, and nothing told twice */
static void test_resume__goes_on_after_a_restart(void)
{
	static const char info[] = "INFO sip:192.0.2.2 SIP/2.0\r\n"
				   "Via: SIP/2.0/UDP [2001:db8::1];branch=z\r\n"
				   "From: <sip:x@192.0.2.1>;tag=f\r\n"
				   "Call-ID: one@ue\r\n"
				   "To: <sip:y@192.0.2.2>;tag=t\r\n"
				   "CSeq: 2 INFO\r\nContent-Length: 0\r\n\r\n";
	struct bench b;

	set_up(&b);
	ask(&b, LI_ADMIN_TASK_ADD);
	sweep(&b);
	li_flow_close(b.flow);
	open_flow(&b);
	sweep(&b);
	CU_ASSERT_EQUAL(iris(&b), 0);
	take(&b, info); /* names nobody: the dialog does */
	CU_ASSERT_EQUAL(iris(&b), 1);
	tear_down(&b);
}

UNIT_MAIN("flow.resume", UNIT_TEST(test_resume__tells_once_of_a_call_under_way),
	UNIT_TEST(test_resume__tells_of_it_before_its_next_message),
	UNIT_TEST(test_resume__tells_nothing_twice_after_a_change),
	UNIT_TEST(test_resume__goes_on_after_a_restart))
