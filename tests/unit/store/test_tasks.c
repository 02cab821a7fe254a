/* SPDX-License-Identifier: BSD-3-Clause */
#include "place.h"
#include "unit.h"

struct list {
	struct li_task tasks[4];
	size_t count;
};

static li_err collect(const struct li_task *task, void *data)
{
	struct list *list = data;

	if (list->count < 4)
		list->tasks[list->count++] = *task;
	return LI_OK;
}

static struct list all(struct place *p)
{
	struct list list = {.count = 0};

	CU_ASSERT_EQUAL(li_store_task_each(p->store, collect, &list), LI_OK);
	return list;
}

static void check_same(const struct li_task *a, const struct li_task *b)
{
	CU_ASSERT_TRUE(li_uuid_eq(&a->xid, &b->xid));
	CU_ASSERT_STRING_EQUAL(a->liid, b->liid);
	CU_ASSERT_EQUAL(a->target_count, b->target_count);
	for (size_t i = 0; i < a->target_count; i++) {
		CU_ASSERT_EQUAL(a->targets[i].kind, b->targets[i].kind);
		CU_ASSERT_EQUAL(a->targets[i].len, b->targets[i].len);
		CU_ASSERT_STRING_EQUAL(a->targets[i].text, b->targets[i].text);
	}
	CU_ASSERT_EQUAL(a->starts_us, b->starts_us);
	CU_ASSERT_EQUAL(a->ends_us, b->ends_us);
	CU_ASSERT_EQUAL(a->content, b->content);
	CU_ASSERT_EQUAL(a->destination_count, b->destination_count);
	for (size_t i = 0; i < a->destination_count; i++)
		CU_ASSERT_TRUE(
			li_uuid_eq(&a->destinations[i], &b->destinations[i]));
	CU_ASSERT_STRING_EQUAL(a->operator_name, b->operator_name);
	CU_ASSERT_STRING_EQUAL(a->warrant, b->warrant);
}

/* A task with two targets and content. */
static struct li_task other_task(unsigned int n)
{
	struct li_task t = place_task(n, 2, 2);

	t.content = true;
	t.target_count = 2;
	CU_ASSERT_EQUAL(li_identity_parse(LI_ID_IMEI,
				li_slice_str("35693803564380"), &t.targets[1]),
		LI_OK);
	strcpy(t.liid, "OTHER");
	return t;
}

static void test_tasks__gives_back_what_was_added(void)
{
	struct li_task first = place_task(1, 1, 2), second = other_task(2);
	struct place p;
	struct list list;

	place_init(&p);
	place_fill(&p, 2);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &second, &place_actor, NULL),
		LI_OK);
	place_reopen(&p);
	list = all(&p);
	CU_ASSERT_EQUAL_FATAL(list.count, 2);
	check_same(&list.tasks[0], &first);
	check_same(&list.tasks[1], &second);
	CU_ASSERT_EQUAL(list.tasks[0].row, 1);
	CU_ASSERT_EQUAL(list.tasks[1].row, 2);
	place_fini(&p);
}

static void test_tasks__reads_one_by_its_xid(void)
{
	struct li_task first = place_task(1, 1, 1), second = other_task(2);
	struct li_task got = {.row = 77};
	struct li_uuid none = place_uuid(3);
	struct place p;

	place_init(&p);
	place_fill(&p, 2);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &second, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_get(p.store, &none, &got), LI_ENOTFOUND);
	CU_ASSERT_EQUAL(got.row, 77);
	CU_ASSERT_EQUAL(li_store_task_get(p.store, &second.xid, &got), LI_OK);
	CU_ASSERT_EQUAL(got.row, 2);
	check_same(&got, &second);
	CU_ASSERT_EQUAL(li_store_task_get(p.store, &first.xid, &got), LI_OK);
	CU_ASSERT_EQUAL(got.row, 1);
	CU_ASSERT_EQUAL(got.target_count, first.target_count);
	place_fini(&p);
}

/* TS 103 221-1 cl. 6.2.1.2: imsi, e164Number */
static void test_tasks__keeps_targets_of_every_kind(void)
{
	struct li_task in = place_task(2, 1, 1), out;
	struct place p;

	in.target_count = 2;
	CU_ASSERT_EQUAL(li_identity_parse(LI_ID_IMSI,
				li_slice_str("001010000000001"),
				&in.targets[0]),
		LI_OK);
	CU_ASSERT_EQUAL(li_identity_parse(LI_ID_E164,
				li_slice_str("15551230001"), &in.targets[1]),
		LI_OK);
	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &in, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_get(p.store, &in.xid, &out), LI_OK);
	check_same(&in, &out);
	place_fini(&p);
}

