/* SPDX-License-Identifier: BSD-3-Clause */
#include "kit_watch.h"

static void sar(struct kit *k, int32_t type)
{
	kit_cx(k, LI_CX_SAR, KIT_SCSCF);
	k->event.cx.assignment_type = type;
	kit_user(k, KIT_IMPI, KIT_IMPU);
}

static void registered(struct kit *k)
{
	sar(k, 1);
	k->change.auth_was_pending = true;
	k->change.auth_age_s = 1;
	kit_take(k);
}

static void uar(struct kit *k, const char *network)
{
	kit_cx(k, LI_CX_UAR, KIT_ICSCF);
	k->event.cx.visited_network = li_slice_str(network);
	kit_user(k, KIT_IMPI, KIT_IMPU);
	CU_ASSERT_EQUAL(kit_take(k), 0);
}

/* TS 29.228 cl. 6.3: a MAA is before the SAR, and not long before */
static void test_proof__wants_a_recent_maa_before_a_registration(void)
{
	static const struct {
		bool pending;
		int32_t age_s;
		size_t fires;
	} rows[] = {{true, 0, 0}, {true, 30, 0}, {true, 31, 1}, {true, -1, 0},
		{false, -1, 1}};
	struct kit k;

	kit_open(&k);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		sar(&k, 1);
		k.change.auth_was_pending = rows[i].pending;
		k.change.auth_age_s = rows[i].age_s;
		CU_ASSERT_EQUAL(kit_take(&k), rows[i].fires);
		CU_ASSERT_EQUAL(!!kit_found(&k, LI_RULE_SAR_UNPROVED),
			rows[i].fires);
	}
	kit_close(&k);
}

/* RE_REGISTRATION and RESTORATION need none. TS 29.229 cl. 6.3.15 */
static void test_proof__wants_none_for_what_is_no_first_registration(void)
{
	static const int32_t types[] = {0, 2, 3, 4, 5, 6, 7, 8, 11, 14};
	struct kit k;

	kit_open(&k);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		sar(&k, types[i]);
		CU_ASSERT_EQUAL(kit_take(&k), 0);
	}
	sar(&k, 1);
	kit_refuse(&k, 5005);
	CU_ASSERT_EQUAL(kit_take(&k), 0);
	kit_close(&k);
}

static void maa(struct kit *k, const char *scheme)
{
	kit_cx(k, LI_CX_MAR, KIT_SCSCF);
	k->event.cx_more.auth_scheme = li_slice_str(scheme);
	kit_user(k, KIT_IMPI, KIT_IMPU);
}

/* TS 29.228 cl. 6.3: what the HSS said last, and granted */
static void test_proof__wants_none_where_the_access_vouches(void)
{
	static const struct {
		const char *scheme;
		uint32_t result;
		size_t fires;
	} rows[] = {{"NASS-Bundled", 2001, 0}, {"Digest-AKAv1-MD5", 2001, 1},
		{"Early-IMS-Security", 5005, 1}, {"", 2001, 1},
		{"Early-IMS-Security", 2001, 0}, {"SIP Digest", 5005, 0},
		{"nass-bundled", 2001, 1}};
	struct kit k;

	kit_open(&k);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		maa(&k, rows[i].scheme);
		k.event.cx.result = rows[i].result;
		CU_ASSERT_EQUAL(kit_take(&k), 0);
		kit_pass(&k, 3600);
		sar(&k, 1);
		CU_ASSERT_EQUAL(kit_take(&k), rows[i].fires);
	}
	kit_close(&k);
}

