/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "deliver/recorder.h"
#include "ipc/admin.h"
#include "net/sock.h"
#include "unit.h"

/* A recorder and an lmisfd that does as it is told. */
struct world {
	char dir[64], path[96];
	struct li_loop *loop;
	struct li_recorder *recorder;
	int listener, fd;
	struct li_buf in;
	unsigned int aways, requests;
	struct li_admin_confirm last;
	size_t sent,
		more; /* records that it tells of, up to its id and behind */
};

static const struct li_uuid one = {{1}}, two = {{2}};

static void on_away(void *data)
{
	((struct world *)data)->aways++;
}

static void setup(struct world *w)
{
	*w = (struct world){.listener = -1, .fd = -1};
	strcpy(w->dir, "/tmp/lmisf-rec-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(w->dir));
	snprintf(w->path, sizeof(w->path), "%s/s", w->dir);
	CU_ASSERT_EQUAL_FATAL(li_loop_new(&w->loop), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_recorder_new(w->loop, w->path, on_away, w,
				      &w->recorder),
		LI_OK);
}

static void listen_now(struct world *w)
{
	struct li_fault fault = {0};

	CU_ASSERT_EQUAL_FATAL(li_sock_unix_listen(w->path, &w->listener,
				      &fault),
		LI_OK);
}

static void hang_up(struct world *w)
{
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
	li_buf_reset(&w->in);
}

static void teardown(struct world *w)
{
	li_recorder_free(w->recorder);
	li_loop_free(w->loop);
	hang_up(w);
	if (w->listener >= 0)
		close(w->listener);
	li_buf_fini(&w->in);
	unlink(w->path);
	rmdir(w->dir);
}

/* Read one request if one came. */
static bool request_came(struct world *w)
{
	struct li_admin_request request;
	struct li_ipc_message m;
	size_t n = 0;
	uint8_t *to;

	if (w->fd < 0 &&
		(w->listener < 0 ||
			li_sock_unix_accept(w->listener, &w->fd) != LI_OK))
		return false;
	to = li_buf_reserve(&w->in, 16384);
	if (li_sock_read(w->fd, to, 16384, &n) == LI_OK)
		li_buf_commit(&w->in, n);
	if (li_ipc_next(li_buf_slice(&w->in), &m) != LI_OK)
		return false;
	CU_ASSERT_EQUAL(m.type, LI_IPC_ADMIN_REQUEST);
	CU_ASSERT_EQUAL(li_admin_request_get(m.body, &request), LI_OK);
	CU_ASSERT_EQUAL(request.op, LI_ADMIN_CONFIRM);
	CU_ASSERT_STRING_EQUAL(request.actor, "lmisf-deliver");
	CU_ASSERT_EQUAL(li_admin_confirm_get(request.body, &w->last), LI_OK);
	for (w->sent = w->more = 0; w->sent + w->more < w->last.count;)
		if (w->last.list[w->sent].id <= w->last.id)
			w->sent++;
		else
			w->more++;
	li_buf_consume(&w->in, m.octets);
	w->requests++;
	return true;
}

static bool await_request(struct world *w)
{
	const int64_t until = li_clock_mono_us() + 3000000;

	while (li_clock_mono_us() < until) {
		if (request_came(w))
			return true;
		CU_ASSERT_EQUAL(li_loop_turn(w->loop, 2000), LI_OK);
	}
	return false;
}

/* Without an item it does not say how far it went. */
static void answer_with(struct world *w, li_err err, const int64_t *id)
{
	const struct li_admin_confirm item = {.did = w->last.did,
		.id = id ? *id : 0};
	const struct li_admin_reply reply = {.err = err};
	struct li_buf out = {0}, body = {0};
	size_t n = 0;

	li_admin_confirm_put(&body, &item);
	if (id)
		li_admin_item_put(&out, li_buf_slice(&body));
	li_buf_fini(&body);
	li_admin_reply_put(&out, &reply);
	CU_ASSERT_EQUAL(li_sock_write(w->fd, li_buf_slice(&out), &n), LI_OK);
	CU_ASSERT_EQUAL(n, out.n);
	li_buf_fini(&out);
	for (int i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(li_loop_turn(w->loop, 1000), LI_OK);
}

static void answer_upto(struct world *w, li_err err, int64_t id)
{
	answer_with(w, err, &id);
}

static void answer(struct world *w, li_err err)
{
	answer_with(w, err, err ? NULL : &w->last.id);
}

static void test_recorder__is_idle_only_after_the_commit_was_told(void)
{
	struct world w;

	setup(&w);
	listen_now(&w);
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 7), LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_TRUE(li_uuid_eq(&w.last.did, &one));
	CU_ASSERT_EQUAL(w.last.id, 7);
	CU_ASSERT_FALSE(li_recorder_idle(w.recorder));
	answer(&w, LI_OK);
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	CU_ASSERT_STRING_EQUAL(li_recorder_why(w.recorder), "");
	teardown(&w);
}

static void test_recorder__joins_what_comes_while_it_waits(void)
{
	struct world w;

	setup(&w);
	listen_now(&w);
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 1), LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	for (int64_t id = 2; id <= 50; id++)
		CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, id),
			LI_OK);
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &two, 9), LI_OK);
	answer(&w, LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_TRUE(li_uuid_eq(&w.last.did, &two));
	CU_ASSERT_EQUAL(w.last.id, 9);
	answer(&w, LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.last.id, 50);
	answer(&w, LI_OK);
	CU_ASSERT_EQUAL(w.requests, 3);
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	teardown(&w);
}

