/* SPDX-License-Identifier: BSD-3-Clause */
#include "kit_watch.h"
#include "watch/wait.h"

#define NODE "scscf.canary.example"

/* No name of an S-CSCF is news. */
static void open_quiet(struct kit *k)
{
	kit_rules(k);
	k->rules.learn_s = 0;
	k->rules.rows_a_minute = 1000;
	kit_begin(k);
}

/* A SAR that takes down who is there. TS 29.229 cl. 6.3.15 */
static size_t taken_down(struct kit *k, int32_t type, const char *impu)
{
	kit_cx(k, LI_CX_SAR, NODE);
	k->event.cx.assignment_type = type;
	k->event.cx.server_name = li_slice_str("sip:" KIT_SCSCF);
	k->change.contradictions = LI_CONTRADICTION_CX_GONE;
	kit_user(k, KIT_IMPI, impu);
	return kit_take(k);
}

static void leaves(struct kit *k, const char *impu)
{
	kit_event(k, LI_SOURCE_SIP);
	k->event.sip.method = LI_SIP_REGISTER;
	k->event.sip.is_request = true;
	kit_party(k, LI_ROLE_TO, LI_ID_IMPU, impu);
	k->change.leaving = true;
	CU_ASSERT_EQUAL(kit_take(k), 0);
}

static size_t tick(struct kit *k, int64_t after_us)
{
	return li_watch_tick(k->watch, k->at_us + after_us, &k->out);
}

/* TS 29.228 cl. 6.1.2: the REGISTER may be seen behind the SAR. */
static void test_wait__tells_what_nothing_explains(void)
{
	struct kit k;

	open_quiet(&k);
	for (int32_t type = 4; type <= 7; type++) {
		bool asked = type == 5 || type == 7;

		CU_ASSERT_EQUAL(taken_down(&k, type, KIT_IMPU), !asked);
		CU_ASSERT_EQUAL(tick(&k, LI_WAIT_US - 1), 0);
		CU_ASSERT_EQUAL(tick(&k, LI_WAIT_US), asked);
		CU_ASSERT_EQUAL(tick(&k, LI_WAIT_US), 0);
	}
	CU_ASSERT_EQUAL(li_watch_counts(k.watch)->fired[LI_RULE_CX_GONE], 4);
	kit_close(&k);
}

static void test_wait__keeps_all_that_there_is_to_say(void)
{
	uint64_t number;
	struct kit k;

	open_quiet(&k);
	CU_ASSERT_EQUAL(taken_down(&k, 5, KIT_IMPU), 0);
	number = k.number;
	memset(&k.event, 0, sizeof(k.event));
	CU_ASSERT_EQUAL_FATAL(tick(&k, LI_WAIT_US), 1);
	CU_ASSERT_EQUAL(k.out->rule, LI_RULE_CX_GONE);
	CU_ASSERT_EQUAL(k.out->number, number);
	CU_ASSERT_EQUAL(k.out->at_us, k.at_us);
	CU_ASSERT_EQUAL(k.out->code, LI_CX_SAR);
	CU_ASSERT(k.out->subject != 0);
	CU_ASSERT(li_slice_is(k.out->node, NODE));
	CU_ASSERT(li_slice_is(k.out->server, KIT_SCSCF));
	kit_close(&k);
}

static void test_wait__forgets_what_the_user_asked_for(void)
{
	struct kit k;

	open_quiet(&k);
	CU_ASSERT_EQUAL(taken_down(&k, 5, KIT_IMPU), 0);
	leaves(&k, "sip:bob@ims.example");
	leaves(&k, KIT_IMPU);
	CU_ASSERT_EQUAL(tick(&k, LI_WAIT_US), 0);
	CU_ASSERT_EQUAL(taken_down(&k, 7, KIT_IMPU), 0);
	leaves(&k, "sip:bob@ims.example");
	CU_ASSERT_EQUAL(tick(&k, LI_WAIT_US), 1);
	kit_close(&k);
}

/* As many as there is room for wait, the next is told at once. */
static void test_wait__is_bounded(void)
{
	size_t told = 0, later = 0;
	struct kit k;

	open_quiet(&k);
	for (int i = 0; i < LI_WAIT_MAX + 3; i++)
		told += taken_down(&k, 5, KIT_IMPU);
	CU_ASSERT_EQUAL(told, 3);
	for (int i = 0; i < LI_WAIT_MAX / LI_WATCH_OUT_MAX; i++) {
		CU_ASSERT_EQUAL(tick(&k, LI_WAIT_US), LI_WATCH_OUT_MAX);
		later += LI_WATCH_OUT_MAX;
	}
	CU_ASSERT_EQUAL(later, LI_WAIT_MAX);
	CU_ASSERT_EQUAL(tick(&k, LI_WAIT_US), 0);
	CU_ASSERT_EQUAL(taken_down(&k, 5, KIT_IMPU), 0);
	kit_close(&k);
}

UNIT_MAIN("watch.wait", UNIT_TEST(test_wait__tells_what_nothing_explains),
	UNIT_TEST(test_wait__keeps_all_that_there_is_to_say),
	UNIT_TEST(test_wait__forgets_what_the_user_asked_for),
	UNIT_TEST(test_wait__is_bounded))
