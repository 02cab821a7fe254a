/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

#define TEL "tel:+15551230001"

#define NONE LI_REG_NONE
#define REGISTERED LI_REG_REGISTERED
#define UNREGISTERED LI_REG_UNREGISTERED

/* alice registered under her IMPI, with her number in the implicit set. */
static void start(enum li_reg_state state)
{
	struct li_event e =
		kit_cx(LI_CX_SAR, state == REGISTERED ? 1 : 3, IMPI, ALICE);

	fresh_usual();
	if (state == NONE)
		return;
	kit_party(&e, LI_ROLE_CX_USER_DATA, TEL);
	apply(e);
	CU_ASSERT_EQUAL_FATAL(change.reg_after, state);
}

/* TS 29.228 cl. 6.1.2; TS 29.229 cl. 6.3.15 */
static void test_cx_assign__does_what_each_type_says(void)
{
	static const struct {
		int type;
		enum li_reg_state none, registered, unregistered; /* after */
	} rows[] = {
		{0, NONE, REGISTERED, UNREGISTERED},
		{1, REGISTERED, REGISTERED, REGISTERED},
		{2, REGISTERED, REGISTERED, REGISTERED},
		{3, UNREGISTERED, REGISTERED, UNREGISTERED},
		{4, NONE, NONE, NONE},
		{5, NONE, NONE, NONE},
		{6, NONE, UNREGISTERED, UNREGISTERED},
		{7, NONE, UNREGISTERED, UNREGISTERED},
		{8, NONE, NONE, NONE},
		{9, NONE, REGISTERED, UNREGISTERED},
		{10, NONE, REGISTERED, UNREGISTERED},
		{11, NONE, NONE, NONE},
		{14, NONE, REGISTERED, UNREGISTERED},
		{-1, NONE, REGISTERED, UNREGISTERED},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct li_event e =
			kit_cx(LI_CX_SAR, rows[i].type, IMPI, ALICE);

		start(NONE);
		apply(e);
		CU_ASSERT_EQUAL(change.reg_after, rows[i].none);
		start(REGISTERED);
		apply(e);
		CU_ASSERT_EQUAL(change.reg_before, REGISTERED);
		CU_ASSERT_EQUAL(change.reg_after, rows[i].registered);
		start(UNREGISTERED);
		apply(e);
		CU_ASSERT_EQUAL(change.reg_after, rows[i].unregistered);
	}
}

/* Answers that grant nothing. TS 29.228 cl. 6.1.2.1; TS 29.229 cl. 6.2 */
static const struct refusal {
	uint32_t result, vendor;
	bool experimental, answered;
} refusals[] = {
	{5005, 10415, true, true}, /* IDENTITY_ALREADY_REGISTERED */
	{5007, 10415, true, true}, /* IN_ASSIGNMENT_TYPE: restoration, PSI */
	{5009, 0, false, true},    /* AVP_OCCURS_TOO_MANY_TIMES */
	{5012, 0, false, true},    /* UNABLE_TO_COMPLY */
	{2001, 0, true, true},     /* of nobody */
	{2001, 0, false, false},
};

static void refuse(int type, const struct refusal *r)
{
	struct li_event e = kit_cx(LI_CX_SAR, type, IMPI, ALICE);

	e.cx.result = r->result;
	e.cx.result_vendor = r->vendor;
	e.cx.experimental = r->experimental;
	e.cx.answered = r->answered;
	start(REGISTERED);
	apply(e);
	CU_ASSERT_EQUAL(change.reg_after, REGISTERED);
	start(NONE);
	apply(e);
	CU_ASSERT_EQUAL(change.reg_after, NONE);
}

static void test_cx_assign__does_nothing_that_is_not_granted(void)
{
	static const int types[] = {1, 3, 4, 5, 6, 8, 9};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		for (size_t r = 0; r < sizeof(refusals) / sizeof(refusals[0]);
			r++)
			refuse(types[i], &refusals[r]);
}

/* TS 29.229 cl. 6.2.1.4 */
static void test_cx_assign__forgets_the_server_when_its_name_is_not_kept(void)
{
	struct li_event e = kit_cx(LI_CX_SAR, 7, IMPI, ALICE);

	start(REGISTERED);
	e.cx.experimental = true;
	e.cx.result_vendor = 10415;
	e.cx.result = 2004;
	apply(e);
	CU_ASSERT_EQUAL(change.reg_after, NONE);
}

static enum li_reg_state state_of(const char *impi, const char *impu)
{
	struct li_event lir = kit_cx(LI_CX_LIR, -1, impi, impu);

	apply(lir);
	return change.reg_after;
}

