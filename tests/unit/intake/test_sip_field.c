/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_field.h"
#include "scanning.h"
#include "unit.h"

static struct li_event event;
static struct li_sip_field field;

/* Take in one header of an otherwise empty message. */
static void take(enum li_sip_name name, const char *value)
{
	memset(&event, 0, sizeof(event));
	field = (struct li_sip_field){
		.found = {.event = &event, .secret = &secret}};
	li_sip_field_take(&field, name, li_slice_str(value));
}

/* No URI, and no proxy should route it; some do. Each says it is bad, and
 * each reading that a lenient parser may come to counts. */
static void test_sip_field__reads_broken_addresses_every_way(void)
{
	static const char *const values[] = {
		"<sip:alice@ims.example\x01>",
		"<sip:alice@ims.example x>",
		"<sip:ali ce@ims.example>",
		"<sip:alice@ims.\177example>",
		"<sip:alice@ims.example;x=\x7f>",
		"< sip:al\tice@ims.example >",
		"<sip:alice@ims.example<sip:b@x>",
		"<sip:alice:x<y@ims.example>",
		"\"Alice <sip:alice@ims.example>",
		"<sip:alice@ims.example",
		"sip:b@x;a <sip:alice@ims.example>",
		"\"a\"b\" <sip:alice@ims.example>",
		",<sip:alice@ims.example>",
		"<sip:alice@ims.example>,",
		"<sip:b@x>, sip:alice@ims.example",
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		take(LI_SIP_NAME_FROM, values[i]);
		CU_ASSERT(field.found.bad);
		CU_ASSERT(impu(&event, LI_ROLE_FROM, "sip:alice@ims.example"));
	}
}

static void test_sip_field__takes_tags_of_the_first(void)
{
	take(LI_SIP_NAME_TO, "<sip:a@b;tag=no>;x;tag=yes;tag=two");
	CU_ASSERT(li_slice_is(event.sip.to_tag, "yes"));
	CU_ASSERT(!field.found.bad);
	take(LI_SIP_NAME_FROM, "sip:a@b;tag=yes\r\n no");
	CU_ASSERT(field.found.bad);
	take(LI_SIP_NAME_TO, "");
	CU_ASSERT(field.found.bad);
	take(LI_SIP_NAME_TO, "<>");
	CU_ASSERT(field.found.bad);
}

static void test_sip_field__reads_numbers_strictly(void)
{
	static const struct {
		enum li_sip_name name;
		const char *value;
		bool bad;
	} cases[] = {
		{LI_SIP_NAME_CSEQ, "1 INVITE", false},
		{LI_SIP_NAME_CSEQ, "0\t\r\n INVITE", false},
		{LI_SIP_NAME_CSEQ, "1INVITE", true},
		{LI_SIP_NAME_CSEQ, "1 IN VITE", true},
		{LI_SIP_NAME_CSEQ, "-1 INVITE", true},
		{LI_SIP_NAME_CSEQ, "1", true},
		{LI_SIP_NAME_EXPIRES, "0", false},
		{LI_SIP_NAME_EXPIRES, "4294967295", false},
		{LI_SIP_NAME_EXPIRES, "4294967296", true},
		{LI_SIP_NAME_EXPIRES, "", true},
		{LI_SIP_NAME_CONTENT_LENGTH, "12", false},
		{LI_SIP_NAME_CONTENT_LENGTH, "0x12", true},
		{LI_SIP_NAME_CALL_ID, "a@b", false},
		{LI_SIP_NAME_CALL_ID, "a b", true},
		{LI_SIP_NAME_CONTACT, "<sip:a@b>;expires=7", false},
		{LI_SIP_NAME_CONTACT, "<sip:a@b>;expires=", true},
		{LI_SIP_NAME_VIA, "", true},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		take(cases[i].name, cases[i].value);
		CU_ASSERT_EQUAL(field.found.bad, cases[i].bad);
	}
}

/* 64 KiB made to have a careless reader start over and over. The time limit
 * of the test is what would fail. */
static void test_sip_field__stays_linear(void)
{
	static const char *const units[] = {"\"\\\",", "<", "\"",
		"username=", ",", ";", "<a:b", "\\", "=\"", "a b", "<sip:a@b>,",
		";;\"x"};
	static const enum li_sip_name names[] = {LI_SIP_NAME_FROM,
		LI_SIP_NAME_CONTACT, LI_SIP_NAME_AUTHORIZATION,
		LI_SIP_NAME_HISTORY_INFO, LI_SIP_NAME_VIA};
	static char text[65536];

	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		size_t n = strlen(units[u]);

		for (size_t i = 0; i < sizeof(text) - 1; i++)
			text[i] = units[u][i % n];
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
			take(names[i], text);
			CU_ASSERT(event.party_count <= LI_EVENT_IDENTITIES_MAX);
		}
	}
}

