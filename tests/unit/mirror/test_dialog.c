/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

#define TRYING LI_SESSION_TRYING
#define EARLY LI_SESSION_EARLY
#define CONFIRMED LI_SESSION_CONFIRMED
#define RELEASING LI_SESSION_RELEASING
#define GONE LI_SESSION_GONE

struct row {
	enum li_sip_method method;
	uint16_t status;
	uint32_t cseq;
	const char *tag;             /* of bob's side */
	enum li_session_state state; /* after it */
};

static void run(const struct row *rows, size_t n)
{
	fresh_usual();
	for (size_t i = 0; i < n; i++) {
		struct li_event e =
			kit_call(rows[i].method, rows[i].status, rows[i].tag);

		e.sip.cseq = rows[i].cseq;
		apply(e);
		if (change.session_after != rows[i].state)
			printf("row %zu: state %d\n", i, change.session_after);
		CU_ASSERT_EQUAL(change.session_after, rows[i].state);
	}
}

#define RUN(rows) run(rows, sizeof(rows) / sizeof((rows)[0]))

static void test_dialog__follows_a_call_from_invite_to_bye(void)
{
	static const struct row rows[] = {
		{LI_SIP_INVITE, 0, 1, NULL, TRYING},
		{LI_SIP_INVITE, 100, 1, NULL, TRYING},
		{LI_SIP_INVITE, 183, 1, "a", EARLY},
		{LI_SIP_PRACK, 0, 2, "a", EARLY},
		{LI_SIP_PRACK, 200, 2, "a", EARLY},
		{LI_SIP_INVITE, 200, 1, "a", CONFIRMED},
		{LI_SIP_ACK, 0, 1, "a", CONFIRMED},
		{LI_SIP_UPDATE, 0, 3, "a", CONFIRMED},
		{LI_SIP_UPDATE, 200, 3, "a", CONFIRMED},
		{LI_SIP_BYE, 0, 4, "a", RELEASING},
		{LI_SIP_BYE, 100, 4, "a", RELEASING},
		{LI_SIP_BYE, 401, 4, "a", RELEASING},
		{LI_SIP_BYE, 200, 4, "a", GONE},
	};

	RUN(rows);
}

/* RFC 3261 cl. 9.1 */
static void test_dialog__ends_a_cancelled_call_with_its_487(void)
{
	static const struct row rows[] = {
		{LI_SIP_INVITE, 0, 1, NULL, TRYING},
		{LI_SIP_INVITE, 180, 1, "a", EARLY},
		{LI_SIP_CANCEL, 0, 1, NULL, RELEASING},
		{LI_SIP_CANCEL, 200, 1, "c", RELEASING},
		{LI_SIP_INVITE, 487, 1, "a", GONE},
		{LI_SIP_ACK, 0, 1, "a", GONE},
		{LI_SIP_INVITE, 180, 1, "a", GONE},
		{LI_SIP_INVITE, 0, 1, NULL, GONE},
	};
	static const struct row crossing[] = {
		{LI_SIP_INVITE, 0, 1, NULL, TRYING},
		{LI_SIP_CANCEL, 0, 1, NULL, RELEASING},
		{LI_SIP_INVITE, 200, 1, "a", CONFIRMED},
		{LI_SIP_CANCEL, 200, 1, "a", CONFIRMED},
		{LI_SIP_CANCEL, 0, 1, NULL, CONFIRMED},
		{LI_SIP_BYE, 0, 2, "a", RELEASING},
		{LI_SIP_INVITE, 200, 1, "a", RELEASING},
		{LI_SIP_BYE, 200, 2, "a", GONE},
	};

	RUN(rows);
	RUN(crossing);
}

/* RFC 3261 cl. 12.2.1.2, 14.1 */
static void test_dialog__survives_a_failed_re_invite(void)
{
	static const struct {
		enum li_sip_method method;
		uint16_t status;
		enum li_session_state state;
	} ends[] = {
		{LI_SIP_INVITE, 491, CONFIRMED},
		{LI_SIP_INVITE, 488, CONFIRMED},
		{LI_SIP_INVITE, 407, CONFIRMED},
		{LI_SIP_INVITE, 481, GONE},
		{LI_SIP_INVITE, 408, GONE},
		{LI_SIP_UPDATE, 491, CONFIRMED},
		{LI_SIP_UPDATE, 481, GONE},
		{LI_SIP_INFO, 408, GONE},
		{LI_SIP_NOTIFY, 481, CONFIRMED},
		{LI_SIP_MESSAGE, 408, CONFIRMED},
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		const struct row rows[] = {
			{LI_SIP_INVITE, 0, 1, NULL, TRYING},
			{LI_SIP_INVITE, 200, 1, "a", CONFIRMED},
			{ends[i].method, 0, 2, "a", CONFIRMED},
			{ends[i].method, ends[i].status, 2, "a", ends[i].state},
		};

		RUN(rows);
	}
}