/* TS 29.228 cl. 6.5.1 */
static void test_cx_assign__acts_on_the_whole_implicit_set(void)
{
	start(REGISTERED);
	CU_ASSERT_EQUAL(state_of(IMPI, TEL), REGISTERED);
	apply(kit_cx(LI_CX_SAR, 2, IMPI, ALICE)); /* without User-Data */
	CU_ASSERT_EQUAL(state_of(IMPI, TEL), REGISTERED);
	apply(kit_cx(LI_CX_SAR, 1, IMPI, CAROL)); /* another set */
	apply(kit_cx(LI_CX_SAR, 5, IMPI, TEL));
	CU_ASSERT_TRUE(known(LI_ID_IMPU, ALICE, LI_ROLE_CX_PUBLIC_IDENTITY));
	CU_ASSERT_FALSE(known(LI_ID_IMPU, CAROL, LI_ROLE_CX_PUBLIC_IDENTITY));
	CU_ASSERT_EQUAL(state_of(IMPI, ALICE), NONE);
	CU_ASSERT_EQUAL(state_of(IMPI, CAROL), REGISTERED);
}

static void test_cx_assign__keeps_an_impu_until_its_last_impi_leaves(void)
{
	start(REGISTERED);
	apply(kit_cx(LI_CX_SAR, 1, "two@ims.example", ALICE));
	apply(kit_cx(LI_CX_SAR, 5, IMPI, ALICE));
	CU_ASSERT_EQUAL(state_of(IMPI, ALICE), NONE);
	CU_ASSERT_EQUAL(state_of("two@ims.example", ALICE), REGISTERED);
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_TRUE(known(LI_ID_IMPI, "two@ims.example", 0));
	apply(kit_cx(LI_CX_SAR, 5, "no@ims.example", ALICE));
	CU_ASSERT_EQUAL(state_of("two@ims.example", ALICE), REGISTERED);
	apply(kit_cx(LI_CX_SAR, 5, NULL, ALICE));
	CU_ASSERT_EQUAL(state_of("two@ims.example", ALICE), NONE);
}

static void test_cx_assign__takes_all_of_an_impi_without_impus(void)
{
	start(REGISTERED);
	apply(kit_cx(LI_CX_SAR, 1, IMPI, CAROL));
	apply(kit_cx(LI_CX_SAR, 8, IMPI, NULL));
	CU_ASSERT_EQUAL(change.reg_before, REGISTERED);
	CU_ASSERT_EQUAL(change.reg_after, NONE);
	CU_ASSERT_EQUAL(state_of(IMPI, ALICE), NONE);
	CU_ASSERT_EQUAL(state_of(IMPI, CAROL), NONE);
}

/* TS 29.228 cl. 6.1.2.1; TS 29.229 cl. 6.2: which AVP, vendor and code it is */
static void test_cx_assign__takes_the_result_whole(void)
{
	static const struct {
		int type;
		bool experimental;
		uint32_t vendor, result;
		enum li_reg_state after; /* of who was registered */
	} rows[] = {
		{7, false, 0, 2001, UNREGISTERED}, {7, true, 10415, 2004, NONE},
		{7, true, 10415, 2001, REGISTERED},
		{7, true, 0, 2004, REGISTERED}, {7, false, 0, 2004, REGISTERED},
		{6, false, 0, 2001, UNREGISTERED}, {6, true, 10415, 2004, NONE},
		{5, false, 0, 2001, NONE}, {5, false, 0, 5003, REGISTERED},
		{5, true, 10415, 5001, REGISTERED},
		{1, true, 10415, 5005, REGISTERED}, /* another has it */
		{1, true, 10415, 5007, REGISTERED}, /* a second registration */
		{1, false, 0, 5009, REGISTERED},    /* several IMPUs */
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_event e =
			kit_cx(LI_CX_SAR, rows[i].type, IMPI, ALICE);

		start(REGISTERED);
		e.cx.experimental = rows[i].experimental;
		e.cx.result_vendor = rows[i].vendor;
		e.cx.result = rows[i].result;
		e.cx_more.multiple_registration = 1;
		apply(e);
		CU_ASSERT_EQUAL(change.reg_after, rows[i].after);
	}
}

/* TS 29.228 cl. 6.1.2.1: the IMPU is unregistered after the last IMPI alone */
static void test_cx_assign__unregisters_after_the_last_impi(void)
{
	start(REGISTERED);
	apply(kit_cx(LI_CX_SAR, 1, "two@ims.example", ALICE));
	apply(kit_cx(LI_CX_SAR, 7, IMPI, ALICE));
	CU_ASSERT_EQUAL(state_of(IMPI, ALICE), NONE);
	CU_ASSERT_EQUAL(state_of(NULL, ALICE), REGISTERED);
	apply(kit_cx(LI_CX_SAR, 7, "two@ims.example", ALICE));
	CU_ASSERT_EQUAL(state_of(NULL, ALICE), UNREGISTERED);
	CU_ASSERT_EQUAL(state_of(NULL, TEL), UNREGISTERED);
	apply(kit_cx(LI_CX_SAR, 4, IMPI, TEL)); /* whoever had it */
	CU_ASSERT_EQUAL(state_of(NULL, ALICE), NONE);
}

