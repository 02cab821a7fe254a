/* SPDX-License-Identifier: BSD-3-Clause */
#include "check_world.h"

/* TS 102 232-1 cl. 6.2.2: no check goes before another program would know of it;
 * records do */
static void test_check_kept__goes_when_it_is_kept(void)
{
	static struct made m;
	struct li_checks *c;
	uint64_t made;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(2, 2, &m, &c), LI_OK);
	keeps.waits = true;
	for (uint32_t i = 0; i < 5; i++)
		add(c, "A", 1, i, "r");
	CU_ASSERT_TRUE(went_is("(r)(r)(r)(r)(r)"));
	CU_ASSERT_STRING_EQUAL(keeps.said,
		"hash A 1 at 2: 0-1 <1 0>\nhash A 1 at 4: 2-3 <1 1>\n"
		"sign A 1 at 4: 0-1 <sign 1 0>\n");
	CU_ASSERT_TRUE(li_checks_flying(c));
	CU_ASSERT_EQUAL(li_checks_went(c), 0);
	made = li_checks_made(c);
	li_checks_kept(c, 2, &went);
	CU_ASSERT_TRUE(went_is("<1 0><1 1>"));
	CU_ASSERT_FALSE(li_checks_gone(c, made));
	li_checks_confirm(c, li_checks_went(c));
	CU_ASSERT_TRUE(li_checks_flying(c));
	CU_ASSERT_EQUAL(keeps.of[1].checks, 2);
	CU_ASSERT_EQUAL(keeps.of[1].signatures, 0);
	li_checks_kept(c, 3, &went);
	CU_ASSERT_TRUE(went_is("<sign 1 0>"));
	CU_ASSERT_TRUE(li_checks_gone(c, made));
	li_checks_free(c);
}

/* A break does not make it go sooner, nor another one of the same chain. */
static void test_check_kept__waits_over_a_break(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(1, 0, &m, &c), LI_OK);
	keeps.waits = true;
	add(c, "A", 1, 0, "a");
	add(c, "A", 2, 0, "b");
	add(c, "A", 1, 1, "c");
	CU_ASSERT_TRUE(went_is("(a)(b)(c)"));
	li_checks_broke(c);
	CU_ASSERT_TRUE(li_checks_gone(c, li_checks_made(c)));
	CU_ASSERT_FALSE(li_checks_flying(c));
	add(c, "A", 2, 0, "b");
	add(c, "A", 1, 0, "a");
	add(c, "A", 1, 1, "c");
	CU_ASSERT_TRUE(went_is("(b)(a)(c)"));
	li_checks_kept(c, 1, &went);
	CU_ASSERT_TRUE(went_is("<1 0>"));
	li_checks_broke(c);
	li_checks_kept(c, 2, &went);
	CU_ASSERT_TRUE(went_is(""));
	add(c, "A", 1, 0, "a");
	add(c, "A", 1, 1, "c");
	CU_ASSERT_TRUE(went_is("(a)<1 0>(c)"));
	pass(c, 9);
	CU_ASSERT_TRUE(went_is("<2 0>"));
	li_checks_kept(c, 3, &went);
	CU_ASSERT_TRUE(went_is("<1 1>"));
	CU_ASSERT_EQUAL(m.count, 3);
	li_checks_confirm(c, li_checks_went(c));
	CU_ASSERT_FALSE(li_checks_flying(c));
	CU_ASSERT_FALSE(li_checks_any(c));
	li_checks_free(c);
}

enum { PLACE_7 = 16, PLACE_8 = 18 }; /* behind records 14 and 15, 16 and 17 */

/* One over two. */
static void load(struct li_checks *c, const char *pdu, uint32_t number,
	uint32_t first, int64_t place)
{
	struct li_checking checking = {.stream = 1,
		.task = 1,
		.place = place,
		.at_us = 5,
		.liid = "A",
		.signature = pdu[1] == 's',
		.cin = 1,
		.number = number,
		.first = first,
		.last = first + 1,
		.pdu = li_slice_str(pdu)};

	memset(checking.value, (int)number, sizeof(checking.value));
	CU_ASSERT_EQUAL(li_checks_load(c, &checking), LI_OK);
}

