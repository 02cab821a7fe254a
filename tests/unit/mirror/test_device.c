/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/kit_mirror.h"

#define HERE "sip:alice@192.0.2.1:5060"
#define THERE "sip:alice@192.0.2.2:5060"
#define OTHER_IMEI "urn:gsma:imei:35123400-999999-0"
#define IMEI_SV "urn:gsma:imei:35123400-123456-0;svn=78"
#define DERIVED "001010000000001@ims.mnc001.mcc001.3gppnetwork.org"
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

/* A 200 of alice alone: its REGISTER is not seen. */
static struct li_event grant_of(const char *call)
{
	struct li_event grant = kit_register(200, ++cseq, NULL);

	grant.sip.call_id = li_slice_str(call);
	return grant;
}

/* RFC 3261 cl. 10.3 step 8: a 200 lists contacts of before as well. They do not
 * come together, so none of them is another device than the others. */
static void test_device__judges_by_what_was_there_before_the_200(void)
{
	struct li_event grant = grant_of("one"), ask;

	fresh_usual();
	kit_contact(&grant, HERE, IMEI, 600);
	kit_contact(&grant, THERE, OTHER_IMEI, 600);
	apply(grant);
	CU_ASSERT_EQUAL(change.devices, LI_DEVICE_NEW);
	apply(grant);
	CU_ASSERT_EQUAL(change.devices, 0);
	/* What comes to them is another. */
	kit_contact(&grant, "sip:alice@192.0.2.3:5060", UUID, 600);
	grant.sip.cseq = ++cseq;
	apply(grant);
	CU_ASSERT_EQUAL(change.devices, LI_DEVICE_NEW | LI_DEVICE_ANOTHER);
	/* The REGISTER of one of them is seen, as of a mirror that began
	 * between the two. */
	for (int first = 0; first < 2; first++) {
		fresh_usual();
		ask = kit_register(0, ++cseq, IMPI);
		grant = kit_register(200, cseq, NULL);
		kit_contact(&ask, THERE, OTHER_IMEI, 600);
		if (first)
			kit_contact(&grant, THERE, OTHER_IMEI, 600);
		kit_contact(&grant, HERE, IMEI, 600);
		if (!first)
			kit_contact(&grant, THERE, OTHER_IMEI, 600);
		apply(ask);
		apply(grant);
		CU_ASSERT_EQUAL(change.devices, LI_DEVICE_NEW);
	}
}

/* TS 24.229 cl. 5.1.1.2: the request names the device. A 200 that repeats no
 * instance, or no contact, takes nothing of that back. */
static void test_device__is_named_by_its_request(void)
{
	static const struct {
		const char *instance;
		bool listed;
		unsigned signs;
	} rows[] = {
		{UUID, false, LI_DEVICE_MOVED},
		{UUID, true, LI_DEVICE_MOVED},
		{IMEI, false, LI_DEVICE_NEW | LI_DEVICE_ANOTHER},
		{IMEI, true, LI_DEVICE_NEW | LI_DEVICE_ANOTHER},
		{NULL, false, LI_DEVICE_NEW | LI_DEVICE_UNNAMED},
		{NULL, true, LI_DEVICE_NEW | LI_DEVICE_UNNAMED},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_event ask, grant;

		fresh_usual();
		bind(NULL, HERE, UUID, 1);
		pass(10);
		ask = kit_register(0, ++cseq, IMPI);
		grant = kit_register(200, cseq, NULL);
		kit_contact(&ask, THERE, rows[i].instance, 600);
		ask.sip.contacts[0].reg_id = 1;
		if (rows[i].listed)
			kit_contact(&grant, THERE, NULL, 600);
		apply(ask);
		apply(grant);
		CU_ASSERT_EQUAL(change.devices, rows[i].signs);
	}
}

