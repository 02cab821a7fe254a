/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include <gnutls/gnutls.h>

#include "check_world.h"

/* TS 102 232-1 cl. 7.2.3: by LIID and CIN, over the PDUs as they went */
static void test_check__is_over_the_pdus_of_one_liid_and_cin(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(2, 0, &m, &c), LI_OK);
	add(c, "A", 1, 7, "one");
	add(c, "B", 1, 0, "two");
	add(c, "A", 2, 0, "three");
	add(c, "A", 0, 5, "four");
	CU_ASSERT_EQUAL(m.count, 0);
	CU_ASSERT_TRUE(li_checks_any(c));
	add(c, "A", 1, 8, "five");
	CU_ASSERT_EQUAL_FATAL(m.count, 1);
	CU_ASSERT_STRING_EQUAL(m.of[0].liid, "A");
	CU_ASSERT_EQUAL(m.of[0].cin, 1);
	CU_ASSERT_EQUAL(m.of[0].sequence, 0);
	CU_ASSERT_EQUAL(m.of[0].count, 2);
	CU_ASSERT_EQUAL(m.of[0].first, 7);
	CU_ASSERT_EQUAL(m.of[0].last, 8);
	CU_ASSERT_TRUE(hashes(m.of[0].value, "onefive"));
	li_checks_flush(c, &went);
	CU_ASSERT_EQUAL(m.count, 4);
	CU_ASSERT_FALSE(li_checks_any(c));
	add(c, "A", 1, 9, "six");
	li_checks_flush(c, &went);
	CU_ASSERT_EQUAL_FATAL(m.count, 5);
	CU_ASSERT_EQUAL(m.of[4].sequence, 1);
	CU_ASSERT_TRUE(hashes(m.of[4].value, "six"));
	li_checks_free(c);
}

/* However many streams there are, each PDU is in one check. */
static void test_check__makes_room_by_checking_the_oldest(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(9, 0, &m, &c), LI_OK);
	for (uint32_t cin = 1; cin <= 2 * LI_CHECKS_MAX; cin++) {
		add(c, "A", cin, 0, "pdu");
		CU_ASSERT_EQUAL(m.count,
			cin > LI_CHECKS_MAX ? cin - LI_CHECKS_MAX : 0);
	}
	for (size_t i = 0; i < m.count; i++)
		CU_ASSERT_EQUAL(m.of[i].cin, i + 1);
	li_checks_flush(c, &went);
	CU_ASSERT_EQUAL(m.count, (size_t)2 * LI_CHECKS_MAX);
	li_checks_free(c);
}

/* TS 102 232-1 cl. 7.2.3: a signature names hash checks of its LIID and CIN */
static void test_check__signs_the_checks_of_one_liid_and_cin(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(1, 2, &m, &c), LI_OK);
	for (uint32_t n = 0; n < 4; n++)
		add(c, "A", 1, n, n == 1 ? "second" : "other");
	add(c, "B", 1, 0, "alone");
	CU_ASSERT_EQUAL_FATAL(m.count, 7);
	for (size_t i = 0; i < 7; i++)
		CU_ASSERT_EQUAL(m.of[i].signature, i == 2 || i == 5);
	CU_ASSERT_EQUAL(m.of[2].sequence, 0);
	CU_ASSERT_EQUAL(m.of[2].first, 0);
	CU_ASSERT_EQUAL(m.of[2].last, 1);
	CU_ASSERT_TRUE(hashes(m.of[2].value, "second"));
	CU_ASSERT_EQUAL(m.of[5].sequence, 1);
	CU_ASSERT_EQUAL(m.of[5].first, 2);
	CU_ASSERT_TRUE(li_checks_unsigned(c));
	li_checks_sign(c, &went);
	CU_ASSERT_FALSE(li_checks_unsigned(c));
	CU_ASSERT_EQUAL_FATAL(m.count, 8);
	CU_ASSERT_STRING_EQUAL(m.of[7].liid, "B");
	CU_ASSERT_EQUAL(m.of[7].count, 1);
	li_checks_free(c);
}

/* However many streams there are, each check is in one signature: one that is
 * closed for another's sake waits for its own. */
