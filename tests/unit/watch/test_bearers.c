/* SPDX-License-Identifier: BSD-3-Clause */
#include "kit_watch.h"
#include "watch/bearers.h"

enum { AGE_S = 1000 };

static struct li_key key(uint64_t n)
{
	return (struct li_key){.hi = n * 0x9e3779b97f4a7c15u, .lo = n};
}

static struct li_bearer record(enum li_bearer_what what, uint64_t imei)
{
	return (struct li_bearer){.what = what,
		.id = 5,
		.imsi = key(1),
		.imei = imei ? key(imei) : (struct li_key){0, 0}};
}

static bool hear(struct li_bearers *b, struct li_bearer r, uint32_t now_s)
{
	uint64_t subject = 0;
	const bool fires = li_bearers_record(b, &r, now_s, AGE_S, &subject);

	CU_ASSERT(!fires || subject == 77);
	return fires;
}

static bool bind(struct li_bearers *b, uint64_t imsi, uint64_t imei,
	uint32_t now_s)
{
	const struct li_bearers_bound bound = {.imsi = key(imsi),
		.imei = key(imei),
		.subject = 77,
		.until_s = now_s + 600};

	return li_bearers_bind(b, &bound, now_s, AGE_S);
}

static void fresh(struct li_bearers *b, uint32_t users)
{
	li_bearers_fini(b);
	CU_ASSERT_EQUAL_FATAL(li_bearers_make(users, b), LI_OK);
}

/* H9; TS 33.128 cl. 7.10: what is known of the one bearer when another device
 * is registered, 20 s later */
static void test_bearers__compares_what_is_known(void)
{
	static const struct {
		enum li_bearer_what what;
		uint64_t imei, registered;
		enum li_bearer_what then; /* 0: nothing more */
		uint64_t then_imei;
		bool fires;
	} rows[] = {
		{LI_BEARER_BEGUN, 8, 8, 0, 0, false},
		{LI_BEARER_BEGUN, 8, 9, 0, 0, true},
		{LI_BEARER_THERE, 8, 9, 0, 0, true},
		{LI_BEARER_BEGUN, 0, 9, 0, 0, false},
		/* What says nothing of the device takes nothing back ... */
		{LI_BEARER_BEGUN, 8, 9, LI_BEARER_THERE, 0, true},
		/* ... but for the beginning of another connection. */
		{LI_BEARER_BEGUN, 8, 9, LI_BEARER_BEGUN, 0, false},
		{LI_BEARER_BEGUN, 8, 9, LI_BEARER_THERE, 9, false},
		{LI_BEARER_BEGUN, 8, 9, LI_BEARER_GONE, 0, false},
	};
	struct li_bearers b = {0};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		fresh(&b, 16);
		CU_ASSERT_FALSE(
			hear(&b, record(rows[i].what, rows[i].imei), 100));
		if (rows[i].then)
			CU_ASSERT_FALSE(hear(&b,
				record(rows[i].then, rows[i].then_imei), 110));
		CU_ASSERT_EQUAL(bind(&b, 1, rows[i].registered, 120),
			rows[i].fires);
		/* nobody else has it */
		CU_ASSERT_FALSE(bind(&b, 2, 9, 120));
	}
	li_bearers_fini(&b);
}

/* The record comes second. TS 24.229 cl. 5.1.1.2: who begins a connection
 * registers over it. */
