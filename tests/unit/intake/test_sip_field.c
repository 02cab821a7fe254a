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

UNIT_MAIN("intake.sip_field",
	UNIT_TEST(test_sip_field__reads_broken_addresses_every_way),
	UNIT_TEST(test_sip_field__takes_tags_of_the_first),
	UNIT_TEST(test_sip_field__reads_numbers_strictly),
	UNIT_TEST(test_sip_field__stays_linear))
