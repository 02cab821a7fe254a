/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

#define HERE "sip:alice@192.0.2.1:5060"
#define THERE "sip:alice@192.0.2.2:5060"
#define LONG                                                                   \
	";alias=192.0.2.1~5060~1;transport=tcp;x-of=a-text-that-is-long"       \
	"-enough-not-to-be-kept-as-it-is-until-someone-asks-for-it"

static struct li_event asks(uint32_t cseq, const char *impi, const char *uri,
	int64_t expires_s)
{
	struct li_event e = kit_register(0, cseq, impi);

	kit_contact(&e, uri, IMEI, expires_s);
	return e;
}

static struct li_event grants(uint32_t cseq, const char *uri, int64_t expires_s)
{
	struct li_event e = kit_register(200, cseq, NULL);

	if (uri)
		kit_contact(&e, uri, NULL, expires_s);
	kit_party(&e, LI_ROLE_P_ASSOCIATED, ALICE);
	kit_party(&e, LI_ROLE_P_ASSOCIATED, "tel:+15551230001");
	return e;
}

static void registered(void)
{
	fresh_usual();
	apply(asks(1, IMPI, HERE, 600));
	apply(grants(1, HERE, 600));
	CU_ASSERT_EQUAL_FATAL(change.reg_after, LI_REG_REGISTERED);
}

/* RFC 3261 cl. 10.3 */
static void test_register__goes_through_its_states(void)
{
	fresh_usual();
	apply(asks(1, NULL, HERE, 600));
	CU_ASSERT_EQUAL(change.reg_before, LI_REG_NONE);
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_PENDING);
	apply(kit_register(100, 1, NULL));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_PENDING);
	apply(kit_register(401, 1, NULL));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_CHALLENGED);
	apply(asks(2, IMPI, HERE, 600));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_PENDING);
	apply(kit_register(401, 1, NULL)); /* late */
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_PENDING);
	apply(grants(2, HERE, 500));
	CU_ASSERT_EQUAL(change.reg_before, LI_REG_PENDING);
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(change.expires_s, 500);
	CU_ASSERT_TRUE(known(LI_ID_IMPI, IMPI, LI_ROLE_DIALOG));
	CU_ASSERT_EQUAL(counts().registrations, 1);
}

static void test_register__keeps_the_binding_when_an_attempt_fails(void)
{
	static const uint16_t failures[] = {302, 403, 423, 500, 603};

	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
		registered();
		apply(asks(2, IMPI, HERE, 0));
		CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
		apply(kit_register(failures[i], 2, NULL));
		CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	}
	fresh_usual();
	apply(asks(1, NULL, HERE, 600));
	apply(kit_register(403, 1, NULL));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_NONE);
}

static void test_register__ends_only_when_that_is_granted(void)
{
	for (int star = 0; star < 2; star++) {
		struct li_event e = asks(2, IMPI, HERE, 0);

		registered();
		if (star) {
			e = kit_register(0, 2, IMPI);
			e.sip.contact_star = true;
			e.sip.expires_s = 0;
		}
		apply(e);
		CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
		apply(grants(2, NULL, 0));
		CU_ASSERT_EQUAL(change.reg_after, LI_REG_NONE);
		apply(grants(2, NULL, 0)); /* on another hop */
		CU_ASSERT_EQUAL(change.reg_after, LI_REG_NONE);
	}
}

static void test_register__keeps_the_other_device(void)
{
	registered();
	apply(asks(2, IMPI, THERE, 600));
	apply(grants(2, THERE, 600));
	apply(asks(3, IMPI, THERE, 0));
	apply(grants(3, HERE, 550));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	apply(asks(4, IMPI, HERE, 0));
	apply(grants(4, HERE, 0));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_NONE);
}

static enum li_reg_state after_leaving(const char *uri)
{
	apply(asks(9, IMPI, uri, 0));
	apply(grants(9, NULL, 0));
	return change.reg_after;
}

