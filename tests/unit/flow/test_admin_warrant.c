/* SPDX-License-Identifier: BSD-3-Clause */
#include "admin_bench.h"

#include "model/authorisation.h"

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
	li_buf_put_u8(out, 0); /* authorisations */
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

/* An authorisation of the time that two tasks have, and they. */
static li_err enter(struct bench *b, struct li_authorisation *a,
	struct li_task tasks[2])
{
	struct li_buf body = {0}, all = {0}, one = {0};
	li_err err;

	*a = (struct li_authorisation){.id = {{0xa1}},
		.owner = {"XX", "LEA-1"},
		.reference = "order/1",
		.starts_us = tasks[0].starts_us,
		.ends_us = 9000000,
		.task_count = 2};
	for (size_t i = 0; i < 2; i++) {
		a->tasks[i] = tasks[i].xid;
		tasks[i].ends_us = 8000000 + (int64_t)i * 1000000;
	}
	pack_each(tasks, 2, &body);
	li_pack_authorisation(&one, a);
	li_buf_put_u8(&all, 1);
	li_pack_slice(&all, li_buf_slice(&one));
	li_buf_put_slice(&all, li_slice_sub(li_buf_slice(&body), 1, body.n));
	err = ask(b, LI_ADMIN_WARRANT_ADD, "one", li_buf_slice(&all));
	li_buf_fini(&body);
	li_buf_fini(&all);
	li_buf_fini(&one);
	return err;
}

static struct li_authorisation authorised(struct bench *b,
	const struct li_uuid *id)
{
	struct li_authorisation got = {.row = 0};
	struct li_ipc_message m;

	CU_ASSERT_EQUAL(ask(b, LI_ADMIN_WARRANT_SHOW, "auditor",
				li_slice(id->octet, 16)),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_ipc_next(li_buf_slice(&b->items), &m), LI_OK);
	CU_ASSERT_EQUAL(li_unpack_authorisation(m.body, &got), LI_OK);
	return got;
}

/* TS 103 120 cl. 6.4.5, 6.4.6; a request is done wholly or not */
static void test_admin_warrant__keeps_what_is_authorised(void)
{
	struct li_task tasks[2] = {place_task(LI_ID_IMPI, "alice@ims.example"),
		place_task(LI_ID_IMPI, "bob@ims.example")};
	struct li_authorisation a, got;
	struct bench b;

	set_up(&b);
	b.terms.two_person = true;
	CU_ASSERT_EQUAL(enter(&b, &a, tasks), LI_OK);
	CU_ASSERT_EQUAL(b.change.count, 2);
	got = authorised(&b, &a.id);
	CU_ASSERT_STRING_EQUAL(got.reference, "order/1");
	CU_ASSERT_EQUAL(got.generation, 1);
	CU_ASSERT_EQUAL(got.task_count, 2);
	CU_ASSERT_TRUE(got.awaiting);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_END, "one",
				li_slice(tasks[0].xid.octet, 16)),
		LI_OK);
	/* It is there, so the task that could come again does not. */
	CU_ASSERT_EQUAL(enter(&b, &a, tasks), LI_EEXIST);
	CU_ASSERT_EQUAL(b.change.count, 0);
	CU_ASSERT_NOT_EQUAL(shown(&b, &tasks[0].xid).ended_us, 0);
	a.id.octet[0]++;
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_WARRANT_SHOW, "auditor",
				li_slice(a.id.octet, 16)),
		LI_ENOTFOUND);
	tear_down(&b);
}

static li_err shorten(struct bench *b, const struct li_authorised_span *span)
{
	struct li_buf body = {0};
	li_err err;

	li_pack_authorised_span(&body, span);
	err = ask(b, LI_ADMIN_WARRANT_MODIFY, "one", li_buf_slice(&body));
	li_buf_fini(&body);
	return err;
}

/* TS 103 120 cl. 6.4.7; TS 33.126 R6.5-10: no task has more time than it */
static void test_admin_warrant__shortens_all_under_an_authorisation(void)
{
	struct li_task tasks[2] = {place_task(LI_ID_IMPI, "alice@ims.example"),
		place_task(LI_ID_IMPI, "bob@ims.example")};
	struct li_authorised_span span = {.generation = 2, .ends_us = 8500000};
	struct li_authorisation a;
	struct bench b;

	set_up(&b);
	CU_ASSERT_EQUAL(enter(&b, &a, tasks), LI_OK);
	span.id = a.id;
	CU_ASSERT_EQUAL(shorten(&b, &span), LI_ESTATE);
	CU_ASSERT_EQUAL(shown(&b, &tasks[1].xid).ends_us, 9000000);
	span.generation = 1;
	CU_ASSERT_EQUAL(shorten(&b, &span), LI_OK);
	CU_ASSERT_EQUAL(b.change.count, 1);
	CU_ASSERT_EQUAL(shown(&b, &tasks[0].xid).ends_us, 8000000);
	CU_ASSERT_EQUAL(shown(&b, &tasks[1].xid).ends_us, 8500000);
	CU_ASSERT_EQUAL(authorised(&b, &a.id).generation, 2);
	CU_ASSERT_EQUAL(authorised(&b, &a.id).ends_us, 8500000);
	span = (struct li_authorised_span){.id = a.id, .ends_us = 8500001};
	CU_ASSERT_EQUAL(shorten(&b, &span), LI_EINVAL);
	/* nor does it get more afterwards */
	tasks[0].ends_us = 8500001;
	CU_ASSERT_EQUAL(ask_task(&b, LI_ADMIN_TASK_MODIFY, "one", &tasks[0]),
		LI_EINVAL);
	/* One that has no time left ends. */
	span = (struct li_authorised_span){.id = a.id, .starts_us = 8200000};
	CU_ASSERT_EQUAL(shorten(&b, &span), LI_OK);
	CU_ASSERT_NOT_EQUAL(shown(&b, &tasks[0].xid).ended_us, 0);
	CU_ASSERT_EQUAL(shown(&b, &tasks[1].xid).starts_us, 8200000);
	span.id.octet[0]++;
	CU_ASSERT_EQUAL(shorten(&b, &span), LI_ENOTFOUND);
	tear_down(&b);
}

