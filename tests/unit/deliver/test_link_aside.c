/* SPDX-License-Identifier: BSD-3-Clause */
#include "x2_world.h"

#include "ticking.h"

/* TS 33.127 cl. 5.3.2.4: it is told, and holds up nothing; what comes behind it
 * keeps its order and its number */
static void test_link_aside__sets_aside_what_cannot_be_sent(void)
{
	const struct li_link_options o = usual();
	struct world w;

	setup(&w, &o, "mdf.test");
	w.due = 30;
	w.broken = 20;
	w.broken_count = 1;
	run(&w, &w.peer.count, 29);
	while (!li_link_drained(w.link))
		CU_ASSERT_EQUAL_FATAL(li_loop_turn(w.loop, 1000), LI_OK);
	CU_ASSERT_EQUAL(w.confirmed, 30 * ID_STEP);
	CU_ASSERT_EQUAL(w.aside, 1);
	CU_ASSERT_EQUAL(w.aside_id, 21 * ID_STEP);
	CU_ASSERT_EQUAL(li_link_counts(w.link)->aside, 1);
	CU_ASSERT_EQUAL(w.peer.connections, 1);
	check_order(&w, 0, 0, 20);
	check_order(&w, 20, 21, 9);
	teardown(&w);
}

/* So many in a row are no fault of a record: nothing more is given up. */
static void test_link_aside__waits_when_nothing_can_be_sent(void)
{
	struct li_link_options o = usual();
	struct world w;

	o.keepalive_us = 50000;
	setup(&w, &o, "mdf.test");
	w.due = 20 + LI_LINK_ASIDE_MAX + 10;
	w.broken = 20;
	w.broken_count = LI_LINK_ASIDE_MAX + 1;
	run(&w, &w.peer.count, 20);
	while (w.aside < LI_LINK_ASIDE_MAX)
		run(&w, NULL, 0);
	run(&w, NULL, 0);
	run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.aside, LI_LINK_ASIDE_MAX);
	CU_ASSERT_EQUAL(w.peer.count, 20);
	CU_ASSERT_FALSE(li_link_drained(w.link));
	CU_ASSERT_PTR_NOT_NULL(strstr(li_link_why(w.link), "cannot be sent"));
	w.broken = 0; /* mended: found by the next keepalive */
	run(&w, &w.peer.count, 30);
	CU_ASSERT_EQUAL(w.peer.connections, 1);
	check_order(&w, 20, 20 + LI_LINK_ASIDE_MAX, 10);
	teardown(&w);
}

/* TS 33.128 cl. 5.3.2: what no record could say is no record's fault */
static void test_link_aside__does_not_connect_as_nobody(void)
{
	struct li_link_options o = usual();
	struct world w;

	o.place.nfid = "";
	setup(&w, &o, "mdf.test");
	w.due = 1;
	run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.aside, 0);
	CU_ASSERT_EQUAL(w.peer.connections, 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(li_link_why(w.link), "element"));
	teardown(&w);
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_link_aside__sets_aside_what_cannot_be_sent),
	UNIT_TEST(test_link_aside__waits_when_nothing_can_be_sent),
	UNIT_TEST(test_link_aside__does_not_connect_as_nobody),
};

int main(void)
{
	return creds_main("deliver.link_aside", tests,
		sizeof(tests) / sizeof(tests[0]));
}
