/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

#define NUMBER "tel:+15551230001"

static bool again;

static enum li_reg_state of(enum li_id_kind kind, const char *text)
{
	struct li_identity id = kit_identity(kind, text);

	again = false;
	return li_mirror_registered(mirror, &id, 1, &again);
}

static enum li_reg_state of_both(enum li_id_kind kind, const char *text,
	enum li_id_kind other, const char *other_text)
{
	const struct li_identity ids[] = {kit_identity(kind, text),
		kit_identity(other, other_text)};

	again = false;
	return li_mirror_registered(mirror, ids, 2, &again);
}

/* alice and her number in one implicit set. */
static void assign(int32_t type)
{
	struct li_event e = kit_cx(LI_CX_SAR, type, IMPI, ALICE);

	kit_party(&e, LI_ROLE_CX_USER_DATA, ALICE);
	kit_party(&e, LI_ROLE_CX_USER_DATA, NUMBER);
	apply(e);
}

/* TS 33.128 cl. 7.2.4.3.3; TS 29.228 cl. 6.1.2 */
static void test_registered__is_what_the_hss_knows(void)
{
	fresh_usual();
	CU_ASSERT_EQUAL(of(LI_ID_IMPU, ALICE), LI_REG_NONE);
	assign(1);
	CU_ASSERT_EQUAL(of(LI_ID_IMPU, ALICE), LI_REG_REGISTERED);
	CU_ASSERT_FALSE(again);
	CU_ASSERT_EQUAL(of(LI_ID_IMPI, IMPI), LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(of(LI_ID_IMPU, NUMBER), LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(of(LI_ID_E164, "15551230001"), LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(of(LI_ID_IMPU, BOB), LI_REG_NONE);
	assign(2);
	CU_ASSERT_EQUAL(of(LI_ID_IMPU, ALICE), LI_REG_REGISTERED);
	CU_ASSERT_TRUE(again);
	assign(7);
	CU_ASSERT_EQUAL(of(LI_ID_IMPU, ALICE), LI_REG_UNREGISTERED);
	CU_ASSERT_EQUAL(of(LI_ID_IMPI, IMPI), LI_REG_UNREGISTERED);
	assign(5);
	CU_ASSERT_EQUAL(of(LI_ID_IMPU, ALICE), LI_REG_NONE);
	assign(3);
	CU_ASSERT_EQUAL(of(LI_ID_IMPU, ALICE), LI_REG_UNREGISTERED);
	CU_ASSERT_FALSE(again);
	assign(1);
	CU_ASSERT_EQUAL(of(LI_ID_IMPU, ALICE), LI_REG_REGISTERED);
	CU_ASSERT_FALSE(again);
}

/* An IMPU is registered or not by itself; its user when any is. */
static void test_registered__is_an_impus_own_state(void)
{
	fresh_usual();
	assign(1);
	apply(kit_cx(LI_CX_SAR, 1, IMPI, CAROL));
	apply(kit_cx(LI_CX_SAR, 5, IMPI, CAROL));
	CU_ASSERT_EQUAL(of(LI_ID_IMPU, CAROL), LI_REG_NONE);
	CU_ASSERT_EQUAL(of(LI_ID_IMPI, IMPI), LI_REG_REGISTERED);
}

/* All identifiers of a task must match: TS 103 221-1 cl. 6.2 */
static void test_registered__takes_all_targets(void)
{
	struct li_event e = kit_register(200, 1, NULL);

	fresh_usual();
	assign(1);
	apply(kit_register(0, 1, IMPI));
	kit_contact(&e, "sip:alice@192.0.2.1:5060", IMEI, 600);
	apply(e);
	CU_ASSERT_EQUAL(of_both(LI_ID_IMPU, ALICE, LI_ID_IMPI, IMPI),
		LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(of_both(LI_ID_IMPI, IMPI, LI_ID_IMEI, IMEI),
		LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(of_both(LI_ID_IMPU, ALICE, LI_ID_IMPI,
				"bob@ims.example"),
		LI_REG_NONE);
	CU_ASSERT_EQUAL(of_both(LI_ID_IMPU, ALICE, LI_ID_IMPU, BOB),
		LI_REG_NONE);
	CU_ASSERT_EQUAL(li_mirror_registered(mirror, NULL, 0, &again),
		LI_REG_NONE);
}

/* What SIP alone showed, the HSS need not know. */
static void test_registered__is_not_what_sip_showed_alone(void)
{
	struct li_event e = kit_register(200, 1, NULL);

	fresh_usual();
	apply(kit_register(0, 1, IMPI));
	kit_contact(&e, "sip:alice@192.0.2.1:5060", IMEI, 600);
	apply(e);
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(of(LI_ID_IMPU, ALICE), LI_REG_NONE);
	assign(1);
	CU_ASSERT_EQUAL(of(LI_ID_IMPU, ALICE), LI_REG_REGISTERED);
}

/* Nor what SIP adds to a user that the HSS has registered. */
static void test_registered__is_not_what_sip_added(void)
{
	struct li_event e = kit_register(200, 1, NULL);

	fresh_usual();
	assign(1);
	apply(kit_register(0, 1, IMPI));
	kit_contact(&e, "sip:alice@192.0.2.1:5060", IMEI, 600);
	kit_party(&e, LI_ROLE_P_ASSOCIATED, CAROL);
	apply(e);
	apply(kit_cx(LI_CX_LIR, -1, IMPI, CAROL));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(of(LI_ID_IMPU, CAROL), LI_REG_NONE);
	CU_ASSERT_EQUAL(of(LI_ID_IMPU, ALICE), LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(of(LI_ID_IMPI, IMPI), LI_REG_REGISTERED);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.registered",
	UNIT_TEST(test_registered__is_what_the_hss_knows),
	UNIT_TEST(test_registered__is_an_impus_own_state),
	UNIT_TEST(test_registered__takes_all_targets),
	UNIT_TEST(test_registered__is_not_what_sip_showed_alone),
	UNIT_TEST(test_registered__is_not_what_sip_added))