/* RFC 3261 cl. 13.2.2.4 */
static void test_dialog__lives_as_long_as_a_branch_does(void)
{
	static const struct row rows[] = {
		{LI_SIP_INVITE, 0, 1, NULL, TRYING},
		{LI_SIP_INVITE, 180, 1, "a", EARLY},
		{LI_SIP_INVITE, 180, 1, "b", EARLY},
		{LI_SIP_INVITE, 199, 1, "a", EARLY},
		{LI_SIP_INVITE, 480, 1, "b", GONE},
		{LI_SIP_INVITE, 180, 1, "c", EARLY},
		{LI_SIP_INVITE, 180, 1, "b", EARLY},
		{LI_SIP_INVITE, 200, 1, "c", CONFIRMED},
		{LI_SIP_INVITE, 200, 1, "d", CONFIRMED},
		{LI_SIP_INVITE, 487, 1, "e", CONFIRMED},
		{LI_SIP_BYE, 0, 2, "d", CONFIRMED},
		{LI_SIP_BYE, 200, 2, "d", CONFIRMED},
		{LI_SIP_BYE, 0, 3, "c", RELEASING},
		{LI_SIP_BYE, 481, 3, "c", GONE},
	};

	RUN(rows);
}

static void test_dialog__goes_on_after_a_challenge(void)
{
	static const struct row rows[] = {
		{LI_SIP_INVITE, 0, 1, NULL, TRYING},
		{LI_SIP_INVITE, 407, 1, "p", TRYING},
		{LI_SIP_ACK, 0, 1, "p", TRYING},
		{LI_SIP_INVITE, 0, 2, NULL, TRYING},
		{LI_SIP_INVITE, 407, 1, "p", TRYING},
		{LI_SIP_INVITE, 503, 1, "p", TRYING},
		{LI_SIP_INVITE, 200, 2, "a", CONFIRMED},
	};

	RUN(rows);
}

static void test_dialog__takes_up_a_call_in_its_middle(void)
{
	static const struct {
		enum li_sip_method method;
		uint16_t status;
		enum li_session_state state;
	} first[] = {
		{LI_SIP_ACK, 0, CONFIRMED},
		{LI_SIP_BYE, 0, RELEASING},
		{LI_SIP_BYE, 200, GONE},
		{LI_SIP_INVITE, 0, CONFIRMED},
		{LI_SIP_INVITE, 200, CONFIRMED},
		{LI_SIP_INVITE, 180, EARLY},
		{LI_SIP_UPDATE, 200, CONFIRMED},
		{LI_SIP_INFO, 0, CONFIRMED},
		{LI_SIP_PRACK, 0, CONFIRMED},
		{LI_SIP_CANCEL, 0, RELEASING},
	};

	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
		const struct row rows[] = {{first[i].method, first[i].status, 3,
			"a", first[i].state}};

		RUN(rows);
		CU_ASSERT_FALSE(change.way_known);
	}
}

static void test_dialog__opens_again_after_its_end(void)
{
	static const struct row rows[] = {
		{LI_SIP_INVITE, 0, 1, NULL, TRYING},
		{LI_SIP_INVITE, 503, 1, "a", GONE},
		{LI_SIP_INVITE, 0, 2, NULL, TRYING},
	};

	RUN(rows);
	CU_ASSERT_TRUE(change.opened);
}

static void test_dialog__remembers_many_branches_without_losing_count(void)
{
	static const struct row end[] = {{LI_SIP_INVITE, 0, 1, NULL, TRYING}};
	char tags[20][4];

	RUN(end);
	for (size_t i = 0; i < 20; i++) {
		snprintf(tags[i], sizeof(tags[i]), "%zu", i);
		apply(kit_call(LI_SIP_INVITE, 180, tags[i]));
	}
	CU_ASSERT_EQUAL(change.session_after, EARLY);
	apply(kit_call(LI_SIP_INVITE, 200, "19"));
	CU_ASSERT_EQUAL(change.session_after, CONFIRMED);
	apply(kit_call(LI_SIP_BYE, 200, "19"));
	CU_ASSERT_EQUAL(change.session_after, GONE);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.dialog",
	UNIT_TEST(test_dialog__follows_a_call_from_invite_to_bye),
	UNIT_TEST(test_dialog__ends_a_cancelled_call_with_its_487),
	UNIT_TEST(test_dialog__survives_a_failed_re_invite),
	UNIT_TEST(test_dialog__lives_as_long_as_a_branch_does),
	UNIT_TEST(test_dialog__goes_on_after_a_challenge),
	UNIT_TEST(test_dialog__takes_up_a_call_in_its_middle),
	UNIT_TEST(test_dialog__opens_again_after_its_end),
	UNIT_TEST(test_dialog__remembers_many_branches_without_losing_count))
