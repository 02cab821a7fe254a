/* SPDX-License-Identifier: BSD-3-Clause */
#include "admin_bench.h"

static li_err ask_task(struct bench *b, enum li_admin_op op, const char *actor,
	const struct li_task *task)
{
	struct li_buf body = {0};
	li_err err;

	li_pack_task(&body, task);
	err = ask(b, op, actor, li_buf_slice(&body));
	li_buf_fini(&body);
	return err;
}

static struct li_task shown(struct bench *b, const struct li_uuid *xid)
{
	struct li_task got = {.row = 0};
	struct li_ipc_message m;

	CU_ASSERT_EQUAL(ask(b, LI_ADMIN_TASK_SHOW, "auditor",
				li_slice(xid->octet, 16)),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_ipc_next(li_buf_slice(&b->items), &m), LI_OK);
	CU_ASSERT_EQUAL(li_unpack_task(m.body, &got), LI_OK);
	return got;
}

static void test_admin_warrant__has_a_second_operator_approve_a_task(void)
{
	struct li_task task = place_task(LI_ID_IMPI, "alice@ims.example");
	const struct li_slice xid = li_slice(task.xid.octet, 16);
	struct bench b;

	set_up(&b);
	b.terms.two_person = true;
	CU_ASSERT_EQUAL(ask_task(&b, LI_ADMIN_TASK_ADD, "one", &task), LI_OK);
	CU_ASSERT_TRUE(shown(&b, &task.xid).awaiting);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_APPROVE, "one", xid), LI_EDENIED);
	CU_ASSERT_EQUAL(b.change.count, 0);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_APPROVE, "two", xid), LI_OK);
	CU_ASSERT_EQUAL(b.change.count, 1);
	CU_ASSERT_FALSE(shown(&b, &task.xid).awaiting);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_APPROVE, "two", xid), LI_ESTATE);
	/* What the second one changes the first has to see. */
	CU_ASSERT_EQUAL(ask_task(&b, LI_ADMIN_TASK_MODIFY, "two", &task),
		LI_OK);
	CU_ASSERT_TRUE(shown(&b, &task.xid).awaiting);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_APPROVE, "two", xid), LI_EDENIED);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_APPROVE, "one", xid), LI_OK);
	tear_down(&b);
}

/* Whether it waits is the rule's to say, not that of who asks. */
static void test_admin_warrant__lets_no_task_say_whether_it_waits(void)
{
	struct li_task task = place_task(LI_ID_IMPI, "alice@ims.example");
	struct bench b;

	set_up(&b);
	task.awaiting = true;
	CU_ASSERT_EQUAL(ask_task(&b, LI_ADMIN_TASK_ADD, "one", &task), LI_OK);
	CU_ASSERT_FALSE(shown(&b, &task.xid).awaiting);
	tear_down(&b);
}

/* TS 33.107 cl. 20.3.2.3: X1 has no word for it, so the ADMF does not take it
 * back; an operator does. */
static void test_admin_warrant__keeps_what_x1_has_no_word_for(void)
{
	struct li_task task = place_task(LI_ID_IMPI, "alice@ims.example");
	struct li_buf body = {0};
	struct bench b;

	set_up(&b);
	task.erase_at_end = true;
	CU_ASSERT_EQUAL(ask_task(&b, LI_ADMIN_TASK_ADD, "one", &task), LI_OK);
	task.erase_at_end = false;
	li_pack_task(&body, &task);
	CU_ASSERT_EQUAL(ask_by(&b, LI_ADMIN_TASK_MODIFY, "lmisf-x1d", "admf",
				li_buf_slice(&body)),
		LI_OK);
	li_buf_fini(&body);
	CU_ASSERT_TRUE(shown(&b, &task.xid).erase_at_end);
	CU_ASSERT_EQUAL(ask_task(&b, LI_ADMIN_TASK_MODIFY, "one", &task),
		LI_OK);
	CU_ASSERT_FALSE(shown(&b, &task.xid).erase_at_end);
	tear_down(&b);
}

static void pack_each(const struct li_task *tasks, size_t n, struct li_buf *out)
{
	for (size_t i = 0; i < n; i++) {
		struct li_buf one = {0};

		li_pack_task(&one, &tasks[i]);
		li_pack_slice(out, li_buf_slice(&one));
		li_buf_fini(&one);
	}
}

/* TS 103 120 cl. 6.4: all of a request's tasks, or none */
static void test_admin_warrant__adds_the_tasks_of_a_warrant_all_or_none(void)
{
	struct li_task tasks[2] = {place_task(LI_ID_IMPI, "alice@ims.example"),
		place_task(LI_ID_IMPI, "bob@ims.example")};
	struct li_buf body = {0};
	struct bench b;

	set_up(&b);
	tasks[1].ends_us = tasks[1].starts_us; /* none */
	pack_each(tasks, 2, &body);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_WARRANT_ADD, "one",
				li_buf_slice(&body)),
		LI_EINVAL);
	CU_ASSERT_EQUAL(b.change.count, 0);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_LIST, "one",
				(struct li_slice){0}),
		LI_OK);
	CU_ASSERT_EQUAL(b.items.n, 0);
	tasks[1].ends_us = INT64_MAX;
	li_buf_reset(&body);
	pack_each(tasks, 2, &body);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_WARRANT_ADD, "one",
				li_buf_slice(&body)),
		LI_OK);
	CU_ASSERT_EQUAL(b.change.count, 2);
	CU_ASSERT_EQUAL(shown(&b, &tasks[0].xid).generation, 1);
	CU_ASSERT_EQUAL(shown(&b, &tasks[1].xid).generation, 1);
	li_buf_fini(&body);
	tear_down(&b);
}

UNIT_MAIN("flow.admin_warrant",
	UNIT_TEST(test_admin_warrant__has_a_second_operator_approve_a_task),
	UNIT_TEST(test_admin_warrant__lets_no_task_say_whether_it_waits),
	UNIT_TEST(test_admin_warrant__keeps_what_x1_has_no_word_for),
	UNIT_TEST(test_admin_warrant__adds_the_tasks_of_a_warrant_all_or_none))
