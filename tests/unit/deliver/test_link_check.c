/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi2_checked.h"

/* Whichever PDU is the last one that is lost with a connection, the peer has all
 * records, each in one check that is right, all checks under signatures, and the
 * numbers of both go on. TS 102 232-1 cl. 6.3.3, annex J */
static void test_link_check__survives_a_break_at_each_pdu(void)
{
	enum { DUE = 12 };
	const struct li_link_options o = checking();
	size_t all = DUE, broke = 0;

	for (size_t at = 0; at <= all; at++) {
		begin(&o, &handover);
		lost_at = at;
		finish(DUE);
		drain();
		if (at == 0)
			all = pdus;
		broke += w.peer.connections == 2;
		teardown(&w);
	}
	CU_ASSERT_TRUE(broke > 18);
}

/* Twenty records go and wait so long for their checks, which have room for all of
 * them: none is confirmed. A silent peer acknowledges nothing. */
static void wait_unchecked(struct li_link_options *o, int64_t check_us,
	const struct li_handover *h)
{
	o->check_every = 1000;
	o->check_us = check_us;
	begin(o, h);
	w.peer.ack = !h->silent;
	w.due = 20;
	run(&w, &w.peer.count, 30);
	run(&w, NULL, 0);
	CU_ASSERT_TRUE(w.confirmed < id_step);
}

/* What waits for its check is confirmed by nobody, and comes again. */
static void test_link_check__confirms_what_is_in_a_check(void)
{
	struct li_link_options o = checking();

	wait_unchecked(&o, 60000000, &handover);
	CU_ASSERT_EQUAL(w.checks, 0);
	peer_hang_up(&w.peer);
	run(&w, &w.peer.count, 60);
	CU_ASSERT_TRUE(w.confirmed < id_step);
	drain();
	CU_ASSERT_EQUAL(w.confirmed, 20 * id_step);
	CU_ASSERT_EQUAL(had[0].checks, 1);
	CU_ASSERT_EQUAL(had[1].checks, 1);
	CU_ASSERT_TRUE(all_signed());
	teardown(&w);
}

/* TS 102 232-1 cl. 6.4.3: it is called sent when its check is */
static void test_link_check__goes_with_what_a_silent_peer_has(void)
{
	struct li_link_options o = checking();
	struct li_handover silent = handover;

	silent.silent = true;
	wait_unchecked(&o, 300000, &silent);
	until_confirmed(20);
	run(&w, &w.checks, 2);
	drain();
	teardown(&w);
}

/* Twelve records go, and their checks, to who says nothing; then nobody waits for
 * these any more. How many checks there were. */
static uint32_t withdraw(const struct li_link_options *o)
{
	begin(o, &handover);
	w.peer.ack = false;
	w.due = 12;
	run(&w, &w.peer.count, 18);
	run(&w, NULL, 0);
	peer_hang_up(&w.peer);
	w.gone = 12 * id_step;
	w.peer.ack = true;
	w.checks = 0;
	return had[0].checks + had[1].checks;
}

/* Records that nobody waits for any more leave their checks behind. */
static void test_link_check__goes_again_without_its_records(void)
{
	struct li_link_options o = checking();
	uint32_t checks;

	o.check_us = 60000000;
	checks = withdraw(&o);
	CU_ASSERT_EQUAL(checks, 6);
	run(&w, &w.checks, checks);
	CU_ASSERT_EQUAL(had[0].checks + had[1].checks, checks);
	CU_ASSERT_EQUAL(w.peer.count, 18);
	drain();
	teardown(&w);
}

/* TS 102 232-1 cl. 6.3.3: those go in the place of these, not behind all that waits:
 * be it that no record of their LIID does */
static void test_link_check__goes_again_in_the_place_of_its_records(void)
{
	struct li_link_options o = checking();

	o.check_us = 60000000;
	(void)withdraw(&o);
	w.alone = 12;
	w.due = 52;
	for (int i = 0; i < 5000 && had[1].again < 3; i++) {
		li_link_wake(w.link);
		CU_ASSERT_EQUAL(li_loop_turn(w.loop, 1000), LI_OK);
	}
	/* two and the signature over them, in front of forty records */
	CU_ASSERT_EQUAL(had[1].again, 3);
	CU_ASSERT_TRUE(had[1].behind <= 18 + 3);
	run(&w, &w.peer.count, 18 + 40);
	teardown(&w);
}

/* TS 102 232-1 annex J.2: it is terminated, so nothing is waited for */
static void test_link_check__is_made_when_the_interception_ends(void)
{
	struct li_link_options o = checking();

	o.check_every = o.sign_every = 60;
	o.check_us = o.sign_us = 60000000;
	begin(&o, &handover);
	w.due = 4;
	run(&w, &w.peer.count, 6);
	run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.checks, 0);
	w.notification = LI_NOTIFY_DEACTIVATION;
	w.due = 5;
	until_confirmed(5);
	CU_ASSERT_STRING_EQUAL(w.told, "A2 B2 ");
	CU_ASSERT_EQUAL(w.checks, 4);
	CU_ASSERT_TRUE(all_signed());
	teardown(&w);
}

static const struct unit_test tests[] = {
	LEMF_BEGIN,
	UNIT_TEST(test_link_check__survives_a_break_at_each_pdu),
	UNIT_TEST(test_link_check__confirms_what_is_in_a_check),
	UNIT_TEST(test_link_check__goes_with_what_a_silent_peer_has),
	UNIT_TEST(test_link_check__goes_again_without_its_records),
	UNIT_TEST(test_link_check__goes_again_in_the_place_of_its_records),
	UNIT_TEST(test_link_check__is_made_when_the_interception_ends),
	LEMF_END,
};

int main(void)
{
	return creds_main("deliver.link_check", tests,
		sizeof(tests) / sizeof(tests[0]));
}
