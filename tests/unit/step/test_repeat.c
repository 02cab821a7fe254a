/* SPDX-License-Identifier: BSD-3-Clause */
#include "kit.h"
#include "step/repeat.h"
#include "unit.h"

enum { SECOND = 1000000 };

static struct li_event message(const char *octets)
{
	struct li_event e = kit_sip(LI_SIP_INVITE, 0, "call");

	e.raw = li_slice_str(octets);
	e.from = (struct li_address){.family = 4, .ip = {1}, .port = 5060};
	e.to = (struct li_address){.family = 4, .ip = {2}, .port = 5060};
	e.ip_proto = 17;
	return e;
}

static bool told(struct li_repeat *r, const struct li_event *e, int64_t task,
	int64_t at_us)
{
	return li_repeat_told(r, li_repeat_key(r, e), task, at_us);
}

static struct li_repeat *table(void)
{
	struct li_repeat *r = NULL;

	CU_ASSERT_EQUAL_FATAL(li_repeat_new(&kit_secret, &r), LI_OK);
	return r;
}

static void test_repeat__knows_the_same_octets_on_the_same_hop(void)
{
	struct li_repeat *r = table();
	struct li_event e = message("INVITE");

	CU_ASSERT_FALSE(told(r, &e, 1, SECOND));
	CU_ASSERT_TRUE(told(r, &e, 1, SECOND));
	CU_ASSERT_TRUE(told(r, &e, 1, 2 * SECOND));
	li_repeat_free(r);
}

static void test_repeat__is_each_tasks_own(void)
{
	struct li_repeat *r = table();
	struct li_event e = message("INVITE");

	CU_ASSERT_FALSE(told(r, &e, 1, SECOND));
	CU_ASSERT_FALSE(told(r, &e, 2, SECOND));
	CU_ASSERT_TRUE(told(r, &e, 1, SECOND));
	CU_ASSERT_TRUE(told(r, &e, 2, SECOND));
	li_repeat_free(r);
}

/* What a node passed on or changed is no repeat. */
static void test_repeat__tells_hops_and_octets_apart(void)
{
	struct li_repeat *r = table();
	struct li_event e = message("INVITE");

	CU_ASSERT_FALSE(told(r, &e, 1, SECOND));
	e.from.ip[15] = 1;
	CU_ASSERT_FALSE(told(r, &e, 1, SECOND));
	e.from.port++;
	CU_ASSERT_FALSE(told(r, &e, 1, SECOND));
	e.to.ip[0]++;
	CU_ASSERT_FALSE(told(r, &e, 1, SECOND));
	e.to.port++;
	CU_ASSERT_FALSE(told(r, &e, 1, SECOND));
	e.ip_proto = 6;
	CU_ASSERT_FALSE(told(r, &e, 1, SECOND));
	e.raw = li_slice_str("INVITE ");
	CU_ASSERT_FALSE(told(r, &e, 1, SECOND));
	CU_ASSERT_TRUE(told(r, &e, 1, SECOND));
	li_repeat_free(r);
}

/* RFC 3261 cl. 17.1.1.2: 64 * T1 */
static void test_repeat__forgets_after_32_seconds(void)
{
	struct li_repeat *r = table();
	struct li_event e = message("INVITE");

	CU_ASSERT_FALSE(told(r, &e, 1, 100 * SECOND));
	CU_ASSERT_TRUE(told(r, &e, 1, 132 * SECOND));
	CU_ASSERT_FALSE(told(r, &e, 1, 165 * SECOND));
	CU_ASSERT_TRUE(told(r, &e, 1, 140 * SECOND)); /* another tap's clock */
	li_repeat_free(r);
}

/* Bounded: the newest are known, whatever came before. */
static void test_repeat__keeps_the_newest_when_it_is_full(void)
{
	struct li_repeat *r = table();
	struct li_event e = message("INVITE");
	struct li_key key = li_repeat_key(r, &e);
	size_t known = 0;

	for (int64_t i = 0; i < 2 * LI_REPEAT_SLOTS; i++)
		CU_ASSERT_FALSE_FATAL(li_repeat_told(r, key, i, SECOND + i));
	for (int64_t i = 2 * LI_REPEAT_SLOTS - 1000; i < 2 * LI_REPEAT_SLOTS;
		i++)
		known += li_repeat_told(r, key, i, SECOND + i);
	CU_ASSERT_EQUAL(known, 1000);
	li_repeat_free(r);
}

UNIT_MAIN("step.repeat",
	UNIT_TEST(test_repeat__knows_the_same_octets_on_the_same_hop),
	UNIT_TEST(test_repeat__is_each_tasks_own),
	UNIT_TEST(test_repeat__tells_hops_and_octets_apart),
	UNIT_TEST(test_repeat__forgets_after_32_seconds),
	UNIT_TEST(test_repeat__keeps_the_newest_when_it_is_full))
