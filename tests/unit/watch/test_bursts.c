/* SPDX-License-Identifier: BSD-3-Clause */
#include "kit_watch.h"

/* The n-th of many users. */
static const char *name(const char *head, unsigned int n)
{
	static char text[64];

	snprintf(text, sizeof(text), "%s%u@ims.example", head, n);
	return text;
}

static size_t lir(struct kit *k, const char *origin, unsigned int n)
{
	kit_cx(k, LI_CX_LIR, origin);
	kit_user(k, NULL, name("sip:u", n));
	return kit_take(k);
}

static size_t mar(struct kit *k, const char *origin, unsigned int n)
{
	kit_cx(k, LI_CX_MAR, origin);
	kit_user(k, name("u", n), KIT_IMPU);
	return kit_take(k);
}

/* The estimate is right within a hundredth here. */
static void test_bursts__tells_of_a_sweep_once_a_window(void)
{
	const struct li_security_event *e;
	size_t fired = 0;
	unsigned int at = 0;
	struct kit k;

	kit_rules(&k);
	k.rules.lir_identities = 1000;
	kit_begin(&k);
	for (unsigned int i = 1; i <= 2000; i++) {
		if (lir(&k, KIT_ICSCF, i) == 0)
			continue;
		fired++;
		at = i;
		e = kit_found(&k, LI_RULE_LIR_SWEEP);
		CU_ASSERT_PTR_NOT_NULL_FATAL(e);
		CU_ASSERT_EQUAL(e->limit, 1000);
		CU_ASSERT(li_slice_is(e->node, KIT_ICSCF));
	}
	CU_ASSERT_EQUAL(fired, 1);
	CU_ASSERT(at > 990 && at < 1010);
	kit_pass(&k, 60);
	for (unsigned int i = 1; i <= 980; i++)
		CU_ASSERT_EQUAL(lir(&k, KIT_ICSCF, i), 0);
	kit_close(&k);
}

static void test_bursts__counts_a_user_once_and_each_origin_apart(void)
{
	struct kit k;

	kit_rules(&k);
	k.rules.lir_identities = k.rules.mar_identities = 100;
	k.rules.mar_of_one = 0;
	kit_begin(&k);
	for (unsigned int i = 0; i < 1000; i++) {
		CU_ASSERT_EQUAL(lir(&k, KIT_ICSCF, i % 90), 0);
		CU_ASSERT_EQUAL(lir(&k, "other.example", 1000 + i % 90), 0);
		CU_ASSERT_EQUAL(mar(&k, KIT_SCSCF, i % 90), 0);
	}
	kit_close(&k);
}

/* TS 29.229 cl. 6.2.2.1: 5001 as Experimental-Result, not 5001 as Result-Code */
static void test_bursts__tells_of_names_that_do_not_exist(void)
{
	struct kit k;

	kit_rules(&k);
	k.rules.lir_unknown = 5;
	kit_begin(&k);
	for (unsigned int i = 1; i <= 12; i++) {
		bool counts = i % 2 == 0;

		kit_cx(&k, LI_CX_LIR, KIT_ICSCF);
		kit_user(&k, NULL, name("sip:u", i));
		kit_refuse(&k, counts ? 5001 : 5003);
		CU_ASSERT_EQUAL(kit_take(&k), i == 10 ? 1 : 0);
		CU_ASSERT_EQUAL(!!kit_found(&k, LI_RULE_LIR_UNKNOWN), i == 10);
		kit_cx(&k, LI_CX_LIR, KIT_ICSCF);
		k.event.cx.result = 5001;
		CU_ASSERT_EQUAL(kit_take(&k), 0);
	}
	kit_close(&k);
}

static void test_bursts__tells_of_vectors_of_many_users(void)
{
	size_t fired = 0;
	struct kit k;

	kit_rules(&k);
	k.rules.mar_identities = 500;
	kit_begin(&k);
	for (unsigned int i = 0; i < 490; i++)
		CU_ASSERT_EQUAL(mar(&k, KIT_SCSCF, i), 0);
	for (unsigned int i = 490; i < 1000; i++)
		fired += mar(&k, KIT_SCSCF, i);
	CU_ASSERT_EQUAL(fired, 1);
	kit_close(&k);
}

static void test_bursts__tells_of_many_vectors_of_one_user(void)
{
	struct kit k;

	kit_rules(&k);
	k.rules.mar_of_one = 4;
	kit_begin(&k);
	for (unsigned int i = 1; i <= 6; i++) {
		CU_ASSERT_EQUAL(mar(&k, KIT_SCSCF, 1), i == 4 ? 1 : 0);
		CU_ASSERT_EQUAL(!!kit_found(&k, LI_RULE_MAR_ONE), i == 4);
		kit_pass(&k, 10);
	}
	/* The window is over, and another one has three. */
	for (unsigned int i = 1; i <= 3; i++)
		CU_ASSERT_EQUAL(mar(&k, KIT_SCSCF, 1), 0);
	kit_close(&k);
}

static void test_bursts__is_off_with_a_bound_of_none(void)
{
	struct kit k;

	kit_rules(&k);
	k.rules.lir_identities = k.rules.lir_unknown = 0;
	k.rules.mar_identities = k.rules.mar_of_one = 0;
	kit_begin(&k);
	for (unsigned int i = 0; i < 100; i++) {
		CU_ASSERT_EQUAL(lir(&k, KIT_ICSCF, i), 0);
		CU_ASSERT_EQUAL(mar(&k, KIT_SCSCF, 1), 0);
	}
	kit_close(&k);
}

UNIT_MAIN("watch.bursts",
	UNIT_TEST(test_bursts__tells_of_a_sweep_once_a_window),
	UNIT_TEST(test_bursts__counts_a_user_once_and_each_origin_apart),
	UNIT_TEST(test_bursts__tells_of_names_that_do_not_exist),
	UNIT_TEST(test_bursts__tells_of_vectors_of_many_users),
	UNIT_TEST(test_bursts__tells_of_many_vectors_of_one_user),
	UNIT_TEST(test_bursts__is_off_with_a_bound_of_none))
