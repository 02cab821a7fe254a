/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi2_checked.h"

enum { GOING_MAX = 64 };

/* A check that is kept, or asked to be. */
struct going {
	struct li_checking checking;
	uint8_t octets[2048];
	uint64_t keeping;
};

/* What lmisfd has, and what it was told since: a commit is all of that. */
static struct lmisfd {
	struct state {
		struct li_checked numbers[LIIDS];
		int64_t confirmed;
		struct going going[GOING_MAX];
		size_t count;
	} has, told;
	uint64_t keeping; /* of the last one */
	bool halves; /* it is killed when records are committed, and no number */
	bool mute;   /* nobody hears of a commit */
	bool lazy;   /* nothing is committed */
} lmisfd;

static size_t of_liid(const char *text)
{
	return strcmp(text, "B") == 0;
}

static li_err keep_going(void *data, const struct li_uuid *did,
	const struct li_checking *checking, uint64_t *keeping)
{
	struct state *s = &lmisfd.told;
	struct going *g = &s->going[s->count++];

	(void)data;
	(void)did;
	CU_ASSERT_FATAL(s->count <= GOING_MAX);
	CU_ASSERT_FATAL(checking->pdu.n <= sizeof(g->octets));
	g->checking = *checking;
	memcpy(g->octets, checking->pdu.p, checking->pdu.n);
	g->keeping = *keeping = ++lmisfd.keeping;
	return LI_OK;
}

static li_err each(void *data, const struct li_uuid *did,
	li_store_checking_fn fn, void *fn_data)
{
	(void)data;
	(void)did;
	for (size_t i = 0; i < lmisfd.has.count; i++) {
		struct going *g = &lmisfd.has.going[i];

		g->checking.pdu = li_slice(g->octets, g->checking.pdu.n);
		CU_ASSERT_EQUAL(fn(&g->checking, fn_data), LI_OK);
	}
	return LI_OK;
}

static li_err read_kept(void *data, const struct li_uuid *did,
	struct li_checked *checked)
{
	(void)data;
	(void)did;
	*checked = lmisfd.has.numbers[of_liid(checked->liid)];
	return LI_OK;
}

/* As the store does: what is had goes, unless a signature over it is not. */
static bool stays(const struct going *g, const struct li_checked *upto)
{
	const uint32_t open =
		upto->open < upto->checks ? upto->open : upto->checks;

	return strcmp(g->checking.liid, upto->liid) != 0 ||
		g->checking.number >=
		(g->checking.signature ? upto->signatures : open);
}

static void keep_had(void *data, const struct li_uuid *did,
	const struct li_checked *checked)
{
	struct state *s = &lmisfd.told;
	struct li_checked *before = &s->numbers[of_liid(checked->liid)];
	size_t n = 0;

	(void)data;
	(void)did;
	CU_ASSERT_TRUE(checked->checks >= before->checks);
	CU_ASSERT_TRUE(checked->signatures >= before->signatures);
	*before = *checked;
	for (size_t i = 0; i < s->count; i++)
		if (stays(&s->going[i], checked))
			s->going[n++] = s->going[i];
	s->count = n;
}

static bool is_kept(void *data, const struct li_uuid *did)
{
	(void)data;
	(void)did;
	return true;
}

static int64_t confirmed_all(void)
{
	return w.confirmed > lmisfd.told.confirmed ? w.confirmed
						   : lmisfd.told.confirmed;
}

static void commit(void)
{
	lmisfd.told.confirmed = confirmed_all();
	lmisfd.has = lmisfd.told;
	if (!lmisfd.mute && lmisfd.keeping)
		li_link_kept(w.link, lmisfd.keeping);
}

static void begin_kept(const struct li_link_options *o)
{
	memset(&lmisfd, 0, sizeof(lmisfd));
	kept_numbers = (struct li_link_numbers){keep_going, each, read_kept,
		keep_had, is_kept, NULL};
	begin(o, &handover);
}

/* The program ends as with kill -9, and another one begins with what is kept. */
static void kill_and_begin(const struct li_link_options *o)
{
	const uint32_t due = w.due;

	if (lmisfd.halves)
		lmisfd.has.confirmed = confirmed_all();
	teardown(&w);
	lmisfd.told = lmisfd.has;
	setup_as(&w, o, &handover);
	w.peer.take = take_and_look;
	w.gone = lmisfd.has.confirmed;
	w.due = due;
}

static bool done(uint32_t due)
{
	return confirmed_all() >= due * id_step && all_signed() &&
		lmisfd.has.count == 0 && had[0].checks > 0;
}

static void turn(uint32_t due, int n)
{
	if (n % 2 == 0 && w.due < due)
		w.due++;
	li_link_wake(w.link);
	CU_ASSERT_EQUAL(li_loop_turn(w.loop, 1000), LI_OK);
	if (!lmisfd.lazy && n % 3 == 0)
		commit();
}

/* Is it time to kill it? When so many PDUs came, or some turns after it was not told
 * of commits any more, as it was to be of the last ones before. */
