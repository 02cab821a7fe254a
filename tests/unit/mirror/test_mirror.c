/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

static struct li_event named(enum li_sip_method method, unsigned n)
{
	static char call[32], from[64];
	struct li_event e;

	snprintf(call, sizeof(call), "call-%u", n);
	snprintf(from, sizeof(from), "sip:user%u@ims.example", n);
	e = kit_sip(method, 0, call);
	kit_party(&e, LI_ROLE_FROM, from);
	kit_party(&e, LI_ROLE_TO, method == LI_SIP_REGISTER ? from : BOB);
	return e;
}

/* TS 103 221-2 cl. 5.2.8 */
static void test_mirror__correlates_by_call_id_over_a_restart(void)
{
	uint64_t one, two;

	fresh_usual();
	apply(named(LI_SIP_INVITE, 1));
	one = change.correlation;
	apply(named(LI_SIP_REGISTER, 2));
	two = change.correlation;
	CU_ASSERT_TRUE(one != 0 && two != 0 && one != two);
	fresh_usual();
	apply(named(LI_SIP_BYE, 1));
	CU_ASSERT_EQUAL(change.correlation, one);
	apply(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	CU_ASSERT_EQUAL(change.correlation, 0);
	apply(kit_sip(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_EQUAL(change.correlation, 0);
	CU_ASSERT_FALSE(change.session);
}

static void test_mirror__stays_within_its_bounds(void)
{
	fresh((struct li_mirror_options){.sessions_max = 10,
		.registrations_max = 10});
	for (unsigned i = 0; i < 1000; i++) {
		struct li_event e;

		apply(named(LI_SIP_INVITE, i + 5000));
		e = named(LI_SIP_REGISTER, i);
		kit_contact(&e, "sip:192.0.2.1", NULL, 600);
		e.sip.is_request = false;
		e.sip.status = 200;
		apply(e);
	}
	CU_ASSERT_EQUAL(counts().sessions, 10);
	CU_ASSERT_EQUAL(counts().registrations, 10);
	CU_ASSERT_EQUAL(counts().evicted, 2000 - 10 + 990);
}

/* TS 33.107 cl. 7A.3.1 */
static void test_mirror__ends_a_session_with_its_maximum_age(void)
{
	fresh((struct li_mirror_options){.session_age_s = 1000});
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	apply(kit_call(LI_SIP_INVITE, 200, "b"));
	for (int i = 0; i < 99; i++) {
		pass(10);
		apply(kit_call(LI_SIP_UPDATE, 0, "b"));
		CU_ASSERT_TRUE(change.way_known);
	}
	pass(11);
	CU_ASSERT_EQUAL(counts().sessions, 0);
	CU_ASSERT_EQUAL(counts().expired, 1);
}

static void test_mirror__does_a_bounded_work_at_a_time(void)
{
	fresh_usual();
	for (unsigned i = 0; i < 10000; i++)
		apply(named(LI_SIP_MESSAGE, i));
	mono_s = 100;
	li_mirror_tick(mirror, mono_s * 1000000);
	CU_ASSERT_EQUAL(counts().sessions, 10000 - LI_MIRROR_TICK_WORK);
	pass(2);
	CU_ASSERT_EQUAL(counts().sessions, 0);
}

/* The aim is 512 octets for a bystander's call, index and all. */
static void test_mirror__is_small_for_a_call_of_bystanders(void)
{
	enum { CALLS = 20000 };
	uint64_t empty;

	fresh_usual();
	empty = counts().bytes;
	for (unsigned i = 0; i < CALLS; i++) {
		struct li_event e = named(LI_SIP_INVITE, i);

		kit_party(&e, LI_ROLE_REQUEST_URI, BOB);
		kit_party(&e, LI_ROLE_P_ASSERTED, "tel:+15551230001");
		apply(e);
	}
	CU_ASSERT_EQUAL(counts().sessions, CALLS);
	CU_ASSERT_TRUE((counts().bytes - empty) / CALLS <= 512);
}

static void test_mirror__takes_a_broken_message_without_a_change(void)
{
	struct li_event e = kit_call(LI_SIP_BYE, 0, "b");

	fresh_usual();
	e.broken = true;
	apply(e);
	CU_ASSERT_EQUAL(counts().sessions, 0);
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	apply(e);
	CU_ASSERT_EQUAL(change.session_after, LI_SESSION_TRYING);
	CU_ASSERT_TRUE(known(LI_ID_IMPU, BOB, LI_ROLE_DIALOG));
	CU_ASSERT_TRUE(change.correlation != 0);
	e = kit_register(200, 1, NULL);
	e.broken = true;
	kit_contact(&e, "sip:192.0.2.1", NULL, 600);
	apply(e);
	CU_ASSERT_EQUAL(counts().registrations, 0);
}

static void test_mirror__lives_with_a_clock_that_goes_back(void)
{
	fresh_usual();
	mono_s = 1000;
	apply(named(LI_SIP_MESSAGE, 1));
	mono_s = -1000;
	apply(named(LI_SIP_MESSAGE, 2));
	li_mirror_tick(mirror, INT64_MIN / 2);
	li_mirror_tick(mirror, INT64_MAX / 2);
	CU_ASSERT_EQUAL(counts().sessions, 2);
	mono_s = 2000;
	pass(1);
	CU_ASSERT_EQUAL(counts().sessions, 0);
	li_mirror_free(mirror);
	li_mirror_free(NULL);
	mirror = NULL;
}

UNIT_MAIN("mirror.mirror",
	UNIT_TEST(test_mirror__correlates_by_call_id_over_a_restart),
	UNIT_TEST(test_mirror__stays_within_its_bounds),
	UNIT_TEST(test_mirror__ends_a_session_with_its_maximum_age),
	UNIT_TEST(test_mirror__does_a_bounded_work_at_a_time),
	UNIT_TEST(test_mirror__is_small_for_a_call_of_bystanders),
	UNIT_TEST(test_mirror__takes_a_broken_message_without_a_change),
	UNIT_TEST(test_mirror__lives_with_a_clock_that_goes_back))