static void test_tasks__replaces_all_but_the_xid(void)
{
	struct li_task t = other_task(1);
	struct place p;
	struct list list;

	place_init(&p);
	place_fill(&p, 2);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 1), LI_OK);
	CU_ASSERT_EQUAL(li_store_task_modify(p.store, &t, &place_actor, NULL),
		LI_OK);
	list = all(&p);
	CU_ASSERT_EQUAL(list.count, 1);
	check_same(&list.tasks[0], &t);
	/* What comes now goes to the new destinations only. */
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 1), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM outbox WHERE "
				"iri = 2 AND destination = 2"),
		1);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM outbox"), 3);
	place_fini(&p);
}

static void test_tasks__ends_once(void)
{
	struct li_uuid xid = place_uuid(1);
	struct li_task t = place_task(1, 1, 1);
	struct li_fault fault = {0};
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_task_end(p.store, &xid, 0, &place_actor,
				&fault),
		LI_EINVAL);
	CU_ASSERT_EQUAL(li_store_task_end(p.store, &xid, 12345, &place_actor,
				&fault),
		LI_OK);
	CU_ASSERT_EQUAL(all(&p).tasks[0].ended_us, 12345);
	CU_ASSERT_EQUAL(li_store_task_end(p.store, &xid, 12346, &place_actor,
				&fault),
		LI_ESTATE);
	CU_ASSERT_STRING_EQUAL(fault.text, "task 1 has ended");
	CU_ASSERT_EQUAL(li_store_task_modify(p.store, &t, &place_actor, &fault),
		LI_ESTATE);
	CU_ASSERT_EQUAL(all(&p).tasks[0].ended_us, 12345);
	place_fini(&p);
}

/* TS 103 221-1 cl. 5.1.2: the XID is released once the task has ended. TS
 * 103 221-2 cl. 5.3.9: no number of it comes twice. */
static void test_tasks__begins_again_under_the_xid_of_one_that_ended(void)
{
	struct li_task t = other_task(1);
	struct place p;
	struct list list;

	place_init(&p);
	place_fill(&p, 2);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 2), LI_OK);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &t, &place_actor, NULL),
		LI_EEXIST);
	CU_ASSERT_EQUAL(li_store_task_end(p.store, &t.xid, 12345, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &t, &place_actor, NULL),
		LI_OK);
	place_reopen(&p);
	list = all(&p);
	CU_ASSERT_EQUAL_FATAL(list.count, 1);
	check_same(&list.tasks[0], &t);
	CU_ASSERT_EQUAL(list.tasks[0].ended_us, 0);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 1), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT max(sequence) FROM iri"), 2);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT count(*) FROM audit WHERE "
				"object = 'task 1' AND action = 'task.add'"),
		2);
	place_fini(&p);
}

static void test_tasks__refuses_and_changes_nothing(void)
{
	static const struct li_actor nobody = {NULL, "test"};
	struct li_task same = place_task(1, 1, 1);
	struct li_task unknown = place_task(3, 1, 1);
	struct li_task no_did = place_task(3, 7, 7), no_end = unknown;
	struct li_uuid none = place_uuid(9);
	struct li_fault fault = {0};
	struct li_store *s;
	struct place p;
	int64_t rows;

	place_init(&p);
	place_fill(&p, 1);
	s = p.store;
	rows = place_number(&p, "SELECT count(*) FROM audit");
	no_end.ends_us = 0;
	CU_ASSERT_EQUAL(li_store_task_add(s, &same, &place_actor, &fault),
		LI_EEXIST);
	CU_ASSERT_STRING_EQUAL(fault.text,
		"this XID is there already, as task 1");
	CU_ASSERT_EQUAL(li_store_task_modify(s, &unknown, &place_actor, &fault),
		LI_ENOTFOUND);
	CU_ASSERT_EQUAL(li_store_task_add(s, &no_did, &place_actor, &fault),
		LI_ENOTFOUND);
	CU_ASSERT_STRING_EQUAL(fault.text,
		"destination 1 of the task: no such DID");
	CU_ASSERT_EQUAL(li_store_task_add(s, &no_end, &place_actor, &fault),
		LI_EINVAL);
	CU_ASSERT_EQUAL(li_store_task_add(s, &unknown, &nobody, &fault),
		LI_EINVAL);
	CU_ASSERT_EQUAL(li_store_task_end(s, &none, 5, &place_actor, &fault),
		LI_ENOTFOUND);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM audit"), rows);
	CU_ASSERT_EQUAL(all(&p).count, 1);
	place_fini(&p);
}

static void test_tasks__leaves_an_open_transaction_whole_when_refused(void)
{
	struct li_task good = place_task(2, 1, 1), bad = place_task(3, 7, 7);
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &good, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &bad, &place_actor, NULL),
		LI_ENOTFOUND);
	CU_ASSERT_EQUAL(li_store_commit(p.store), LI_OK);
	CU_ASSERT_EQUAL(all(&p).count, 2);
	place_fini(&p);
}

