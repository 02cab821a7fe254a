/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_calls.h"

#define INVITE LI_SIP_INVITE
#define UPDATE LI_SIP_UPDATE

#define RUN(steps) run_steps(steps, sizeof(steps) / sizeof((steps)[0]))

static const struct step answered[] = {
	{0, false, INVITE, 0, 1, NULL, "1"},
	{1, false, INVITE, 200, 1, "b1", "1"},
	{2, false, LI_SIP_ACK, 0, 1, "b1", NULL},
};

/* TS 33.107 cl. 7A.3.1: the latest offer and answer */
static void test_offer__keeps_what_was_agreed_last(void)
{
	static const struct step again[] = {
		{3, true, UPDATE, 0, 1, "b1", "2"},
		{4, true, UPDATE, 200, 1, "b1", "2"},
	};

	fresh_usual();
	RUN(answered);
	CU_ASSERT_TRUE(agreed("o=a1 7 1 ", "o=b1 7 1 "));
	RUN(again);
	CU_ASSERT_TRUE(agreed("o=b1 7 2 ", "o=a1 7 2 "));
}

/* RFC 3261 cl. 14.1; RFC 3311 cl. 5.2 */
static void test_offer__rolls_back_when_it_is_refused(void)
{
	static const uint16_t statuses[] = {488, 491, 500};
	static const enum li_sip_method methods[] = {INVITE, UPDATE};

	for (size_t i = 0; i < 6; i++) {
		const struct step refused[] = {
			{3, i % 3, methods[i / 3], 0, 2, "b1", "2 hold"},
			{4, i % 3, methods[i / 3], statuses[i % 3], 2, "b1",
				NULL},
		};

		fresh_usual();
		RUN(answered);
		RUN(refused);
		CU_ASSERT_EQUAL(change.session_after, LI_SESSION_CONFIRMED);
		CU_ASSERT_EQUAL(change.held_by, 0);
		CU_ASSERT_TRUE(agreed("o=a1 7 1 ", "o=b1 7 1 "));
	}
}

/* RFC 3264 cl. 8.4 */
static void test_offer__says_which_side_holds(void)
{
	static const struct step holds[] = {
		{3, true, INVITE, 0, 1, "b1", "2 hold"},
		{4, true, INVITE, 200, 1, "b1", "2"},
	};
	static const struct step both[] = {
		{5, false, UPDATE, 0, 2, "b1", "3 hold"},
		{6, false, UPDATE, 200, 2, "b1", "3 hold"},
	};
	static const struct step on[] = {
		{7, false, UPDATE, 0, 3, "b1", "4"},
		{8, false, UPDATE, 200, 3, "b1", "4"},
	};

	fresh_usual();
	RUN(answered);
	CU_ASSERT_EQUAL(change.held_by, 0);
	RUN(holds);
	CU_ASSERT_EQUAL(change.held_by, LI_SIDE_ANSWERER);
	RUN(both);
	CU_ASSERT_EQUAL(change.held_by, LI_SIDE_OPENER | LI_SIDE_ANSWERER);
	RUN(on);
	CU_ASSERT_EQUAL(change.held_by, 0);
}

/* RFC 3261 cl. 13.2.1: the answer may be in the ACK */
static void test_offer__takes_an_answer_from_the_ack(void)
{
	static const struct step late[] = {
		{0, false, INVITE, 0, 1, NULL, NULL},
		{1, false, INVITE, 200, 1, "b1", "1"},
		{2, false, LI_SIP_ACK, 0, 1, "b1", "1"},
	};

	fresh_usual();
	RUN(late);
	CU_ASSERT_TRUE(agreed("o=b1 7 1 ", "o=a1 7 1 "));
}

/* Each branch has its own answer: RFC 3261 cl. 13.2.2.4 */
static void test_offer__takes_the_answer_of_the_branch_that_lives(void)
{
	static const struct step forks[] = {
		{0, false, INVITE, 0, 1, NULL, "1"},
		{1, false, INVITE, 183, 1, "b1", "1"},
		{2, false, INVITE, 183, 1, "b2", "1"},
		{3, false, INVITE, 200, 1, "b1", NULL},
	};

	fresh_usual();
	RUN(forks);
	CU_ASSERT_TRUE(agreed("o=a1 7 1 ", "o=b1 7 1 "));
}

/* RFC 4028 cl. 10 */
static void test_dialog__ends_when_no_refresh_comes(void)
{
	struct li_event e = kit_call(INVITE, 200, "b1");

	fresh_usual();
	RUN(answered);
	e.sip.session_expires_s = 90;
	apply(e);
	pass(80);
	e = kit_call(UPDATE, 200, "b1");
	e.sip.cseq = 2;
	e.sip.session_expires_s = 90;
	apply(e);
	pass(90 + LI_SESSION_GRACE_S - 1);
	CU_ASSERT_EQUAL(counts().sessions, 1);
	pass(2);
	CU_ASSERT_EQUAL(counts().sessions, 0);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.offer", UNIT_TEST(test_offer__keeps_what_was_agreed_last),
	UNIT_TEST(test_offer__rolls_back_when_it_is_refused),
	UNIT_TEST(test_offer__says_which_side_holds),
	UNIT_TEST(test_offer__takes_an_answer_from_the_ack),
	UNIT_TEST(test_offer__takes_the_answer_of_the_branch_that_lives),
	UNIT_TEST(test_dialog__ends_when_no_refresh_comes))
