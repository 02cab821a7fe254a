/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi2_world.h"
#include "store/digest.h"

/* Integrity checks of a link, as an agency sees them that keeps what it took when
 * a connection ended. */

enum { LIIDS = 2, HASH = 1, SIGNATURE = 2, CHECKS_MAX = 64 };

static const struct li_handover handover = {.format = LI_FORMAT_HI2_33128,
	.delivery_country = "NL"};

static struct li_signing *signing;

/* What it has of one LIID, by number. */
struct had {
	struct li_buf record[DUE_MAX];
	struct li_buf check[CHECKS_MAX], signature[CHECKS_MAX];
	uint32_t checks, signatures;
	uint32_t by[DUE_MAX]; /* the check that a record is in, and one */
	uint32_t signed_by[CHECKS_MAX];
};

static struct had had[LIIDS];
static size_t pdus, lost_at; /* so many came; that one is lost, with the link */
static struct world w;

static struct had *of(const struct li_psp *pdu)
{
	return &had[li_slice_is(pdu->liid, "B")];
}

static void forget(void)
{
	for (size_t i = 0; i < LIIDS; i++) {
		for (size_t n = 0; n < DUE_MAX; n++)
			li_buf_fini(&had[i].record[n]);
		for (size_t n = 0; n < CHECKS_MAX; n++) {
			li_buf_fini(&had[i].check[n]);
			li_buf_fini(&had[i].signature[n]);
		}
	}
	memset(had, 0, sizeof(had));
	pdus = lost_at = 0;
}

/* What comes again has the same octets; what is new has the next number.
 * TS 102 232-1 cl. 5.2.5, 6.3.3 */
static void keep_one(struct li_buf *list, uint32_t *count, uint32_t number,
	struct li_slice octets)
{
	CU_ASSERT_FATAL(number < CHECKS_MAX);
	if (list[number].n) {
		CU_ASSERT_TRUE(
			li_slice_eq(li_buf_slice(&list[number]), octets));
		return;
	}
	CU_ASSERT_EQUAL(number, *count);
	++*count;
	li_buf_put_slice(&list[number], octets);
}

/* Over records that are there, and each in one check alone. */
static void verify_hash(struct had *h, const struct li_psp *pdu)
{
	uint8_t value[LI_SHA256];
	struct li_digest *d = NULL;

	CU_ASSERT_EQUAL_FATAL(li_digest_new(&d), LI_OK);
	for (size_t i = 0; i < pdu->checked_count; i++) {
		const uint32_t n = pdu->checked[i];

		CU_ASSERT_FATAL(n < DUE_MAX && h->record[n].n > 0);
		li_digest_add(d, li_buf_slice(&h->record[n]));
		CU_ASSERT_TRUE(!h->by[n] || h->by[n] == pdu->sequence + 1);
		h->by[n] = pdu->sequence + 1;
	}
	li_digest_end(d, value);
	li_digest_free(d);
	CU_ASSERT_TRUE(li_slice_eq(pdu->value, li_slice(value, sizeof(value))));
}

/* Over checks that are there, and each under one signature alone. */
static void verify_signature(struct had *h, const struct li_psp *pdu)
{
	for (size_t i = 0; i < pdu->checked_count; i++) {
		const uint32_t n = pdu->checked[i];

		CU_ASSERT_FATAL(n < h->checks);
		CU_ASSERT_TRUE(!h->signed_by[n] ||
			h->signed_by[n] == pdu->sequence + 1);
		h->signed_by[n] = pdu->sequence + 1;
	}
}

static void look(const struct li_psp *pdu, struct li_slice octets)
{
	struct had *h = of(pdu);

	if (pdu->kind == LI_PSP_IRI) {
		struct li_buf *r = &h->record[pdu->sequence];

		CU_ASSERT_TRUE(!r->n || li_slice_eq(li_buf_slice(r), octets));
		li_buf_reset(r);
		li_buf_put_slice(r, octets);
	}
	if (pdu->kind != LI_PSP_INTEGRITY)
		return;
	if (pdu->check_type == HASH) {
		verify_hash(h, pdu);
		keep_one(h->check, &h->checks, pdu->sequence, octets);
	} else {
		CU_ASSERT_EQUAL(pdu->check_type, SIGNATURE);
		verify_signature(h, pdu);
		keep_one(h->signature, &h->signatures, pdu->sequence, octets);
	}
}

/* All as take(), but that one PDU ends the connection unread. */
static size_t take_and_look(struct peer *p, struct li_slice stream)
{
	struct li_arena arena = {0};
	struct li_slice octets;
	struct li_psp pdu;
	size_t size;

	if (li_psp_frame(stream, &size) != LI_OK || size > stream.n)
		return 0;
	if (++pdus == lost_at) {
		p->hang_up = true;
		return size;
	}
	octets = li_slice_sub(stream, 0, size);
	CU_ASSERT_EQUAL_FATAL(li_psp_decode(octets, &arena, &pdu), LI_OK);
	look(&pdu, octets);
	li_arena_fini(&arena);
	return take(p, stream);
}

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

/* What waits for its check is confirmed by nobody, and comes again. */
static void test_link_check__confirms_what_is_in_a_check(void)
{
	struct li_link_options o = checking();

	o.check_every = 1000;
	o.check_us = 60000000;
	begin(&o, &handover);
	w.due = 20;
	run(&w, &w.peer.count, 30);
	run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.checks, 0);
	CU_ASSERT_TRUE(w.confirmed < id_step);
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
	o.check_every = 1000;
	o.check_us = 300000;
	begin(&o, &silent);
	w.peer.ack = false;
	w.due = 20;
	run(&w, &w.peer.count, 30);
	run(&w, NULL, 0);
	CU_ASSERT_TRUE(w.confirmed < id_step);
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