/* RFC 7315 cl. 5.6; RFC 6665 cl. 8.2; RFC 3891; RFC 3261 cl. 20.21 */
static void test_sip_field__reads_what_sessions_are_tied_by(void)
{
	const struct li_sip *sip = &event.sip;

	take(LI_SIP_NAME_P_CHARGING_VECTOR,
		"icid-value=\"a;b\";icid-generated-at=192.0.2.1");
	CU_ASSERT(li_slice_is(sip->icid, "a;b"));
	take(LI_SIP_NAME_P_CHARGING_VECTOR, "orig-ioi=x; ICID-Value = 12-3");
	CU_ASSERT(li_slice_is(sip->icid, "12-3"));
	take(LI_SIP_NAME_P_CHARGING_VECTOR, "orig-ioi=x");
	CU_ASSERT_EQUAL(sip->icid.n, 0);
	take(LI_SIP_NAME_EVENT, "reg ;id=7");
	CU_ASSERT(li_slice_is(sip->event_package, "reg"));
	take(LI_SIP_NAME_SUBSCRIPTION_STATE, "active;expires=60");
	CU_ASSERT(li_slice_is(sip->subscription_state, "active"));
	take(LI_SIP_NAME_REPLACES, "a@b;to-tag=1;from-tag=2");
	CU_ASSERT(li_slice_is(sip->replaces, "a@b;to-tag=1;from-tag=2"));
	take(LI_SIP_NAME_IN_REPLY_TO, "a@b, c@d");
	CU_ASSERT(li_slice_is(sip->in_reply_to, "a@b, c@d"));
	CU_ASSERT(!field.found.bad);
}

/* RFC 4028 cl. 4: a timer that cannot be read is none */
static void test_sip_field__reads_the_session_timer(void)
{
	take(LI_SIP_NAME_SESSION_EXPIRES, "1800;refresher=uac");
	CU_ASSERT_EQUAL(event.sip.session_expires_s, 1800);
	take(LI_SIP_NAME_SESSION_EXPIRES, "90");
	CU_ASSERT_EQUAL(event.sip.session_expires_s, 90);
	take(LI_SIP_NAME_SESSION_EXPIRES, "soon");
	CU_ASSERT_EQUAL(event.sip.session_expires_s, 0);
	CU_ASSERT(!field.found.bad);
}

/* RFC 5626 cl. 4.1, cl. 4.2; RFC 5627 cl. 8; RFC 4579 cl. 4.3 */
static void test_sip_field__reads_what_a_contact_says(void)
{
	const struct li_contact *contact = &event.sip.contacts[0];

	take(LI_SIP_NAME_CONTACT,
		"<sip:a@b>;reg-id=2;isfocus;pub-gruu=\"sip:a@b;gr=1\""
		";temp-gruu=\"sip:t@b;gr\"");
	CU_ASSERT_EQUAL(event.sip.contact_count, 1);
	CU_ASSERT_EQUAL(contact->reg_id, 2);
	CU_ASSERT(contact->isfocus);
	CU_ASSERT(li_slice_is(contact->pub_gruu, "sip:a@b;gr=1"));
	CU_ASSERT(li_slice_is(contact->temp_gruu, "sip:t@b;gr"));
	take(LI_SIP_NAME_CONTACT, "<sip:a@b>;reg-id=x");
	CU_ASSERT(contact->reg_id == 0 && !contact->isfocus);
	CU_ASSERT_EQUAL(contact->expires_s, -1);
	CU_ASSERT(!field.found.bad);
}

/* As many as there is room for, and one more. RFC 3261 cl. 20.10 */
static void test_sip_field__says_when_contacts_are_too_many(void)
{
	char value[64 * (LI_CONTACTS_MAX + 1)] = "";

	for (size_t i = 0; i <= LI_CONTACTS_MAX; i++) {
		sprintf(value + strlen(value), "%s<sip:%zu@b>", i ? "," : "",
			i);
		take(LI_SIP_NAME_CONTACT, value);
		CU_ASSERT_EQUAL(event.sip.contact_count,
			i < LI_CONTACTS_MAX ? i + 1 : LI_CONTACTS_MAX);
		CU_ASSERT_EQUAL(event.crowded, i == LI_CONTACTS_MAX);
	}
}

/* RFC 7616 cl. 3.4.4; RFC 8187 cl. 3.2 */
static void test_sip_field__reads_an_extended_username(void)
{
	static const char *const values[] = {
		"Digest username*=UTF-8''alice%40ims.example,realm=\"r\"",
		"Digest realm=\"r\", Username*=utf-8'en'%61lice@ims.example",
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		take(LI_SIP_NAME_AUTHORIZATION, values[i]);
		CU_ASSERT(sought(&event, LI_ROLE_AUTH_USERNAME, LI_ID_IMPI,
			"alice@ims.example"));
	}
}

UNIT_MAIN("intake.sip_field",
	UNIT_TEST(test_sip_field__reads_what_sessions_are_tied_by),
	UNIT_TEST(test_sip_field__reads_the_session_timer),
	UNIT_TEST(test_sip_field__reads_what_a_contact_says),
	UNIT_TEST(test_sip_field__says_when_contacts_are_too_many),
	UNIT_TEST(test_sip_field__reads_an_extended_username),
	UNIT_TEST(test_sip_field__reads_broken_addresses_every_way),
	UNIT_TEST(test_sip_field__takes_tags_of_the_first),
	UNIT_TEST(test_sip_field__reads_numbers_strictly),
	UNIT_TEST(test_sip_field__stays_linear))