static void test_bearers__hears_late_of_a_bearer(void)
{
	static const struct {
		enum li_bearer_what what;
		uint64_t imei;
		uint32_t after_s;
		bool fires;
	} rows[] = {
		{LI_BEARER_BEGUN, 8, LI_BEARERS_LATE_S, true},
		{LI_BEARER_BEGUN, 8, LI_BEARERS_LATE_S + 1, false},
		{LI_BEARER_BEGUN, 9, 1, false},
		{LI_BEARER_THERE, 8, 599, true},
		{LI_BEARER_THERE, 8, 600, false}, /* it ran out */
		{LI_BEARER_THERE, 0, 1, false},
		{LI_BEARER_GONE, 8, 1, false},
	};
	struct li_bearers b = {0};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		fresh(&b, 16);
		CU_ASSERT_FALSE(bind(&b, 1, 9, 100));
		CU_ASSERT_EQUAL(hear(&b, record(rows[i].what, rows[i].imei),
					100 + rows[i].after_s),
			rows[i].fires);
		/* once */
		CU_ASSERT_FALSE(hear(&b, record(rows[i].what, rows[i].imei),
			100 + rows[i].after_s));
	}
	li_bearers_fini(&b);
}

/* TS 33.107 cl. 20.5.2: who lets go of a bearer that another has taken over */
static void test_bearers__follows_a_bearer_to_another_node(void)
{
	static const struct {
		uint64_t begun_by, gone_by;
		bool stays;
	} rows[] = {{1, 2, true}, {1, 1, false}, {0, 2, false}, {1, 0, false}};
	struct li_bearers b = {0};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_bearer r = record(LI_BEARER_BEGUN, 8);

		fresh(&b, 16);
		r.node = rows[i].begun_by;
		CU_ASSERT_FALSE(hear(&b, r, 100));
		r.what = LI_BEARER_GONE;
		r.node = rows[i].gone_by;
		CU_ASSERT_FALSE(hear(&b, r, 101));
		CU_ASSERT_EQUAL(bind(&b, 1, 9, 102), rows[i].stays);
	}
	li_bearers_fini(&b);
}

/* One of several agrees; what is heard of no more is not believed. */
static void test_bearers__asks_all_that_live(void)
{
	struct li_bearer other = record(LI_BEARER_BEGUN, 9);
	struct li_bearers b = {0};

	fresh(&b, 16);
	other.id = LI_BEARER_EPS | 5; /* another one than session 5 */
	CU_ASSERT_FALSE(hear(&b, record(LI_BEARER_BEGUN, 8), 100));
	CU_ASSERT_FALSE(hear(&b, other, 200));
	CU_ASSERT_FALSE(bind(&b, 1, 9, 300));
	CU_ASSERT_TRUE(bind(&b, 1, 7, 301));
	CU_ASSERT_FALSE(bind(&b, 1, 7, 302)); /* told once */
	CU_ASSERT_FALSE(bind(&b, 1, 9, 303));
	CU_ASSERT_TRUE(bind(&b, 1, 7, 304)); /* and again */
	CU_ASSERT_FALSE(bind(&b, 1, 9, 100 + AGE_S));
	CU_ASSERT_TRUE(bind(&b, 1, 8, 199 + AGE_S));
	CU_ASSERT_FALSE(bind(&b, 1, 8, 900 + AGE_S)); /* the other, too */
	/* A clock that was set back ages nothing. */
	CU_ASSERT_FALSE(hear(&b, record(LI_BEARER_BEGUN, 8), 5000));
	CU_ASSERT_TRUE(bind(&b, 1, 7, 4000));
	li_bearers_fini(&b);
}

/* However many there are, it takes what it took; the last are known. */
static void test_bearers__is_bounded(void)
{
	struct li_bearers b = {0};
	struct li_bearer r = record(LI_BEARER_BEGUN, 8);
	size_t known = 0;

	fresh(&b, 64);
	CU_ASSERT_EQUAL(b.mask, 15);
	for (uint64_t i = 1; i <= 100000; i++) {
		r.imsi = key(i);
		CU_ASSERT_FALSE(hear(&b, r, 100 + (uint32_t)i));
	}
	for (uint64_t i = 1; i <= 100000; i++)
		known += bind(&b, i, 9, 100101);
	CU_ASSERT(known <= 64);
	fresh(&b, 64);
	for (uint16_t id = 0; id < 512; id++) {
		r = record(LI_BEARER_BEGUN, 8);
		r.id = id;
		CU_ASSERT_FALSE(hear(&b, r, 100 + id));
	}
	CU_ASSERT_TRUE(bind(&b, 1, 9, 700));
	r.what = LI_BEARER_GONE;
	for (uint16_t id = 512 - LI_BEARERS_EACH; id < 512; id++) {
		r.id = id;
		CU_ASSERT_FALSE(hear(&b, r, 701));
	}
	CU_ASSERT_FALSE(bind(&b, 1, 7, 702));
	li_bearers_fini(&b);
}

