/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

static uint8_t sides_of(const char *impu)
{
	struct li_identity id = kit_identity(LI_ID_IMPU, impu);
	struct li_key keys[LI_ID_KEYS_MAX];

	li_identity_keys_given(&id, &kit_secret, keys);
	for (size_t i = 0; i < change.known_count; i++)
		if (li_key_eq(change.known[i].keys[0], keys[0]))
			return change.known[i].sides;
	return 0;
}

static void test_session__hands_down_who_took_part_in_its_opening(void)
{
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);

	fresh_usual();
	kit_party(&e, LI_ROLE_P_ASSERTED, "tel:+15551230001");
	kit_party(&e, LI_ROLE_DIVERSION, CAROL);
	apply(e);
	CU_ASSERT_TRUE(change.opened);
	e = kit_back(LI_SIP_BYE, 0, "b");
	e.party_count = 0; /* by Call-ID alone */
	apply(e);
	CU_ASSERT_TRUE(known(LI_ID_IMPU, ALICE, LI_ROLE_DIALOG | LI_ROLE_FROM));
	CU_ASSERT_TRUE(known(LI_ID_IMPU, BOB, LI_ROLE_DIALOG | LI_ROLE_TO));
	CU_ASSERT_EQUAL(sides_of(ALICE), LI_SIDE_OPENER);
	CU_ASSERT_EQUAL(sides_of("tel:+15551230001"), LI_SIDE_OPENER);
	CU_ASSERT_EQUAL(sides_of(BOB), LI_SIDE_ANSWERER);
	CU_ASSERT_EQUAL(sides_of(CAROL), LI_SIDE_REDIRECTING);
}

static void test_session__learns_who_answers(void)
{
	struct li_event e = kit_call(LI_SIP_INVITE, 200, "b");

	fresh_usual();
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	kit_party(&e, LI_ROLE_P_ASSERTED, CAROL);
	apply(e);
	apply(kit_call(LI_SIP_ACK, 0, "b"));
	CU_ASSERT_EQUAL(sides_of(CAROL), LI_SIDE_ANSWERER);
}

static void test_session__tells_the_way_of_each_message(void)
{
	fresh_usual();
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_TRUE(change.from_opener);
	apply(kit_call(LI_SIP_INVITE, 200, "b"));
	CU_ASSERT_FALSE(change.from_opener);
	apply(kit_back(LI_SIP_UPDATE, 0, "b"));
	CU_ASSERT_FALSE(change.from_opener);
	apply(kit_back(LI_SIP_UPDATE, 200, "b"));
	CU_ASSERT_TRUE(change.from_opener);
	CU_ASSERT_TRUE(change.way_known);
}

static void test_session__changes_its_mind_when_the_opening_comes_late(void)
{
	fresh_usual();
	apply(kit_back(LI_SIP_UPDATE, 0, "b"));
	CU_ASSERT_TRUE(change.from_opener); /* for want of better */
	CU_ASSERT_FALSE(change.way_known);
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_TRUE(change.from_opener && change.way_known);
	apply(kit_back(LI_SIP_UPDATE, 0, "b"));
	CU_ASSERT_FALSE(change.from_opener);
	CU_ASSERT_EQUAL(sides_of(ALICE), LI_SIDE_OPENER);
	CU_ASSERT_EQUAL(sides_of(BOB), LI_SIDE_ANSWERER);
}

static void test_session__keeps_the_sides_of_its_opening(void)
{
	struct li_event e = kit_call(LI_SIP_INVITE, 200, "b");

	fresh_usual();
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	kit_party(&e, LI_ROLE_P_ASSERTED, ALICE);
	apply(e);
	apply(kit_call(LI_SIP_ACK, 0, "b"));
	CU_ASSERT_EQUAL(sides_of(ALICE), LI_SIDE_OPENER);
	e = kit_call(LI_SIP_INVITE, 0, NULL); /* on another hop */
	kit_party(&e, LI_ROLE_REQUEST_URI, ALICE);
	apply(e);
	apply(kit_call(LI_SIP_ACK, 0, "b"));
	CU_ASSERT_EQUAL(sides_of(ALICE), LI_SIDE_OPENER | LI_SIDE_ANSWERER);
}