static void test_recorder__holds_while_lmisfd_is_away(void)
{
	struct world w;

	setup(&w);
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 3), LI_OK);
	CU_ASSERT_EQUAL(w.aways, 1);
	CU_ASSERT_NOT_EQUAL(li_recorder_why(w.recorder)[0], '\0');
	listen_now(&w);
	CU_ASSERT_TRUE(await_request(&w));
	/* It dies before it answers: nothing was said to be committed. */
	hang_up(&w);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.last.id, 3);
	CU_ASSERT_FALSE(li_recorder_idle(w.recorder));
	answer(&w, LI_OK);
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	teardown(&w);
}

static void test_recorder__asks_again_after_an_error(void)
{
	struct world w;

	setup(&w);
	listen_now(&w);
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 3), LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	answer(&w, LI_EDB);
	CU_ASSERT_FALSE(li_recorder_idle(w.recorder));
	hang_up(&w);
	CU_ASSERT_TRUE(await_request(&w));
	/* A destination that was removed has nothing left to confirm. */
	answer(&w, LI_ENOTFOUND);
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	teardown(&w);
}

/* TS 33.126 R6.4-80: a long queue is confirmed in steps, in turn with others */
static void test_recorder__asks_for_the_rest_of_a_step(void)
{
	struct world w;

	setup(&w);
	listen_now(&w);
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 900), LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &two, 5), LI_OK);
	answer_upto(&w, LI_OK, 512);
	CU_ASSERT_FALSE(li_recorder_idle(w.recorder));
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_TRUE(li_uuid_eq(&w.last.did, &two));
	answer(&w, LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_TRUE(li_uuid_eq(&w.last.did, &one));
	CU_ASSERT_EQUAL(w.last.id, 900);
	answer(&w, LI_OK);
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	teardown(&w);
}