static size_t registered(struct kit *k, uint64_t imei)
{
	kit_answer(k, 200, "c1", 1);
	k->change.device_known = true;
	k->change.imsi = key(1);
	k->change.imei = key(imei);
	k->change.expires_s = 600;
	return kit_take(k);
}

static size_t said(struct kit *k, uint64_t imei)
{
	struct li_bearer r = record(LI_BEARER_THERE, imei);

	r.number = ++k->number;
	r.at_us = r.mono_us = k->at_us;
	k->count = li_watch_bearer(k->watch, &r, &k->out);
	return k->count;
}

/* H9, whichever comes first: of the same user, and of nobody by name */
static void test_bearers__makes_a_security_event(void)
{
	uint64_t subject;
	struct kit k;

	kit_rules(&k);
	k.rules.lite = true;
	kit_begin(&k);
	CU_ASSERT_EQUAL(said(&k, 8), 0);
	CU_ASSERT_EQUAL_FATAL(registered(&k, 9), 1);
	CU_ASSERT_EQUAL(k.out->rule, LI_RULE_HIJACK_IMEI);
	CU_ASSERT_EQUAL(k.out->severity, LI_SEVERITY_HIGH);
	CU_ASSERT_EQUAL(k.out->code, 200);
	CU_ASSERT_EQUAL(k.out->node.n, 0);
	subject = k.out->subject;
	CU_ASSERT_NOT_EQUAL(subject, 0);
	CU_ASSERT_EQUAL(registered(&k, 8), 0);
	CU_ASSERT_EQUAL_FATAL(said(&k, 7), 1);
	CU_ASSERT_EQUAL(k.out->rule, LI_RULE_HIJACK_IMEI);
	CU_ASSERT_EQUAL(k.out->source, LI_SOURCE_SIP);
	CU_ASSERT_EQUAL(k.out->code, 0);
	CU_ASSERT_EQUAL(k.out->number, k.number);
	CU_ASSERT_EQUAL(k.out->at_us, k.at_us);
	CU_ASSERT_EQUAL(k.out->subject, subject);
	CU_ASSERT_EQUAL(li_watch_counts(k.watch)->fired[LI_RULE_HIJACK_IMEI],
		2);
	kit_close(&k);
}

/* Where no such records come, or the rule is off, nothing is remembered. */
static void test_bearers__can_be_off(void)
{
	for (int i = 0; i < 2; i++) {
		struct kit k;

		kit_rules(&k);
		k.rules.lite = i;
		if (i)
			k.rules.bearer_s = 0;
		kit_begin(&k);
		CU_ASSERT_EQUAL(said(&k, 8), 0);
		CU_ASSERT_EQUAL(registered(&k, 9), 0);
		CU_ASSERT_EQUAL(said(&k, 8), 0);
		kit_close(&k);
	}
}

UNIT_MAIN("watch.bearers", UNIT_TEST(test_bearers__compares_what_is_known),
	UNIT_TEST(test_bearers__hears_late_of_a_bearer),
	UNIT_TEST(test_bearers__follows_a_bearer_to_another_node),
	UNIT_TEST(test_bearers__asks_all_that_live),
	UNIT_TEST(test_bearers__is_bounded),
	UNIT_TEST(test_bearers__makes_a_security_event),
	UNIT_TEST(test_bearers__can_be_off))