/* RFC 4579 cl. 5.1: isfocus; RFC 5031 cl. 4.2: urn:service:sos */
static void test_session__knows_conferences_and_emergencies(void)
{
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);

	fresh_usual();
	apply(e);
	CU_ASSERT_FALSE(change.conference || change.emergency);
	e = kit_call(LI_SIP_INVITE, 200, "b");
	kit_contact(&e, "sip:conf@192.0.2.9", NULL, -1);
	e.sip.contacts[0].isfocus = true;
	apply(e);
	CU_ASSERT_TRUE(change.conference);
	apply(kit_call(LI_SIP_ACK, 0, "b"));
	CU_ASSERT_TRUE(change.conference);
	fresh_usual();
	e = kit_call(LI_SIP_INVITE, 0, NULL);
	e.raw = li_slice_str("INVITE urn:service:sos.police SIP/2.0\r\n");
	apply(e);
	CU_ASSERT_TRUE(change.emergency);
	apply(kit_call(LI_SIP_INVITE, 180, "b"));
	CU_ASSERT_TRUE(change.emergency);
}

/* TS 33.128 cl. 7.12.2.8: a message inside is of its dialog */
static void test_session__tells_what_is_inside_a_dialog(void)
{
	struct li_event e = kit_call(LI_SIP_INFO, 0, "b");

	fresh_usual();
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_FALSE(change.in_dialog);
	apply(kit_call(LI_SIP_INVITE, 200, "b"));
	CU_ASSERT_FALSE(change.in_dialog);
	kit_party(&e, LI_ROLE_P_ASSERTED, CAROL);
	apply(e);
	CU_ASSERT_TRUE(change.in_dialog);
	apply(kit_back(LI_SIP_INVITE, 200, "b"));
	CU_ASSERT_TRUE(change.in_dialog);
	CU_ASSERT_FALSE(known(LI_ID_IMPU, CAROL, 0));
	fresh_usual();
	apply(kit_call(LI_SIP_INFO, 0, "b"));
	CU_ASSERT_FALSE(change.in_dialog); /* its opening was not seen */
}

/* TS 33.107 cl. 20.1.3.3: who was nobody's target a moment ago */
static void test_session__tells_of_whom_a_filter_learns_later(void)
{
	struct li_identity id = kit_identity(LI_ID_IMPU, ALICE);
	struct li_key keys[LI_ID_KEYS_MAX];
	struct li_filter filter;

	li_identity_keys_given(&id, &kit_secret, keys);
	CU_ASSERT_EQUAL_FATAL(li_filter_make(1, &filter), LI_OK);
	fresh_usual();
	li_mirror_set_filter(mirror, &filter);
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	apply(kit_call(LI_SIP_INVITE, 200, "b"));
	CU_ASSERT_EQUAL(change.known_count, 0);
	apply(kit_call(LI_SIP_ACK, 0, "b"));
	CU_ASSERT_EQUAL(change.known_count, 0);
	li_filter_add(&filter, keys[0]);
	apply(kit_back(LI_SIP_BYE, 0, "b"));
	CU_ASSERT_TRUE(known(LI_ID_IMPU, ALICE, LI_ROLE_DIALOG | LI_ROLE_FROM));
	li_mirror_set_filter(mirror, NULL);
	apply(kit_back(LI_SIP_BYE, 200, "b"));
	CU_ASSERT_TRUE(known(LI_ID_IMPU, BOB, LI_ROLE_DIALOG | LI_ROLE_TO));
	li_filter_fini(&filter);
}

/* An INVITE in which one more stands in this role, behind so many others. */
static struct li_event call_with(enum li_role role, const char *uri,
	size_t others)
{
	static char uris[80][40];
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);

	for (size_t i = 0; i < others; i++) {
		snprintf(uris[i], sizeof(uris[i]), "sip:u%zu@ims.example", i);
		kit_party(&e, LI_ROLE_HISTORY_INFO, uris[i]);
	}
	kit_party(&e, role, uri);
	return e;
}

