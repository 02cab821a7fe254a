/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"
#include "mirror/kit_mirror.h"

/* Each rule of TS 29.228 on what an exchange does, as a row: docs/cx-state.md
 * names them. What a row has in common with others stands in test_cx_assign.c,
 * test_cx_push.c, test_cx_set.c and test_cx_told.c. */

#define TEL "tel:+15551230001"
#define TWO "two@ims.example"
#define ONE "sip:one.example"
#define OTHER "sip:other.example"

#define NONE LI_REG_NONE
#define REGISTERED LI_REG_REGISTERED
#define UNREGISTERED LI_REG_UNREGISTERED

enum { GPP = 10415 };

static void list(struct li_event *e, const char *impu)
{
	kit_party(e, LI_ROLE_CX_USER_DATA, impu);
	e->cx_more.profile_whole = true;
}

static struct li_event sar(int type, const char *impi, const char *impu)
{
	struct li_event e = kit_cx(LI_CX_SAR, type, impi, impu);

	e.cx.server_name = li_slice_str(ONE);
	return e;
}

/* alice and her number of one implicit set, at the S-CSCF ONE. */
static void start(enum li_reg_state state)
{
	struct li_event e = sar(state == REGISTERED ? 1 : 3, IMPI, ALICE);

	fresh_usual();
	if (state == NONE)
		return;
	list(&e, ALICE);
	list(&e, TEL);
	apply(e);
	CU_ASSERT_EQUAL_FATAL(change.reg_after, state);
}

/* What a refused question shows: it changes nothing. */
static enum li_reg_state state_of(const char *impi, const char *impu)
{
	struct li_event e = kit_cx(LI_CX_UAR, -1, impi, impu);

	e.cx.result = 5012;
	apply(e);
	return change.reg_after;
}

/* Is the S-CSCF of this IMPI's user kept? Then another one is a contradiction. */
static bool has_server(const char *impi, const char *impu)
{
	struct li_event e = kit_cx(LI_CX_MAR, -1, impi, impu);

	e.cx.server_name = li_slice_str(OTHER);
	apply(e);
	return change.contradictions & LI_CONTRADICTION_SERVER_DIFFERS;
}

static void answer(struct li_event *e, bool experimental, uint32_t code)
{
	e->cx.experimental = experimental;
	e->cx.result_vendor = experimental ? GPP : 0;
	e->cx.result = code;
}

/* UAA, MAA and LIA: in whatever order the HSS checks, and whatever it finds, no
 * state changes; 2002 of an UAA does not say that this IMPU is registered.
 * TS 29.228 cl. 6.1.1.1, 6.1.4.1, 6.3.1; TS 29.229 cl. 6.2 */
static const struct {
	enum li_cx_command command;
	int32_t authorization;
	bool experimental;
	uint32_t code;
} questions[] = {
	{LI_CX_UAR, -1, true, 5001},  /* USER_UNKNOWN */
	{LI_CX_UAR, -1, true, 5002},  /* IDENTITIES_DONT_MATCH */
	{LI_CX_UAR, -1, false, 5003}, /* AUTHORIZATION_REJECTED */
	{LI_CX_UAR, -1, true, 5004},  /* ROAMING_NOT_ALLOWED */
	{LI_CX_UAR, -1, true, 2001},  /* FIRST_REGISTRATION */
	{LI_CX_UAR, -1, true, 2002},  /* SUBSEQUENT_REGISTRATION */
	{LI_CX_UAR, 0, false, 2001}, {LI_CX_UAR, 2, false, 2001},
	{LI_CX_UAR, 1, false, 2001}, /* DE_REGISTRATION: where it is */
	{LI_CX_UAR, 1, true, 5003},  /* it is not registered */
	{LI_CX_MAR, -1, false, 2001}, {LI_CX_MAR, -1, true, 5006},
	{LI_CX_LIR, -1, false, 2001}, /* registered, or served */
	{LI_CX_LIR, -1, true, 2003},  /* UNREGISTERED_SERVICE */
	{LI_CX_LIR, -1, true, 5003},  /* NOT_REGISTERED */
};

static void test_cx_rows__no_question_changes_a_state(void)
{
	static const enum li_reg_state states[] = {NONE, REGISTERED,
		UNREGISTERED};

	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++)
		for (size_t k = 0; k < 3; k++) {
			struct li_event e =
				kit_cx(questions[i].command, -1, IMPI, ALICE);

			e.cx.authorization_type = questions[i].authorization;
			answer(&e, questions[i].experimental,
				questions[i].code);
			start(states[k]);
			apply(e);
			CU_ASSERT_EQUAL(change.reg_after, states[k]);
			CU_ASSERT_EQUAL(state_of(IMPI, ALICE), states[k]);
			CU_ASSERT_EQUAL(state_of(IMPI, TEL), states[k]);
		}
}

