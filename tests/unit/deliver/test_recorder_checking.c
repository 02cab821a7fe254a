/* SPDX-License-Identifier: BSD-3-Clause */
#include "recorder_world.h"

/* What whoever listens was told last. */
static struct li_uuid told;
static uint64_t told_of;
static unsigned int tellings;

static void on_kept(void *data, const struct li_uuid *did, uint64_t keeping)
{
	CU_ASSERT_PTR_EQUAL(data, &told);
	CU_ASSERT_TRUE(keeping > told_of);
	told = *did;
	told_of = keeping;
	tellings++;
}

static void begin(struct world *w)
{
	setup(w);
	listen_now(w);
	told_of = tellings = 0;
	li_recorder_listen(w->recorder, on_kept, &told);
}

static uint64_t note(struct world *w, const struct li_uuid *did,
	const char *pdu)
{
	const struct li_checking c = {.stream = 7,
		.liid = "A",
		.pdu = li_slice_str(pdu)};
	uint64_t keeping = 0;

	CU_ASSERT_EQUAL(li_recorder_checking(w->recorder, did, &c, &keeping),
		LI_OK);
	return keeping;
}

static void keep_it(struct world *w)
{
	CU_ASSERT_EQUAL(w->op, LI_ADMIN_CHECKING);
	answer_with(w, LI_OK, NULL);
}

/* TS 102 232-1 cl. 6.2.2: who waits is told when it is committed, and not before */
static void test_recorder_checking__tells_when_they_are_kept(void)
{
	struct world w;
	uint64_t second;

	begin(&w);
	CU_ASSERT_TRUE(note(&w, &one, "<a>") > 0);
	second = note(&w, &one, "<b>");
	CU_ASSERT_FALSE(li_recorder_keeps(w.recorder, &one));
	CU_ASSERT_FALSE(li_recorder_idle(w.recorder));
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.last_checking.count, 2);
	CU_ASSERT_STRING_EQUAL(w.pdus, "<a><b>");
	CU_ASSERT_EQUAL(tellings, 0);
	keep_it(&w);
	CU_ASSERT_EQUAL(tellings, 1);
	CU_ASSERT_EQUAL(told_of, second);
	CU_ASSERT_TRUE(li_uuid_eq(&told, &one));
	CU_ASSERT_TRUE(li_recorder_keeps(w.recorder, &one));
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	teardown(&w);
}

/* What lmisfd said nothing of is told again, with what came since. */
static void test_recorder_checking__asks_until_they_are_kept(void)
{
	struct world w;
	uint64_t last;

	begin(&w);
	note(&w, &two, "<a>");
	CU_ASSERT_TRUE(await_request(&w));
	last = note(&w, &two, "<b>");
	hang_up(&w);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_STRING_EQUAL(w.pdus, "<a><b>");
	CU_ASSERT_EQUAL(tellings, 0);
	/* A destination that is gone keeps nothing, and nothing waits for it. */
	answer(&w, LI_ENOTFOUND);
	CU_ASSERT_EQUAL(told_of, last);
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	teardown(&w);
}

/* Checks that keep coming hold no confirmation up, nor does it them. */
static void test_recorder_checking__takes_turns_with_confirmations(void)
{
	const enum li_admin_op turns[] = {LI_ADMIN_CHECKING, LI_ADMIN_CONFIRM,
		LI_ADMIN_CHECKING, LI_ADMIN_CHECKED, LI_ADMIN_CHECKING};
	const struct li_checked c = {.stream = 7, .liid = "A", .checks = 1};
	struct world w;

	begin(&w);
	note(&w, &one, "<a>");
	CU_ASSERT_EQUAL(li_recorder_checked(w.recorder, &one, &c), LI_OK);
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 9), LI_OK);
	for (size_t i = 0; i < sizeof(turns) / sizeof(turns[0]); i++) {
		CU_ASSERT_TRUE(await_request(&w));
		CU_ASSERT_EQUAL(w.op, turns[i]);
		note(&w, &one, "<more>");
		if (w.op == LI_ADMIN_CONFIRM)
			answer(&w, LI_OK);
		else
			answer_with(&w, LI_OK, NULL);
	}
	teardown(&w);
}

static void test_recorder_checking__tells_many_in_parts(void)
{
	struct world w;
	uint64_t last = 0;
	size_t count = 0;

	begin(&w);
	for (size_t i = 0; i < (size_t)2 * LI_CHECKING_MAX + 1; i++)
		last = note(&w, &one, "<pdu>");
	while (told_of < last && await_request(&w)) {
		CU_ASSERT_TRUE(w.last_checking.count <= LI_CHECKING_MAX);
		count += w.last_checking.count;
		keep_it(&w);
	}
	CU_ASSERT_EQUAL(count, 2 * LI_CHECKING_MAX + 1);
	CU_ASSERT_EQUAL(tellings, 3);
	teardown(&w);
}

UNIT_MAIN("deliver.recorder_checking",
	UNIT_TEST(test_recorder_checking__tells_when_they_are_kept),
	UNIT_TEST(test_recorder_checking__asks_until_they_are_kept),
	UNIT_TEST(test_recorder_checking__takes_turns_with_confirmations),
	UNIT_TEST(test_recorder_checking__tells_many_in_parts))
