/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

static void start(void)
{
	fresh_usual();
	apply(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	apply(kit_cx(LI_CX_SAR, 1, IMPI, CAROL));
	apply(kit_cx(LI_CX_SAR, 1, "two@ims.example", BOB));
	CU_ASSERT_EQUAL_FATAL(change.reg_after, LI_REG_REGISTERED);
}

static enum li_reg_state state_of(const char *impi, const char *impu)
{
	apply(kit_cx(LI_CX_LIR, -1, impi, impu));
	return change.reg_after;
}

/* TS 29.228 cl. 6.1.3, 6.1.3.1; TS 29.229 cl. 6.3.17. A change of server ends all. */
static void test_cx_push__takes_down_what_it_names(void)
{
	static const struct {
		int32_t reason;
		uint32_t result;
		const char *impu;
		bool associated;
		bool alice, carol, bob; /* registered after it */
	} rows[] = {
		{0, 2001, ALICE, false, false, true, true},
		{2, 2001, ALICE, false, false, false, true},
		{0, 2001, NULL, false, false, false, true},
		{3, 2002, NULL, false, false, false, true},
		{0, 2001, NULL, true, false, false, false},
		{1, 2001, ALICE, false, true, true, true},
		{0, 5012, NULL, true, true, true, true},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_event e = kit_cx(LI_CX_RTR, -1, IMPI, rows[i].impu);

		start();
		e.cx.reason_code = rows[i].reason;
		e.cx.result = rows[i].result;
		if (rows[i].associated)
			kit_party(&e, LI_ROLE_CX_USER_NAME, "two@ims.example");
		apply(e);
		CU_ASSERT_EQUAL(state_of(IMPI, ALICE) == LI_REG_REGISTERED,
			rows[i].alice);
		CU_ASSERT_EQUAL(state_of(IMPI, CAROL) == LI_REG_REGISTERED,
			rows[i].carol);
		CU_ASSERT_EQUAL(state_of("two@ims.example", BOB) ==
				LI_REG_REGISTERED,
			rows[i].bob);
	}
}

static void test_cx_push__tells_whom_an_impi_alone_stands_for(void)
{
	static const uint32_t results[] = {2001, 5012};

	for (size_t i = 0; i < 2; i++) {
		struct li_event e = kit_cx(LI_CX_RTR, -1, IMPI, NULL);

		start();
		e.cx.result = results[i];
		apply(e);
		CU_ASSERT_TRUE(
			known(LI_ID_IMPU, ALICE, LI_ROLE_CX_PUBLIC_IDENTITY));
		CU_ASSERT_TRUE(
			known(LI_ID_IMPU, CAROL, LI_ROLE_CX_PUBLIC_IDENTITY));
		CU_ASSERT_FALSE(known(LI_ID_IMPU, BOB, 0));
	}
}

static void spare(struct li_event *e, const char *impi, const char *impu)
{
	e->cx_more.emergency[e->cx_more.emergency_count++] =
		(struct li_cx_emergency){
			.impi = li_slice_str(impi),
			.impu = li_slice_str(impu),
		};
}

/* TS 29.228 cl. 6.1.3: what the S-CSCF lists stays */
static void test_cx_push__leaves_emergency_registrations(void)
{
	static const struct {
		uint32_t result;
		bool experimental, crowded;
		bool alice, carol; /* registered after it */
	} rows[] = {
		{2002, false, false, true, false},
		{2001, false, false, false, false},
		{5012, false, false, true, true},
		{2002, true, false, true, true}, /* SUBSEQUENT_REGISTRATION */
		{2002, false, true, true, true}, /* not all could be read */
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_event uar = kit_cx(LI_CX_UAR, -1, IMPI, CAROL);
		struct li_event e = kit_cx(LI_CX_RTR, -1, IMPI, NULL);

		start();
		uar.cx_more.uar_flags = LI_UAR_EMERGENCY;
		apply(uar);
		e.cx.reason_code = 0;
		e.cx.result = rows[i].result;
		e.cx.experimental = rows[i].experimental;
		e.cx.result_vendor = rows[i].experimental ? 10415 : 0;
		e.crowded = rows[i].crowded;
		spare(&e, "two@ims.example", ALICE); /* another's pair */
		spare(&e, IMPI, ALICE);
		apply(e);
		CU_ASSERT_EQUAL(state_of(IMPI, ALICE) == LI_REG_REGISTERED,
			rows[i].alice);
		CU_ASSERT_EQUAL(state_of(IMPI, CAROL) == LI_REG_REGISTERED,
			rows[i].carol);
	}
}

/* TS 29.228 cl. 8.1.1: the user is registered still, at the new S-CSCF, when
 * that one was seen to register it */
static void test_cx_push__keeps_who_has_a_new_server(void)
{
	for (int moved = 0; moved < 2; moved++) {
		struct li_event sar = kit_cx(LI_CX_SAR, 1, IMPI, ALICE);
		struct li_event e = kit_cx(LI_CX_RTR, -1, IMPI, ALICE);

		fresh_usual();
		sar.cx.origin_host = li_slice_str("old.example");
		apply(sar);
		sar.cx.origin_host = li_slice_str("new.example");
		if (moved)
			apply(sar);
		e.cx.reason_code = 1;
		e.cx_more.destination_host = li_slice_str("old.example");
		apply(e);
		CU_ASSERT_EQUAL(change.reg_after,
			moved ? LI_REG_REGISTERED : LI_REG_NONE);
	}
}

/* TS 29.228 cl. 6.1.3: it ends for the IMPIs named, and an IMPU that is only
 * served ends for all */
static void test_cx_push__ends_it_for_the_impis_it_names(void)
{
	struct li_event e = kit_cx(LI_CX_RTR, -1, IMPI, ALICE);

	start();
	apply(kit_cx(LI_CX_SAR, 1, "two@ims.example", ALICE));
	e.cx.reason_code = 0;
	apply(e);
	CU_ASSERT_EQUAL(state_of(IMPI, ALICE), LI_REG_NONE);
	CU_ASSERT_EQUAL(state_of(NULL, ALICE), LI_REG_REGISTERED);
	apply(kit_cx(LI_CX_SAR, 7, "two@ims.example", ALICE));
	CU_ASSERT_EQUAL(state_of(NULL, ALICE), LI_REG_UNREGISTERED);
	apply(e);
	CU_ASSERT_EQUAL(state_of(NULL, ALICE), LI_REG_NONE);
}

static void test_cx_push__changes_nothing_by_a_profile(void)
{
	struct li_event e = kit_cx(LI_CX_PPR, -1, IMPI, NULL);

	start();
	apply(e);
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.cx_push", UNIT_TEST(test_cx_push__takes_down_what_it_names),
	UNIT_TEST(test_cx_push__tells_whom_an_impi_alone_stands_for),
	UNIT_TEST(test_cx_push__leaves_emergency_registrations),
	UNIT_TEST(test_cx_push__keeps_who_has_a_new_server),
	UNIT_TEST(test_cx_push__ends_it_for_the_impis_it_names),
	UNIT_TEST(test_cx_push__changes_nothing_by_a_profile))
