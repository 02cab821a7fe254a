/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "step/hold.h"
#include "step/kit.h"
#include "unit.h"

static struct li_arena arena;
static struct li_address source; /* of what is held next */

/* Hold a message whose octets are `text`; its Call-ID leads into them. */
static void keep(struct li_hold *hold, uint64_t call, const char *text,
	int64_t mono_s)
{
	static const int64_t rows[] = {7, 9};
	struct li_event e = kit_register(0, 3, IMPI);
	struct li_held held = {.event = &e,
		.reg_before = LI_REG_PENDING,
		.rows = rows,
		.row_count = 2};
	char *octets = strdup(text); /* gone when it is taken */

	e.raw = li_slice_str(octets);
	e.from = source;
	e.at_us = 5;
	e.mono_us = mono_s * 1000000;
	e.sip.call_id = li_slice_sub(e.raw, 1, 3);
	e.parties[0].text = li_slice_sub(e.raw, 0, 2);
	li_hold_keep(hold, call, &held);
	free(octets);
}

static bool takes(struct li_hold *hold, uint64_t call, const char *text)
{
	struct li_held held;

	return li_hold_take(hold, call, &arena, &held) &&
		li_slice_is(held.event->raw, text);
}

/* TS 33.128 cl. 7.12.2.8 */
static void test_hold__gives_a_call_back_in_order(void)
{
	struct li_hold *hold = NULL;
	struct li_held held;

	CU_ASSERT_EQUAL_FATAL(li_hold_new(1 << 20, LI_HOLD_S, &kit_secret,
				      &hold),
		LI_OK);
	keep(hold, 1, "abcd", 0);
	keep(hold, 1 + LI_HOLD_LISTS, "other", 0);
	keep(hold, 1, "efgh", 1);
	CU_ASSERT_TRUE_FATAL(li_hold_take(hold, 1, &arena, &held));
	CU_ASSERT_TRUE(li_slice_is(held.event->raw, "abcd"));
	CU_ASSERT_TRUE(li_slice_is(held.event->sip.call_id, "bc"));
	CU_ASSERT_TRUE(li_slice_is(held.event->parties[0].text, "ab"));
	CU_ASSERT_EQUAL(held.event->parties[1].text.n, 0);
	CU_ASSERT_EQUAL(held.event->party_count, 3);
	CU_ASSERT_EQUAL(held.event->at_us, 5);
	CU_ASSERT_EQUAL(held.reg_before, LI_REG_PENDING);
	CU_ASSERT_EQUAL(held.row_count, 2);
	CU_ASSERT_EQUAL(held.rows[1], 9);
	CU_ASSERT_TRUE(takes(hold, 1, "efgh"));
	CU_ASSERT_FALSE(takes(hold, 1, "efgh"));
	CU_ASSERT_TRUE(takes(hold, 1 + LI_HOLD_LISTS, "other"));
	CU_ASSERT_FALSE(li_hold_has(hold, 1));
	li_hold_free(hold);
	li_arena_reset(&arena);
}

static void test_hold__lets_go_after_its_time(void)
{
	struct li_hold *hold = NULL;

	CU_ASSERT_EQUAL_FATAL(li_hold_new(1 << 20, LI_HOLD_S, &kit_secret,
				      &hold),
		LI_OK);
	keep(hold, 1, "abcd", 0);
	keep(hold, 2, "efgh", 20);
	li_hold_tick(hold, (int64_t)LI_HOLD_S * 1000000);
	CU_ASSERT_TRUE(li_hold_has(hold, 1));
	li_hold_tick(hold, (int64_t)LI_HOLD_S * 1000000 + 1);
	CU_ASSERT_FALSE(takes(hold, 1, "abcd"));
	CU_ASSERT_TRUE(takes(hold, 2, "efgh"));
	CU_ASSERT_EQUAL(li_hold_count(hold).dropped, 0);
	li_hold_free(hold);
	li_arena_reset(&arena);
}

