/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/marks.h"
#include "unit.h"

static const struct li_uuid one = {{1}}, two = {{2}};

/* What is asked next at that time; false when nothing is. */
static bool ask(struct li_marks *m, int64_t now_us,
	struct li_admin_confirm *out)
{
	int64_t wait_us;

	if (!li_marks_choose(m, now_us, &wait_us)) {
		CU_ASSERT_TRUE(wait_us > 0);
		return false;
	}
	li_mark_ask(&m->list[m->turn], now_us, out);
	return true;
}

static struct li_mark *mark_of(struct li_marks *m, const struct li_uuid *did)
{
	struct li_mark *mark = li_marks_get(m, did);

	CU_ASSERT_PTR_NOT_NULL_FATAL(mark);
	return mark;
}

static void overtook(struct li_marks *m, int64_t from, int64_t to)
{
	for (int64_t id = from; id <= to; id++)
		CU_ASSERT_EQUAL(li_mark_overtook(mark_of(m, &one), id), LI_OK);
}

/* Tasks that take turns overtake each other all the time. */
static void test_marks__ask_nothing_that_is_caught_up_with(void)
{
	struct li_admin_confirm c;
	struct li_marks m = {0};
	int64_t now_us = 0;

	for (int64_t id = 10; id < 2000; id += 10) {
		overtook(&m, id + 1, id + 8);
		li_mark_confirm(mark_of(&m, &one), id);
		CU_ASSERT_TRUE(ask(&m, now_us, &c));
		CU_ASSERT_EQUAL(c.id, id);
		CU_ASSERT_EQUAL(c.count, 0);
		li_mark_done(mark_of(&m, &one), id, id);
		CU_ASSERT_FALSE(ask(&m, now_us, &c));
		now_us += LI_MARKS_GATHER_US;
	}
	CU_ASSERT_TRUE(mark_of(&m, &one)->room <= 64);
	li_marks_fini(&m);
}

/* Many that overtook go in parts, each in its turn and in rising order. */
static void test_marks__ask_in_parts(void)
{
	const int64_t all = 3 * LI_SENT_MORE;
	struct li_admin_confirm c;
	struct li_marks m = {0};
	int64_t last = 0, now_us = LI_MARKS_GATHER_US;

	overtook(&m, 101, 100 + all);
	overtook(&m, 101, 110); /* twice */
	li_mark_confirm(mark_of(&m, &two), 5);
	CU_ASSERT_TRUE(ask(&m, 0, &c));
	li_mark_done(mark_of(&m, &two), 5, 5);
	CU_ASSERT_FALSE(ask(&m, 0, &c)); /* they may be caught up with */
	for (int part = 0; part < 4; part++) {
		CU_ASSERT_TRUE(ask(&m, now_us, &c));
		CU_ASSERT_EQUAL(c.id, 0);
		if (part == 1) /* no answer: the same again */
			li_mark_undone(mark_of(&m, &one));
		if (part == 1)
			CU_ASSERT_TRUE(ask(&m, now_us, &c));
		for (size_t i = 0; part < 3 && i < c.count; i++)
			CU_ASSERT_EQUAL(c.list[i].id, 100 + ++last);
		li_mark_done(mark_of(&m, &one), 0, 0);
	}
	CU_ASSERT_EQUAL(last, all);
	CU_ASSERT_EQUAL(c.count, 10);
	CU_ASSERT_FALSE(li_mark_due(mark_of(&m, &one)));
	li_marks_fini(&m);
}

/* What comes while something is asked stays, whatever becomes of that. */
static void test_marks__keep_what_comes_meanwhile(void)
{
	struct li_admin_confirm c;
	struct li_marks m = {0};

	overtook(&m, 11, 60);
	CU_ASSERT_FALSE(ask(&m, 0, &c));
	CU_ASSERT_TRUE(ask(&m, LI_MARKS_GATHER_US, &c));
	CU_ASSERT_EQUAL(c.count, 50);
	overtook(&m, 61, 1000);
	li_mark_confirm(mark_of(&m, &one), 30);
	li_mark_undone(mark_of(&m, &one));
	CU_ASSERT_TRUE(ask(&m, 3 * LI_MARKS_GATHER_US, &c));
	CU_ASSERT_EQUAL(c.id, 30);
	CU_ASSERT_EQUAL(c.list[0].id, 31);
	CU_ASSERT_EQUAL(c.count, 30);
	li_mark_confirm(mark_of(&m, &one), 1000);
	li_mark_done(mark_of(&m, &one), 30, 30);
	CU_ASSERT_TRUE(ask(&m, 5 * LI_MARKS_GATHER_US, &c));
	CU_ASSERT_EQUAL(c.id, 1000);
	CU_ASSERT_EQUAL(c.count, 0);
	li_mark_done(mark_of(&m, &one), 1000, 1000);
	CU_ASSERT_FALSE(li_mark_due(mark_of(&m, &one)));
	li_marks_fini(&m);
}

/* TS 103 221-1 table 24: each with what went over X2 of it */
static void test_marks__ask_with_octets(void)
{
	struct li_admin_confirm c;
	struct li_marks m = {0};

	for (int64_t id = 1; id <= 9; id++)
		CU_ASSERT_EQUAL(li_mark_sent(mark_of(&m, &one),
					&(struct li_sent){id, (uint32_t)id}),
			LI_OK);
	overtook(&m, 5, 6);
	li_mark_confirm(mark_of(&m, &one), 2);
	CU_ASSERT_TRUE(ask(&m, 0, &c));
	CU_ASSERT_EQUAL(c.count, 2);
	li_mark_done(mark_of(&m, &one), 2, 2);
	CU_ASSERT_TRUE(ask(&m, LI_MARKS_GATHER_US, &c));
	CU_ASSERT_EQUAL_FATAL(c.count, 2);
	CU_ASSERT_EQUAL(c.id, 2);
	for (size_t i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(c.list[i].id, 5 + (int64_t)i);
		CU_ASSERT_EQUAL(c.list[i].octets, 5 + i);
	}
	li_mark_done(mark_of(&m, &one), 2, 2);
	li_marks_fini(&m);
}

UNIT_MAIN("deliver.marks", UNIT_TEST(test_marks__ask_with_octets),
	UNIT_TEST(test_marks__ask_nothing_that_is_caught_up_with),
	UNIT_TEST(test_marks__ask_in_parts),
	UNIT_TEST(test_marks__keep_what_comes_meanwhile))
