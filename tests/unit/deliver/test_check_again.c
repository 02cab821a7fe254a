/* SPDX-License-Identifier: BSD-3-Clause */
#include "check_world.h"
#include "deliver/chain.h"

/* What was in no check is hashed again; numbers go on. TS 102 232-1 annex J.1 */
static void test_check_again__forgets_what_was_open_in_a_break(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(9, 0, &m, &c), LI_OK);
	add(c, "A", 1, 0, "had");
	li_checks_flush(c, &went);
	li_checks_confirm(c, li_checks_went(c));
	add(c, "A", 1, 1, "lost");
	CU_ASSERT_TRUE(went_is("(had)<1 0>(lost)"));
	li_checks_broke(c);
	CU_ASSERT_FALSE(li_checks_any(c));
	li_checks_flush(c, &went);
	CU_ASSERT_EQUAL(m.count, 1);
	add(c, "A", 1, 1, "again");
	li_checks_flush(c, &went);
	CU_ASSERT_TRUE(went_is("(again)<1 1>"));
	CU_ASSERT_EQUAL_FATAL(m.count, 2);
	CU_ASSERT_TRUE(hashes(m.of[1].value, "again"));
	li_checks_free(c);
}

/* TS 102 232-1 cl. 6.3.3: what was sent is sent again as it was, and in its order;
 * a signature behind the checks that it is over */
static void test_check_again__sends_again_what_is_not_confirmed(void)
{
	static struct made m;
	struct li_checks *c;
	uint64_t first;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(2, 2, &m, &c), LI_OK);
	add(c, "A", 1, 0, "0");
	add(c, "A", 1, 1, "1");
	first = li_checks_went(c);
	add(c, "A", 1, 2, "2");
	li_checks_flush(c, &went);
	add(c, "A", 2, 0, "x");
	li_checks_flush(c, &went);
	add(c, "A", 1, 3, "3");
	CU_ASSERT_TRUE(went_is("(0)(1)<1 0>(2)<1 1><sign 1 0>(x)<2 0>(3)"));
	li_checks_confirm(c, first);
	for (int i = 0; i < 2; i++) {
		li_checks_broke(c);
		CU_ASSERT_TRUE(li_checks_any(c));
		CU_ASSERT_FALSE(li_checks_flying(c));
		add(c, "A", 2, 0, "x");
		add(c, "A", 1, 2, "2");
		CU_ASSERT_TRUE(went_is("(x)<2 0>(2)<1 1><sign 1 0>"));
		CU_ASSERT_FALSE(li_checks_any(c));
		CU_ASSERT_TRUE(li_checks_flying(c));
	}
	CU_ASSERT_EQUAL(m.count, 4);
	li_checks_confirm(c, li_checks_went(c));
	CU_ASSERT_FALSE(li_checks_flying(c));
	li_checks_free(c);
}

/* What broke before all of it had gone again goes before what is new. */
static void test_check_again__keeps_the_order_of_a_second_break(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(2, 2, &m, &c), LI_OK);
	for (uint32_t n = 0; n < 4; n++)
		add(c, "A", 1, n, "r");
	CU_ASSERT_TRUE(went_is("(r)(r)<1 0>(r)(r)<1 1><sign 1 0>"));
	li_checks_broke(c);
	for (uint32_t n = 0; n < 3; n++)
		add(c, "A", 1, n, "r");
	CU_ASSERT_TRUE(went_is("(r)(r)<1 0>(r)"));
	li_checks_broke(c);
	for (uint32_t n = 0; n < 6; n++)
		add(c, "A", 1, n, "r");
	CU_ASSERT_TRUE(went_is("(r)(r)<1 0>(r)(r)<1 1><sign 1 0>(r)(r)<1 2>"));
	li_checks_confirm(c, li_checks_went(c));
	CU_ASSERT_FALSE(li_checks_flying(c));
	li_checks_free(c);
}

/* Records that were withdrawn do not come again: their checks do, in the place of
 * these. */
