/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

#define HERE "sip:alice@192.0.2.1:5060"
#define THERE "sip:alice@203.0.113.9:5060"

enum { TOLD = LI_DEVICE_UNBOUND | LI_DEVICE_LET_IN };

static uint32_t cseq;

/* alice, or bob for another IMPI, has a contact. */
static void bind(const char *impi, const char *uri)
{
	struct li_event ask = kit_register(0, ++cseq, impi);
	struct li_event grant = kit_register(200, cseq, NULL);

	ask.sip.call_id = grant.sip.call_id = li_slice_str(uri);
	kit_contact(&ask, uri, NULL, 600);
	kit_contact(&grant, uri, NULL, 600);
	apply(ask);
	apply(grant);
}

/* A request of alice's and its 200; returns what was told of both. */
static unsigned call_from(enum li_sip_method method, const char *contact,
	const char *asserted)
{
	static char id[16];
	struct li_event e;
	unsigned told;

	snprintf(id, sizeof(id), "c%u", ++cseq);
	e = kit_call(method, 0, NULL);
	e.sip.call_id = li_slice_str(id);
	if (asserted)
		kit_party(&e, LI_ROLE_P_ASSERTED, asserted);
	if (contact)
		kit_contact(&e, contact, NULL, -1);
	apply(e);
	told = change.devices;
	CU_ASSERT_EQUAL(told & LI_DEVICE_LET_IN, 0);
	e = kit_call(method, 200, "t");
	e.sip.call_id = li_slice_str(id);
	apply(e);
	told |= change.devices;
	apply(e);
	CU_ASSERT_EQUAL(change.devices, 0); /* a copy */
	return told;
}

/* TS 24.229 cl. 5.1.2A.1.1; RFC 3261 cl. 12.1; RFC 6665 cl. 4.1;
 * RFC 3515 cl. 2.4.4 */
static void test_sender__is_where_its_user_is(void)
{
	static const struct {
		enum li_sip_method method;
		const char *contact, *asserted;
		unsigned told;
	} rows[] = {
		{LI_SIP_INVITE, HERE, NULL, 0},
		{LI_SIP_INVITE, "sip:192.0.2.1:9999;transport=tcp", NULL, 0},
		{LI_SIP_INVITE, THERE, NULL, TOLD},
		{LI_SIP_SUBSCRIBE, THERE, NULL, TOLD},
		{LI_SIP_REFER, THERE, NULL, TOLD},
		{LI_SIP_MESSAGE, THERE, NULL, 0},
		{LI_SIP_OPTIONS, THERE, NULL, 0},
		{LI_SIP_INVITE, NULL, NULL, 0},
		{LI_SIP_INVITE, THERE, ALICE, TOLD},
		/* Who is asserted counts, and nobody knows where carol is. */
		{LI_SIP_INVITE, THERE, CAROL, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		fresh_usual();
		bind(IMPI, HERE);
		pass(10);
		CU_ASSERT_EQUAL(call_from(rows[i].method, rows[i].contact,
					rows[i].asserted),
			rows[i].told);
	}
}

/* An IMPU of several IMPIs: of one who is known by Cx alone nobody knows where
 * it is. TS 29.228 cl. 6.1.2 */
static void test_sender__may_be_any_who_share_the_impu(void)
{
	fresh_usual();
	bind(IMPI, HERE);
	bind("two@ims.example", "sip:alice@192.0.2.2:5060");
	pass(10);
	CU_ASSERT_EQUAL(call_from(LI_SIP_INVITE, HERE, NULL), 0);
	CU_ASSERT_EQUAL(call_from(LI_SIP_INVITE, "sip:alice@192.0.2.2:5060",
				NULL),
		0);
	CU_ASSERT_EQUAL(call_from(LI_SIP_INVITE, THERE, NULL), TOLD);
	apply(kit_cx(LI_CX_SAR, 1, "three@ims.example", ALICE));
	CU_ASSERT_EQUAL(call_from(LI_SIP_INVITE, THERE, NULL), 0);
}

/* RFC 3261 cl. 10.3: who is no longer there is nowhere. */
static void test_sender__is_unknown_without_contacts(void)
{
	fresh_usual();
	CU_ASSERT_EQUAL(call_from(LI_SIP_INVITE, THERE, NULL), 0);
	bind(IMPI, HERE);
	pass(700);
	CU_ASSERT_EQUAL(call_from(LI_SIP_INVITE, THERE, NULL), 0);
}

/* A B2BUA's leg has the icid-value of the device's. RFC 7315 cl. 5.6 */
static void test_sender__may_be_a_leg_of_the_users_own_call(void)
{
	for (int tied = 0; tied < 2; tied++) {
		struct li_event leg = kit_call(LI_SIP_INVITE, 0, NULL);
		struct li_event own = kit_call(LI_SIP_INVITE, 0, NULL);
		struct li_event ok = kit_call(LI_SIP_INVITE, 200, "t");

		fresh_usual();
		bind(IMPI, HERE);
		pass(10);
		leg.sip.call_id = ok.sip.call_id = li_slice_str("leg");
		leg.sip.icid = li_slice_str("x");
		own.sip.icid = li_slice_str(tied ? "x" : "y");
		kit_contact(&leg, "sip:198.51.100.1", NULL, -1);
		kit_contact(&own, HERE, NULL, -1);
		apply(leg);
		CU_ASSERT_EQUAL(change.devices, LI_DEVICE_UNBOUND);
		apply(own);
		CU_ASSERT_EQUAL(change.devices, 0);
		apply(ok);
		CU_ASSERT_EQUAL(change.devices, tied ? 0 : LI_DEVICE_LET_IN);
	}
}

/* Copies on other hops come up to 500 ms apart: the 200 to the REGISTER may be
 * seen behind the INVITE. */
static void test_sender__may_have_bound_its_contact_meanwhile(void)
{
	struct li_event call = kit_call(LI_SIP_INVITE, 0, NULL);

	fresh_usual();
	bind(IMPI, HERE);
	pass(10);
	kit_contact(&call, THERE, NULL, -1);
	apply(call);
	CU_ASSERT_EQUAL(change.devices, LI_DEVICE_UNBOUND);
	bind(IMPI, THERE);
	apply(kit_call(LI_SIP_INVITE, 200, "t"));
	CU_ASSERT_EQUAL(change.devices, 0);
}

/* A challenge is no end of it, a refusal no harm. RFC 3261 cl. 22.3 */
static void test_sender__is_told_when_it_is_let_in(void)
{
	struct li_event call = kit_call(LI_SIP_INVITE, 0, NULL);
	struct li_event no = kit_call(LI_SIP_INVITE, 407, "t");
	struct li_event yes = kit_call(LI_SIP_INVITE, 200, "u");

	fresh_usual();
	bind(IMPI, HERE);
	pass(10);
	kit_contact(&call, THERE, NULL, -1);
	apply(call);
	apply(no);
	CU_ASSERT_EQUAL(change.devices, 0);
	call.sip.cseq = yes.sip.cseq = 2;
	apply(call);
	apply(yes);
	CU_ASSERT_EQUAL(change.devices, LI_DEVICE_LET_IN);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.sender", UNIT_TEST(test_sender__is_where_its_user_is),
	UNIT_TEST(test_sender__may_be_any_who_share_the_impu),
	UNIT_TEST(test_sender__is_unknown_without_contacts),
	UNIT_TEST(test_sender__may_be_a_leg_of_the_users_own_call),
	UNIT_TEST(test_sender__may_have_bound_its_contact_meanwhile),
	UNIT_TEST(test_sender__is_told_when_it_is_let_in))