/* A filter that passes this one. */
static struct li_filter filter_of(const char *impu)
{
	struct li_identity id = kit_identity(LI_ID_IMPU, impu);
	struct li_key keys[LI_ID_KEYS_MAX];
	struct li_filter filter;

	li_identity_keys_given(&id, &kit_secret, keys);
	CU_ASSERT_EQUAL_FATAL(li_filter_make(1, &filter), LI_OK);
	li_filter_add(&filter, keys[0]);
	return filter;
}

/* Who is asked for is never called a stranger, wherever he stands.
 * TS 33.128 cl. 7.12.2.8 */
static void test_session__tells_when_all_are_strangers(void)
{
	struct li_filter filter = filter_of(CAROL);

	fresh_usual();
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_FALSE(change.strangers); /* there is no filter */
	li_mirror_set_filter(mirror, &filter);
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_FALSE(change.strangers); /* nor was it asked before */
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_TRUE(change.strangers);
	apply(kit_call(LI_SIP_INVITE, 180, "b"));
	CU_ASSERT_TRUE(change.strangers);
	apply(call_with(LI_ROLE_P_ASSOCIATED, CAROL, 0)); /* is not kept */
	CU_ASSERT_FALSE(change.strangers);
	apply(call_with(LI_ROLE_HISTORY_INFO, CAROL, 80)); /* has no room */
	CU_ASSERT_FALSE(change.strangers);
	fresh_usual();
	li_mirror_set_filter(mirror, &filter);
	apply(call_with(LI_ROLE_HISTORY_INFO, CAROL, 0));
	CU_ASSERT_FALSE(change.strangers);
	apply(kit_call(LI_SIP_INVITE, 180, "b"));
	CU_ASSERT_FALSE(change.strangers);
	li_filter_fini(&filter);
	li_mirror_set_filter(mirror, &filter);
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_TRUE(change.strangers); /* nobody is asked for */
}

/* A copy on another hop may name the same parties in another order. RFC 3261 cl.
 * 16.6 */
static void test_session__enters_who_comes_again_once(void)
{
	struct li_event e = call_with(LI_ROLE_HISTORY_INFO, CAROL, 6);
	size_t known_before;

	fresh_usual();
	apply(e);
	apply(kit_back(LI_SIP_BYE, 0, "b"));
	known_before = change.known_count;
	CU_ASSERT_TRUE(known_before >= 9);
	for (size_t i = 0; i < e.party_count / 2; i++) {
		struct li_party p = e.parties[i];

		e.parties[i] = e.parties[e.party_count - 1 - i];
		e.parties[e.party_count - 1 - i] = p;
	}
	apply(e);
	apply(kit_back(LI_SIP_BYE, 0, "b"));
	CU_ASSERT_EQUAL(change.known_count, known_before);
}

static void test_session__bounds_what_it_keeps(void)
{
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);
	char uris[80][40];

	fresh_usual();
	for (size_t i = 0; i < 80; i++) {
		snprintf(uris[i], sizeof(uris[i]), "sip:u%zu@ims.example", i);
		kit_party(&e, LI_ROLE_HISTORY_INFO, uris[i]);
	}
	apply(e);
	CU_ASSERT_TRUE(counts().refused > 0);
	apply(kit_back(LI_SIP_BYE, 0, "b"));
	CU_ASSERT_EQUAL(change.known_count, LI_SESSION_ENTRIES_MAX);
	li_mirror_free(mirror);
	mirror = NULL;
}

/* RFC 3261 cl. 16.6: each hop may name others, however many there were. */
static void test_session__bounds_what_copies_add(void)
{
	char uri[40];

	fresh_usual();
	apply(call_with(LI_ROLE_HISTORY_INFO, CAROL, 80));
	for (size_t i = 0; i < 80; i++) {
		struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);

		snprintf(uri, sizeof(uri), "sip:more%zu@ims.example", i);
		kit_party(&e, LI_ROLE_HISTORY_INFO, uri);
		apply(e);
		apply(kit_back(LI_SIP_BYE, 0, "b"));
		CU_ASSERT_EQUAL(change.known_count, LI_SESSION_ENTRIES_MAX);
	}
	li_mirror_free(mirror);
	mirror = NULL;
}

