/* SPDX-License-Identifier: BSD-3-Clause */
#include "x2_world.h"

#include "deliver/window.h"
#include "ticking.h"

/* TS 33.126 R6.4-140: in order; TS 103 221-2 cl. 6.2.4 */
static void test_link__delivers_in_order_until_all_is_confirmed(void)
{
	const struct li_link_options o = usual();
	struct world w;

	setup(&w, &o, "mdf.test");
	w.due = 1000;
	while (!li_link_drained(w.link) || w.confirmed != 1000 * ID_STEP)
		run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.peer.count, 1000);
	check_order(&w, 0, 0, 1000);
	CU_ASSERT_EQUAL(w.peer.keepalives, 63);
	CU_ASSERT_EQUAL(li_link_counts(w.link)->sent, 1000);
	w.due = 1001;
	run(&w, &w.peer.count, 1001);
	CU_ASSERT_EQUAL(w.peer.connections, 1);
	teardown(&w);
}

/* TS 33.126 R6.4-80: a task that has many waiting holds up no other; R6.4-140:
 * each in its order; R6.4-150: what came early does not come again */
static void test_link__gives_each_task_its_turn(void)
{
	const struct li_link_options o = usual();
	uint32_t next[2] = {0, 900};
	struct world w;
	size_t last = 0;

	setup(&w, &o, "mdf.test");
	w.due = 920;
	w.second = 900;
	w.peer.hang_up_at = 200;
	run(&w, &w.peer.connections, 2);
	while (w.confirmed != 920 * ID_STEP)
		run(&w, NULL, 0);
	for (size_t i = 0; i < w.peer.count; i++) {
		const uint32_t n = w.peer.sequences[i];

		if (n >= 900) {
			CU_ASSERT_EQUAL(n, next[1]++);
			last = i;
		} else if (n == next[0]) {
			next[0]++;
		} else {
			CU_ASSERT_TRUE(n < next[0]); /* sent again */
		}
	}
	CU_ASSERT_EQUAL(next[0], 900);
	CU_ASSERT_EQUAL(next[1], 920);
	CU_ASSERT_TRUE(last < 64);
	CU_ASSERT_EQUAL(w.overtakings, 20); /* TS 33.107 cl. 8: each is told */
	CU_ASSERT_EQUAL(w.overtook, 920 * ID_STEP);
	teardown(&w);
}

static void test_link__takes_nothing_sent_for_delivered(void)
{
	const struct li_link_options o = usual();
	struct world w;

	setup(&w, &o, "mdf.test");
	w.peer.ack = false;
	w.due = 20;
	run(&w, &w.peer.keepalives, 2);
	run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.confirms, 0);
	CU_ASSERT_FALSE(li_link_drained(w.link));
	peer_ack(&w.peer, 99); /* never sent: proves nothing */
	run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.confirms, 0);
	CU_ASSERT_EQUAL(li_link_counts(w.link)->stray_acks, 1);
	peer_ack(&w.peer, 0);
	run(&w, &w.confirms, 1);
	CU_ASSERT_EQUAL(w.confirmed, 16 * ID_STEP);
	peer_ack(&w.peer, 1);
	run(&w, &w.confirms, 2);
	CU_ASSERT_EQUAL(w.confirmed, 20 * ID_STEP);
	CU_ASSERT_TRUE(li_link_drained(w.link));
	teardown(&w);
}

static void test_link__sends_again_what_was_not_confirmed(void)
{
	const struct li_link_options o = usual();
	struct world w;

	setup(&w, &o, "mdf.test");
	w.due = 40;
	w.peer.hang_up_at = 24; /* 16 acknowledged, 8 of the next batch came */
	run(&w, &w.peer.count, 24 + 24);
	run(&w, &w.confirms, 2);
	run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.confirmed, 40 * ID_STEP);
	check_order(&w, 0, 0, 24);
	CU_ASSERT_EQUAL(w.peer.connections, 2);
	/* The acknowledgement may have been lost with the connection. */
	CU_ASSERT_TRUE(w.peer.sequences[24] == 16 || w.peer.sequences[24] == 0);
	CU_ASSERT_EQUAL(w.peer.last_keepalive + 1,
		w.peer.sequences[24] == 16 ? 2 : 3);
	CU_ASSERT_EQUAL(w.peer.sequences[w.peer.count - 1], 39);
	teardown(&w);
}