static void test_check_again__sends_again_without_its_records(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(2, 0, &m, &c), LI_OK);
	for (uint32_t i = 0; i < 4; i++)
		add(c, "A", 1, i, "r");
	for (uint32_t i = 0; i < 2; i++)
		add(c, "A", 2, i, "r");
	CU_ASSERT_TRUE(went_is("(r)(r)<1 0>(r)(r)<1 1>(r)(r)<2 0>"));
	li_checks_broke(c);
	add(c, "A", 1, 5, "new");
	CU_ASSERT_TRUE(went_is("(new)<1 0><1 1>"));
	li_checks_flush(c, &went);
	CU_ASSERT_TRUE(went_is("<1 2>"));
	pass(c, 1);
	CU_ASSERT_TRUE(went_is(""));
	CU_ASSERT_TRUE(li_checks_any(c));
	pass(c, 2);
	CU_ASSERT_TRUE(went_is("<2 0>"));
	CU_ASSERT_FALSE(li_checks_any(c));
	li_checks_free(c);
}

/* TS 102 232-1 cl. 6.2.2 */
static void test_check_again__begins_anew(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(1, 0, &m, &c), LI_OK);
	add(c, "A", 1, 8, "old");
	li_checks_broke(c);
	li_checks_anew(c);
	CU_ASSERT_FALSE(li_checks_any(c));
	pass(c, 9);
	add(c, "A", 1, 0, "new");
	CU_ASSERT_TRUE(went_is("(old)<1 0>(new)<1 0>"));
	li_checks_free(c);
}

/* TS 102 232-1 annex J.2: when the interception of the target is terminated */
static void test_check_again__closes_and_signs_what_ended(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(9, 9, &m, &c), LI_OK);
	add(c, "A", 1, 0, "a");
	add(c, "B", 2, 0, "b");
	add(c, "A", 3, 0, "c");
	li_checks_end(c, li_slice_str("A"), &went);
	CU_ASSERT_TRUE(went_is("(a)(b)(c)<1 0><3 0><sign 1 0><sign 3 0>"));
	CU_ASSERT_TRUE(li_checks_any(c));
	CU_ASSERT_FALSE(li_checks_unsigned(c));
	li_checks_free(c);
}

/* A signature that cannot be made is passed over, without a number. */
static void test_check_again__counts_no_signature_that_is_not_made(void)
{
	static struct made m;
	struct li_checks *c;

	m = (struct made){.refuses = true};
	CU_ASSERT_EQUAL_FATAL(make(1, 1, &m, &c), LI_OK);
	add(c, "A", 1, 0, "a");
	m.refuses = false;
	add(c, "A", 1, 1, "b");
	CU_ASSERT_TRUE(went_is("(a)<1 0>(b)<1 1><sign 1 0>"));
	CU_ASSERT_FALSE(went.bad);
	li_checks_free(c);
}

/* TS 102 232-1 annex J.1: another program goes on where the peer was */
static void test_check_again__goes_on_where_it_was(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(1, 2, &m, &c), LI_OK);
	for (uint32_t n = 0; n < 3; n++)
		add(c, "A", 1, n, "r");
	CU_ASSERT_EQUAL(keeps.told, 0);
	li_checks_confirm(c, li_checks_went(c) - 1);
	CU_ASSERT_EQUAL(keeps.of[1].checks, 2);
	CU_ASSERT_EQUAL(keeps.of[1].signatures, 1);
	CU_ASSERT_STRING_EQUAL(keeps.of[1].liid, "A");
	li_checks_free(c);
	li_buf_reset(&went);
	CU_ASSERT_EQUAL_FATAL(
		li_checks_new(&(struct li_checks_options){.fn = keep,
				      .data = &m,
				      .every = 1,
				      .sign = 2},
			&numbers, &c),
		LI_OK);
	add(c, "A", 1, 2, "r");
	add(c, "A", 1, 3, "r");
	CU_ASSERT_TRUE(went_is("(r)<1 2>(r)<1 3><sign 1 1>"));
	CU_ASSERT_EQUAL(keeps.reads, 2);
	li_checks_free(c);
}