/* TS 33.126 R6.5-70, TS 101 331 cl. 4.7 */
static void test_tasks__leaves_one_audit_row_a_change(void)
{
	struct li_task t = place_task(1, 1, 1);
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_task_modify(p.store, &t, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_end(p.store, &t.xid, 5, &place_actor,
				NULL),
		LI_OK);
	CU_ASSERT_EQUAL(
		place_number(&p,
			"SELECT count(*) FROM audit WHERE "
			"object = 'task 1' AND via = 'test' AND actor IS NOT NULL "
			"AND action IN ('task.add', 'task.modify', 'task.end')"),
		3);
	place_fini(&p);
}

static li_err end_it(const struct li_task *task, void *data)
{
	return li_store_task_end(data, &task->xid, 7, &place_actor, NULL);
}

static void test_tasks__can_be_changed_in_a_walk(void)
{
	struct li_task second = place_task(2, 1, 1);
	struct place p;
	struct list list;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &second, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_task_each(p.store, end_it, p.store), LI_OK);
	list = all(&p);
	CU_ASSERT_EQUAL(list.tasks[0].ended_us, 7);
	CU_ASSERT_EQUAL(list.tasks[1].ended_us, 7);
	CU_ASSERT_EQUAL(li_store_task_each(p.store, end_it, p.store),
		LI_ESTATE);
	place_fini(&p);
}

static void test_tasks__finds_a_moved_value(void)
{
	struct li_task second = place_task(2, 1, 1);
	struct list list = {.count = 0};
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_task_add(p.store, &second, &place_actor, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(place_sql(&p,
				"UPDATE task SET liid = (SELECT liid "
				"FROM task WHERE id = 1) WHERE id = 2"),
		SQLITE_OK);
	CU_ASSERT_EQUAL(li_store_task_each(p.store, collect, &list),
		LI_ECORRUPT);
	CU_ASSERT_EQUAL(list.count, 1);
	place_fini(&p);
}

/* TS 103 221-1 cl. 6.2.1.2 TargetIdentifiers */
static void test_tasks__keeps_every_kind_of_target(void)
{
	static const struct {
		enum li_id_kind kind;
		const char *text;
	} rows[] = {{LI_ID_IMPU, "tel:+15551230001"},
		{LI_ID_IMPI, "alice@ims.example"},
		{LI_ID_IMEI, "35123400123456"}, {LI_ID_IMSI, "001010000000001"},
		{LI_ID_E164, "15551230001"}};
	struct li_task task = place_task(2, 1, 1), read;
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	task.target_count = sizeof(rows) / sizeof(rows[0]);
	for (size_t i = 0; i < task.target_count; i++)
		CU_ASSERT_EQUAL_FATAL(li_identity_parse(rows[i].kind,
					      li_slice_str(rows[i].text),
					      &task.targets[i]),
			LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_store_task_add(p.store, &task, &place_actor,
				      NULL),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_store_task_get(p.store, &task.xid, &read),
		LI_OK);
	check_same(&task, &read);
	task.xid.octet[0] ^= 1;
	CU_ASSERT_EQUAL(li_store_task_get(p.store, &task.xid, &read),
		LI_ENOTFOUND);
	place_fini(&p);
}

/* A target that was kept before addresses had one form is looked for by the one
 * that they have. RFC 5954 cl. 4.2 */
static void test_tasks__gives_a_kept_target_its_present_form(void)
{
	static const char kept[] = "sip:a@[2001:db8:0:0::1]";
	struct li_task task = place_task(2, 1, 1), read;
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	task.target_count = 1;
	task.targets[0] = (struct li_identity){.kind = LI_ID_IMPU,
		.len = sizeof(kept) - 1};
	memcpy(task.targets[0].text, kept, sizeof(kept));
	CU_ASSERT_EQUAL_FATAL(li_store_task_add(p.store, &task, &place_actor,
				      NULL),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_store_task_get(p.store, &task.xid, &read),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(read.targets[0].text, "sip:a@[2001:db8::1]");
	place_fini(&p);
}

UNIT_MAIN("store.tasks", UNIT_TEST(test_tasks__gives_back_what_was_added),
	UNIT_TEST(test_tasks__reads_one_by_its_xid),
	UNIT_TEST(test_tasks__keeps_targets_of_every_kind),
	UNIT_TEST(test_tasks__replaces_all_but_the_xid),
	UNIT_TEST(test_tasks__ends_once),
	UNIT_TEST(test_tasks__refuses_and_changes_nothing),
	UNIT_TEST(test_tasks__begins_again_under_the_xid_of_one_that_ended),
	UNIT_TEST(test_tasks__leaves_an_open_transaction_whole_when_refused),
	UNIT_TEST(test_tasks__leaves_one_audit_row_a_change),
	UNIT_TEST(test_tasks__can_be_changed_in_a_walk),
	UNIT_TEST(test_tasks__keeps_every_kind_of_target),
	UNIT_TEST(test_tasks__gives_a_kept_target_its_present_form),
	UNIT_TEST(test_tasks__finds_a_moved_value))
