/* SPDX-License-Identifier: BSD-3-Clause */
#include "x2_world.h"

#include "cadence.h"

static struct li_link_options each_minute(void)
{
	struct li_link_options o = usual();

	o.keepalive_us = (int64_t)BEAT_S * 1000000;
	o.ack_timeout_us = 3 * o.keepalive_us;
	o.stay = true;
	return o;
}

/* TS 103 221-2 cl. 6.2.4: TIME_P1, whatever else is sent; TS 33.126 R6.6-05:
 * nothing is to be told from when one goes */
static void test_link_cadence__is_the_same_whatever_is_sent(void)
{
	static uint32_t (*const records[])(int) = {no_records, some_records};
	const struct li_link_options o = each_minute();
	struct world w;

	for (size_t i = 0; i < 2; i++) {
		setup(&w, &o, "mdf.test");
		check_beats(&(struct cadence){w.loop, w.link, &w.peer, &w.due},
			records[i]);
		CU_ASSERT_EQUAL(w.peer.connections, 1);
		CU_ASSERT_EQUAL(w.peer.count, w.due);
		teardown(&w);
	}
}

static void test_link_cadence__is_not_moved_by_a_late_one(void)
{
	const struct li_link_options o = each_minute();
	struct world w;

	setup(&w, &o, "mdf.test");
	check_late_beat(&(struct cadence){w.loop, w.link, &w.peer, &w.due});
	teardown(&w);
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_link_cadence__is_the_same_whatever_is_sent),
	UNIT_TEST(test_link_cadence__is_not_moved_by_a_late_one),
};

int main(void)
{
	return creds_main("deliver.link_cadence", tests,
		sizeof(tests) / sizeof(tests[0]));
}