static void test_hold__is_bounded_and_counts_what_had_to_go(void)
{
	enum { ROOM = 64 << 10, MESSAGES = 500 };
	struct li_hold *hold = NULL;
	char text[700];
	size_t left = 0;

	CU_ASSERT_EQUAL_FATAL(li_hold_new(ROOM, LI_HOLD_S, &kit_secret, &hold),
		LI_OK);
	for (unsigned i = 1; i <= MESSAGES; i++) {
		snprintf(text, sizeof(text), "%0*u", 5 + (int)(i * 37 % 600),
			i);
		source.ip[3] = (uint8_t)i;
		keep(hold, i, text, 0);
		if (i % 3 == 0)
			takes(hold, i - 1, "");
	}
	for (unsigned i = 1; i <= MESSAGES; i++)
		left += li_hold_has(hold, i);
	CU_ASSERT_TRUE(left > 3 && left < 60);
	CU_ASSERT_TRUE(takes(hold, MESSAGES, text));
	CU_ASSERT_TRUE(li_hold_count(hold).dropped > MESSAGES / 2);
	li_hold_tick(hold, INT64_MAX);
	for (unsigned i = 1; i <= MESSAGES; i++)
		CU_ASSERT_FALSE_FATAL(li_hold_has(hold, i));
	li_hold_free(hold);
	li_hold_free(NULL);
	li_arena_reset(&arena);
}

/* Nobody who may send REGISTERs flushes those of others. */
static void test_hold__gives_no_source_what_others_need(void)
{
	enum { ROOM = 1 << 20, FLOOD = 5000 };
	struct li_hold *hold = NULL;

	CU_ASSERT_EQUAL_FATAL(li_hold_new(ROOM, LI_HOLD_S, &kit_secret, &hold),
		LI_OK);
	source = (struct li_address){.family = 4, .ip = {192, 0, 2, 1}};
	keep(hold, 1, "abcd", 0);
	source.ip[3] = 2;
	for (unsigned i = 0; i < FLOOD; i++)
		keep(hold, 2, "flood", 1);
	source.ip[3] = 3;
	keep(hold, 3, "efgh", 2);
	CU_ASSERT_TRUE(takes(hold, 1, "abcd"));
	CU_ASSERT_TRUE(takes(hold, 3, "efgh"));
	CU_ASSERT_TRUE(takes(hold, 2, "flood"));
	CU_ASSERT_TRUE(li_hold_count(hold).greedy > FLOOD / 2);
	CU_ASSERT_EQUAL(li_hold_count(hold).greedy,
		li_hold_count(hold).dropped);
	li_hold_tick(hold, INT64_MAX);
	source.ip[3] = 2;
	keep(hold, 2, "again", 100); /* its share is free again */
	CU_ASSERT_TRUE(takes(hold, 2, "again"));
	li_hold_free(hold);
	li_arena_reset(&arena);
}

/* A UE has all of its /64: RFC 8273 */
static void test_hold__takes_a_prefix_for_one_source(void)
{
	enum { ROOM = 1 << 19 };
	struct li_hold *hold = NULL;
	uint64_t greedy;

	CU_ASSERT_EQUAL_FATAL(li_hold_new(ROOM, LI_HOLD_S, &kit_secret, &hold),
		LI_OK);
	source = (struct li_address){.family = 6, .ip = {0x20, 1, 0xd, 0xb8}};
	for (unsigned i = 0; i < 1000; i++) {
		source.ip[14] = (uint8_t)(i >> 8);
		source.ip[15] = (uint8_t)i;
		keep(hold, 1 + i, "flood", 0);
	}
	greedy = li_hold_count(hold).greedy;
	CU_ASSERT_TRUE(greedy > 500);
	source.ip[7] = 1;
	keep(hold, 7, "efgh", 0);
	CU_ASSERT_EQUAL(li_hold_count(hold).greedy, greedy);
	li_hold_free(hold);
	li_arena_reset(&arena);
}

static bool looks(struct li_hold *hold, uint64_t call, uint64_t *place,
	const char *text)
{
	struct li_held held;

	return li_hold_look(hold, call, place, &arena, &held) &&
		li_slice_is(held.event->raw, text) && held.rows[1] == 9;
}