/* A contact is where it is, however long its URI is and whatever else it says.
 * Here only the requests tell. */
static void test_register__knows_a_contact_by_its_place(void)
{
	static const char *const uris[] = {HERE, HERE LONG,
		"sip:bob@192.0.2.1:5060;transport=udp", "sip:192.0.2.1"};
	enum { URIS = sizeof(uris) / sizeof(uris[0]) };

	CU_ASSERT_TRUE(strlen(HERE LONG) > LI_ASKED_URI_MAX);
	for (size_t i = 0; i < (size_t)URIS * URIS; i++) {
		fresh_usual();
		apply(asks(1, NULL, THERE, 600));
		apply(kit_register(401, 1, NULL));
		apply(asks(2, IMPI, uris[i % URIS], 600));
		apply(grants(2, NULL, 600));
		CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
		CU_ASSERT_EQUAL(after_leaving(uris[i / URIS]), LI_REG_NONE);
	}
}

/* RFC 3261 cl. 10.3: it lists all of them */
static void test_register__ends_a_contact_that_a_200_leaves_out(void)
{
	registered();
	pass(5);
	apply(asks(2, IMPI, THERE, 600));
	apply(grants(2, THERE, 600));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	CU_ASSERT_EQUAL(after_leaving(THERE), LI_REG_NONE);
	/* which of two at the same time came first is not known */
	registered();
	apply(asks(2, IMPI, THERE, 600));
	apply(grants(2, THERE, 600));
	CU_ASSERT_EQUAL(after_leaving(THERE), LI_REG_REGISTERED);
	/* nor when the request is not */
	registered();
	pass(5);
	apply(grants(2, THERE, 600));
	CU_ASSERT_EQUAL(after_leaving(THERE), LI_REG_REGISTERED);
	/* one that lists nothing says nothing of others */
	registered();
	pass(5);
	apply(asks(2, IMPI, THERE, 600));
	apply(grants(2, NULL, 600));
	CU_ASSERT_EQUAL(after_leaving(THERE), LI_REG_REGISTERED);
}

static void test_register__is_the_same_when_the_answer_comes_first(void)
{
	fresh_usual();
	apply(grants(1, HERE, 600));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	CU_ASSERT_FALSE(known(LI_ID_IMPI, IMPI, 0));
	apply(asks(1, IMPI, HERE, 600));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	CU_ASSERT_TRUE(known(LI_ID_IMPI, IMPI, LI_ROLE_REGISTRATION));
	apply(grants(2, NULL, 0));
	apply(asks(2, IMPI, HERE, 0));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_NONE);
}

/* TS 24.229 cl. 5.4.1.2.2F */
static void test_register__registers_the_implicit_set(void)
{
	struct li_identity out[8];
	struct li_identity impi = kit_identity(LI_ID_IMPI, IMPI);

	registered();
	CU_ASSERT_EQUAL(li_mirror_who(mirror, &impi, out, 8), 3);
	CU_ASSERT_EQUAL(li_mirror_who(mirror, &impi, out, 1), 1);
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_TRUE(known(LI_ID_IMPI, IMPI, LI_ROLE_REGISTRATION));
	CU_ASSERT_TRUE(known(LI_ID_IMEI, IMEI, LI_ROLE_REGISTRATION));
}

/* TS 24.229 cl. 5.4.1.7 */
static void test_register__of_a_third_party_binds_nothing(void)
{
	struct li_event e = kit_sip(LI_SIP_REGISTER, 0, "third");

	registered();
	kit_party(&e, LI_ROLE_FROM, "sip:scscf.ims.example");
	kit_party(&e, LI_ROLE_TO, ALICE);
	kit_contact(&e, "sip:scscf.ims.example", NULL, 0);
	apply(e);
	CU_ASSERT_TRUE(known(LI_ID_IMPI, IMPI, LI_ROLE_REGISTRATION));
	e.sip.is_request = false;
	e.sip.status = 200;
	apply(e);
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
}