/* TS 33.128 cl. 7.12.2.8: a caller writes as much History-Info as he likes. */
static void test_session__keeps_who_is_vouched_for_of_many(void)
{
	struct li_event e = kit_sip(LI_SIP_INVITE, 0, "call");
	char uris[80][40];

	fresh_usual();
	for (size_t i = 0; i < 80; i++) {
		snprintf(uris[i], sizeof(uris[i]), "sip:u%zu@ims.example", i);
		kit_party(&e, LI_ROLE_HISTORY_INFO, uris[i]);
	}
	kit_party(&e, LI_ROLE_FROM, ALICE);
	kit_party(&e, LI_ROLE_TO, BOB);
	kit_party(&e, LI_ROLE_P_ASSERTED, CAROL);
	apply(e);
	apply(kit_back(LI_SIP_BYE, 0, "b"));
	CU_ASSERT_TRUE(known(LI_ID_IMPU, ALICE, LI_ROLE_DIALOG));
	CU_ASSERT_TRUE(known(LI_ID_IMPU, CAROL, LI_ROLE_DIALOG));
	li_mirror_free(mirror);
	mirror = NULL;
}

/* The network asserts who calls on a later hop than the caller has filled.
 * TS 33.107 cl. 7A.3.0; TS 33.128 cl. 7.12.2.8 */
static void test_session__lets_go_of_hearsay_for_who_is_vouched_for(void)
{
	struct li_event e = kit_sip(LI_SIP_INVITE, 0, "call");

	fresh_usual();
	apply(call_with(LI_ROLE_HISTORY_INFO, BOB, 80));
	kit_party(&e, LI_ROLE_P_ASSERTED, CAROL);
	apply(e);
	CU_ASSERT_FALSE(known(LI_ID_IMPU, CAROL, LI_ROLE_DIALOG));
	apply(kit_back(LI_SIP_BYE, 0, "b"));
	CU_ASSERT_TRUE(known(LI_ID_IMPU, CAROL, LI_ROLE_DIALOG));
	CU_ASSERT_TRUE(known(LI_ID_IMPU, ALICE, LI_ROLE_DIALOG));
	CU_ASSERT_EQUAL(change.known_count, LI_SESSION_ENTRIES_MAX);
	li_mirror_free(mirror);
	mirror = NULL;
}

/* Of many that are only named, who is asked for is kept. */
static void test_session__keeps_who_is_asked_for_of_many(void)
{
	struct li_filter filter = filter_of(CAROL);

	fresh_usual();
	li_mirror_set_filter(mirror, &filter);
	apply(call_with(LI_ROLE_HISTORY_INFO, CAROL, 80));
	apply(kit_back(LI_SIP_BYE, 0, "b"));
	CU_ASSERT_TRUE(known(LI_ID_IMPU, CAROL, LI_ROLE_DIALOG));
	li_mirror_free(mirror);
	mirror = NULL;
	li_filter_fini(&filter);
}

UNIT_MAIN("mirror.session",
	UNIT_TEST(test_session__hands_down_who_took_part_in_its_opening),
	UNIT_TEST(test_session__learns_who_answers),
	UNIT_TEST(test_session__tells_the_way_of_each_message),
	UNIT_TEST(test_session__changes_its_mind_when_the_opening_comes_late),
	UNIT_TEST(test_session__keeps_the_sides_of_its_opening),
	UNIT_TEST(test_session__knows_conferences_and_emergencies),
	UNIT_TEST(test_session__tells_what_is_inside_a_dialog),
	UNIT_TEST(test_session__tells_of_whom_a_filter_learns_later),
	UNIT_TEST(test_session__tells_when_all_are_strangers),
	UNIT_TEST(test_session__enters_who_comes_again_once),
	UNIT_TEST(test_session__bounds_what_it_keeps),
	UNIT_TEST(test_session__bounds_what_copies_add),
	UNIT_TEST(test_session__keeps_who_is_vouched_for_of_many),
	UNIT_TEST(test_session__lets_go_of_hearsay_for_who_is_vouched_for),
	UNIT_TEST(test_session__keeps_who_is_asked_for_of_many))
