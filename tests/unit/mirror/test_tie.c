/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

static uint64_t leg(const char *call, const char *icid,
	enum li_sip_method method)
{
	struct li_event e = kit_sip(method, 0, call);

	kit_party(&e, LI_ROLE_FROM, ALICE);
	kit_party(&e, LI_ROLE_TO, BOB);
	e.sip.icid = li_slice_str(icid);
	apply(e);
	return change.correlation;
}

/* TS 33.108 cl. 7.1.3: legs of a B2BUA, a forwarded call */
static void test_tie__gives_legs_of_one_icid_one_number(void)
{
	uint64_t first, other;

	fresh_usual();
	first = leg("a", "x", LI_SIP_INVITE);
	CU_ASSERT_EQUAL(leg("b", "x", LI_SIP_INVITE), first);
	CU_ASSERT_EQUAL(leg("c", "x", LI_SIP_INVITE), first);
	other = leg("d", "y", LI_SIP_INVITE);
	CU_ASSERT_NOT_EQUAL(other, first);
	CU_ASSERT_NOT_EQUAL(leg("e", NULL, LI_SIP_INVITE), first);
	CU_ASSERT_EQUAL(leg("b", NULL, LI_SIP_BYE), first);
	CU_ASSERT_NOT_EQUAL(leg("r", "x", LI_SIP_REGISTER), first);
	CU_ASSERT_NOT_EQUAL(leg("s", "x", LI_SIP_SUBSCRIBE), first);
}

static void test_tie__keeps_the_number_when_the_first_leg_is_gone(void)
{
	uint64_t first;

	fresh_usual();
	first = leg("a", "x", LI_SIP_MESSAGE);
	pass(20);
	CU_ASSERT_EQUAL(leg("b", "x", LI_SIP_MESSAGE), first);
	pass(20);
	CU_ASSERT_EQUAL(counts().sessions, 1);
	CU_ASSERT_EQUAL(leg("c", "x", LI_SIP_MESSAGE), first);
	pass(40);
	CU_ASSERT_EQUAL(counts().sessions, 0);
	CU_ASSERT_NOT_EQUAL(leg("d", "x", LI_SIP_MESSAGE), first);
}

static void test_tie__is_bounded(void)
{
	uint64_t first = 0, same = 0, n;
	char call[16];

	fresh_usual();
	for (unsigned int i = 0; i < 1000; i++) {
		snprintf(call, sizeof(call), "call-%u", i);
		n = leg(call, "hostile", LI_SIP_INVITE);
		first = i ? first : n;
		same += n == first;
	}
	CU_ASSERT_EQUAL(same, LI_SESSION_LEGS_MAX);
	CU_ASSERT_EQUAL(mirror->icids.count, LI_SESSION_LEGS_MAX);
}

/* TS 24.341 cl. 5.3.1.3: the report names the short message */
static void test_tie__follows_in_reply_to(void)
{
	struct li_event e = kit_sip(LI_SIP_MESSAGE, 0, "report");
	uint64_t first;

	fresh_usual();
	first = leg("short", NULL, LI_SIP_MESSAGE);
	e.sip.in_reply_to = li_slice_str("short, other");
	apply(e);
	CU_ASSERT_EQUAL(change.correlation, first);
	e.sip.is_request = false;
	e.sip.status = 200;
	e.sip.in_reply_to = li_slice_str(NULL);
	apply(e);
	CU_ASSERT_EQUAL(change.correlation, first);
	li_mirror_free(mirror);
	mirror = NULL;
}

/* TS 24.341 cl. 5.3.1.3; TS 33.128 cl. 7.12.2.8: nobody matches it again */
static void test_tie__hands_the_parties_of_an_sms_to_its_report(void)
{
	struct li_event e = kit_sip(LI_SIP_MESSAGE, 0, "short");

	fresh_usual();
	e.sip.content_type = li_slice_str("application/vnd.3gpp.sms");
	kit_party(&e, LI_ROLE_SMS_DESTINATION, "15551230002");
	apply(e);
	e = kit_sip(LI_SIP_MESSAGE, 200, "short");
	apply(e);
	CU_ASSERT_TRUE(known(LI_ID_E164, "15551230002",
		LI_ROLE_DIALOG | LI_ROLE_SMS_DESTINATION));
	e = kit_sip(LI_SIP_MESSAGE, 0, "report");
	e.sip.in_reply_to = li_slice_str("short");
	apply(e);
	CU_ASSERT_TRUE(known(LI_ID_E164, "15551230002",
		LI_ROLE_DIALOG | LI_ROLE_SMS_DESTINATION));
	CU_ASSERT_EQUAL(change.known[0].sides, LI_SIDE_OPENER);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.tie", UNIT_TEST(test_tie__gives_legs_of_one_icid_one_number),
	UNIT_TEST(test_tie__keeps_the_number_when_the_first_leg_is_gone),
	UNIT_TEST(test_tie__is_bounded),
	UNIT_TEST(test_tie__follows_in_reply_to),
	UNIT_TEST(test_tie__hands_the_parties_of_an_sms_to_its_report))