/* Of a REGISTER that was not seen nobody knows what it named. */
static void test_device__is_not_bare_by_a_200_alone(void)
{
	struct li_event grant = grant_of("two");

	fresh_usual();
	bind(NULL, HERE, IMEI, 1);
	kit_contact(&grant, HERE, NULL, 600);
	kit_contact(&grant, THERE, NULL, 600);
	apply(grant);
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

/* A 200 may list the contact that was asked for in other words; what the
 * request says of its device counts all the same. RFC 3261 cl. 10.3 step 8;
 * RFC 5626 cl. 6 */
static void test_device__is_the_one_that_its_request_names(void)
{
	static const struct {
		const char *instance;
		uint32_t reg_id;
	} listed[] = {{IMEI, 1}, {NULL, 0}, {NULL, 2}, {IMEI, 2},
		{OTHER_IMEI, 1}, {UUID, 1}, {"<" IMEI ">", 1}};
	struct li_identity imei = kit_identity(LI_ID_IMEI, IMEI);
	struct li_key keys[LI_ID_KEYS_MAX];

	CU_ASSERT_EQUAL_FATAL(li_identity_keys_given(&imei, &kit_secret, keys),
		1);
	for (size_t i = 0; i < sizeof(listed) / sizeof(listed[0]); i++) {
		struct li_event ask = kit_register(0, ++cseq, IMPI);
		struct li_event grant = kit_register(200, cseq, NULL);
		struct li_user *user;
		const struct li_binding *b;

		fresh_usual();
		kit_contact(&ask, HERE, IMEI, 600);
		ask.sip.contacts[0].reg_id = 1;
		kit_contact(&grant, HERE, listed[i].instance, 600);
		grant.sip.contacts[0].reg_id = listed[i].reg_id;
		apply(ask);
		apply(grant);
		user = li_user_of_impi(mirror, ask.parties[2].keys[0]);
		CU_ASSERT_PTR_NOT_NULL_FATAL(user);
		CU_ASSERT_EQUAL_FATAL(user->binding_count, 1);
		b = li_user_bindings(mirror, user, NULL);
		CU_ASSERT_EQUAL(b->instance, keys[0].hi);
		CU_ASSERT_EQUAL(b->reg_id, 1);
	}
}

/* Is it said to be this device of that IMSI's? */
static bool is_of(const char *imsi, const char *imei)
{
	struct li_identity a = kit_identity(LI_ID_IMSI, imsi);
	struct li_identity b = kit_identity(LI_ID_IMEI, imei);
	struct li_key keys[2][LI_ID_KEYS_MAX];

	li_identity_keys_given(&a, &kit_secret, keys[0]);
	li_identity_keys_given(&b, &kit_secret, keys[1]);
	return change.device_known && change.expires_s > 0 &&
		li_key_eq(change.imsi, keys[0][0]) &&
		li_key_eq(change.imei, keys[1][0]);
}

/* What is compared with bearers: TS 33.128 cl. 7.10; TS 23.003 cl. 6.2, 13.3 */
static void test_device__says_whose_it_is_once_it_is_granted(void)
{
	static const struct {
		bool wanted;
		const char *impi, *uri, *instance;
		bool known;
	} rows[] = {
		{true, DERIVED, HERE, IMEI, true},
		{true, DERIVED, HERE, IMEI_SV, true},
		{false, DERIVED, HERE, IMEI, false},
		{true, "dave@ims.example", HERE, IMEI, false},
		{true, DERIVED, HERE, UUID, false},
		{true, DERIVED, HERE, NULL, false},
		{true, DERIVED, HERE ";sos", IMEI, false},
	};

	for (size_t i = 0; i < 2 * sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_event ask = kit_register(0, ++cseq, rows[i / 2].impi);
		struct li_event grant = kit_register(200, cseq, NULL);
		const bool late = i & 1; /* the request comes second */

		fresh((struct li_mirror_options){
			.bearers = rows[i / 2].wanted});
		kit_contact(&ask, rows[i / 2].uri, rows[i / 2].instance, 600);
		kit_contact(&grant, rows[i / 2].uri, NULL, 600);
		apply(late ? grant : ask);
		CU_ASSERT_FALSE(change.device_known);
		apply(late ? ask : grant);
		CU_ASSERT_EQUAL(is_of("001010000000001", IMEI),
			rows[i / 2].known);
		CU_ASSERT_EQUAL(change.device_known, rows[i / 2].known);
	}
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.device", UNIT_TEST(test_device__says_what_a_contact_is),
	UNIT_TEST(test_device__looks_at_contacts_that_live),
	UNIT_TEST(test_device__judges_by_what_was_there_before_the_200),
	UNIT_TEST(test_device__is_named_by_its_request),
	UNIT_TEST(test_device__is_not_bare_by_a_200_alone),
	UNIT_TEST(test_device__says_when_another_impi_has_the_same),
	UNIT_TEST(test_device__is_the_one_that_its_request_names),
	UNIT_TEST(test_device__says_whose_it_is_once_it_is_granted))