/* TS 24.229 cl. 5.1.6, 5.4.8: what ends the others leaves an emergency
 * registration alone. */
static void test_register__keeps_an_emergency_registration(void)
{
	struct li_event e = kit_register(0, 3, IMPI);

	registered();
	apply(asks(2, IMPI, HERE ";sos", 600));
	apply(grants(2, HERE ";sos", 600));
	e.sip.contact_star = true;
	e.sip.expires_s = 0;
	apply(e);
	apply(grants(3, NULL, 0));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	apply(kit_cx(LI_CX_RTR, -1, IMPI, NULL));
	apply(kit_register(0, 4, NULL));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
}

/* TS 33.128 cl. 7.12.2.8: the IMPI is in the answer to the challenge. */
static void test_register__says_until_when_nobody_is_named(void)
{
	fresh_usual();
	apply(asks(1, NULL, HERE, 600));
	CU_ASSERT_TRUE(change.nameless);
	apply(kit_register(401, 1, NULL));
	CU_ASSERT_TRUE(change.nameless);
	apply(asks(2, IMPI, HERE, 600));
	CU_ASSERT_FALSE(change.nameless);
	apply(grants(2, HERE, 600));
	CU_ASSERT_FALSE(change.nameless);
	fresh_usual();
	apply(asks(1, NULL, HERE, 600));
	apply(kit_cx(LI_CX_MAR, -1, IMPI, ALICE));
	apply(kit_register(401, 1, NULL)); /* by what Cx showed */
	CU_ASSERT_FALSE(change.nameless);
}

/* TS 23.003 cl. 13.3 */
static void test_register__tells_the_imsi_of_a_derived_impi(void)
{
	static const char impi[] =
		"001010000000001@ims.mnc001.mcc001.3gppnetwork.org";

	fresh_usual();
	apply(asks(1, impi, HERE, 600));
	apply(grants(1, HERE, 600));
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_TRUE(
		known(LI_ID_IMSI, "001010000000001", LI_ROLE_REGISTRATION));
}

static void test_register__runs_out(void)
{
	registered();
	pass(599);
	apply(kit_register(0, 2, NULL));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_REGISTERED);
	pass(2);
	apply(kit_register(0, 3, NULL));
	CU_ASSERT_EQUAL(change.reg_after, LI_REG_PENDING);
	CU_ASSERT_EQUAL(counts().registrations, 1);
	pass(LI_USER_GRACE_S + 1);
	CU_ASSERT_EQUAL(counts().registrations, 0);
}

/* TS 33.107 cl. 7A.3.1 */
static void test_register__ends_with_its_maximum_age(void)
{
	fresh((struct li_mirror_options){.registration_age_s = 100});
	apply(asks(1, IMPI, HERE, 600000));
	apply(grants(1, HERE, 600000));
	CU_ASSERT_EQUAL(change.expires_s, 100);
	pass(100 + LI_USER_GRACE_S + 2);
	CU_ASSERT_EQUAL(counts().registrations, 0);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.register", UNIT_TEST(test_register__goes_through_its_states),
	UNIT_TEST(test_register__keeps_the_binding_when_an_attempt_fails),
	UNIT_TEST(test_register__ends_only_when_that_is_granted),
	UNIT_TEST(test_register__keeps_the_other_device),
	UNIT_TEST(test_register__knows_a_contact_by_its_place),
	UNIT_TEST(test_register__ends_a_contact_that_a_200_leaves_out),
	UNIT_TEST(test_register__is_the_same_when_the_answer_comes_first),
	UNIT_TEST(test_register__registers_the_implicit_set),
	UNIT_TEST(test_register__of_a_third_party_binds_nothing),
	UNIT_TEST(test_register__keeps_an_emergency_registration),
	UNIT_TEST(test_register__says_until_when_nobody_is_named),
	UNIT_TEST(test_register__tells_the_imsi_of_a_derived_impi),
	UNIT_TEST(test_register__runs_out),
	UNIT_TEST(test_register__ends_with_its_maximum_age))
