/* SPDX-License-Identifier: BSD-3-Clause */
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/loop.h"
#include "descriptors.h"
#include "unit.h"

/* What callbacks of a test leave behind. */
struct trace {
	struct li_loop *loop;
	struct li_watch watch[2];
	struct li_timer timer[3];
	int pair[2][2];
	char order[16];
	size_t calls;
	uint32_t ready;
	int signo;
};

static void setup(struct trace *t)
{
	*t = (struct trace){0};
	CU_ASSERT_EQUAL_FATAL(li_loop_new(&t->loop), LI_OK);
	for (int i = 0; i < 2; i++)
		CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX,
					      SOCK_STREAM | SOCK_NONBLOCK, 0,
					      t->pair[i]),
			0);
}

static void teardown(struct trace *t)
{
	li_loop_free(t->loop);
	for (int i = 0; i < 2; i++) {
		close(t->pair[i][0]);
		close(t->pair[i][1]);
	}
}

static void note(struct trace *t, char c)
{
	t->order[t->calls++ % (sizeof(t->order) - 1)] = c;
}

static void on_a(void *data)
{
	note(data, 'a');
}

static void on_b(void *data)
{
	note(data, 'b');
}

static void on_again(void *data)
{
	struct trace *t = data;

	note(t, 'r');
	li_loop_arm(t->loop, &t->timer[2], 0, on_again, t);
}

static void on_ready(void *data, uint32_t ready)
{
	struct trace *t = data;

	note(t, 'i');
	t->ready = ready;
}

static void on_ready_remove_both(void *data, uint32_t ready)
{
	struct trace *t = data;

	note(t, 'x');
	t->ready = ready;
	li_loop_remove(t->loop, &t->watch[0]);
	li_loop_remove(t->loop, &t->watch[1]);
}

static void on_signal(void *data, int signo)
{
	((struct trace *)data)->signo = signo;
}

static void turn(struct trace *t, int times)
{
	for (int i = 0; i < times; i++)
		CU_ASSERT_EQUAL(li_loop_turn(t->loop, 0), LI_OK);
}

static void test_loop__fires_timers_in_the_order_they_are_due(void)
{
	struct trace t;

	setup(&t);
	li_loop_arm(t.loop, &t.timer[0], 3000, on_b, &t);
	li_loop_arm(t.loop, &t.timer[1], 1000, on_a, &t);
	for (int i = 0; t.calls < 2 && i < 100; i++)
		CU_ASSERT_EQUAL(li_loop_turn(t.loop, -1), LI_OK);
	CU_ASSERT_STRING_EQUAL(t.order, "ab");
	CU_ASSERT_FALSE(t.timer[0].armed);
	teardown(&t);
}

static void test_loop__moves_a_timer_that_is_armed_again(void)
{
	struct trace t;

	setup(&t);
	li_loop_arm(t.loop, &t.timer[0], 0, on_a, &t);
	li_loop_arm(t.loop, &t.timer[0], 60000000, on_a, &t);
	turn(&t, 3);
	CU_ASSERT_EQUAL(t.calls, 0);
	li_loop_disarm(t.loop, &t.timer[0]);
	li_loop_disarm(t.loop, &t.timer[0]);
	CU_ASSERT_FALSE(t.timer[0].armed);
	teardown(&t);
}

static void test_loop__lets_descriptors_in_between_timers_of_no_delay(void)
{
	struct trace t;

	setup(&t);
	li_loop_arm(t.loop, &t.timer[2], 0, on_again, &t);
	CU_ASSERT_EQUAL(li_loop_add(t.loop, &t.watch[0], t.pair[0][0],
				LI_LOOP_IN, on_ready, &t),
		LI_OK);
	CU_ASSERT_EQUAL(write(t.pair[0][1], "x", 1), 1);
	turn(&t, 3);
	CU_ASSERT_STRING_EQUAL(t.order, "iririr");
	teardown(&t);
}

static void test_loop__tells_what_a_descriptor_is_ready_for(void)
{
	struct trace t;

	setup(&t);
	CU_ASSERT_EQUAL(li_loop_add(t.loop, &t.watch[0], t.pair[0][0],
				LI_LOOP_IN, on_ready, &t),
		LI_OK);
	turn(&t, 1);
	CU_ASSERT_EQUAL(t.calls, 0);
	li_loop_want(t.loop, &t.watch[0], LI_LOOP_IN | LI_LOOP_OUT);
	turn(&t, 1);
	CU_ASSERT_EQUAL(t.ready, LI_LOOP_OUT);
	li_loop_want(t.loop, &t.watch[0], 0);
	CU_ASSERT_EQUAL(write(t.pair[0][1], "x", 1), 1);
	turn(&t, 1);
	CU_ASSERT_EQUAL(t.calls, 1);
	li_loop_want(t.loop, &t.watch[0], LI_LOOP_IN);
	turn(&t, 1);
	CU_ASSERT_EQUAL(t.ready, LI_LOOP_IN);
	CU_ASSERT_EQUAL(close(t.pair[0][1]), 0);
	t.pair[0][1] = -1;
	turn(&t, 1);
	CU_ASSERT_TRUE(t.ready & LI_LOOP_END);
	teardown(&t);
}

static void test_loop__does_not_call_a_watch_removed_in_the_same_round(void)
{
	struct trace t;

	setup(&t);
	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(li_loop_add(t.loop, &t.watch[i], t.pair[i][0],
					LI_LOOP_IN, on_ready_remove_both, &t),
			LI_OK);
		CU_ASSERT_EQUAL(write(t.pair[i][1], "x", 1), 1);
	}
	turn(&t, 2);
	CU_ASSERT_EQUAL(t.calls, 1);
	teardown(&t);
}

static void test_loop__calls_before_each_wait(void)
{
	struct trace t;

	setup(&t);
	li_loop_before_wait(t.loop, on_a, &t);
	turn(&t, 3);
	CU_ASSERT_EQUAL(t.calls, 3);
	teardown(&t);
}

static void stop_loop(void *data)
{
	li_loop_stop(((struct trace *)data)->loop);
}

static void test_loop__takes_signals_and_stops(void)
{
	struct trace t;

	setup(&t);
	CU_ASSERT_EQUAL(li_loop_signals(t.loop, on_signal, &t), LI_OK);
	CU_ASSERT_EQUAL(raise(SIGTERM), 0);
	CU_ASSERT_EQUAL(raise(SIGPIPE), 0);
	turn(&t, 1);
	CU_ASSERT_EQUAL(t.signo, SIGTERM);
	li_loop_arm(t.loop, &t.timer[0], 100, stop_loop, &t);
	CU_ASSERT_EQUAL(li_loop_run(t.loop), LI_OK);
	teardown(&t);
}

UNIT_MAIN_CLOSED("net.loop",
	UNIT_TEST(test_loop__fires_timers_in_the_order_they_are_due),
	UNIT_TEST(test_loop__moves_a_timer_that_is_armed_again),
	UNIT_TEST(test_loop__lets_descriptors_in_between_timers_of_no_delay),
	UNIT_TEST(test_loop__tells_what_a_descriptor_is_ready_for),
	UNIT_TEST(test_loop__does_not_call_a_watch_removed_in_the_same_round),
	UNIT_TEST(test_loop__calls_before_each_wait),
	UNIT_TEST(test_loop__takes_signals_and_stops))
