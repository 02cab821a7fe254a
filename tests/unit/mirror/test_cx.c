/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"
#include "mirror/kit_mirror.h"

static void test_cx__takes_the_impi_of_user_name_alone(void)
{
	struct li_event e = kit_cx(LI_CX_SAR, 1, NULL, ALICE);
	struct li_cx_names names;

	fresh_usual();
	kit_party(&e, LI_ROLE_CX_USER_NAME, "two@ims.example");
	li_cx_names(mirror, &e, &names);
	CU_ASSERT_PTR_NULL(names.pair.impi);
	CU_ASSERT_PTR_NOT_NULL(names.pair.impu);
	e.cx.user_name = li_slice_str(IMPI);
	li_cx_names(mirror, &e, &names);
	CU_ASSERT_PTR_EQUAL(names.pair.impi, &names.impi);
	CU_ASSERT_STRING_EQUAL(names.text.text, IMPI);
}

static void test_cx__asks_for_the_state_of_the_pair(void)
{
	struct li_event pair = kit_cx(LI_CX_LIR, -1, IMPI, ALICE);
	struct li_event other = kit_cx(LI_CX_LIR, -1, IMPI, BOB);
	struct li_event impi = kit_cx(LI_CX_LIR, -1, IMPI, NULL);
	struct li_event impu = kit_cx(LI_CX_LIR, -1, NULL, ALICE);
	struct li_event none = kit_cx(LI_CX_LIR, -1, NULL, NULL);

	fresh_usual();
	CU_ASSERT_EQUAL(li_cx_state(mirror, &pair), LI_REG_NONE);
	apply(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	CU_ASSERT_EQUAL(li_cx_state(mirror, &pair), LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(li_cx_state(mirror, &other), LI_REG_NONE);
	CU_ASSERT_EQUAL(li_cx_state(mirror, &impi), LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(li_cx_state(mirror, &impu), LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(li_cx_state(mirror, &none), LI_REG_NONE);
}

/* TS 29.228 cl. 6.1.2 */
static void test_cx__leaves_another_impis_registration(void)
{
	struct li_event other = kit_cx(LI_CX_SAR, 5, "two@ims.example", ALICE);
	struct li_event mine = kit_cx(LI_CX_SAR, 5, IMPI, ALICE);
	const struct li_cx_end end = {.stored = false};

	fresh_usual();
	apply(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	memset(&change, 0, sizeof(change));
	li_cx_leave(mirror, &other, &change, &end);
	CU_ASSERT_EQUAL(li_cx_state(mirror, &mine), LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(change.known_count, 0);
	li_cx_concern(mirror, &mine, &change);
	CU_ASSERT_TRUE(known(LI_ID_IMPU, ALICE, LI_ROLE_CX_PUBLIC_IDENTITY));
	CU_ASSERT_EQUAL(li_cx_state(mirror, &mine), LI_REG_REGISTERED);
	li_cx_leave(mirror, &mine, &change, &end);
	CU_ASSERT_EQUAL(li_cx_state(mirror, &mine), LI_REG_NONE);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.cx", UNIT_TEST(test_cx__takes_the_impi_of_user_name_alone),
	UNIT_TEST(test_cx__asks_for_the_state_of_the_pair),
	UNIT_TEST(test_cx__leaves_another_impis_registration))