/* Each goes in its own place, whatever others wait for. */
static void test_check_again__goes_where_its_records_were(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(2, 0, &m, &c), LI_OK);
	for (uint32_t i = 0; i < 6; i++)
		add(c, "A", 1, i, "r");
	CU_ASSERT_TRUE(went_is("(r)(r)<1 0>(r)(r)<1 1>(r)(r)<1 2>"));
	li_checks_broke(c);
	pass(c, 3);
	CU_ASSERT_TRUE(went_is("<1 0>"));
	add(c, "A", 1, 4, "r");
	CU_ASSERT_TRUE(went_is("(r)<1 1>"));
	add(c, "A", 1, 5, "r");
	CU_ASSERT_TRUE(went_is("(r)<1 2>"));
	CU_ASSERT_FALSE(li_checks_any(c));
	li_checks_free(c);
}

/* Nothing is forgotten that is not kept elsewhere. */
static void test_check_again__forgets_what_is_kept(void)
{
	static struct made m;
	struct li_checks *c;

	CU_ASSERT_EQUAL_FATAL(make(1, 0, &m, &c), LI_OK);
	keeps.kept = false;
	for (uint32_t i = 0; i <= 2 * LI_CHAINS_IDLE; i++) {
		m.count = 0;
		add(c, "A", i + 1, 0, "pdu");
		li_checks_confirm(c, li_checks_went(c));
	}
	li_buf_reset(&went);
	add(c, "A", KEPT + 1, 1, "old");
	CU_ASSERT_EQUAL(m.of[1].sequence, 1);
	li_checks_free(c);
}

/* Those that wait for nothing are bounded; what waits stays. */
static void test_check_again__forgets_old_numbers(void)
{
	static struct made m;
	struct li_checks *c;

	CU_ASSERT_EQUAL_FATAL(make(1, 0, &m, &c), LI_OK);
	for (uint32_t cin = 1; cin <= 2 * LI_CHAINS_IDLE; cin++) {
		m.count = 0;
		add(c, "A", cin, 0, "pdu");
		if (cin > 1)
			li_checks_confirm(c, li_checks_went(c));
		if (cin == 1)
			li_checks_broke(c);
	}
	li_buf_reset(&went);
	m.count = 0;
	add(c, "A", 2 * LI_CHAINS_IDLE, 1, "last");
	CU_ASSERT_EQUAL(m.of[0].sequence, 1);
	CU_ASSERT_EQUAL(keeps.reads, 2 * LI_CHAINS_IDLE);
	add(c, "A", 2, 1, "old");
	CU_ASSERT_EQUAL(keeps.reads, 2 * LI_CHAINS_IDLE + 1);
	CU_ASSERT_EQUAL(m.of[1].sequence, 1);
	add(c, "A", 1, 1, "waiting");
	CU_ASSERT_EQUAL_FATAL(m.count, 3);
	CU_ASSERT_EQUAL(m.of[2].sequence, 1);
	li_checks_free(c);
}

UNIT_MAIN("deliver.check_again",
	UNIT_TEST(test_check_again__forgets_what_was_open_in_a_break),
	UNIT_TEST(test_check_again__sends_again_what_is_not_confirmed),
	UNIT_TEST(test_check_again__keeps_the_order_of_a_second_break),
	UNIT_TEST(test_check_again__sends_again_without_its_records),
	UNIT_TEST(test_check_again__begins_anew),
	UNIT_TEST(test_check_again__closes_and_signs_what_ended),
	UNIT_TEST(test_check_again__counts_no_signature_that_is_not_made),
	UNIT_TEST(test_check_again__goes_on_where_it_was),
	UNIT_TEST(test_check_again__goes_where_its_records_were),
	UNIT_TEST(test_check_again__forgets_what_is_kept),
	UNIT_TEST(test_check_again__forgets_old_numbers))