/* TIMEOUT_, USER_, ADMINISTRATIVE_DEREGISTRATION, _TOO_MUCH_DATA: of the set of
 * each IMPU that is named; of all of an IMPI when none is; of who has the IMPU
 * when no IMPI is. TS 29.228 cl. 6.1.2.1 */
static const struct {
	const char *impi, *impu, *more;
	enum li_reg_state alice, tel, carol, bob; /* after it */
} ends[] = {
	{IMPI, ALICE, NULL, NONE, NONE, REGISTERED, REGISTERED},
	{IMPI, TEL, NULL, NONE, NONE, REGISTERED, REGISTERED},
	{IMPI, ALICE, CAROL, NONE, NONE, NONE, REGISTERED},
	{IMPI, NULL, NULL, NONE, NONE, NONE, REGISTERED},
	{NULL, TEL, NULL, NONE, NONE, REGISTERED, REGISTERED},
	{NULL, CAROL, BOB, REGISTERED, REGISTERED, NONE, NONE},
	{TWO, NULL, NULL, REGISTERED, REGISTERED, REGISTERED, NONE},
};

static void test_cx_rows__a_deregistration_ends_what_it_names(void)
{
	static const int types[] = {4, 5, 8, 11};

	for (size_t t = 0; t < 4; t++)
		for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
			struct li_event e =
				sar(types[t], ends[i].impi, ends[i].impu);

			if (ends[i].more)
				kit_party(&e, LI_ROLE_CX_PUBLIC_IDENTITY,
					ends[i].more);
			start(REGISTERED);
			apply(sar(1, IMPI, CAROL));
			apply(sar(1, TWO, BOB));
			apply(e);
			CU_ASSERT_EQUAL(state_of(NULL, ALICE), ends[i].alice);
			CU_ASSERT_EQUAL(state_of(NULL, TEL), ends[i].tel);
			CU_ASSERT_EQUAL(state_of(NULL, CAROL), ends[i].carol);
			CU_ASSERT_EQUAL(state_of(NULL, BOB), ends[i].bob);
		}
}

/* What becomes of the S-CSCF's name, by what the user was. It is kept while any
 * IMPU is registered or served. TS 29.228 cl. 6.1.2.1, 8.1 */
static const struct {
	int type;
	bool lost;         /* the P-CSCF */
	uint32_t not_kept; /* 2004 */
	bool none, registered, unregistered;
} servers[] = {
	{0, false, 0, false, true, true},
	{1, false, 0, true, true, true},
	{2, false, 0, true, true, true},
	{3, false, 0, true, true, true},
	{3, true, 0, true, true, true},
	{4, false, 0, false, false, false},
	{5, false, 0, false, false, false},
	{6, false, 0, false, true, true},
	{6, false, 2004, false, false, false},
	{7, false, 0, false, true, true},
	{7, false, 2004, false, false, false},
	{8, false, 0, false, false, false},
	{9, false, 0, false, true, true},
	{10, false, 0, false, true, true},
	{11, false, 0, false, false, false},
	{14, false, 0, false, true, true},
};

static void test_cx_rows__each_type_keeps_or_clears_the_server(void)
{
	for (size_t i = 0; i < sizeof(servers) / sizeof(servers[0]); i++) {
		struct li_event e = sar(servers[i].type, IMPI, ALICE);

		e.cx_more.sar_flags =
			servers[i].lost ? LI_SAR_PCSCF_RESTORATION : 0;
		if (servers[i].not_kept)
			answer(&e, true, servers[i].not_kept);
		start(NONE);
		apply(e);
		CU_ASSERT_EQUAL(has_server(IMPI, ALICE), servers[i].none);
		start(REGISTERED);
		apply(e);
		CU_ASSERT_EQUAL(has_server(IMPI, ALICE), servers[i].registered);
		start(UNREGISTERED);
		apply(e);
		CU_ASSERT_EQUAL(has_server(IMPI, ALICE),
			servers[i].unregistered);
	}
}

/* One set of an IMPI ends, another is registered still; or another IMPI has the
 * IMPU: the S-CSCF serves on. TS 29.228 cl. 6.1.2.1, 6.1.3 */
static void test_cx_rows__the_server_stays_for_who_is_left(void)
{
	struct li_event rtr = kit_cx(LI_CX_RTR, -1, IMPI, ALICE);

	start(REGISTERED);
	apply(sar(1, IMPI, CAROL));
	apply(sar(5, IMPI, ALICE));
	CU_ASSERT_TRUE(has_server(IMPI, CAROL));
	start(REGISTERED);
	apply(sar(1, TWO, ALICE));
	rtr.cx.reason_code = 0;
	apply(rtr);
	CU_ASSERT_EQUAL(state_of(NULL, ALICE), REGISTERED);
	CU_ASSERT_TRUE(has_server(TWO, ALICE));
	start(UNREGISTERED);
	apply(rtr); /* an IMPU that is only served is not registered after it */
	CU_ASSERT_EQUAL(state_of(NULL, ALICE), NONE);
	CU_ASSERT_FALSE(has_server(IMPI, ALICE));
}

