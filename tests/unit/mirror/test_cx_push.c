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

/* TS 29.228 cl. 6.1.3; TS 29.229 cl. 6.3.17 */
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
		{2, 2001, ALICE, false, false, true, true},
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
	UNIT_TEST(test_cx_push__changes_nothing_by_a_profile))
