/* SPDX-License-Identifier: BSD-3-Clause */
#include "kit_watch.h"

static const char instance[] =
	"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>";

static void uar(struct kit *k, const char *network, uint32_t flags)
{
	kit_cx(k, LI_CX_UAR, KIT_ICSCF);
	k->event.cx.visited_network = li_slice_str(network);
	k->event.cx_more.uar_flags = flags;
	kit_user(k, KIT_IMPI, KIT_IMPU);
	CU_ASSERT_EQUAL(kit_take(k), 0);
}

/* A 200 that bound a contact with such signs, for who is registered. */
static size_t bound(struct kit *k, unsigned signs)
{
	kit_answer(k, 200, "c1", 2);
	k->change.devices = signs;
	k->change.reg_before = LI_REG_REGISTERED;
	return kit_take(k);
}

static void challenge(struct kit *k)
{
	kit_answer(k, 401, "c1", 1);
	CU_ASSERT_EQUAL(kit_take(k), 0);
}

/* H1, H2, H7; TS 23.228 cl. 5.20 */
static void test_hijack__tells_of_a_device_by_its_signs(void)
{
	static const struct {
		unsigned signs;
		enum li_rule rule;
		enum li_severity severity;
	} rows[] = {
		{LI_DEVICE_NEW | LI_DEVICE_ANOTHER, LI_RULE_HIJACK_DEVICE,
			LI_SEVERITY_MEDIUM},
		{LI_DEVICE_SHARED, LI_RULE_HIJACK_SHARED, LI_SEVERITY_MEDIUM},
		{LI_DEVICE_UNNAMED, LI_RULE_HIJACK_BARE, LI_SEVERITY_LOW},
		{LI_DEVICE_NEW, LI_RULE_NONE, 0},
		{LI_DEVICE_ANOTHER, LI_RULE_NONE, 0},
		{LI_DEVICE_MOVED, LI_RULE_NONE, 0},
		{0, LI_RULE_NONE, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct kit k;

		kit_open(&k);
		challenge(&k);
		CU_ASSERT_EQUAL(bound(&k, rows[i].signs), rows[i].rule ? 1 : 0);
		if (k.count) {
			CU_ASSERT_EQUAL(k.out->rule, rows[i].rule);
			CU_ASSERT_EQUAL(k.out->severity, rows[i].severity);
			CU_ASSERT_EQUAL(k.out->code, 200);
			CU_ASSERT_EQUAL(k.out->node.n, 0);
		}
		kit_close(&k);
	}
}

/* The same signs of a request whose 200 came before it. */
static void test_hijack__sees_what_a_late_request_tells(void)
{
	struct kit k;

	kit_open(&k);
	challenge(&k);
	kit_answer(&k, 0, "c1", 2);
	k.event.sip.is_request = true;
	k.change.devices = LI_DEVICE_SHARED;
	CU_ASSERT_EQUAL(kit_take(&k), 1);
	CU_ASSERT_PTR_NOT_NULL(kit_found(&k, LI_RULE_HIJACK_SHARED));
	kit_answer(&k, 0, "c1", 3);
	k.event.sip.is_request = true;
	CU_ASSERT_EQUAL(kit_take(&k), 0);
	kit_close(&k);
}

/* H3, and H1 from far away */
static void test_hijack__tells_of_a_journey_that_was_too_short(void)
{
	static const struct {
		int64_t after_s, then_s;
		const char *network;
		uint32_t flags;
		bool fires;
	} rows[] = {
		{599, 5, "abroad.example", 0, true},
		{600, 5, "abroad.example", 0, false},
		{599, 60, "abroad.example", 0, false},
		{599, 5, "home.example", 0, false},
		{599, 5, "abroad.example", LI_UAR_EMERGENCY, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct kit k;

		kit_open(&k);
		uar(&k, "home.example", 0);
		kit_pass(&k, rows[i].after_s);
		uar(&k, rows[i].network, rows[i].flags);
		challenge(&k);
		kit_pass(&k, rows[i].then_s);
		challenge(&k);
		CU_ASSERT_EQUAL(bound(&k, LI_DEVICE_MOVED), rows[i].fires);
		CU_ASSERT_EQUAL(!!kit_found(&k, LI_RULE_HIJACK_TRAVEL),
			rows[i].fires);
		CU_ASSERT_EQUAL(bound(&k, LI_DEVICE_NEW | LI_DEVICE_ANOTHER),
			1);
		CU_ASSERT_EQUAL(k.out->severity,
			rows[i].fires ? LI_SEVERITY_HIGH : LI_SEVERITY_MEDIUM);
		kit_close(&k);
	}
}

/* A 200 of a device that registers from a place. */
static size_t bound_from(struct kit *k, unsigned signs, uint64_t device,
	uint64_t access)
{
	kit_answer(k, 200, "c1", 2);
	k->change.devices = signs;
	k->change.device = device;
	k->change.access = access;
	return kit_take(k);
}

/* H3 by what the requests say; TS 24.229 cl. 7.2A.4 */
static void test_hijack__tells_of_a_journey_by_the_access(void)
{
	static const struct {
		int64_t after_s;
		unsigned signs;
		uint64_t device, access;
		bool fires;
	} rows[] = {
		{599, LI_DEVICE_MOVED, 5, 0x22, true},
		{599, LI_DEVICE_MOVED_BEFORE, 5, 0x22, true},
		{600, LI_DEVICE_MOVED, 5, 0x22, false},
		{599, LI_DEVICE_MOVED, 5, 0x10, false}, /* the same place */
		{599, LI_DEVICE_MOVED, 5, 0, false},    /* nobody says where */
		{599, LI_DEVICE_MOVED, 6, 0x22, false}, /* another device */
		{599, LI_DEVICE_MOVED, 0, 0x22, false}, /* which one? */
		{599, LI_DEVICE_NEW, 5, 0x22, false},
		{599, 0, 5, 0x22, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct kit k;

		kit_open(&k);
		CU_ASSERT_EQUAL(bound_from(&k, 0, 5, 0x10), 0);
		kit_pass(&k, rows[i].after_s);
		CU_ASSERT_EQUAL(bound_from(&k, rows[i].signs, rows[i].device,
					rows[i].access),
			rows[i].fires);
		CU_ASSERT_EQUAL(!!kit_found(&k, LI_RULE_HIJACK_TRAVEL),
			rows[i].fires);
		/* It is there from then on. */
		CU_ASSERT_EQUAL(bound_from(&k, rows[i].signs, rows[i].device,
					rows[i].access),
			0);
		kit_close(&k);
	}
}

/* H1: another device, in another network than the user was in a moment ago */
static void test_hijack__takes_a_far_device_more_seriously(void)
{
	const unsigned another = LI_DEVICE_NEW | LI_DEVICE_ANOTHER;

	for (uint64_t access = 0x10; access <= 0x20; access += 0x10) {
		struct kit k;

		kit_open(&k);
		CU_ASSERT_EQUAL(bound_from(&k, 0, 5, 0x10), 0);
		CU_ASSERT_EQUAL_FATAL(bound_from(&k, another, 6, access), 1);
		CU_ASSERT_EQUAL(k.out->severity,
			access == 0x10 ? LI_SEVERITY_MEDIUM : LI_SEVERITY_HIGH);
		kit_close(&k);
	}
}

/* H6; TS 33.203 cl. 6.1 */
static void test_hijack__wants_a_challenge_for_another_place(void)
{
	struct kit k;

	kit_open(&k);
	CU_ASSERT_EQUAL(bound(&k, LI_DEVICE_MOVED), 1);
	CU_ASSERT_PTR_NOT_NULL_FATAL(kit_found(&k, LI_RULE_HIJACK_QUIET));
	CU_ASSERT_EQUAL(k.out->severity, LI_SEVERITY_HIGH);
	challenge(&k);
	kit_pass(&k, 30);
	CU_ASSERT_EQUAL(bound(&k, LI_DEVICE_MOVED), 0);
	kit_pass(&k, 1);
	CU_ASSERT_EQUAL(bound(&k, LI_DEVICE_NEW), 1);
	/* The same place needs none, nor does who was not there before. */
	CU_ASSERT_EQUAL(bound(&k, 0), 0);
	kit_answer(&k, 200, "c1", 2);
	k.change.devices = LI_DEVICE_NEW;
	CU_ASSERT_EQUAL(kit_take(&k), 0);
	kit_close(&k);
}

/* TS 29.228 cl. 6.3: of GIBA nobody is challenged */
static void test_hijack__wants_none_where_the_access_vouches(void)
{
	struct kit k;

	kit_open(&k);
	kit_cx(&k, LI_CX_MAR, KIT_SCSCF);
	k.event.cx_more.auth_scheme = li_slice_str("Early-IMS-Security");
	kit_user(&k, KIT_IMPI, KIT_IMPU);
	CU_ASSERT_EQUAL(kit_take(&k), 0);
	CU_ASSERT_EQUAL(bound(&k, LI_DEVICE_MOVED), 0);
	kit_cx(&k, LI_CX_MAR, KIT_SCSCF);
	k.event.cx_more.auth_scheme = li_slice_str("Digest-AKAv1-MD5");
	kit_user(&k, KIT_IMPI, KIT_IMPU);
	CU_ASSERT_EQUAL(kit_take(&k), 0);
	CU_ASSERT_EQUAL(bound(&k, LI_DEVICE_MOVED), 1);
	kit_close(&k);
}

/* What was forgotten for want of room is not taken for what never was. */
static void test_hijack__is_silent_of_challenges_that_it_forgot(void)
{
	char impu[64];
	struct kit k;

	kit_rules(&k);
	k.rules.users_max = 4;
	kit_begin(&k);
	challenge(&k);
	for (int i = 0; i < 8; i++) {
		kit_pass(&k, 1);
		kit_event(&k, LI_SOURCE_SIP);
		k.event.sip.method = LI_SIP_REGISTER;
		k.event.sip.status = 401;
		snprintf(impu, sizeof(impu), "sip:u%d@ims.example", i);
		kit_party(&k, LI_ROLE_TO, LI_ID_IMPU, impu);
		CU_ASSERT_EQUAL(kit_take(&k), 0);
	}
	CU_ASSERT_EQUAL(bound(&k, LI_DEVICE_MOVED), 0);
	kit_pass(&k, 40);
	CU_ASSERT_EQUAL(bound(&k, LI_DEVICE_MOVED), 1);
	kit_close(&k);
}

/* H4; RFC 5627 cl. 3.1; TS 24.229 cl. 5.4.7A.2 */
static void test_hijack__wants_a_gruu_of_this_user_and_device(void)
{
	static const struct {
		const char *gruu;
		bool fires;
	} rows[] = {
		{"", false},
		{KIT_IMPU ";gr=urn:uuid:00000000-0000-1000-8000-aabbccddeeff",
			false},
		{"sip:alice@IMS.example;a=b;"
		 "gr=URN:uuid:00000000-0000-1000-8000-aabbccddeeff",
			false},
		{"sip:alice2@ims.example;gr=opaque", false},
		{KIT_IMPU ";gr=opaque", false},
		{KIT_IMPU ";gr=urn:uuid:00000000-0000-1000-8000-aabbccddee00",
			true},
		{"sip:bob@ims.example;"
		 "gr=urn:uuid:00000000-0000-1000-8000-aabbccddeeff",
			true},
	};
	struct kit k;

	kit_open(&k);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		kit_answer(&k, 200, "c1", 2);
		kit_party(&k, LI_ROLE_P_ASSOCIATED, LI_ID_IMPU,
			"sip:alice2@ims.example");
		k.event.sip.contact_count = 1;
		k.event.sip.contacts[0].instance = li_slice_str(instance);
		k.event.sip.contacts[0].pub_gruu = li_slice_str(rows[i].gruu);
		CU_ASSERT_EQUAL(kit_take(&k), rows[i].fires);
		CU_ASSERT_EQUAL(!!kit_found(&k, LI_RULE_HIJACK_GRUU),
			rows[i].fires);
	}
	kit_close(&k);
}

/* Each registration is challenged once and copied from hop to hop.
 * TS 24.229 cl. 5.4.1.2.3; RFC 3261 cl. 22 */
static void test_hijack__tells_of_refusals_in_a_burst(void)
{
	struct kit k;

	kit_open(&k);
	for (uint32_t i = 1; i <= 6; i++) {
		for (int hop = 0; hop < 3; hop++) {
			kit_answer(&k, i % 2 ? 401 : 403, "c1", i);
			CU_ASSERT_EQUAL(kit_take(&k),
				i == 5 && hop == 0 ? 1 : 0);
			CU_ASSERT_EQUAL(!!kit_found(&k, LI_RULE_AUTH_REFUSED),
				i == 5 && hop == 0);
		}
		kit_pass(&k, 1);
	}
	kit_close(&k);
}

static void test_hijack__forgets_refusals_at_a_success_or_in_time(void)
{
	struct kit k;

	kit_open(&k);
	for (uint32_t i = 1; i <= 20; i++) {
		kit_answer(&k, 401, "c1", i);
		CU_ASSERT_EQUAL(kit_take(&k), 0);
		kit_answer(&k, 200, "c1", i);
		if (i % 4 == 0)
			CU_ASSERT_EQUAL(kit_take(&k), 0);
		kit_pass(&k, 1);
	}
	for (uint32_t i = 1; i <= 20; i++) {
		kit_pass(&k, 16);
		kit_answer(&k, 401, "c2", i);
		CU_ASSERT_EQUAL(kit_take(&k), 0);
	}
	kit_close(&k);
}

UNIT_MAIN("watch.hijack",
	UNIT_TEST(test_hijack__tells_of_a_device_by_its_signs),
	UNIT_TEST(test_hijack__sees_what_a_late_request_tells),
	UNIT_TEST(test_hijack__tells_of_a_journey_that_was_too_short),
	UNIT_TEST(test_hijack__tells_of_a_journey_by_the_access),
	UNIT_TEST(test_hijack__takes_a_far_device_more_seriously),
	UNIT_TEST(test_hijack__wants_a_challenge_for_another_place),
	UNIT_TEST(test_hijack__wants_none_where_the_access_vouches),
	UNIT_TEST(test_hijack__is_silent_of_challenges_that_it_forgot),
	UNIT_TEST(test_hijack__wants_a_gruu_of_this_user_and_device),
	UNIT_TEST(test_hijack__tells_of_refusals_in_a_burst),
	UNIT_TEST(test_hijack__forgets_refusals_at_a_success_or_in_time))
