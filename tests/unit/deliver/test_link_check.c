/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi2_lemf.h"

static const struct li_handover handover = {.format = LI_FORMAT_HI2_33128,
	.delivery_country = "NL"};

static struct li_signing *signing;

static void begin(const struct li_link_options *o, const struct li_handover *h)
{
	forget();
	setup_as(&w, o, h);
	w.peer.take = take_and_look;
}

/* TS 102 232-1 annex J: who confirmed a record has the check that it is in. */
static void check_confirmed(void)
{
	for (uint32_t n = 0; (n + 1) * id_step <= w.confirmed; n++) {
		CU_ASSERT_FATAL(had[0].by[n] > 0);
		CU_ASSERT_FATAL(n % 2 || had[1].by[n / 2] > 0);
	}
}

static bool all_signed(void)
{
	for (size_t i = 0; i < LIIDS; i++)
		for (uint32_t n = 0; n < had[i].checks; n++)
			if (!had[i].signed_by[n])
				return false;
	return true;
}

/* Go on until all that is due is confirmed, and signed if it is to be. */
static void finish(uint32_t due)
{
	const int64_t until = li_clock_mono_us() + 10000000;
	int turn = 0;

	while (li_clock_mono_us() < until &&
		(w.confirmed < due * id_step || !all_signed() ||
			li_link_counts(w.link)->sent == 0)) {
		if (turn++ % 2 == 0 && w.due < due)
			w.due++;
		li_link_wake(w.link);
		CU_ASSERT_EQUAL(li_loop_turn(w.loop, 1000), LI_OK);
		check_confirmed();
	}
	CU_ASSERT_EQUAL(w.confirmed, due * id_step);
	CU_ASSERT_TRUE(all_signed());
}

static void until_confirmed(int64_t records)
{
	for (int i = 0; i < 100 && w.confirmed < records * id_step; i++)
		run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.confirmed, records * id_step);
}

static void drain(void)
{
	const int64_t until = li_clock_mono_us() + 5000000;

	li_link_finish(w.link);
	while (li_clock_mono_us() < until && !li_link_drained(w.link))
		CU_ASSERT_EQUAL(li_loop_turn(w.loop, 1000), LI_OK);
	CU_ASSERT_TRUE(li_link_drained(w.link));
	check_confirmed();
}

static struct li_link_options checking(void)
{
	struct li_link_options o = usual();

	o.stay = true;
	o.confirm_every = 3;
	o.check_every = 3;
	o.check_us = 2000;
	o.signing = signing;
	o.sign_every = 2;
	o.sign_us = 4000;
	return o;
}

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

/* What is kept of each LIID. */
static struct li_checked kept[LIIDS];

static li_err read_kept(void *data, const struct li_uuid *did,
	struct li_checked *checked)
{
	(void)data;
	(void)did;
	*checked = kept[strcmp(checked->liid, "B") == 0];
	return LI_OK;
}

/* Before what they are over is confirmed. */
static void keep_had(void *data, const struct li_uuid *did,
	const struct li_checked *checked)
{
	const size_t i = strcmp(checked->liid, "B") == 0;

	(void)data;
	(void)did;
	CU_ASSERT_TRUE(checked->checks >= kept[i].checks);
	CU_ASSERT_TRUE(checked->signatures >= kept[i].signatures);
	kept[i] = *checked;
}

static bool is_kept(void *data, const struct li_uuid *did)
{
	(void)data;
	(void)did;
	return true;
}

/* TS 102 232-1 annex J.1: another program goes on with the numbers */
static void test_link_check__goes_on_in_another_program(void)
{
	const struct li_link_options o = checking();

	memset(kept, 0, sizeof(kept));
	kept_numbers =
		(struct li_link_numbers){read_kept, keep_had, is_kept, NULL};
	begin(&o, &handover);
	finish(8);
	drain();
	CU_ASSERT_EQUAL(kept[0].checks, had[0].checks);
	CU_ASSERT_EQUAL(kept[1].checks, had[1].checks);
	CU_ASSERT_EQUAL(kept[0].signatures, had[0].signatures);
	CU_ASSERT_TRUE(kept[0].signatures > 0);
	teardown(&w);
	setup_as(&w, &o, &handover);
	w.peer.take = take_and_look;
	w.gone = 8 * id_step;
	w.due = 8;
	finish(20);
	drain();
	CU_ASSERT_TRUE(had[0].checks > 4);
	teardown(&w);
	kept_numbers = (struct li_link_numbers){.read = NULL};
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

/* Records that nobody waits for any more leave their checks behind. */
static void test_link_check__goes_again_without_its_records(void)
{
	struct li_link_options o = checking();
	uint32_t checks;

	o.check_us = 60000000;
	begin(&o, &handover);
	w.peer.ack = false;
	w.due = 12;
	run(&w, &w.peer.count, 18);
	run(&w, NULL, 0);
	checks = had[0].checks + had[1].checks;
	CU_ASSERT_EQUAL(checks, 6);
	peer_hang_up(&w.peer);
	w.gone = 12 * id_step;
	w.peer.ack = true;
	w.checks = 0;
	run(&w, &w.checks, checks);
	CU_ASSERT_EQUAL(had[0].checks + had[1].checks, checks);
	CU_ASSERT_EQUAL(w.peer.count, 18);
	drain();
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

/* With the key of the certificate: what it signs is for others to judge. */
static void test_link_check__has_a_key(void)
{
	struct li_fault fault = {0};
	char key[128];

	snprintf(key, sizeof(key), "%s/lmisf.key", dir);
	CU_ASSERT_EQUAL_FATAL(li_signing_open(key, &signing, &fault), LI_OK);
}

static void test_link_check__has_none_any_more(void)
{
	forget();
	li_signing_free(signing);
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_link_check__has_a_key),
	UNIT_TEST(test_link_check__survives_a_break_at_each_pdu),
	UNIT_TEST(test_link_check__goes_on_in_another_program),
	UNIT_TEST(test_link_check__confirms_what_is_in_a_check),
	UNIT_TEST(test_link_check__goes_with_what_a_silent_peer_has),
	UNIT_TEST(test_link_check__goes_again_without_its_records),
	UNIT_TEST(test_link_check__is_made_when_the_interception_ends),
	UNIT_TEST(test_link_check__has_none_any_more),
};

int main(void)
{
	return creds_main("deliver.link_check", tests,
		sizeof(tests) / sizeof(tests[0]));
}
