/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_party.h"
#include "scanning.h"
#include "unit.h"

static struct li_event event;
static struct li_sip_found found;

static void begin(void)
{
	memset(&event, 0, sizeof(event));
	found = (struct li_sip_found){.event = &event, .secret = &secret};
}

/* Take in one Authorization header of an otherwise empty message. */
static void take(const char *value)
{
	begin();
	li_sip_party_credentials(&found, LI_ROLE_AUTH_USERNAME,
		li_slice_str(value));
}

static void test_sip_party__adds_what_is_an_impu(void)
{
	static const struct {
		const char *uri;
		size_t parties;
		bool bad;
	} cases[] = {
		{"sip:alice@ims.example", 1, false},
		{"tel:+15551230001", 1, false},
		{"urn:service:sos", 0, false},
		{"mailto:alice@ims.example", 0, false},
		{"", 0, false},
		{"*", 0, false},
		{"sip:alice@ims.example x", 2, true},
		{"sip:", 0, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		li_sip_party_uri(&found, LI_ROLE_TO,
			li_slice_str(cases[i].uri));
		CU_ASSERT_EQUAL(event.party_count, cases[i].parties);
		CU_ASSERT_EQUAL(found.bad, cases[i].bad);
	}
}

/* RFC 7254 cl. 4: no other URN names an IMEI */
static void test_sip_party__adds_what_is_an_imei(void)
{
	static const struct {
		const char *value;
		size_t parties;
	} cases[] = {
		{"<urn:gsma:imei:35123400-123456-0>", 1},
		{" <URN:gsma:IMEI:35123400-123456-0> ", 1},
		{"urn:gsma:imei:35123400-123456-0", 1},
		{"<urn:gsma:imei:35123400-12345>", 0},
		{"<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>", 0},
		{"<urn:device-id:meid:35123400123456>", 0},
		{"35123400-123456-0", 0},
		{"", 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_sip_param param = {
			.value = li_slice_str(cases[i].value)};

		begin();
		li_sip_party_instance(&found, &param);
		CU_ASSERT_EQUAL(event.party_count, cases[i].parties);
	}
}

static void test_sip_party__reads_broken_credentials_every_way(void)
{
	static const char *const values[] = {
		"\"Digest username=\"alice@ims.example\"",
		"D\"igest username=\"alice@ims.example\"",
		"D,gest username=\"alice@ims.example\"",
		"Digest username=x\"alice@ims.example\"",
		"Digest username=, \"alice@ims.example\"",
		"Digest username=\"alice@ims.example",
		"Digest realm=\"r, username=\"alice@ims.example\"",
		";tag=Digest username=\"alice@ims.example\"",
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		take(values[i]);
		CU_ASSERT(sought(&event, LI_ROLE_AUTH_USERNAME, LI_ID_IMPI,
			"alice@ims.example"));
	}
	take("Digest realm=\"a,username=eve@x\",username=\"bob@x\"");
	CU_ASSERT_EQUAL(event.party_count, 1);
	CU_ASSERT(!found.bad);
	take("Digest xusername=\"a@b\"");
	CU_ASSERT_EQUAL(event.party_count, 0);
}

/* Each is read in more than one way: so many cost what a small message may. */
static void test_sip_party__reads_so_many_usernames(void)
{
	char value[4096] = "Digest ", *at = value + 7;

	for (int i = 0; i < 64; i++)
		at += sprintf(at, "username=\"u%d@x\",", i);
	take(value);
	CU_ASSERT_EQUAL(event.party_count, 64);
	CU_ASSERT(!found.bad);
	sprintf(at, "username=\"one@toomany\"");
	take(value);
	CU_ASSERT_EQUAL(event.party_count, 64);
	CU_ASSERT(found.bad);
}

/* Whatever it is longer than an identity can be: each way to write one that is
 * read again. */
static void test_sip_party__has_room_for_what_an_identity_can_be(void)
{
	enum { MUCH = 32 * LI_ID_MAX };
	static char value[MUCH + 64];

	memset(value, 'a', MUCH);
	memcpy(value, "sip:", 4);
	memcpy(value + MUCH, " @ims.example", 14);
	begin();
	li_sip_party_uri(&found, LI_ROLE_TO, li_slice_str(value));
	CU_ASSERT(found.bad);
	memset(value, 'a', MUCH);
	memcpy(value, "Digest username*=UTF-8''", 24);
	memcpy(value + MUCH, "@x", 3);
	take(value);
	CU_ASSERT(event.party_count <= 1);
	memcpy(value, "Digest username=\"aa\\\"aa", 24);
	memcpy(value + MUCH, "@x\"", 4);
	take(value);
	CU_ASSERT(event.party_count <= 1);
}

UNIT_MAIN("intake.sip_party", UNIT_TEST(test_sip_party__adds_what_is_an_impu),
	UNIT_TEST(test_sip_party__adds_what_is_an_imei),
	UNIT_TEST(test_sip_party__reads_broken_credentials_every_way),
	UNIT_TEST(test_sip_party__reads_so_many_usernames),
	UNIT_TEST(test_sip_party__has_room_for_what_an_identity_can_be))