/* TS 103 120 cl. 6.4.7 */
static void test_admin_warrant__cancels_all_under_an_authorisation(void)
{
	struct li_task tasks[2] = {place_task(LI_ID_IMPI, "alice@ims.example"),
		place_task(LI_ID_IMPI, "bob@ims.example")};
	struct li_authorisation a;
	struct bench b;

	set_up(&b);
	CU_ASSERT_EQUAL(enter(&b, &a, tasks), LI_OK);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_WARRANT_END, "one",
				li_slice(a.id.octet, 16)),
		LI_OK);
	CU_ASSERT_EQUAL(b.change.count, 2);
	for (size_t i = 0; i < 2; i++)
		CU_ASSERT_NOT_EQUAL(shown(&b, &tasks[i].xid).ended_us, 0);
	CU_ASSERT_NOT_EQUAL(authorised(&b, &a.id).ended_us, 0);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_WARRANT_END, "one",
				li_slice(a.id.octet, 16)),
		LI_ESTATE);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_AUDIT_VERIFY, "auditor",
				(struct li_slice){0}),
		LI_OK);
	tear_down(&b);
}

static size_t count_items(struct bench *b, enum li_admin_op op,
	struct li_slice body)
{
	struct li_slice rest;
	struct li_ipc_message m;
	size_t n = 0;

	CU_ASSERT_EQUAL(ask(b, op, "auditor", body), LI_OK);
	for (rest = li_buf_slice(&b->items); rest.n; n++) {
		CU_ASSERT_EQUAL_FATAL(li_ipc_next(rest, &m), LI_OK);
		rest = li_slice_sub(rest, m.octets, rest.n);
	}
	return n;
}

static size_t count_of(struct bench *b, const char *name)
{
	struct li_endpoint who = {.country = "XX"};
	struct li_buf body = {0};
	size_t n;

	snprintf(who.name, sizeof(who.name), "%s", name);
	li_pack_endpoint(&body, &who);
	n = count_items(b, LI_ADMIN_WARRANT_LIST, li_buf_slice(&body));
	li_buf_fini(&body);
	return n;
}

/* TS 103 120 cl. 6.4.8, 7.1.1, 7.1.4 */
static void test_admin_warrant__tells_what_is_whose_and_under_what(void)
{
	struct li_task tasks[2] = {place_task(LI_ID_IMPI, "alice@ims.example"),
		place_task(LI_ID_IMPI, "bob@ims.example")};
	struct li_uuid nobodys = {{0xee}};
	struct li_authorisation a;
	struct bench b;

	set_up(&b);
	CU_ASSERT_EQUAL(enter(&b, &a, tasks), LI_OK);
	CU_ASSERT_EQUAL(count_of(&b, "LEA-1"), 1);
	CU_ASSERT_EQUAL(count_of(&b, "LEA-2"), 0);
	CU_ASSERT_EQUAL(count_items(&b, LI_ADMIN_WARRANT_OF,
				li_slice(tasks[1].xid.octet, 16)),
		1);
	CU_ASSERT_EQUAL(count_items(&b, LI_ADMIN_WARRANT_OF,
				li_slice(nobodys.octet, 16)),
		0);
	tear_down(&b);
}

UNIT_MAIN("flow.admin_warrant",
	UNIT_TEST(test_admin_warrant__tells_what_is_whose_and_under_what),
	UNIT_TEST(test_admin_warrant__keeps_what_is_authorised),
	UNIT_TEST(test_admin_warrant__shortens_all_under_an_authorisation),
	UNIT_TEST(test_admin_warrant__cancels_all_under_an_authorisation),
	UNIT_TEST(test_admin_warrant__has_a_second_operator_approve_a_task),
	UNIT_TEST(test_admin_warrant__lets_no_task_say_whether_it_waits),
	UNIT_TEST(test_admin_warrant__keeps_what_x1_has_no_word_for),
	UNIT_TEST(test_admin_warrant__adds_the_tasks_of_a_warrant_all_or_none))
