/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"
#include "mirror/kit_mirror.h"

#define TEL "tel:+15551230001"
#define WILD "sip:chat!.*!@ims.example"
#define TWO "two@ims.example"

#define REGISTERED LI_REG_REGISTERED
#define NONE LI_REG_NONE

static enum li_reg_state state_of(const char *impi, const char *impu)
{
	struct li_event e = kit_cx(LI_CX_UAR, -1, impi, impu);

	e.cx.result = 5012;
	apply(e);
	return change.reg_after;
}

/* Add an identity of a profile that is whole. */
static void list(struct li_event *e, const char *impu, uint8_t flags)
{
	kit_party(e, LI_ROLE_CX_USER_DATA, impu);
	e->parties[e->party_count - 1].flags = flags;
	e->cx_more.profile_whole = true;
}

static struct li_event sar(int type, const char *impi, const char *impu)
{
	return kit_cx(LI_CX_SAR, type, impi, impu);
}

static struct li_event ppr(const char *impi)
{
	return kit_cx(LI_CX_PPR, -1, impi, NULL);
}

/* alice and her number, registered. */
static void start(void)
{
	struct li_event e = sar(1, IMPI, ALICE);

	fresh_usual();
	list(&e, ALICE, 0);
	list(&e, TEL, 0);
	apply(e);
	CU_ASSERT_EQUAL_FATAL(change.reg_after, REGISTERED);
	CU_ASSERT_EQUAL(change.came_count, 0); /* nothing was known before */
}

static bool is_one(const struct li_identity *ids, size_t n, const char *text)
{
	return n == 1 && strcmp(ids[0].text, text) == 0;
}

/* The IMPU of alice's set that is its default; NULL: none. */
static const char *default_impu(void)
{
	static struct li_identity text;
	struct li_identity impi = kit_identity(LI_ID_IMPI, IMPI);
	struct li_key keys[LI_ID_KEYS_MAX];
	struct li_ident *id = NULL;
	struct li_user *user;
	size_t n = 0;

	li_identity_keys_wanted(&impi, &kit_secret, keys);
	user = li_user_of_impi(mirror, keys[0]);
	CU_ASSERT_PTR_NOT_NULL_FATAL(user);
	while ((id = li_user_impus(mirror, user, id)))
		if (id->flags & LI_IDENT_DEFAULT) {
			li_ident_unpack(&mirror->users.hosts, id, &text);
			n++;
		}
	return n == 1 ? text.text : NULL;
}

/* TS 29.228 cl. 6.2.2, 6.5.2.1: what a push lists is the set now */
static void test_cx_set__follows_a_push(void)
{
	struct li_event e = ppr(IMPI);

	start();
	list(&e, ALICE, 0);
	list(&e, CAROL, LI_PARTY_BARRED);
	apply(e);
	CU_ASSERT(is_one(change.came, change.came_count, CAROL));
	CU_ASSERT(is_one(change.left, change.left_count, TEL));
	CU_ASSERT_TRUE(known(LI_ID_IMPU, TEL, LI_ROLE_CX_PUBLIC_IDENTITY));
	CU_ASSERT_EQUAL(state_of(IMPI, CAROL), REGISTERED);
	CU_ASSERT_EQUAL(state_of(IMPI, TEL), NONE);
	apply(e);
	CU_ASSERT_EQUAL(change.came_count + change.left_count, 0);
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_EQUAL(change.came_count + change.left_count, 0);
}

/* TS 29.228 cl. 6.2.2: only what the S-CSCF took; 5001 asks for another IMPI,
 * 5008 and 5009 take nothing. Charging data alone says nothing of identities. */
static void test_cx_set__follows_no_push_that_failed(void)
{
	static const uint32_t results[] = {5001, 5008, 5009, 5012, 0, 2001};

	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++) {
		struct li_event e = ppr(IMPI);

		start();
		e.cx.answered = results[i] != 0;
		e.cx.experimental = results[i] != 5012 && results[i] != 2001;
		e.cx.result_vendor = 10415;
		e.cx.result = results[i];
		if (results[i] != 2001)
			list(&e, ALICE, 0);
		apply(e);
		CU_ASSERT_EQUAL(change.came_count + change.left_count, 0);
		CU_ASSERT_EQUAL(state_of(IMPI, TEL), REGISTERED);
	}
}

/* One request goes out for all IMPIs that share the IMPUs. cl. 6.2.2 */
static void test_cx_set__pushes_to_all_who_share_it(void)
{
	struct li_event e = ppr(TWO);

	start();
	apply(sar(1, TWO, ALICE));
	CU_ASSERT_EQUAL(state_of(TWO, TEL), REGISTERED); /* the same set */
	list(&e, ALICE, 0);
	apply(e);
	CU_ASSERT(is_one(change.left, change.left_count, TEL));
	CU_ASSERT_EQUAL(state_of(IMPI, TEL), NONE);
	CU_ASSERT_EQUAL(state_of(TWO, TEL), NONE);
	CU_ASSERT_EQUAL(state_of(IMPI, ALICE), REGISTERED);
}

