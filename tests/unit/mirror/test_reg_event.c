/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

#define HERE "sip:alice@192.0.2.1:5060"
#define THERE "sip:alice@192.0.2.2:5060"

static struct li_reginfo info;

static void registered(const char *contact)
{
	struct li_event e = kit_register(200, 1, NULL);

	e.sip.call_id = li_slice_str(contact);
	kit_contact(&e, contact, NULL, 600);
	apply(e);
}

static void subscribed(void)
{
	struct li_event e = kit_sip(LI_SIP_SUBSCRIBE, 0, "sub");

	fresh_usual();
	registered(HERE);
	registered(THERE);
	kit_party(&e, LI_ROLE_FROM, ALICE);
	kit_party(&e, LI_ROLE_TO, ALICE);
	apply(e);
	e.sip.is_request = false;
	e.sip.status = 200;
	e.sip.to_tag = li_slice_str("t");
	apply(e);
}

/* A NOTIFY with this tag of its sender. NULL: of all contacts. */
static void notify(const char *from_tag, const char *contact)
{
	struct li_event e = kit_sip(LI_SIP_NOTIFY, 0, "sub");
	struct li_identity alice = kit_identity(LI_ID_IMPU, ALICE);
	struct li_key keys[LI_ID_KEYS_MAX];
	bool back = strcmp(from_tag, "t") == 0;

	li_identity_keys_wanted(&alice, &kit_secret, keys);
	info.count = 1;
	info.ended[0].aor = keys[0];
	info.ended[0].contact = li_slice_str(contact);
	kit_party(&e, LI_ROLE_FROM, ALICE);
	kit_party(&e, LI_ROLE_TO, ALICE);
	e.sip.from_tag = li_slice_str(from_tag);
	e.sip.to_tag = li_slice_str(back ? "f" : "t");
	e.sip.cseq = 2;
	e.sip.reginfo = &info;
	apply(e);
}

static enum li_reg_state state(void)
{
	struct li_event e = kit_cx(LI_CX_LIR, -1, NULL, ALICE);

	apply(e);
	return change.reg_after;
}

/* RFC 3680 cl. 4.7.1; TS 24.229 cl. 5.4.2.1.2 */
static void test_reg_event__ends_the_contacts_that_it_lists(void)
{
	subscribed();
	notify("t", HERE);
	CU_ASSERT_EQUAL(state(), LI_REG_REGISTERED);
	notify("t", "sip:192.0.2.9");
	CU_ASSERT_EQUAL(state(), LI_REG_REGISTERED);
	notify("t", THERE);
	CU_ASSERT_EQUAL(state(), LI_REG_NONE);
	pass(LI_USER_GRACE_S + 2);
	CU_ASSERT_EQUAL(counts().registrations, 0);
}

static void test_reg_event__ends_a_registration(void)
{
	subscribed();
	notify("t", NULL);
	CU_ASSERT_EQUAL(state(), LI_REG_NONE);
	pass(LI_USER_GRACE_S + 2);
	CU_ASSERT_EQUAL(counts().registrations, 0);
}

/* TS 24.229 cl. 5.4.2.1: nobody but the registrar answers a SUBSCRIBE. */
static void test_reg_event__counts_from_who_was_asked_alone(void)
{
	subscribed();
	notify("f", NULL);
	CU_ASSERT_EQUAL(state(), LI_REG_REGISTERED);
	fresh_usual();
	registered(HERE);
	notify("t", NULL); /* of no subscription */
	CU_ASSERT_EQUAL(state(), LI_REG_REGISTERED);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.reg_event",
	UNIT_TEST(test_reg_event__ends_the_contacts_that_it_lists),
	UNIT_TEST(test_reg_event__ends_a_registration),
	UNIT_TEST(test_reg_event__counts_from_who_was_asked_alone))
