/* SPDX-License-Identifier: BSD-3-Clause */
#include "descriptors.h"
#include "recorder_world.h"

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

/* TS 33.127 cl. 5.3.2.4: what cannot be sent is never taken for confirmed */
static void test_recorder__tells_what_is_set_aside_first(void)
{
	struct world w;

	setup(&w);
	listen_now(&w);
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 5), LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_FALSE(w.aside);
	CU_ASSERT_EQUAL(li_recorder_aside(w.recorder, &one, 6, LI_ETOOBIG),
		LI_OK);
	CU_ASSERT_EQUAL(li_recorder_aside(w.recorder, &one, 6, LI_ETOOBIG),
		LI_OK);
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 9), LI_OK);
	answer(&w, LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_TRUE(w.aside);
	CU_ASSERT_TRUE(li_uuid_eq(&w.last_aside.did, &one));
	CU_ASSERT_EQUAL(w.last_aside.id, 6);
	CU_ASSERT_EQUAL(w.last_aside.why, LI_ETOOBIG);
	/* lmisfd dies before it answers: it is told again, still first */
	hang_up(&w);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_TRUE(w.aside);
	CU_ASSERT_FALSE(li_recorder_idle(w.recorder));
	answer_with(&w, LI_OK, NULL);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_FALSE(w.aside);
	CU_ASSERT_EQUAL(w.last.id, 9);
	answer(&w, LI_OK);
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	teardown(&w);
}

UNIT_MAIN_CLOSED("deliver.recorder",
	UNIT_TEST(test_recorder__tells_what_is_set_aside_first),
	UNIT_TEST(test_recorder__tells_what_went_over_x2),
	UNIT_TEST(test_recorder__asks_for_the_rest_of_a_step),
	UNIT_TEST(test_recorder__tells_what_overtook_others),
	UNIT_TEST(test_recorder__tells_what_overtook_others_by_itself),
	UNIT_TEST(test_recorder__takes_no_step_that_was_not_asked),
	UNIT_TEST(test_recorder__is_idle_only_after_the_commit_was_told),
	UNIT_TEST(test_recorder__joins_what_comes_while_it_waits),
	UNIT_TEST(test_recorder__holds_while_lmisfd_is_away),
	UNIT_TEST(test_recorder__asks_again_after_an_error))
