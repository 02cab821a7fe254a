/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

#define HERE "sip:alice@192.0.2.1:5060"
#define ONE "sip:one.example"
#define OTHER "sip:other.example"

static struct li_event served(int type, const char *server)
{
	struct li_event e = kit_cx(LI_CX_SAR, type, IMPI, ALICE);

	e.cx.server_name = li_slice_str(server);
	return e;
}

static void start(void)
{
	fresh_usual();
	apply(served(1, ONE));
	CU_ASSERT_EQUAL_FATAL(change.contradictions, 0);
}

static struct li_event experimental(struct li_event e, uint32_t code)
{
	e.cx.experimental = true;
	e.cx.result_vendor = 10415;
	e.cx.result = code;
	return e;
}

static bool told(unsigned what)
{
	return change.contradictions == what;
}

/* TS 29.228 cl. 8.1: who names which S-CSCF; TS 29.229 cl. 6.2.2.6 */
static void test_cx_told__says_when_the_server_differs(void)
{
	static const struct {
		enum li_cx_command command;
		uint32_t result; /* an Experimental one from 5000 */
		const char *server;
		bool differs;
	} rows[] = {
		{LI_CX_SAR, 2001, ONE, false},
		{LI_CX_SAR, 2001, OTHER, true},
		{LI_CX_SAR, 5005, OTHER, true},
		{LI_CX_SAR, 5007, OTHER, false},
		{LI_CX_MAR, 2001, ONE, false},
		{LI_CX_MAR, 2001, OTHER, true},
		{LI_CX_MAR, 5001, OTHER, false},
		{LI_CX_UAR, 2001, OTHER, true},
		{LI_CX_UAR, 2001, ONE, false},
		{LI_CX_LIR, 2001, OTHER, true},
		{LI_CX_LIR, 2001, ONE, false},
		{LI_CX_LIR, 2001, NULL, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_event e = kit_cx(rows[i].command,
			rows[i].command == LI_CX_SAR ? 2 : -1, IMPI, ALICE);

		start();
		e.cx.server_name = li_slice_str(rows[i].server);
		if (rows[i].command == LI_CX_UAR ||
			rows[i].command == LI_CX_LIR)
			e.cx_more.answered_server = e.cx.server_name;
		if (rows[i].result >= 5000)
			e = experimental(e, rows[i].result);
		apply(e);
		CU_ASSERT(told(
			rows[i].differs ? LI_CONTRADICTION_SERVER_DIFFERS : 0));
	}
}

/* TS 29.228 cl. 6.1.1.1, 6.1.4.1, 6.3.1: another one may be chosen */
static void test_cx_told__expects_a_reassignment(void)
{
	struct li_event uar = kit_cx(LI_CX_UAR, -1, IMPI, ALICE);
	struct li_event mar = kit_cx(LI_CX_MAR, -1, IMPI, ALICE);
	struct li_event lir = kit_cx(LI_CX_LIR, -1, NULL, ALICE);

	start();
	uar.cx.authorization_type = 2;
	apply(uar);
	apply(served(1, OTHER));
	CU_ASSERT(told(0));
	apply(served(1, ONE)); /* that was one reassignment, not two */
	CU_ASSERT(told(LI_CONTRADICTION_SERVER_DIFFERS));
	uar.cx.authorization_type = 0;
	uar.cx_more.capabilities = true;
	apply(uar);
	apply(served(2, OTHER));
	CU_ASSERT(told(0));
	mar.cx.server_name = li_slice_str(ONE);
	apply(mar);
	CU_ASSERT(told(LI_CONTRADICTION_SERVER_DIFFERS));
	apply(served(1, ONE)); /* told already */
	CU_ASSERT(told(0));
	apply(kit_cx(LI_CX_SAR, 5, IMPI, ALICE));
	apply(served(1, OTHER)); /* nobody serves who is not registered */
	CU_ASSERT(told(0));
	start();
	lir.cx_more.capabilities = true;
	apply(lir);
	apply(served(1, OTHER));
	CU_ASSERT(told(0));
}

/* TS 29.228 cl. 6.1.1.1; TS 29.229 cl. 6.2.2.3 */
static void test_cx_told__says_who_does_not_belong_together(void)
{
	struct li_event e = kit_cx(LI_CX_UAR, -1, IMPI, BOB);

	start();
	apply(experimental(e, 5002));
	CU_ASSERT(told(LI_CONTRADICTION_NOT_ASSOCIATED));
	e.cx.result = 5002; /* of the base: UNKNOWN_SESSION_ID */
	apply(e);
	CU_ASSERT(told(0));
}

/* TS 29.228 cl. 6.1.3: nobody knows what became of it */
static void test_cx_told__says_when_a_termination_had_no_answer(void)
{
	struct li_event e = kit_cx(LI_CX_RTR, -1, IMPI, NULL);

	start();
	e.cx.answered = false;
	apply(e);
	CU_ASSERT(told(LI_CONTRADICTION_STALE));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	fresh_usual();
	apply(e); /* of nobody who is known */
	CU_ASSERT(told(0));
}

static void bind(uint32_t cseq, int64_t expires_s)
{
	struct li_event e = kit_register(0, cseq, IMPI);

	kit_contact(&e, HERE, NULL, expires_s);
	apply(e);
	if (expires_s == 0)
		return;
	e = kit_register(200, cseq, NULL);
	kit_contact(&e, HERE, NULL, expires_s);
	apply(e);
}

/* What SIP holds still, Cx takes down. TS 29.228 cl. 6.1.2 */
static void test_cx_told__says_when_a_fresh_contact_is_taken_down(void)
{
	static const struct {
		int type;
		int age_s;  /* of a contact of 600 s */
		bool asked; /* the UE asked to leave */
		bool is_told;
	} rows[] = {
		{4, 10, false, true},
		{4, 590, false, false},
		{6, 10, false, true},
		{5, 10, false, true},
		{5, 10, true, false},
		{7, 10, true, false},
		{8, 10, false, false}, /* the operator may at any time */
		{9, 10, false, false},
		{2, 10, false, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		start();
		bind(1, 600);
		pass(rows[i].age_s);
		if (rows[i].asked)
			bind(2, 0);
		apply(kit_cx(LI_CX_SAR, rows[i].type, IMPI, ALICE));
		CU_ASSERT(told(rows[i].is_told ? LI_CONTRADICTION_CX_GONE : 0));
	}
}

/* The last contact runs out, and Cx says nothing of that: its word stays, and
 * that they differ is told. TS 29.228 cl. 6.1.2 */
static void test_cx_told__keeps_who_only_sip_has_lost(void)
{
	struct li_event lir = kit_cx(LI_CX_LIR, -1, NULL, ALICE);

	start();
	bind(1, 60);
	pass(50);
	apply(lir);
	CU_ASSERT(told(0));
	pass(200);
	apply(lir);
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	CU_ASSERT(told(LI_CONTRADICTION_SIP_GONE));
	bind(5, 600);
	apply(lir);
	CU_ASSERT(told(0));
	/* Whom Cx took down before is gone with the last contact. */
	apply(kit_cx(LI_CX_SAR, 8, IMPI, ALICE));
	bind(6, 60);
	pass(100);
	apply(lir);
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_NONE);
	CU_ASSERT(told(0));
}

/* The UE left, and Cx has it registered still: a SAR that comes behind by no
 * more than taps differ is none that is missing. TS 24.229 cl. 5.4.1.4 */
static void test_cx_told__says_when_only_sip_has_let_go(void)
{
	static const struct {
		int type; /* of the SAR, 0: there is none */
		int after_s;
		bool is_told;
	} rows[] = {
		{0, 1, false},
		{0, 2, true},
		{0, 60, true},
		{5, 2, false},
		{7, 2, false},
		{2, 2, true},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_event gone = kit_register(200, 2, NULL);

		start();
		bind(1, 600);
		pass(10);
		bind(2, 0);
		CU_ASSERT_TRUE(change.leaving);
		apply(gone);
		if (rows[i].type == 5 || rows[i].type == 7)
			apply(kit_cx(LI_CX_SAR, rows[i].type, IMPI, ALICE));
		pass(rows[i].after_s);
		if (rows[i].type == 2)
			apply(kit_cx(LI_CX_SAR, 2, IMPI, ALICE));
		else
			apply(kit_cx(LI_CX_LIR, -1, NULL, ALICE));
		CU_ASSERT(
			told(rows[i].is_told ? LI_CONTRADICTION_SIP_GONE : 0));
	}
}

/* TS 29.228 cl. 6.3: who is registered was authenticated before */
static void test_cx_told__says_whether_there_was_an_authentication(void)
{
	static const int used[] = {1, 2, 9, 10};

	for (size_t i = 0; i < sizeof(used) / sizeof(used[0]); i++) {
		fresh_usual();
		apply(kit_cx(LI_CX_SAR, used[i], IMPI, ALICE));
		CU_ASSERT_FALSE(change.auth_was_pending);
		CU_ASSERT_EQUAL(change.auth_age_s, -1);
		apply(kit_cx(LI_CX_MAR, -1, IMPI, ALICE));
		CU_ASSERT_FALSE(change.auth_was_pending);
		mono_s += 20;
		apply(kit_cx(LI_CX_SAR, used[i], IMPI, ALICE));
		CU_ASSERT_TRUE(change.auth_was_pending);
		CU_ASSERT(change.auth_age_s >= 16 && change.auth_age_s <= 24);
		apply(kit_cx(LI_CX_SAR, used[i], IMPI, ALICE));
		CU_ASSERT_FALSE(change.auth_was_pending);
	}
	apply(experimental(kit_cx(LI_CX_MAR, -1, IMPI, ALICE), 5001));
	apply(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	CU_ASSERT_FALSE(change.auth_was_pending);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.cx_told",
	UNIT_TEST(test_cx_told__says_when_the_server_differs),
	UNIT_TEST(test_cx_told__expects_a_reassignment),
	UNIT_TEST(test_cx_told__says_who_does_not_belong_together),
	UNIT_TEST(test_cx_told__says_when_a_termination_had_no_answer),
	UNIT_TEST(test_cx_told__says_when_a_fresh_contact_is_taken_down),
	UNIT_TEST(test_cx_told__keeps_who_only_sip_has_lost),
	UNIT_TEST(test_cx_told__says_when_only_sip_has_let_go),
	UNIT_TEST(test_cx_told__says_whether_there_was_an_authentication))
