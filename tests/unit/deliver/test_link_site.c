/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi2_world.h"

#include "ticking.h"

/* The peer at the secondary address; it has no link of its own. */
static struct world other;

static void setup_two(struct world *w, const struct li_link_options *options)
{
	const struct li_link_ports ports = {.scan = scan,
		.fetch = fetch,
		.confirmed = confirmed,
		.aside = aside,
		.data = w};
	struct li_destination d = {.row = 1,
		.host = "127.0.0.1",
		.peer = "mdf.test",
		.handover = {.format = LI_FORMAT_HI2_33128,
			.delivery_country = "NL"},
		.second = {.host = "127.0.0.1", .peer = "mdf.test"}};

	setup(w, options, LI_FORMAT_HI2_33128, LI_SCHEME_REPORT);
	memset(&other, 0, sizeof(other));
	peer_setup(&other.peer, w->loop, theirs);
	other.peer.take = take;
	other.peer.data = &other;
	d.port = w->peer.at.port;
	d.second.port = other.peer.at.port;
	li_link_free(w->link);
	CU_ASSERT_EQUAL_FATAL(li_link_new(w->loop, &d, options, &ports,
				      &w->link),
		LI_OK);
	li_link_set_creds(w->link, ours);
}

static void teardown_two(struct world *w)
{
	li_link_free(w->link);
	peer_teardown(&other.peer);
	peer_teardown(&w->peer);
	li_loop_free(w->loop);
}

static struct li_link_options two(void)
{
	struct li_link_options o = usual();

	o.failover = 2;
	o.return_us = 60000000;
	o.stay = true;
	return o;
}

/* The records of LIID A, in their order: first, first + 1, ... */
static void check_numbers(const struct world *w, size_t from, uint32_t first,
	size_t count)
{
	uint32_t next = first;

	for (size_t i = from; i < w->peer.count; i++)
		if (strcmp(w->got[i].liid, "A") == 0)
			CU_ASSERT_EQUAL(w->got[i].sequence, next++);
	CU_ASSERT_EQUAL(next - first, count);
}

/* TS 33.107 cl. 8: nothing is lost; TS 33.126 R6.4-140, 150: in order, and what
 * was confirmed at one address does not come to the other */
static void test_link_site__goes_over_and_comes_back(void)
{
	struct li_link_options o = two();
	static struct world w;
	size_t had;

	o.time3_us = 50000;
	o.return_us = 20000;
	setup_two(&w, &o);
	w.due = 4;
	run(&w, &w.confirms, 1);
	CU_ASSERT_EQUAL(w.confirmed, 4 * id_step);
	w.peer.ack = false;
	w.due = 10;
	run(&w, &w.confirms, 2);
	while (w.confirmed < 10 * id_step)
		run(&w, NULL, 0);
	/* Twice it failed at the one, then the other had all of the rest. */
	CU_ASSERT_EQUAL(li_link_counts(w.link)->breaks -
			li_link_counts(w.link)->closed,
		0);
	CU_ASSERT_TRUE(li_link_counts(w.link)->breaks >= 2);
	check_numbers(&other, 0, 4, 6);
	w.peer.ack = true;
	had = w.peer.count;
	for (int i = 0; i < 100 && li_link_is_secondary(w.link); i++)
		run(&w, NULL, 0);
	CU_ASSERT_FALSE(li_link_is_secondary(w.link));
	w.due = 16;
	while (w.confirmed < 16 * id_step)
		run(&w, NULL, 0);
	check_numbers(&w, had, 10, 6);
	check_numbers(&other, 0, 4, 6);
	teardown_two(&w);
}

/* A connection that serves is not given up for one that does not come. */
static void test_link_site__stays_while_the_primary_is_away(void)
{
	struct li_link_options o = two();
	static struct world w;

	o.return_us = 5000;
	setup_two(&w, &o);
	li_loop_remove(w.loop, &w.peer.accepts);
	close(w.peer.listener);
	w.due = 4;
	run(&w, &w.confirms, 1);
	for (uint32_t due = 5; due < 20; due++) {
		w.due = due;
		run(&w, NULL, 0);
	}
	CU_ASSERT_EQUAL(w.confirmed, 19 * id_step);
	CU_ASSERT_TRUE(li_link_is_secondary(w.link));
	CU_ASSERT_EQUAL(other.peer.connections, 1);
	CU_ASSERT_EQUAL(w.peer.connections, 0);
	check_numbers(&other, 0, 0, 19);
	w.peer.listener = dup(0); /* for the teardown to close */
	teardown_two(&w);
}

/* A TLS that fails counts as a connection that does. */
static void test_link_site__tries_each_in_turn(void)
{
	struct li_link_options o = two();
	static struct world w;

	o.failover = 1;
	setup_two(&w, &o);
	w.peer.creds = ours; /* no peer of this name: mdf.test */
	other.peer.creds = ours;
	w.due = 2;
	for (int i = 0; i < 40 && other.peer.connections < 3; i++)
		run(&w, NULL, 0);
	CU_ASSERT_TRUE(w.peer.connections >= 2);
	CU_ASSERT_TRUE(other.peer.connections >= 3);
	CU_ASSERT_EQUAL(w.confirms, 0);
	teardown_two(&w);
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_link_site__goes_over_and_comes_back),
	UNIT_TEST(test_link_site__stays_while_the_primary_is_away),
	UNIT_TEST(test_link_site__tries_each_in_turn),
};

int main(void)
{
	return creds_main("deliver.link_site", tests,
		sizeof(tests) / sizeof(tests[0]));
}