static void test_proof__is_silent_of_what_it_cannot_have_seen(void)
{
	const struct li_watch_options o = {.secret = {.k0 = 1}};
	struct kit k;

	kit_rules(&k);
	CU_ASSERT_EQUAL_FATAL(li_watch_new(&o, &k.watch), LI_OK);
	sar(&k, 1);
	CU_ASSERT_EQUAL(kit_take(&k), 0);
	kit_pass(&k, 29);
	sar(&k, 1);
	CU_ASSERT_EQUAL(kit_take(&k), 0);
	kit_pass(&k, 1);
	sar(&k, 1);
	CU_ASSERT_EQUAL(kit_take(&k), 1);
	/* One that a tap kept back is of before. */
	kit_pass(&k, -100);
	sar(&k, 1);
	CU_ASSERT_EQUAL(kit_take(&k), 0);
	kit_close(&k);
}

/* TS 29.229 cl. 6.3.15: AUTHENTICATION_FAILURE, AUTHENTICATION_TIMEOUT */
static void test_proof__tells_of_failures_in_a_burst(void)
{
	struct kit k;

	kit_rules(&k);
	k.rules.failures = 3;
	kit_begin(&k);
	for (unsigned int i = 1; i <= 5; i++) {
		sar(&k, i % 2 ? 9 : 10);
		CU_ASSERT_EQUAL(kit_take(&k), i == 3 ? 1 : 0);
		CU_ASSERT_EQUAL(!!kit_found(&k, LI_RULE_AUTH_FAILED), i == 3);
		kit_pass(&k, 1);
	}
	for (unsigned int i = 1; i <= 5; i++) {
		kit_pass(&k, 31);
		sar(&k, 9);
		CU_ASSERT_EQUAL(kit_take(&k), 0);
	}
	kit_close(&k);
}

static void test_proof__tells_of_failures_of_many_users_by_one_node(void)
{
	char impi[64];
	struct kit k;

	kit_rules(&k);
	k.rules.failures_by = 20;
	kit_begin(&k);
	for (unsigned int i = 1; i <= 30; i++) {
		snprintf(impi, sizeof(impi), "u%u@ims.example", i);
		kit_cx(&k, LI_CX_SAR, KIT_SCSCF);
		k.event.cx.assignment_type = 9;
		kit_user(&k, impi, KIT_IMPU);
		CU_ASSERT_EQUAL(kit_take(&k), i == 20 ? 1 : 0);
		CU_ASSERT_EQUAL(!!kit_found(&k, LI_RULE_AUTH_FAILED_BY),
			i == 20);
	}
	kit_close(&k);
}

static void fail(struct kit *k, unsigned int times)
{
	while (times--) {
		sar(k, 9);
		kit_take(k);
		kit_pass(k, 1);
	}
}

/* H10 */
static void test_proof__tells_of_success_after_failures_elsewhere(void)
{
	static const struct {
		unsigned int failures;
		const char *network;
		int64_t later_s;
		bool fires;
	} rows[] = {
		{5, "abroad.example", 1, true},
		{4, "abroad.example", 1, false},
		{5, "home.example", 1, false},
		{5, "abroad.example", 700, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct kit k;

		kit_open(&k);
		uar(&k, "home.example");
		registered(&k);
		CU_ASSERT_EQUAL(k.count, 0);
		kit_pass(&k, 5000);
		fail(&k, rows[i].failures);
		kit_pass(&k, rows[i].later_s);
		uar(&k, rows[i].network);
		registered(&k);
		CU_ASSERT_EQUAL(!!kit_found(&k, LI_RULE_HIJACK_FAILED),
			rows[i].fires);
		CU_ASSERT_EQUAL(k.count, rows[i].fires ? 1 : 0);
		kit_close(&k);
	}
}

UNIT_MAIN("watch.proof",
	UNIT_TEST(test_proof__wants_a_recent_maa_before_a_registration),
	UNIT_TEST(test_proof__wants_none_for_what_is_no_first_registration),
	UNIT_TEST(test_proof__wants_none_where_the_access_vouches),
	UNIT_TEST(test_proof__is_silent_of_what_it_cannot_have_seen),
	UNIT_TEST(test_proof__tells_of_failures_in_a_burst),
	UNIT_TEST(test_proof__tells_of_failures_of_many_users_by_one_node),
	UNIT_TEST(test_proof__tells_of_success_after_failures_elsewhere))