/* TS 33.107 cl. 8: what overtook a queue is erased before that is delivered */
static void test_recorder__tells_what_overtook_others(void)
{
	struct world w;

	setup(&w);
	listen_now(&w);
	CU_ASSERT_EQUAL(li_recorder_overtook(w.recorder, &one, 90), LI_OK);
	CU_ASSERT_EQUAL(li_recorder_overtook(w.recorder, &one, 6), LI_OK);
	CU_ASSERT_FALSE(li_recorder_idle(w.recorder));
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 5), LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.last.id, 5);
	CU_ASSERT_EQUAL(w.more, 0); /* they may be caught up with */
	CU_ASSERT_EQUAL(li_recorder_overtook(w.recorder, &one, 80), LI_OK);
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 7), LI_OK);
	answer(&w, LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.last.id, 7);
	CU_ASSERT_EQUAL(w.more, 1);
	CU_ASSERT_EQUAL(w.last.list[w.sent + 0].id, 90);
	hang_up(&w); /* it may or may not be committed */
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.last.id, 7);
	CU_ASSERT_EQUAL(w.more, 2);
	CU_ASSERT_EQUAL(w.last.list[w.sent + 0].id, 80);
	CU_ASSERT_EQUAL(w.last.list[w.sent + 1].id, 90);
	CU_ASSERT_FALSE(li_recorder_idle(w.recorder));
	answer(&w, LI_OK);
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	teardown(&w);
}

/* It is told though nothing else is ever confirmed. */
static void test_recorder__tells_what_overtook_others_by_itself(void)
{
	struct world w;

	setup(&w);
	listen_now(&w);
	CU_ASSERT_EQUAL(li_recorder_overtook(w.recorder, &two, 90), LI_OK);
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &two, 0), LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.last.id, 0);
	CU_ASSERT_EQUAL(w.more, 1);
	CU_ASSERT_EQUAL(w.last.list[w.sent + 0].id, 90);
	answer(&w, LI_OK);
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	CU_ASSERT_STRING_EQUAL(li_recorder_why(w.recorder), "");
	teardown(&w);
}

static void test_recorder__takes_no_step_that_was_not_asked(void)
{
	static const int64_t wrong[] = {0, -1, 8};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct world w;

		setup(&w);
		listen_now(&w);
		CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 7),
			LI_OK);
		CU_ASSERT_TRUE(await_request(&w));
		answer_with(&w, LI_OK, i ? &wrong[i] : NULL);
		CU_ASSERT_FALSE(li_recorder_idle(w.recorder));
		CU_ASSERT_STRING_NOT_EQUAL(li_recorder_why(w.recorder), "");
		teardown(&w);
	}
}

/* TS 103 221-1 table 24: what is counted is told with what confirms it, and again
 * until that is committed */
static void test_recorder__tells_what_went_over_x2(void)
{
	struct world w;

	setup(&w);
	listen_now(&w);
	for (int64_t id = 1; id <= LI_SENT_MAX + 10; id++)
		CU_ASSERT_EQUAL(li_recorder_sent(w.recorder, &one,
					&(struct li_sent){id, 100}),
			LI_OK);
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 900), LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.last.id, LI_SENT_MAX);
	CU_ASSERT_EQUAL(w.sent, LI_SENT_MAX);
	answer_upto(&w, LI_OK, 500);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.last.id, 900);
	CU_ASSERT_EQUAL(w.sent, LI_SENT_MAX + 10 - 500);
	hang_up(&w);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.sent, LI_SENT_MAX + 10 - 500);
	answer(&w, LI_OK);
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 901), LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.sent, 0);
	answer(&w, LI_OK);
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	teardown(&w);
}

UNIT_MAIN("deliver.recorder", UNIT_TEST(test_recorder__tells_what_went_over_x2),
	UNIT_TEST(test_recorder__asks_for_the_rest_of_a_step),
	UNIT_TEST(test_recorder__tells_what_overtook_others),
	UNIT_TEST(test_recorder__tells_what_overtook_others_by_itself),
	UNIT_TEST(test_recorder__takes_no_step_that_was_not_asked),
	UNIT_TEST(test_recorder__is_idle_only_after_the_commit_was_told),
	UNIT_TEST(test_recorder__joins_what_comes_while_it_waits),
	UNIT_TEST(test_recorder__holds_while_lmisfd_is_away),
	UNIT_TEST(test_recorder__asks_again_after_an_error))
