/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi2_world.h"

#include "cadence.h"

/* TS 102 232-1 cl. 6.3.4: never quiet for longer than TIME1; TS 33.126 R6.6-05:
 * nothing is to be told from when a keep-alive goes */
static void test_link_hi2_cadence__is_the_same_whatever_is_sent(void)
{
	static uint32_t (*const records[])(int) = {no_records, some_records};
	struct li_link_options o = usual();
	static struct world w;

	o.time1_us = (int64_t)BEAT_S * 1000000;
	o.time3_us = 3 * o.time1_us;
	o.stay = true;
	for (size_t i = 0; i < 2; i++) {
		setup(&w, &o, LI_FORMAT_HI2_33128, LI_SCHEME_SESSION);
		check_beats(&(struct cadence){w.loop, w.link, &w.peer, &w.due},
			records[i]);
		CU_ASSERT_EQUAL(w.peer.connections, 1);
		teardown(&w);
	}
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_link_hi2_cadence__is_the_same_whatever_is_sent),
};

int main(void)
{
	return creds_main("deliver.link_hi2_cadence", tests,
		sizeof(tests) / sizeof(tests[0]));
}