/* SAR 9 and 10 end what is pending, of this IMPI alone. TS 29.228 cl. 6.1.2.1 */
static void test_cx_rows__a_failed_authentication_ends_its_own(void)
{
	for (int type = 9; type <= 10; type++) {
		start(REGISTERED);
		apply(kit_cx(LI_CX_MAR, -1, IMPI, ALICE));
		apply(kit_cx(LI_CX_MAR, -1, TWO, BOB));
		apply(sar(type, IMPI, ALICE));
		CU_ASSERT_TRUE(change.auth_was_pending);
		CU_ASSERT_EQUAL(state_of(IMPI, ALICE), REGISTERED);
		CU_ASSERT_FALSE(change.auth_was_pending);
		(void)state_of(TWO, BOB);
		CU_ASSERT_TRUE(change.auth_was_pending);
	}
}

/* RTR by its reason: the sets of the IMPUs that it names for the IMPIs that it
 * names, all when it names none. TS 29.228 cl. 6.1.3; TS 29.229 cl. 6.3.17 */
static const struct {
	int32_t reason;
	const char *impu;
	bool associated;
	bool alice, tel, carol, of_two; /* registered after it */
} terminations[] = {
	{0, ALICE, false, false, false, true, true},
	{0, TEL, false, false, false, true, true},
	{0, ALICE, true, false, false, true, false},
	{0, NULL, false, false, false, false, true},
	{0, NULL, true, false, false, false, false},
	{1, ALICE, false, true, true, true, true},
	{1, NULL, false, true, true, true, true},
	{2, ALICE, false, false, false, false, true},
	{2, NULL, true, false, false, false, false},
	{3, ALICE, false, false, false, true, true},
	{3, NULL, false, false, false, false, true},
};

static void test_cx_rows__a_termination_ends_by_its_reason(void)
{
	for (size_t i = 0; i < sizeof(terminations) / sizeof(terminations[0]);
		i++) {
		struct li_event e =
			kit_cx(LI_CX_RTR, -1, IMPI, terminations[i].impu);

		start(REGISTERED);
		apply(sar(1, IMPI, CAROL));
		apply(sar(1, TWO, ALICE));
		e.cx.reason_code = terminations[i].reason;
		if (terminations[i].associated)
			kit_party(&e, LI_ROLE_CX_USER_NAME, TWO);
		apply(e);
		CU_ASSERT_EQUAL(state_of(IMPI, ALICE) == REGISTERED,
			terminations[i].alice);
		CU_ASSERT_EQUAL(state_of(IMPI, TEL) == REGISTERED,
			terminations[i].tel);
		CU_ASSERT_EQUAL(state_of(IMPI, CAROL) == REGISTERED,
			terminations[i].carol);
		CU_ASSERT_EQUAL(state_of(TWO, ALICE) == REGISTERED,
			terminations[i].of_two);
	}
}

/* A push changes IMPUs, and never whose they are. TS 29.228 cl. 6.2.2 */
static void test_cx_rows__a_push_does_not_change_the_impi(void)
{
	struct li_event e = kit_cx(LI_CX_PPR, -1, IMPI, NULL);
	struct li_identity other = kit_identity(LI_ID_IMPI, TWO);
	struct li_party p = {.kind = LI_ID_IMPI,
		.role = LI_ROLE_CX_USER_DATA,
		.text = li_slice_str(TWO)};

	start(REGISTERED);
	list(&e, ALICE);
	list(&e, TEL);
	p.key_count =
		(uint8_t)li_identity_keys_given(&other, &kit_secret, p.keys);
	e.parties[e.party_count++] = p; /* PrivateID of its User-Data */
	apply(e);
	CU_ASSERT_EQUAL(change.came_count + change.left_count, 0);
	CU_ASSERT_EQUAL(counts().registrations, 1);
	CU_ASSERT_EQUAL(state_of(IMPI, ALICE), REGISTERED);
	CU_ASSERT_EQUAL(state_of(TWO, ALICE), NONE);
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_TRUE(known(LI_ID_IMPI, IMPI, LI_ROLE_REGISTRATION));
	CU_ASSERT_FALSE(known(LI_ID_IMPI, TWO, 0));
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.cx_rows",
	UNIT_TEST(test_cx_rows__no_question_changes_a_state),
	UNIT_TEST(test_cx_rows__a_deregistration_ends_what_it_names),
	UNIT_TEST(test_cx_rows__each_type_keeps_or_clears_the_server),
	UNIT_TEST(test_cx_rows__the_server_stays_for_who_is_left),
	UNIT_TEST(test_cx_rows__a_failed_authentication_ends_its_own),
	UNIT_TEST(test_cx_rows__a_termination_ends_by_its_reason),
	UNIT_TEST(test_cx_rows__a_push_does_not_change_the_impi))