/* TS 29.228 cl. 6.5.1.1: the first that is not barred and no one else's */
static void test_cx_set__has_a_default_impu(void)
{
	struct li_event e = sar(1, IMPI, CAROL), push = ppr(IMPI);

	fresh_usual();
	list(&e, WILD, LI_PARTY_WILDCARD);
	list(&e, BOB, LI_PARTY_PSI);
	list(&e, ALICE, LI_PARTY_BARRED);
	list(&e, TEL, 0);
	list(&e, CAROL, 0);
	apply(e);
	CU_ASSERT_STRING_EQUAL(default_impu(), TEL);
	/* It does not change while it is registered. cl. 6.5.2.1 */
	list(&push, CAROL, 0);
	apply(push);
	CU_ASSERT_STRING_EQUAL(default_impu(), TEL);
	CU_ASSERT_EQUAL(state_of(IMPI, TEL), REGISTERED);
	CU_ASSERT_EQUAL(state_of(IMPI, ALICE), NONE);
	/* The next registration takes what it is given. */
	apply(sar(5, IMPI, CAROL));
	push.cx.command = LI_CX_SAR;
	push.cx.assignment_type = 1;
	kit_party(&push, LI_ROLE_CX_PUBLIC_IDENTITY, CAROL);
	apply(push);
	CU_ASSERT_STRING_EQUAL(default_impu(), CAROL);
}

/* TS 29.228 cl. 6.5.1: barred ones are registered with the set all the same */
static void test_cx_set__registers_barred_impus(void)
{
	struct li_event e = sar(1, IMPI, ALICE);

	fresh_usual();
	list(&e, ALICE, 0);
	list(&e, CAROL, LI_PARTY_BARRED);
	apply(e);
	CU_ASSERT_EQUAL(state_of(IMPI, CAROL), REGISTERED);
	apply(sar(5, IMPI, ALICE));
	CU_ASSERT_EQUAL(state_of(IMPI, CAROL), NONE);
}

/* A wildcarded IMPU is registered with the set and is nobody: who is a part of
 * it has a registration of its own. TS 23.003 cl. 13.5; TS 29.228 cl. 6.5 */
static void test_cx_set__names_nobody_by_a_wildcard(void)
{
	struct li_event e = sar(1, IMPI, "sip:chat7@ims.example");

	fresh_usual();
	list(&e, WILD, LI_PARTY_WILDCARD);
	list(&e, ALICE, 0);
	apply(e);
	CU_ASSERT_EQUAL(state_of(IMPI, "sip:chat7@ims.example"), REGISTERED);
	apply(sar(5, IMPI, NULL));
	CU_ASSERT_TRUE(known(LI_ID_IMPU, ALICE, LI_ROLE_CX_PUBLIC_IDENTITY));
	CU_ASSERT_FALSE(known(LI_ID_IMPU, WILD, 0));
}

/* TS 29.228 cl. 6.1.2: without User-Data, or one that was not read whole, the
 * set stays */
static void test_cx_set__keeps_what_it_was_not_told(void)
{
	struct li_event e = sar(2, IMPI, ALICE);

	start();
	apply(e);
	CU_ASSERT_EQUAL(state_of(IMPI, TEL), REGISTERED);
	list(&e, ALICE, 0);
	e.cx_more.profile_whole = false;
	apply(e);
	CU_ASSERT_EQUAL(state_of(IMPI, TEL), REGISTERED);
	e.cx_more.profile_whole = true;
	apply(e);
	CU_ASSERT(is_one(change.left, change.left_count, TEL));
	CU_ASSERT_EQUAL(state_of(IMPI, TEL), NONE);
}

/* TS 29.228 cl. 6.5: what is taken away leaves no trace in the index */
static void test_cx_set__forgets_who_left(void)
{
	struct li_event e = sar(2, IMPI, ALICE);
	uint64_t before;

	start();
	for (int i = 0; i < 3; i++) {
		list(&e, TEL, 0);
		list(&e, ALICE, 0);
		apply(e);
		e.party_count -= 2;
		list(&e, ALICE, 0);
		apply(e);
		e.party_count--;
		apply(kit_sip(LI_SIP_MESSAGE, 0, "x"));
		if (i == 0)
			before = counts().registration_bytes;
		CU_ASSERT_EQUAL(counts().registration_bytes, before);
	}
	e = kit_cx(LI_CX_LIR, -1, NULL, TEL);
	apply(e);
	CU_ASSERT_FALSE(known(LI_ID_IMPI, IMPI, 0));
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.cx_set", UNIT_TEST(test_cx_set__follows_a_push),
	UNIT_TEST(test_cx_set__follows_no_push_that_failed),
	UNIT_TEST(test_cx_set__pushes_to_all_who_share_it),
	UNIT_TEST(test_cx_set__has_a_default_impu),
	UNIT_TEST(test_cx_set__registers_barred_impus),
	UNIT_TEST(test_cx_set__names_nobody_by_a_wildcard),
	UNIT_TEST(test_cx_set__keeps_what_it_was_not_told),
	UNIT_TEST(test_cx_set__forgets_who_left))