/* TS 23.380 cl. 5.4; TS 29.228 cl. 6.1.2.1 */
static void test_cx_assign__unregisters_whose_pcscf_is_lost(void)
{
	struct li_event e = kit_cx(LI_CX_SAR, 3, IMPI, ALICE);

	start(REGISTERED);
	apply(e);
	CU_ASSERT_EQUAL(change.reg_after, REGISTERED);
	e.cx_more.sar_flags = LI_SAR_PCSCF_RESTORATION;
	e.cx.result = 5012;
	apply(e);
	CU_ASSERT_EQUAL(change.reg_after, REGISTERED);
	e.cx.result = 2001;
	apply(e);
	CU_ASSERT_EQUAL(change.reg_after, UNREGISTERED);
	CU_ASSERT_EQUAL(state_of(NULL, TEL), UNREGISTERED);
}

/* TS 29.228 cl. 6.1.2.1: no User-Name, and the HSS chooses one */
static void test_cx_assign__serves_an_unregistered_user_without_an_impi(void)
{
	fresh_usual();
	apply(kit_cx(LI_CX_SAR, 3, NULL, ALICE));
	CU_ASSERT_EQUAL(change.reg_after, UNREGISTERED);
	apply(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	CU_ASSERT_EQUAL(counts().registrations, 1);
	CU_ASSERT_EQUAL(state_of(NULL, ALICE), REGISTERED);
	apply(kit_cx(LI_CX_SAR, 5, NULL, ALICE));
	CU_ASSERT_EQUAL(state_of(NULL, ALICE), NONE);
}

/* An IMPI that only Cx named leads to the SIP of its IMPUs, and one that only
 * SIP named to its Cx: one record. TS 33.107 cl. 7A.2.3, 20.1.3.3 */
static void test_cx_assign__knows_by_either_what_the_other_says(void)
{
	struct li_event e = kit_register(200, 1, NULL);

	start(REGISTERED);
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_TRUE(known(LI_ID_IMPI, IMPI, LI_ROLE_REGISTRATION));
	fresh_usual();
	apply(kit_register(0, 1, IMPI));
	kit_contact(&e, "sip:alice@192.0.2.1", IMEI, 600);
	apply(e);
	apply(kit_cx(LI_CX_LIR, -1, NULL, ALICE));
	CU_ASSERT_TRUE(known(LI_ID_IMPI, IMPI, LI_ROLE_REGISTRATION));
	CU_ASSERT_TRUE(known(LI_ID_IMEI, IMEI, LI_ROLE_REGISTRATION));
	apply(kit_cx(LI_CX_RTR, -1, IMPI, NULL));
	CU_ASSERT_TRUE(known(LI_ID_IMPU, ALICE, LI_ROLE_CX_PUBLIC_IDENTITY));
	CU_ASSERT_EQUAL(counts().registrations, 1);
}

static void test_cx_assign__shares_the_record_with_sip(void)
{
	struct li_event e = kit_register(200, 1, NULL);

	fresh_usual();
	kit_contact(&e, "sip:alice@192.0.2.1", IMEI, 600);
	apply(e); /* no IMPI is known */
	apply(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	CU_ASSERT_EQUAL(change.reg_before, REGISTERED);
	CU_ASSERT_EQUAL(counts().registrations, 1);
	CU_ASSERT_TRUE(known(LI_ID_IMEI, IMEI, LI_ROLE_REGISTRATION));
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.cx_assign",
	UNIT_TEST(test_cx_assign__does_what_each_type_says),
	UNIT_TEST(test_cx_assign__does_nothing_that_is_not_granted),
	UNIT_TEST(test_cx_assign__forgets_the_server_when_its_name_is_not_kept),
	UNIT_TEST(test_cx_assign__acts_on_the_whole_implicit_set),
	UNIT_TEST(test_cx_assign__keeps_an_impu_until_its_last_impi_leaves),
	UNIT_TEST(test_cx_assign__takes_all_of_an_impi_without_impus),
	UNIT_TEST(test_cx_assign__takes_the_result_whole),
	UNIT_TEST(test_cx_assign__unregisters_after_the_last_impi),
	UNIT_TEST(test_cx_assign__unregisters_whose_pcscf_is_lost),
	UNIT_TEST(test_cx_assign__serves_an_unregistered_user_without_an_impi),
	UNIT_TEST(test_cx_assign__knows_by_either_what_the_other_says),
	UNIT_TEST(test_cx_assign__shares_the_record_with_sip))
