/* SPDX-License-Identifier: BSD-3-Clause */
#include "recorder_world.h"

static struct li_checked of(int64_t stream, uint32_t checks)
{
	return (struct li_checked){.stream = stream,
		.liid = "A",
		.checks = checks,
		.signatures = 3};
}

static void note(struct world *w, const struct li_uuid *did, int64_t stream,
	uint32_t checks)
{
	const struct li_checked c = of(stream, checks);

	CU_ASSERT_EQUAL(li_recorder_checked(w->recorder, did, &c), LI_OK);
}

/* There is no word on how far. */
static void keep_it(struct world *w)
{
	CU_ASSERT_EQUAL(w->op, LI_ADMIN_CHECKED);
	answer_with(w, LI_OK, NULL);
}

/* TS 102 232-1 cl. 6.3.3: until its records are confirmed lmisfd has the check itself:
 * with a record that comes again it goes again, and that record is in no other one */
static void test_recorder_checked__tells_numbers_behind_records(void)
{
	struct world w;

	setup(&w);
	listen_now(&w);
	note(&w, &one, 7, 1);
	note(&w, &one, 8, 1);
	note(&w, &one, 7, 2);
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 9), LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.op, LI_ADMIN_CONFIRM);
	CU_ASSERT_EQUAL(w.last.id, 9);
	answer(&w, LI_OK);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.op, LI_ADMIN_CHECKED);
	CU_ASSERT_TRUE(li_uuid_eq(&w.last_checked.did, &one));
	CU_ASSERT_EQUAL_FATAL(w.last_checked.count, 2);
	CU_ASSERT_EQUAL(w.last_checked.list[0].stream, 7);
	CU_ASSERT_EQUAL(w.last_checked.list[0].checks, 2);
	CU_ASSERT_EQUAL(w.last_checked.list[1].stream, 8);
	CU_ASSERT_EQUAL(w.last_checked.list[1].signatures, 3);
	CU_ASSERT_STRING_EQUAL(w.last_checked.list[1].liid, "A");
	CU_ASSERT_FALSE(li_recorder_keeps(w.recorder, &one));
	keep_it(&w);
	CU_ASSERT_TRUE(li_recorder_keeps(w.recorder, &one));
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	teardown(&w);
}

/* With no record to confirm, too; and until it is committed. */
static void test_recorder_checked__tells_until_it_is_kept(void)
{
	struct world w;

	setup(&w);
	listen_now(&w);
	note(&w, &two, 7, 1);
	CU_ASSERT_FALSE(li_recorder_idle(w.recorder));
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.last_checked.list[0].checks, 1);
	/* News of it while it is asked about are told, too. */
	note(&w, &two, 7, 5);
	hang_up(&w);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL_FATAL(w.last_checked.count, 2);
	CU_ASSERT_EQUAL(w.last_checked.list[1].checks, 5);
	keep_it(&w);
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	note(&w, &two, 7, 6);
	CU_ASSERT_TRUE(await_request(&w));
	/* A destination that is gone has no numbers. */
	answer(&w, LI_ENOTFOUND);
	CU_ASSERT_TRUE(li_recorder_idle(w.recorder));
	teardown(&w);
}

static void test_recorder_checked__tells_many_in_parts(void)
{
	struct world w;
	size_t told = 0;

	setup(&w);
	listen_now(&w);
	for (int64_t i = 0; i < 3 * LI_CHECKED_MAX; i++)
		note(&w, &one, i, 1);
	CU_ASSERT_EQUAL(li_recorder_confirm(w.recorder, &one, 9), LI_OK);
	for (int i = 0; i < 3; i++) {
		CU_ASSERT_TRUE(await_request(&w));
		CU_ASSERT_EQUAL(w.last_checked.list[0].stream, (int64_t)told);
		told += w.last_checked.count;
		keep_it(&w);
	}
	CU_ASSERT_EQUAL(told, 3 * LI_CHECKED_MAX);
	CU_ASSERT_TRUE(await_request(&w));
	CU_ASSERT_EQUAL(w.op, LI_ADMIN_CONFIRM);
	teardown(&w);
}

UNIT_MAIN("deliver.recorder_checked",
	UNIT_TEST(test_recorder_checked__tells_numbers_behind_records),
	UNIT_TEST(test_recorder_checked__tells_until_it_is_kept),
	UNIT_TEST(test_recorder_checked__tells_many_in_parts))
