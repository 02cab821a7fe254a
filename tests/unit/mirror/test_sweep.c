/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_calls.h"

static struct {
	size_t count, known;
	uint64_t correlation;
	struct li_change last;
	char originating[64], terminating[64], offer[16];
} told;

static void on_session(const struct li_change *c,
	const struct li_ongoing *ongoing, void *data)
{
	CU_ASSERT_PTR_EQUAL(data, &told);
	told.count++;
	told.known = c->known_count;
	told.correlation = c->correlation;
	told.last = *c;
	if (ongoing->originating_count)
		li_slice_copy(ongoing->originating[0], told.originating, 64);
	li_slice_copy(ongoing->terminating, told.terminating, 64);
	li_slice_copy(ongoing->offer, told.offer, 16);
}

static void sweep(size_t work)
{
	uint64_t cursor = 0;

	memset(&told, 0, sizeof(told));
	while (li_mirror_sweep(mirror, &cursor, work, on_session, &told))
		;
}

static void call(unsigned int n, const char *from)
{
	struct li_event e;
	char name[32];

	snprintf(name, sizeof(name), "call-%u", n);
	e = kit_sip(LI_SIP_INVITE, 0, name);
	kit_party(&e, LI_ROLE_FROM, from);
	kit_party(&e, LI_ROLE_TO, BOB);
	apply(e);
}

/* TS 33.107 cl. 20.1.3.3; TS 33.128 cl. 7.12.4.2.2: one for each session */
static void test_sweep__tells_of_each_live_session_of_a_target_once(void)
{
	struct li_identity alice = kit_identity(LI_ID_IMPU, ALICE);
	struct li_key keys[LI_ID_KEYS_MAX];
	struct li_filter filter;

	fresh_usual();
	for (unsigned int i = 0; i < 2000; i++)
		call(i, i % 100 ? CAROL : ALICE);
	apply(kit_call(LI_SIP_MESSAGE, 0, NULL)); /* no session of media */
	li_identity_keys_given(&alice, &kit_secret, keys);
	CU_ASSERT_EQUAL_FATAL(li_filter_make(1, &filter), LI_OK);
	li_filter_add(&filter, keys[0]);
	li_mirror_set_filter(mirror, &filter);
	sweep(7);
	CU_ASSERT_EQUAL(told.count, 20);
	CU_ASSERT_EQUAL(told.known, 1);
	CU_ASSERT_TRUE(told.last.way_known && told.last.session);
	CU_ASSERT_EQUAL(told.last.session_after, LI_SESSION_TRYING);
	CU_ASSERT_EQUAL(told.last.known[0].sides, LI_SIDE_OPENER);
	CU_ASSERT_STRING_EQUAL(told.originating, ALICE);
	CU_ASSERT_STRING_EQUAL(told.terminating, BOB);
	li_filter_fini(&filter);
	li_mirror_set_filter(mirror, &filter);
	sweep(1000000);
	CU_ASSERT_EQUAL(told.count, 0);
}

static void test_sweep__goes_on_while_sessions_come_and_go(void)
{
	uint64_t cursor = 0;
	unsigned int n = 500;

	fresh_usual();
	memset(&told, 0, sizeof(told));
	for (unsigned int i = 0; i < n; i++)
		call(i, ALICE);
	while (li_mirror_sweep(mirror, &cursor, 5, on_session, &told)) {
		call(n++, CAROL);
		call(n++, CAROL);
		apply(kit_call(LI_SIP_OPTIONS, 200, "x"));
	}
	CU_ASSERT_TRUE(told.count >= 500 && told.count <= n);
}

/* TS 33.107 cl. 7A.3.1: latest offer and answer, parties */
static void test_sweep__lends_the_session_of_the_last_event(void)
{
	static const struct step steps[] = {
		{0, false, LI_SIP_INVITE, 0, 1, NULL, "1"},
		{1, false, LI_SIP_INVITE, 200, 1, "b1", "1"},
	};
	struct li_ongoing o;

	fresh_usual();
	CU_ASSERT_FALSE(li_mirror_ongoing(mirror, &o));
	run_steps(steps, 2);
	CU_ASSERT_TRUE(li_mirror_ongoing(mirror, &o));
	CU_ASSERT_EQUAL(o.state, LI_SESSION_CONFIRMED);
	CU_ASSERT_EQUAL(o.method, LI_SIP_INVITE);
	CU_ASSERT_EQUAL(o.originating_count, 1);
	CU_ASSERT_TRUE(li_slice_is(o.originating[0], ALICE));
	CU_ASSERT_TRUE(li_slice_is(o.terminating, BOB));
	CU_ASSERT_TRUE(agreed("o=a1 7 1 ", "o=b1 7 1 "));
	apply(kit_call(LI_SIP_BYE, 200, "b1"));
	CU_ASSERT_FALSE(li_mirror_ongoing(mirror, &o));
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.sweep",
	UNIT_TEST(test_sweep__tells_of_each_live_session_of_a_target_once),
	UNIT_TEST(test_sweep__goes_on_while_sessions_come_and_go),
	UNIT_TEST(test_sweep__lends_the_session_of_the_last_event))