/* TS 103 221-2 cl. 6.2.4: TIME_P2 */
static void test_link__breaks_when_no_acknowledgement_comes(void)
{
	struct li_link_options o = usual();
	struct world w;

	o.ack_timeout_us = 30000;
	setup(&w, &o, "mdf.test");
	w.peer.ack = false;
	w.due = 3;
	run(&w, &w.peer.connections, 2);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(li_link_why(w.link), "no acknowledgement within"));
	w.peer.ack = true;
	run(&w, &w.confirms, 1);
	CU_ASSERT_EQUAL(w.confirmed, 3 * ID_STEP);
	CU_ASSERT_STRING_EQUAL(li_link_why(w.link), "");
	teardown(&w);
}

/* TS 103 221-2 cl. 6.2.4: TIME_P1, whatever else is sent */
static void test_link__keeps_alive_when_nothing_is_due(void)
{
	struct li_link_options o = usual();
	struct world w;

	o.keepalive_us = 10000;
	o.stay = true;
	setup(&w, &o, "mdf.test");
	run(&w, &w.peer.keepalives, 4);
	CU_ASSERT_EQUAL(w.peer.last_keepalive, w.peer.keepalives - 1);
	CU_ASSERT_EQUAL(w.peer.count, 0);
	CU_ASSERT_EQUAL(w.confirms, 0);
	CU_ASSERT_TRUE(li_link_drained(w.link));
	teardown(&w);
}

/* TS 103 221-2 cl. 6.2.4: a peer that is silent for longer than TIME_P1 is sent
 * no more keepalives than are known of: each confirms what was before it */
static void test_link__sends_no_keepalive_that_is_not_known_of(void)
{
	struct li_link_options o = usual();
	struct world w;

	o.keepalive_us = 10000;
	o.confirm_every = 1;
	setup(&w, &o, "mdf.test");
	w.peer.ack = false;
	w.due = 2 * LI_WINDOW_MAX;
	run(&w, &w.peer.keepalives, LI_WINDOW_MAX);
	run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.peer.keepalives, LI_WINDOW_MAX);
	peer_ack(&w.peer, 0);
	run(&w, &w.confirms, 1);
	CU_ASSERT_EQUAL(w.confirmed, ID_STEP);
	teardown(&w);
}

static void test_link__does_not_connect_before_something_is_due(void)
{
	const struct li_link_options o = usual();
	struct world w;

	setup(&w, &o, "mdf.test");
	run(&w, NULL, 0);
	CU_ASSERT_EQUAL(li_link_state(w.link), LI_LINK_IDLE);
	CU_ASSERT_TRUE(li_link_drained(w.link));
	CU_ASSERT_EQUAL(w.peer.connections, 0);
	w.due = 1;
	run(&w, &w.confirms, 1);
	CU_ASSERT_EQUAL(li_link_state(w.link), LI_LINK_OPEN);
	teardown(&w);
}

/* TS 103 221-2 cl. 6.2: nothing to a peer that is not who it must be */
static void test_link__gives_nothing_to_another_peer(void)
{
	const struct li_link_options o = usual();
	struct world w;

	setup(&w, &o, "other.test");
	w.due = 5;
	run(&w, &w.peer.connections, 3);
	run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.peer.count, 0);
	CU_ASSERT_STRING_EQUAL(li_link_why(w.link),
		"TLS: peer certificate: has another name");
	CU_ASSERT_FALSE(li_link_drained(w.link));
	teardown(&w);
}

static void test_link__finishes_with_what_it_sent(void)
{
	const struct li_link_options o = usual();
	struct world w;

	setup(&w, &o, "mdf.test");
	w.due = 16;
	run(&w, &w.peer.count, 16);
	li_link_finish(w.link);
	w.due = 32;
	run(&w, &w.confirms, 1);
	run(&w, NULL, 0);
	CU_ASSERT_TRUE(li_link_drained(w.link));
	CU_ASSERT_EQUAL(w.peer.count, 16);
	teardown(&w);
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_link__delivers_in_order_until_all_is_confirmed),
	UNIT_TEST(test_link__gives_each_task_its_turn),
	UNIT_TEST(test_link__takes_nothing_sent_for_delivered),
	UNIT_TEST(test_link__sends_again_what_was_not_confirmed),
	UNIT_TEST(test_link__breaks_when_no_acknowledgement_comes),
	UNIT_TEST(test_link__keeps_alive_when_nothing_is_due),
	UNIT_TEST(test_link__sends_no_keepalive_that_is_not_known_of),
	UNIT_TEST(test_link__does_not_connect_before_something_is_due),
	UNIT_TEST(test_link__gives_nothing_to_another_peer),
	UNIT_TEST(test_link__finishes_with_what_it_sent),
};

int main(void)
{
	return creds_main("deliver.link", tests,
		sizeof(tests) / sizeof(tests[0]));
}
