/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

static void test_message__is_a_request_with_its_final_answer(void)
{
	static const enum li_sip_method methods[] = {LI_SIP_MESSAGE,
		LI_SIP_OPTIONS, LI_SIP_PUBLISH, LI_SIP_OTHER, LI_SIP_INFO};

	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		fresh_usual();
		apply(kit_call(methods[i], 0, NULL));
		CU_ASSERT_EQUAL(change.session_after, LI_SESSION_TRYING);
		CU_ASSERT_TRUE(change.opened);
		apply(kit_call(methods[i], 100, NULL));
		apply(kit_call(methods[i], 407, "a"));
		CU_ASSERT_EQUAL(change.session_after, LI_SESSION_TRYING);
		apply(kit_call(methods[i], 200, "a"));
		CU_ASSERT_TRUE(change.closed);
		apply(kit_call(methods[i], 200, "a"));
		CU_ASSERT_FALSE(change.closed);
		pass(31);
		CU_ASSERT_EQUAL(counts().sessions, 1);
		pass(2);
		CU_ASSERT_EQUAL(counts().sessions, 0);
	}
}

static void test_message__takes_another_transaction_of_its_call_id(void)
{
	struct li_event e;

	fresh_usual();
	apply(kit_call(LI_SIP_MESSAGE, 0, NULL));
	apply(kit_call(LI_SIP_MESSAGE, 200, "a"));
	apply(kit_call(LI_SIP_MESSAGE, 0, NULL));
	CU_ASSERT_EQUAL(change.session_after, LI_SESSION_GONE);
	e = kit_call(LI_SIP_MESSAGE, 0, NULL);
	e.sip.cseq = 2;
	apply(e);
	CU_ASSERT_EQUAL(change.session_after, LI_SESSION_TRYING);
	CU_ASSERT_TRUE(change.opened);
}

/* RFC 6665 cl. 4.1.2.1 */
static void test_message__keeps_a_subscription_as_long_as_it_is_granted(void)
{
	struct li_event e = kit_call(LI_SIP_SUBSCRIBE, 200, "a");

	fresh_usual();
	apply(kit_call(LI_SIP_SUBSCRIBE, 0, NULL));
	e.sip.expires_s = 600;
	apply(e);
	CU_ASSERT_EQUAL(change.session_after, LI_SESSION_CONFIRMED);
	pass(500);
	apply(kit_back(LI_SIP_NOTIFY, 0, "a"));
	CU_ASSERT_EQUAL(change.session_after, LI_SESSION_CONFIRMED);
	CU_ASSERT_TRUE(known(LI_ID_IMPU, ALICE, LI_ROLE_DIALOG | LI_ROLE_FROM));
	CU_ASSERT_FALSE(change.from_opener);
	e.sip.expires_s = 0;
	apply(e);
	CU_ASSERT_TRUE(change.closed);
	e.sip.expires_s = -1;
	apply(e);
	e.sip.expires_s = INT64_MAX;
	apply(e);
	CU_ASSERT_EQUAL(change.session_after, LI_SESSION_CONFIRMED);
	e.sip.status = 481;
	apply(e);
	CU_ASSERT_TRUE(change.closed);
}

/* RFC 6665 cl. 4.1.3 */
static void test_message__ends_a_subscription_with_its_last_notify(void)
{
	struct li_event e = kit_back(LI_SIP_NOTIFY, 0, "a");

	fresh_usual();
	apply(kit_call(LI_SIP_SUBSCRIBE, 0, NULL));
	apply(kit_call(LI_SIP_SUBSCRIBE, 200, "a"));
	e.sip.subscription_state = li_slice_str("active");
	apply(e);
	CU_ASSERT_EQUAL(change.session_after, LI_SESSION_CONFIRMED);
	e.sip.subscription_state = li_slice_str("Terminated");
	apply(e);
	CU_ASSERT_TRUE(change.closed);
	apply(kit_call(LI_SIP_SUBSCRIBE, 200, "a")); /* late */
	CU_ASSERT_EQUAL(change.session_after, LI_SESSION_GONE);
}

/* RFC 6665 cl. 4.1.2.4: it may come before the answer, which then decides. */
static void test_message__takes_a_notify_for_the_answer(void)
{
	struct li_event e = kit_back(LI_SIP_NOTIFY, 0, "a");

	e.sip.subscription_state = li_slice_str("active");
	fresh_usual();
	apply(kit_call(LI_SIP_SUBSCRIBE, 0, NULL));
	apply(e);
	CU_ASSERT_EQUAL(change.session_after, LI_SESSION_CONFIRMED);
	apply(kit_call(LI_SIP_SUBSCRIBE, 403, "a"));
	CU_ASSERT_TRUE(change.closed);
	apply(e); /* late */
	CU_ASSERT_EQUAL(change.session_after, LI_SESSION_GONE);
}

static void test_message__is_right_when_the_answer_comes_first(void)
{
	fresh_usual();
	apply(kit_call(LI_SIP_MESSAGE, 200, "a"));
	CU_ASSERT_TRUE(change.closed);
	CU_ASSERT_FALSE(change.opened);
	apply(kit_call(LI_SIP_MESSAGE, 0, NULL));
	CU_ASSERT_TRUE(change.opened);
	CU_ASSERT_EQUAL(change.session_after, LI_SESSION_GONE);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.message",
	UNIT_TEST(test_message__is_a_request_with_its_final_answer),
	UNIT_TEST(test_message__takes_another_transaction_of_its_call_id),
	UNIT_TEST(test_message__keeps_a_subscription_as_long_as_it_is_granted),
	UNIT_TEST(test_message__ends_a_subscription_with_its_last_notify),
	UNIT_TEST(test_message__takes_a_notify_for_the_answer),
	UNIT_TEST(test_message__is_right_when_the_answer_comes_first))
