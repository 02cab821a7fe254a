/* SPDX-License-Identifier: BSD-3-Clause */
#include "kit_watch.h"

#define PLACE "sip:x@203.0.113.9:5060;transport=tcp"

/* A request that opens a dialog, for who is asserted, and its 2xx. */
static void open_dialog(struct kit *k, const char *call, const char *impu,
	const char *contact)
{
	kit_event(k, LI_SOURCE_SIP);
	k->event.sip.method = LI_SIP_INVITE;
	k->event.sip.is_request = true;
	k->event.sip.call_id = li_slice_str(call);
	k->event.sip.contact_count = 1;
	k->event.sip.contacts[0].uri = li_slice_str(contact);
	kit_party(k, LI_ROLE_FROM, LI_ID_IMPU, "sip:who@knows.example");
	kit_party(k, LI_ROLE_P_ASSERTED, LI_ID_IMPU, impu);
	k->change.devices = LI_DEVICE_UNBOUND;
	CU_ASSERT_EQUAL(kit_take(k), 0);
}

static size_t accept(struct kit *k, const char *call)
{
	kit_event(k, LI_SOURCE_SIP);
	k->event.sip.method = LI_SIP_INVITE;
	k->event.sip.status = 200;
	k->event.sip.call_id = li_slice_str(call);
	kit_party(k, LI_ROLE_FROM, LI_ID_IMPU, "sip:who@knows.example");
	k->change.devices = LI_DEVICE_LET_IN;
	return kit_take(k);
}

/* H5; the user is who was vouched for, not who From says.
 * TS 24.229 cl. 5.1.2A.1.1, 5.2.6.3 */
static void test_dialog__says_whose_name_was_used(void)
{
	uint64_t user;
	struct kit k;

	kit_open(&k);
	kit_answer(&k, 200, "r", 1);
	k.change.contradictions = LI_CONTRADICTION_STALE;
	CU_ASSERT_EQUAL_FATAL(kit_take(&k), 1);
	user = k.out->subject;
	open_dialog(&k, "c1", KIT_IMPU, PLACE);
	CU_ASSERT_EQUAL_FATAL(accept(&k, "c1"), 1);
	CU_ASSERT_EQUAL(k.out->rule, LI_RULE_HIJACK_DIALOG);
	CU_ASSERT_EQUAL(k.out->severity, LI_SEVERITY_HIGH);
	CU_ASSERT_EQUAL(k.out->code, 200);
	CU_ASSERT_EQUAL(k.out->subject, user);
	CU_ASSERT_EQUAL(k.out->node.n, 0);
	/* An opening that was not seen says nothing of who it was. */
	CU_ASSERT_EQUAL(accept(&k, "c2"), 0);
	kit_close(&k);
}

/* A gateway has the calls of many. TS 24.229 cl. 5.7.3 */
static void test_dialog__knows_a_node_by_its_users(void)
{
	static const char *const users[] = {"sip:a@ims.example",
		"sip:a@ims.example", "sip:b@ims.example", "sip:c@ims.example"};
	static const char *const places[] = {PLACE, "sip:203.0.113.9:7000",
		"sip:y@203.0.113.9", "sips:203.0.113.9"};
	struct kit k;

	kit_open(&k);
	for (size_t i = 0; i < 4; i++) {
		open_dialog(&k, users[i], users[i], places[i]);
		CU_ASSERT_EQUAL(accept(&k, users[i]), i < 3);
	}
	open_dialog(&k, "other", "sip:d@ims.example", "sip:203.0.113.10");
	CU_ASSERT_EQUAL(accept(&k, "other"), 1);
	open_dialog(&k, "again", "sip:a@ims.example", PLACE);
	CU_ASSERT_EQUAL(accept(&k, "again"), 0);
	kit_close(&k);
}

static void test_dialog__is_off_without_a_limit(void)
{
	struct kit k;

	kit_rules(&k);
	k.rules.place_users = 0;
	kit_begin(&k);
	open_dialog(&k, "c1", KIT_IMPU, PLACE);
	CU_ASSERT_EQUAL(accept(&k, "c1"), 0);
	kit_close(&k);
}

/* What had to be forgotten is not told wrongly. */
static void test_dialog__is_silent_of_what_it_forgot(void)
{
	char call[16];
	struct kit k;

	kit_rules(&k);
	k.rules.users_max = 4;
	kit_begin(&k);
	open_dialog(&k, "c", KIT_IMPU, PLACE);
	for (int i = 0; i < 16; i++) {
		kit_pass(&k, 1);
		snprintf(call, sizeof(call), "c%d", i);
		open_dialog(&k, call, "sip:b@ims.example", "sip:192.0.2.9");
	}
	CU_ASSERT_EQUAL(accept(&k, "c"), 0);
	kit_close(&k);
}

UNIT_MAIN("watch.dialog", UNIT_TEST(test_dialog__says_whose_name_was_used),
	UNIT_TEST(test_dialog__knows_a_node_by_its_users),
	UNIT_TEST(test_dialog__is_off_without_a_limit),
	UNIT_TEST(test_dialog__is_silent_of_what_it_forgot))
