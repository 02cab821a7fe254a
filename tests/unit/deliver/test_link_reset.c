/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi2_world.h"

enum { BEHIND = 20 }; /* numbers begin anew behind so many records */

static const struct li_handover handover = {.format = LI_FORMAT_HI2_33128,
	.delivery_country = "NL"};

/* Every record comes once, and the reset between the last one of before and the
 * first one behind: 30 PDUs, as every other record is for two LIIDs. */
static void check_reset(const struct world *w)
{
	CU_ASSERT_EQUAL(w->resets, 1);
	CU_ASSERT_EQUAL(w->before, 30);
	CU_ASSERT_EQUAL(w->peer.count, 60);
	CU_ASSERT_EQUAL(w->confirmed, 40 * id_step);
	CU_ASSERT_TRUE(li_link_drained(w->link));
}

/* TS 102 232-1 cl. 6.2.2 */
static void test_link_reset__tells_it_behind_what_has_old_numbers(void)
{
	const struct li_link_options o = usual();
	static struct world w;

	setup_behind(&w, &o, &handover, BEHIND * id_step);
	w.due = BEHIND;
	run(&w, &w.confirms, 2);
	CU_ASSERT_EQUAL(w.resets, 0);
	CU_ASSERT_TRUE(li_link_drained(w.link));
	w.due = 40;
	run(&w, &w.confirms, 4);
	check_reset(&w);
	teardown(&w);
}

/* What is behind waits until the peer has what is before, and no longer. */
static void test_link_reset__holds_what_is_behind(void)
{
	const struct li_link_options o = usual();
	static struct world w;

	setup_behind(&w, &o, &handover, BEHIND * id_step);
	w.peer.ack = false;
	w.due = 40;
	run(&w, &w.peer.count, 30);
	run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.peer.count, 30);
	CU_ASSERT_FALSE(li_link_drained(w.link));
	w.peer.ack = true;
	say(&w.peer, LI_PSP_KEEP_ALIVE_RESPONSE,
		w.keepalives[w.peer.keepalives - 1]);
	run(&w, &w.confirms, 3);
	check_reset(&w);
	teardown(&w);
}

/* It is told again until something behind it is confirmed, and then no more. */
static void test_link_reset__tells_it_until_something_is_confirmed(void)
{
	const struct li_link_options o = usual();
	static struct world w;

	setup_behind(&w, &o, &handover, BEHIND * id_step);
	w.due = BEHIND;
	run(&w, &w.confirms, 2);
	w.peer.ack = false;
	w.due = 40;
	run(&w, &w.resets, 1);
	peer_hang_up(&w.peer);
	w.peer.ack = true;
	run(&w, &w.confirms, 4);
	CU_ASSERT_EQUAL(w.resets, 2);
	CU_ASSERT_EQUAL(w.confirmed, 40 * id_step);
	peer_hang_up(&w.peer);
	w.due = 41;
	run(&w, &w.confirms, 5);
	CU_ASSERT_EQUAL(w.resets, 2);
	CU_ASSERT_EQUAL(w.peer.connections, 3);
	teardown(&w);
}

/* TS 102 232-1 cl. 6.4.3: handed over is all that can be known */
static void test_link_reset__is_told_to_who_never_answers(void)
{
	const struct li_link_options o = usual();
	struct li_handover silent = handover;
	static struct world w;

	silent.silent = true;
	setup_behind(&w, &o, &silent, BEHIND * id_step);
	w.peer.ack = false;
	w.due = 40;
	run(&w, &w.peer.count, 60);
	while (w.confirmed < 40 * id_step)
		run(&w, &w.confirms, w.confirms + 1);
	check_reset(&w);
	teardown(&w);
}

/* TS 102 232-1 cl. 7.2: no check is of records on both sides of it */
static void test_link_reset__checks_what_is_before(void)
{
	struct li_link_options o = usual();
	static struct world w;

	o.check_every = 1000;
	o.check_us = 60000000;
	setup_behind(&w, &o, &handover, BEHIND * id_step);
	w.due = 40;
	while (w.confirmed < 40 * id_step)
		run(&w, &w.confirms, w.confirms + 1);
	CU_ASSERT_EQUAL(w.checks_before, 2);
	check_reset(&w);
	teardown(&w);
}

/* Nor does one of what is behind it go before it, when it is told again. */
static void test_link_reset__checks_nothing_of_behind_before(void)
{
	struct li_link_options o = usual();
	static struct world w;

	o.check_every = 2;
	o.check_us = 60000000;
	setup_behind(&w, &o, &handover, BEHIND * id_step);
	w.due = BEHIND;
	while (w.confirmed < BEHIND * id_step)
		run(&w, &w.confirms, w.confirms + 1);
	w.peer.ack = false;
	w.checks = 0;
	w.due = 40;
	run(&w, &w.checks, 10);
	CU_ASSERT_EQUAL(w.resets, 1);
	CU_ASSERT_EQUAL(w.checks_before, 0);
	peer_hang_up(&w.peer);
	w.peer.ack = true;
	w.checks = 0;
	run(&w, &w.resets, 2);
	CU_ASSERT_EQUAL(w.checks_before, 0);
	while (w.confirmed < 40 * id_step)
		run(&w, &w.confirms, w.confirms + 1);
	CU_ASSERT_EQUAL(w.checks, 15);
	teardown(&w);
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_link_reset__tells_it_behind_what_has_old_numbers),
	UNIT_TEST(test_link_reset__holds_what_is_behind),
	UNIT_TEST(test_link_reset__tells_it_until_something_is_confirmed),
	UNIT_TEST(test_link_reset__is_told_to_who_never_answers),
	UNIT_TEST(test_link_reset__checks_what_is_before),
	UNIT_TEST(test_link_reset__checks_nothing_of_behind_before),
};

int main(void)
{
	return creds_main("deliver.link_reset", tests,
		sizeof(tests) / sizeof(tests[0]));
}