static bool is_time(size_t killed_at, bool unheard, int *deaf)
{
	lmisfd.mute = unheard && pdus + 2 >= killed_at;
	*deaf += lmisfd.mute;
	return pdus >= killed_at || *deaf > 30;
}

/* The next program goes on with the numbers that the peer has. TS 102 232-1 annex
 * J.1 */
static void check_numbers(void)
{
	for (size_t i = 0; i < LIIDS; i++) {
		const struct li_checked *n = &lmisfd.has.numbers[i];

		CU_ASSERT_EQUAL(n->checks, had[i].checks);
		CU_ASSERT_EQUAL(n->signatures, had[i].signatures);
		CU_ASSERT_TRUE(n->signatures > 0);
	}
}

/* Killed once, unless never; until all is confirmed and signed. */
static bool live(const struct li_link_options *o, uint32_t due,
	size_t killed_at, bool unheard)
{
	const int64_t until = li_clock_mono_us() + 10000000;
	bool killed = false;
	int deaf = 0;

	for (int n = 0; li_clock_mono_us() < until && !done(due); n++) {
		if (killed_at && !killed &&
			is_time(killed_at, unheard, &deaf)) {
			killed = true;
			lmisfd.mute = false;
			kill_and_begin(o);
		}
		turn(due, n);
	}
	CU_ASSERT_TRUE_FATAL(done(due));
	CU_ASSERT_EQUAL(confirmed_all(), due * id_step);
	check_numbers();
	return killed;
}

/* Whenever it is killed, be it that a commit is done and it was not told: the peer
 * has all records, each in one check, all checks under signatures; what comes again
 * has the same octets, and numbers have no gap. TS 102 232-1 cl. 5.2.5, 6.2.2, 6.3.3,
 * annex J.1 */
static void survive_kills(bool unheard, bool halves)
{
	enum { DUE = 12 };
	const struct li_link_options o = checking();
	size_t all = DUE, killed = 0;

	for (size_t at = 0; at <= all; at++) {
		begin_kept(&o);
		lmisfd.halves = halves;
		killed += live(&o, DUE, at, unheard);
		if (at == 0)
			all = pdus;
		teardown(&w);
	}
	CU_ASSERT_TRUE(killed > 12);
	kept_numbers = (struct li_link_numbers){.read = NULL};
}

static void test_link_kept__survives_a_kill_at_each_pdu(void)
{
	survive_kills(false, false);
}

static void test_link_kept__survives_a_kill_before_it_is_told(void)
{
	survive_kills(true, false);
}

static void test_link_kept__survives_a_kill_between_commits(void)
{
	survive_kills(false, true);
}

/* TS 102 232-1 cl. 6.2.2: no check goes that is not kept; records do, and are not
 * confirmed */
static void test_link_kept__sends_no_check_before_it_is_kept(void)
{
	const struct li_link_options o = checking();

	begin_kept(&o);
	lmisfd.lazy = true;
	w.due = 12;
	run(&w, &w.peer.count, 18);
	run(&w, NULL, 0);
	CU_ASSERT_EQUAL(w.checks, 0);
	CU_ASSERT_TRUE(lmisfd.told.count >= 6);
	CU_ASSERT_TRUE(w.confirmed < id_step);
	lmisfd.lazy = false;
	(void)live(&o, 12, 0, false);
	CU_ASSERT_EQUAL(w.peer.count, 18);
	teardown(&w);
	kept_numbers = (struct li_link_numbers){.read = NULL};
}

/* Confirmations do not wait for a moment in which no check is open. */
static void test_link_kept__confirms_while_records_come(void)
{
	struct li_link_options o = checking();

	o.check_every = 1000;
	o.check_us = 20000;
	begin_kept(&o);
	for (int n = 0; n < 5000 && w.confirmed < 8 * id_step; n++) {
		if (n % 8 == 0 && w.due < DUE_MAX - 1)
			w.due++;
		li_link_wake(w.link);
		CU_ASSERT_EQUAL(li_loop_turn(w.loop, 2000), LI_OK);
		if (n % 16 == 0)
			commit();
	}
	CU_ASSERT_TRUE(w.confirmed >= 8 * id_step);
	CU_ASSERT_TRUE(w.due < DUE_MAX - 1);
	teardown(&w);
	kept_numbers = (struct li_link_numbers){.read = NULL};
}

static const struct unit_test tests[] = {
	LEMF_BEGIN,
	UNIT_TEST(test_link_kept__survives_a_kill_at_each_pdu),
	UNIT_TEST(test_link_kept__survives_a_kill_before_it_is_told),
	UNIT_TEST(test_link_kept__survives_a_kill_between_commits),
	UNIT_TEST(test_link_kept__sends_no_check_before_it_is_kept),
	UNIT_TEST(test_link_kept__confirms_while_records_come),
	LEMF_END,
};

int main(void)
{
	return creds_main("deliver.link_kept", tests,
		sizeof(tests) / sizeof(tests[0]));
}
