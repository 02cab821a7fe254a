/* SPDX-License-Identifier: BSD-3-Clause */
#include "x2_world.h"

#include "encode/eps.h"

/* What came of keys, as the peer got it. */
static struct got {
	struct li_eps eps;
	struct li_arena arena;
	size_t count;
} got;

static size_t take(struct peer *p, struct li_slice stream)
{
	static struct li_x2_pdu pdu;

	if (li_x2_decode(stream, &pdu) != LI_OK)
		return 0;
	if (pdu.type == LI_X2_IRI && pdu.format == LI_X2_FORMAT_EPS) {
		CU_ASSERT_EQUAL(li_eps_decode(pdu.payload, &got.arena,
					&got.eps),
			LI_OK);
		got.count++;
	}
	peer_take(p, &pdu);
	return pdu.size;
}

static void open_world(struct world *w)
{
	const struct li_link_options o = usual();

	setup(w, &o, "mdf.test");
	w->peer.take = take;
	got.count = 0;
}

static void close_world(struct world *w)
{
	teardown(w);
	li_arena_fini(&got.arena);
}

/* Its own task waits for it, in order; another one does not; and all of it is done
 * only when it is. TS 33.107 cl. 7A.7.2; TS 33.126 R6.4-80, R6.4-140 */
static void test_link_keys__are_waited_for_by_their_task_alone(void)
{
	struct world w;

	open_world(&w);
	w.due = 30;
	w.second = 20;
	w.keyed = 5;
	run(&w, &w.peer.count, 15); /* 0 to 4, and 20 to 29 */
	run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.peer.count, 15);
	CU_ASSERT_TRUE(w.asked > 0);
	CU_ASSERT_FALSE(li_link_drained(w.link));
	CU_ASSERT_TRUE(w.confirmed <= 5 * ID_STEP);
	w.keys_there = true;
	li_link_keys(w.link);
	run(&w, &w.peer.count, 30);
	check_order(&w, 15, 5, 15);
	while (!li_link_drained(w.link))
		CU_ASSERT_EQUAL_FATAL(li_loop_turn(w.loop, 1000), LI_OK);
	CU_ASSERT_EQUAL(w.confirmed, 30 * ID_STEP);
	CU_ASSERT_EQUAL(w.aside, 0);
	CU_ASSERT_EQUAL(got.count, 1);
	CU_ASSERT_EQUAL(got.eps.event, LI_EPS_MEDIA_KEYS);
	CU_ASSERT_EQUAL_FATAL(got.eps.key_count, 1);
	CU_ASSERT_TRUE(li_slice_is(got.eps.keys[0].key, "sixteen octets.."));
	CU_ASSERT_FALSE(got.eps.key_failure);
	close_world(&w);
}

/* TS 33.107 cl. 7A.7.2: that none could be had is told in their place */
static void test_link_keys__are_told_of_when_there_are_none(void)
{
	struct world w;

	open_world(&w);
	w.due = 10;
	w.keyed = 3;
	w.keys_there = w.keys_failed = true;
	run(&w, &w.peer.count, 10);
	check_order(&w, 0, 0, 10);
	CU_ASSERT_EQUAL(got.count, 1);
	CU_ASSERT_EQUAL(got.eps.key_count, 0);
	CU_ASSERT_TRUE(got.eps.key_failure);
	close_world(&w);
}

/* A connection that breaks while they are waited for is no loss, nor is one behind
 * them: they are asked for again. */
static void test_link_keys__are_asked_for_again_after_a_break(void)
{
	struct world w;

	open_world(&w);
	w.due = 10;
	w.keyed = 3;
	run(&w, &w.peer.count, 3);
	peer_hang_up(&w.peer);
	run(&w, &w.peer.connections, 2);
	w.keys_there = true;
	w.peer.hang_up_at = w.peer.count + 5;
	li_link_keys(w.link);
	run(&w, &w.peer.connections, 3);
	w.peer.ack = true;
	while (w.confirmed < 10 * ID_STEP)
		run(&w, NULL, 0);
	CU_ASSERT_TRUE(got.count >= 1);
	CU_ASSERT_EQUAL(got.eps.key_count, 1);
	CU_ASSERT_EQUAL(w.aside, 0);
	close_world(&w);
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_link_keys__are_waited_for_by_their_task_alone),
	UNIT_TEST(test_link_keys__are_told_of_when_there_are_none),
	UNIT_TEST(test_link_keys__are_asked_for_again_after_a_break),
};

int main(void)
{
	return creds_main("deliver.link_keys", tests,
		sizeof(tests) / sizeof(tests[0]));
}