/* TS 33.107 cl. 7A.3.0: another hop may name another one */
static void test_hold__shows_a_call_as_often_as_asked(void)
{
	struct li_hold *hold = NULL;
	uint64_t place = 0;

	CU_ASSERT_EQUAL_FATAL(li_hold_new(1 << 20, LI_HOLD_S, &kit_secret,
				      &hold),
		LI_OK);
	CU_ASSERT_FALSE(looks(hold, 1, &place, ""));
	CU_ASSERT_FALSE(li_hold_told(hold, 1, 9));
	keep(hold, 1, "abcd", 0);
	keep(hold, 1 + LI_HOLD_LISTS, "other", 0);
	keep(hold, 1, "efgh", 1);
	for (unsigned i = 0; i < 2; i++) {
		place = 0;
		CU_ASSERT_TRUE(looks(hold, 1, &place, "abcd"));
		CU_ASSERT_TRUE(looks(hold, 1, &place, "efgh"));
		CU_ASSERT_FALSE(looks(hold, 1, &place, ""));
	}
	CU_ASSERT_TRUE(li_hold_told(hold, 1, 9));
	CU_ASSERT_FALSE(li_hold_told(hold, 1, 8));
	CU_ASSERT_FALSE(li_hold_told(hold, 1 + 2 * LI_HOLD_LISTS, 9));
	li_hold_tick(hold, (int64_t)LI_HOLD_S * 1000000 + 1);
	place = 0;
	CU_ASSERT_TRUE(looks(hold, 1, &place, "efgh"));
	CU_ASSERT_FALSE(looks(hold, 1, &place, ""));
	li_hold_free(hold);
	li_arena_reset(&arena);
}

/* The newest are there, however much comes by one proxy. */
static void test_hold__lets_the_oldest_go_where_none_has_a_share(void)
{
	enum { ROOM = 1 << 20, FLOOD = 5000 };
	static char text[2 * LI_HOLD_MESSAGE_MAX];
	struct li_hold *hold = NULL;
	uint64_t place = 0;

	CU_ASSERT_EQUAL_FATAL(li_hold_new(ROOM, LI_HOLD_S, &kit_secret, &hold),
		LI_OK);
	li_hold_be_lean(hold);
	keep(hold, 1, "abcd", 0);
	for (unsigned i = 0; i < FLOOD; i++)
		keep(hold, 2, "flood", 1);
	memset(text, 'a', sizeof(text) - 1);
	keep(hold, 3, text, 1);
	CU_ASSERT_FALSE(li_hold_has(hold, 1));
	CU_ASSERT_TRUE(looks(hold, 2, &place, "flood"));
	place = 0;
	CU_ASSERT_TRUE(looks(hold, 3, &place, text));
	CU_ASSERT_EQUAL(li_hold_count(hold).greedy, 0);
	CU_ASSERT_TRUE(li_hold_count(hold).dropped > 0);
	li_hold_free(hold);
	li_arena_reset(&arena);
}

static void test_hold__holds_nothing_longer_than_a_register(void)
{
	static char text[LI_HOLD_MESSAGE_MAX + 2];
	struct li_hold *hold = NULL;

	CU_ASSERT_EQUAL_FATAL(li_hold_new(1 << 20, LI_HOLD_S, &kit_secret,
				      &hold),
		LI_OK);
	memset(text, 'a', sizeof(text) - 1);
	keep(hold, 1, text, 0);
	CU_ASSERT_FALSE(li_hold_has(hold, 1));
	CU_ASSERT_EQUAL(li_hold_count(hold).dropped, 1);
	keep(hold, 1, text + 1, 0);
	CU_ASSERT_TRUE(takes(hold, 1, text + 1));
	li_hold_free(hold);
	li_arena_fini(&arena);
}

UNIT_MAIN("step.hold", UNIT_TEST(test_hold__gives_a_call_back_in_order),
	UNIT_TEST(test_hold__lets_go_after_its_time),
	UNIT_TEST(test_hold__is_bounded_and_counts_what_had_to_go),
	UNIT_TEST(test_hold__gives_no_source_what_others_need),
	UNIT_TEST(test_hold__takes_a_prefix_for_one_source),
	UNIT_TEST(test_hold__shows_a_call_as_often_as_asked),
	UNIT_TEST(test_hold__lets_the_oldest_go_where_none_has_a_share),
	UNIT_TEST(test_hold__holds_nothing_longer_than_a_register))
