/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

#define HERE "sip:alice@192.0.2.1:5060"
#define THERE "sip:alice@192.0.2.2:5060"
#define OTHER_IMEI "urn:gsma:imei:35123400-999999-0"
#define UUID "urn:uuid:00000000-0000-1000-8000-000a95a0e128"

static uint32_t cseq;

/* A REGISTER of alice and its 200; `own` NULL is hers, else another's IMPI. */
static void bind(const char *own, const char *uri, const char *instance,
	uint32_t reg_id)
{
	struct li_event ask = kit_register(0, ++cseq, own ? own : IMPI);
	struct li_event grant = kit_register(200, cseq, NULL);

	/* as of a device that starts anew */
	ask.sip.call_id = grant.sip.call_id = li_slice_str(uri);
	if (own) {
		ask.party_count = grant.party_count = 0;
		kit_party(&ask, LI_ROLE_TO, BOB);
		kit_party(&ask, LI_ROLE_FROM, BOB);
		kit_party(&ask, LI_ROLE_AUTH_USERNAME, own);
		kit_party(&grant, LI_ROLE_TO, BOB);
		kit_party(&grant, LI_ROLE_FROM, BOB);
	}
	kit_contact(&ask, uri, instance, 600);
	ask.sip.contacts[0].reg_id = reg_id;
	kit_contact(&grant, uri, instance, 600);
	grant.sip.contacts[0].reg_id = reg_id;
	apply(ask);
	CU_ASSERT_EQUAL(change.devices, 0); /* nothing was granted yet */
	apply(grant);
}

/* TS 23.228 cl. 5.20.1; RFC 5626 cl. 6: none of it is proof of anything */
static void test_device__says_what_a_contact_is(void)
{
	static const struct {
		const char *uri, *instance;
		uint32_t reg_id;
		unsigned signs;
	} rows[] = {
		{HERE, IMEI, 1, 0},
		{HERE, OTHER_IMEI, 1, 0}, /* the place is the same */
		{THERE, IMEI, 1, LI_DEVICE_MOVED},
		{THERE, IMEI, 2, 0}, /* another flow of the same device */
		{THERE, OTHER_IMEI, 1, LI_DEVICE_NEW | LI_DEVICE_ANOTHER},
		{THERE, UUID, 1, LI_DEVICE_NEW | LI_DEVICE_ANOTHER},
		{THERE, NULL, 1, LI_DEVICE_NEW | LI_DEVICE_UNNAMED},
		{THERE ";sos", OTHER_IMEI, 1, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		fresh_usual();
		bind(NULL, HERE, IMEI, 1);
		CU_ASSERT_EQUAL(change.devices, LI_DEVICE_NEW);
		pass(10);
		bind(NULL, rows[i].uri, rows[i].instance, rows[i].reg_id);
		CU_ASSERT_EQUAL(change.devices, rows[i].signs);
	}
}

/* A contact that has run out is none that somebody else takes over. */
static void test_device__looks_at_contacts_that_live(void)
{
	fresh_usual();
	bind(NULL, HERE, IMEI, 1);
	pass(601);
	bind(NULL, THERE, OTHER_IMEI, 1);
	CU_ASSERT_EQUAL(change.devices, LI_DEVICE_NEW);
}

static void test_device__says_when_another_impi_has_the_same(void)
{
	fresh_usual();
	bind(NULL, HERE, IMEI, 1);
	bind("bob@ims.example", THERE, IMEI, 1);
	CU_ASSERT_EQUAL(change.devices, LI_DEVICE_NEW | LI_DEVICE_SHARED);
	bind("bob@ims.example", THERE, IMEI, 1);
	CU_ASSERT_EQUAL(change.devices, 0);
	apply(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_EQUAL(change.devices, 0);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.device", UNIT_TEST(test_device__says_what_a_contact_is),
	UNIT_TEST(test_device__looks_at_contacts_that_live),
	UNIT_TEST(test_device__says_when_another_impi_has_the_same))