/* TS 102 232-1 annex J.1: what another program made goes as it was, and numbers go
 * on behind it */
static void test_check_kept__goes_on_with_what_another_made(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(2, 2, &m, &c), LI_OK);
	keeps.of[1] = (struct li_checked){.checks = 7, .signatures = 3};
	load(c, "<7>", 7, 14, PLACE_7);
	load(c, "<8>", 8, 16, PLACE_8);
	load(c, "<s3>", 3, 7, PLACE_8);
	CU_ASSERT_TRUE(li_checks_any(c));
	CU_ASSERT_FALSE(li_checks_unsigned(c));
	add(c, "A", 1, 16, "p");
	CU_ASSERT_TRUE(went_is("(p)<7>"));
	for (uint32_t n = 17; n < 22; n++)
		add(c, "A", 1, n, "r");
	CU_ASSERT_TRUE(went_is("(r)<8><s3>(r)(r)<1 9>(r)(r)<1 10><sign 1 4>"));
	CU_ASSERT_EQUAL(m.of[0].first, 18);
	li_checks_confirm(c, li_checks_went(c));
	CU_ASSERT_EQUAL(keeps.of[1].checks, 11);
	CU_ASSERT_EQUAL(keeps.of[1].signatures, 5);
	CU_ASSERT_EQUAL(keeps.of[1].open, 11);
	li_checks_free(c);
}

/* TS 102 232-1 annex J.2: what it had not signed is signed, behind what goes again,
 * and kept until the peer has the signature */
static void test_check_kept__signs_what_another_did_not(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(2, 4, &m, &c), LI_OK);
	keeps.of[1] = (struct li_checked){.checks = 8, .signatures = 3};
	load(c, "<6>", 6, 12, 14);
	load(c, "<7>", 7, 14, PLACE_7);
	load(c, "<8>", 8, 16, PLACE_8);
	CU_ASSERT_TRUE(li_checks_unsigned(c));
	li_checks_sign(c, &went);
	CU_ASSERT_TRUE(went_is(""));
	pass(c, PLACE_8);
	CU_ASSERT_TRUE(went_is("<8>"));
	li_checks_confirm(c, li_checks_went(c));
	CU_ASSERT_EQUAL(keeps.of[1].checks, 9);
	CU_ASSERT_TRUE(keeps.of[1].open <= 6);
	li_checks_sign(c, &went);
	CU_ASSERT_TRUE(went_is("<sign 1 3>"));
	CU_ASSERT_EQUAL(m.of[0].first, 6);
	CU_ASSERT_EQUAL(m.of[0].last, 8);
	CU_ASSERT_EQUAL(m.of[0].value[0], 8);
	CU_ASSERT_EQUAL(m.of[0].at_us, 5);
	li_checks_confirm(c, li_checks_went(c));
	CU_ASSERT_EQUAL(keeps.of[1].open, 9);
	li_checks_free(c);
}

/* More of them than a signature is over, as a token was not there: the rest stays
 * as it is. */
static void test_check_kept__signs_the_latest_of_many(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(2, 2, &m, &c), LI_OK);
	keeps.of[1] = (struct li_checked){.checks = 9, .signatures = 3};
	for (uint32_t n = 5; n < 9; n++)
		load(c, "<old>", n, 2 * n, 2 * n + 2);
	CU_ASSERT_FALSE(li_checks_any(c));
	add(c, "A", 1, 18, "r");
	add(c, "A", 1, 19, "r");
	CU_ASSERT_TRUE(went_is("(r)(r)<1 9><sign 1 3>"));
	CU_ASSERT_EQUAL(m.of[1].first, 7);
	CU_ASSERT_EQUAL(m.of[1].last, 8);
	CU_ASSERT_TRUE(li_checks_unsigned(c));
	li_checks_free(c);
}

UNIT_MAIN("deliver.check_kept",
	UNIT_TEST(test_check_kept__goes_when_it_is_kept),
	UNIT_TEST(test_check_kept__waits_over_a_break),
	UNIT_TEST(test_check_kept__goes_on_with_what_another_made),
	UNIT_TEST(test_check_kept__signs_what_another_did_not),
	UNIT_TEST(test_check_kept__signs_the_latest_of_many))