static void test_check__makes_room_without_a_signature(void)
{
	static struct made m;
	size_t signatures = 0;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(9, 9, &m, &c), LI_OK);
	for (uint32_t cin = 1; cin <= LI_CHECKS_MAX + 4; cin++)
		add(c, "A", cin, 0, "pdu");
	CU_ASSERT_EQUAL_FATAL(m.count, 4);
	for (size_t i = 0; i < m.count; i++)
		CU_ASSERT_FALSE(m.of[i].signature);
	li_checks_flush(c, &went);
	li_checks_sign(c, &went);
	for (size_t i = 0; i < m.count; i++)
		signatures += m.of[i].signature;
	CU_ASSERT_EQUAL(signatures, LI_CHECKS_MAX + 4);
	CU_ASSERT_EQUAL(m.count, 2 * signatures);
	li_checks_free(c);
}

/* Those that wait for a signature are bounded, too. */
static void test_check__signs_all_when_many_wait(void)
{
	static struct made m;
	struct li_checks *c;

	m.count = 0;
	CU_ASSERT_EQUAL_FATAL(make(1, 9, &m, &c), LI_OK);
	for (uint32_t cin = 1; cin <= LI_CHECKS_UNSIGNED_MAX; cin++)
		add(c, "A", cin, 0, "pdu");
	CU_ASSERT_EQUAL(m.count, LI_CHECKS_UNSIGNED_MAX);
	CU_ASSERT_TRUE(li_checks_unsigned(c));
	add(c, "B", 1, 0, "pdu");
	CU_ASSERT_EQUAL(m.count, 2 * (LI_CHECKS_UNSIGNED_MAX + 1));
	CU_ASSERT_FALSE(li_checks_unsigned(c));
	li_checks_free(c);
}

enum { BLOCKS_MAX = 64 };

/* What the library has of memory. */
static struct {
	uint8_t *p;
	size_t size;
} blocks[BLOCKS_MAX];
static size_t block_count;

static void *note_block(size_t size)
{
	uint8_t *p = calloc(1, size);

	CU_ASSERT_FATAL(p && block_count < BLOCKS_MAX);
	blocks[block_count].p = p;
	blocks[block_count++].size = size;
	return p;
}

/* What PDUs are made of: an octet that no address in there has. */
static char mark;

/* How many octets of a PDU does it have? */
static size_t kept(void)
{
	size_t count = 0;

	for (size_t i = 0; i < block_count; i++)
		for (size_t j = 0; j < blocks[i].size; j++)
			count += blocks[i].p[j] == (uint8_t)mark;
	return count;
}

/* PDUs whose ends fill a block of the hash to any place in it. TS 33.107 cl. 8:
 * nothing stays of what was delivered */
static void test_check__leaves_nothing_of_the_pdus(void)
{
	const gnutls_alloc_function usual = gnutls_malloc;
	static struct made m;
	struct li_checks *c;
	char pdu[200] = "";
	size_t most = 0;

	m.count = block_count = 0;
	CU_ASSERT_EQUAL_FATAL(make(2, 0, &m, &c), LI_OK);
	gnutls_malloc = note_block;
	add(c, "A", 1, 0, "pdu");
	li_checks_flush(c, &went);
	li_checks_confirm(c, li_checks_went(c));
	for (mark = '!'; kept() && mark < '~'; mark++)
		;
	for (size_t n = 1; n < sizeof(pdu); n++) {
		pdu[n - 1] = mark;
		add(c, "A", 1, 0, pdu);
		most = kept() > most ? kept() : most;
		if (n % 3 == 0)
			li_checks_broke(c);
		else if (n % 3 == 1)
			add(c, "A", 1, 1, pdu);
		else
			li_checks_flush(c, &went);
		li_checks_confirm(c, li_checks_went(c));
		CU_ASSERT_FALSE(li_checks_any(c));
		CU_ASSERT_EQUAL(kept(), 0);
	}
	gnutls_malloc = usual;
	CU_ASSERT_TRUE(most > 0 && most <= 64); /* of an open one */
	li_checks_free(c);
}

UNIT_MAIN("deliver.check",
	UNIT_TEST(test_check__is_over_the_pdus_of_one_liid_and_cin),
	UNIT_TEST(test_check__makes_room_by_checking_the_oldest),
	UNIT_TEST(test_check__signs_the_checks_of_one_liid_and_cin),
	UNIT_TEST(test_check__makes_room_without_a_signature),
	UNIT_TEST(test_check__signs_all_when_many_wait),
	UNIT_TEST(test_check__leaves_nothing_of_the_pdus))
