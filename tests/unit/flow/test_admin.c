/* SPDX-License-Identifier: BSD-3-Clause */
#include "admin_bench.h"

#include <sqlite3.h>

/* TS 33.107 cl. 8: no change and no look without a name */
static void test_admin__refuses_who_has_no_name(void)
{
	struct bench b;

	set_up(&b);
	for (int op = LI_ADMIN_STATUS; op <= LI_ADMIN_OP_LAST; op++)
		CU_ASSERT_EQUAL(ask(&b, (enum li_admin_op)op, "",
					(struct li_slice){0}),
			LI_EDENIED);
	CU_ASSERT_EQUAL(b.change.count, 0);
	tear_down(&b);
}

static uint64_t audit_rows(struct bench *b)
{
	struct li_store_counts n = {.audit_rows = 0};

	CU_ASSERT_EQUAL(li_store_count(b->store, 1, &n), LI_OK);
	return n.audit_rows;
}

/* TS 33.127 cl. 8.2, cl. 8.7: refused and in the record, whatever the body */
static void test_admin__refuses_what_a_role_may_not(void)
{
	struct li_admin_request r = {.op = LI_ADMIN_TASK_LIST,
		.actor = "tester",
		.via = "test",
		.door = LI_DOOR_OPERATOR};
	uint64_t before;
	struct bench b;

	set_up(&b);
	before = audit_rows(&b);
	li_admin_apply(b.store, &b.terms, &r, &b.items, &b.reply, &b.change);
	CU_ASSERT_EQUAL(b.reply.err, LI_EDENIED);
	CU_ASSERT_STRING_EQUAL(b.reply.text,
		"task.list as operator: not allowed");
	CU_ASSERT_EQUAL(b.items.n, 0);
	CU_ASSERT_EQUAL(audit_rows(&b), before + 1);
	r.op = LI_ADMIN_TASK_END;
	r.door = LI_DOOR_AUDITOR;
	li_admin_apply(b.store, &b.terms, &r, &b.items, &b.reply, &b.change);
	CU_ASSERT_EQUAL(b.reply.err, LI_EDENIED);
	CU_ASSERT_EQUAL(b.change.count, 0);
	CU_ASSERT_EQUAL(audit_rows(&b), before + 2);
	r.op = LI_ADMIN_AUDIT_VERIFY;
	li_admin_apply(b.store, &b.terms, &r, &b.items, &b.reply, &b.change);
	CU_ASSERT_EQUAL(b.reply.err, LI_OK);
	tear_down(&b);
}

static void test_admin__refuses_a_body_that_is_cut(void)
{
	static const enum li_admin_op with_body[] = {LI_ADMIN_TASK_ADD,
		LI_ADMIN_TASK_MODIFY, LI_ADMIN_TASK_END, LI_ADMIN_TASK_SHOW,
		LI_ADMIN_DESTINATION_ADD, LI_ADMIN_DESTINATION_REMOVE,
		LI_ADMIN_DESTINATION_MODIFY, LI_ADMIN_CONFIRM, LI_ADMIN_ASIDE,
		LI_ADMIN_CHECKED, LI_ADMIN_CHECKING, LI_ADMIN_REPORT_DONE,
		LI_ADMIN_ISSUE, LI_ADMIN_TASK_APPROVE, LI_ADMIN_WARRANT_ADD,
		LI_ADMIN_WARRANT_SHOW, LI_ADMIN_WARRANT_MODIFY,
		LI_ADMIN_WARRANT_END, LI_ADMIN_WARRANT_OF,
		LI_ADMIN_WARRANT_LIST, LI_ADMIN_EXPORT_BEGIN,
		LI_ADMIN_EXPORT_PAGE, LI_ADMIN_EXPORT_END};
	struct bench b;

	set_up(&b);
	for (size_t i = 0; i < sizeof(with_body) / sizeof(with_body[0]); i++) {
		CU_ASSERT_EQUAL(ask(&b, with_body[i], "tester",
					li_slice("abc", 3)),
			LI_EMALFORMED);
		CU_ASSERT_EQUAL(b.change.count, 0);
	}
	tear_down(&b);
}

static void test_admin__lists_and_shows_what_was_added(void)
{
	struct li_task task = place_task(LI_ID_IMPI, "alice@ims.example"), got;
	struct li_buf body = {0};
	struct li_ipc_message m;
	struct bench b;

	set_up(&b);
	li_pack_task(&body, &task);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_ADD, "tester",
				li_buf_slice(&body)),
		LI_OK);
	CU_ASSERT_EQUAL(b.change.count, 1);
	CU_ASSERT_TRUE(li_uuid_eq(&b.change.xids[0], &task.xid));
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_ADD, "tester",
				li_buf_slice(&body)),
		LI_EEXIST);
	CU_ASSERT_EQUAL(b.change.count, 0);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_LIST, "tester",
				(struct li_slice){0}),
		LI_OK);
	CU_ASSERT_EQUAL(li_ipc_next(li_buf_slice(&b.items), &m), LI_OK);
	CU_ASSERT_EQUAL(m.type, LI_IPC_ADMIN_ITEM);
	CU_ASSERT_EQUAL(li_unpack_task(m.body, &got), LI_OK);
	CU_ASSERT_STRING_EQUAL(got.targets[0].text, "alice@ims.example");
	CU_ASSERT_EQUAL(m.octets, b.items.n);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_SHOW, "tester",
				li_slice(task.xid.octet, 16)),
		LI_OK);
	CU_ASSERT_EQUAL(li_ipc_next(li_buf_slice(&b.items), &m), LI_OK);
	CU_ASSERT_EQUAL(li_unpack_task(m.body, &got), LI_OK);
	CU_ASSERT_TRUE(li_uuid_eq(&got.xid, &task.xid));
	CU_ASSERT_EQUAL(m.octets, b.items.n);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_SHOW, "tester",
				li_slice("sixteen octets..", 16)),
		LI_ENOTFOUND);
	li_buf_fini(&body);
	tear_down(&b);
}

/* How many rows the audit has, and the last one's action and result. */
static int64_t last_row(const struct bench *b, char text[96])
{
	sqlite3_stmt *s = NULL;
	sqlite3 *db = NULL;
	int64_t n = 0;

	CU_ASSERT_EQUAL_FATAL(sqlite3_open(b->place.path, &db), SQLITE_OK);
	CU_ASSERT_EQUAL(sqlite3_prepare_v2(db,
				"SELECT row, action || ' ' || result "
				"FROM audit_trail ORDER BY row DESC LIMIT 1",
				-1, &s, NULL),
		SQLITE_OK);
	if (sqlite3_step(s) == SQLITE_ROW) {
		n = sqlite3_column_int64(s, 0);
		snprintf(text, 96, "%s",
			(const char *)sqlite3_column_text(s, 1));
	}
	sqlite3_finalize(s);
	sqlite3_close(db);
	return n;
}

/* Ask, and expect one row of this text. */
static void leaves(struct bench *b, enum li_admin_op op, struct li_slice body,
	const char *want)
{
	char text[96] = "";
	int64_t before = last_row(b, text);

	ask(b, op, "tester", body);
	CU_ASSERT_EQUAL(last_row(b, text), before + 1);
	CU_ASSERT_STRING_EQUAL(text, want);
}

static void test_admin__answers_status_and_audit(void)
{
	struct bench b;

	set_up(&b);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_STATUS, "tester",
				(struct li_slice){0}),
		LI_OK);
	CU_ASSERT_PTR_NOT_NULL(strstr(b.reply.text, "\"waiting\":0"));
	leaves(&b, LI_ADMIN_STATUS, (struct li_slice){0}, "status.read done");
	leaves(&b, LI_ADMIN_SECURITY_LIST, (struct li_slice){0},
		"security.list done");
	leaves(&b, LI_ADMIN_AUDIT_VERIFY, (struct li_slice){0},
		"audit.verify done");
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_AUDIT_VERIFY, "tester",
				(struct li_slice){0}),
		LI_OK);
	CU_ASSERT_PTR_NOT_NULL(strstr(b.reply.text, "whole"));
	tear_down(&b);
}

/* TS 33.127 cl. 8.7; TS 33.126 R6.5-70: whatever is asked leaves one row, what
 * is refused too */
static void test_admin__leaves_one_row_of_each_request(void)
{
	struct li_task task = place_task(LI_ID_IMPU, "sip:alice@ims.example");
	struct li_destination d = {.port = 1, .did = task.xid};
	struct li_slice none = {0}, id = li_slice(task.xid.octet, 16);
	struct li_buf t = {0}, to = {0};
	struct bench b;

	strcpy(d.name, "name");
	strcpy(d.host, "host.example");
	strcpy(d.peer, "peer.example");
	li_pack_task(&t, &task);
	li_pack_destination(&to, &d);
	set_up(&b);
	leaves(&b, LI_ADMIN_TASK_ADD, li_slice("x", 1), "task.add malformed");
	leaves(&b, LI_ADMIN_TASK_END, id, "task.end not found");
	leaves(&b, LI_ADMIN_TASK_SHOW, id, "task.show not found");
	leaves(&b, LI_ADMIN_TASK_ADD, li_buf_slice(&t), "task.add done");
	leaves(&b, LI_ADMIN_TASK_ADD, li_buf_slice(&t),
		"task.add exists already");
	leaves(&b, LI_ADMIN_TASK_SHOW, id, "task.show done");
	leaves(&b, LI_ADMIN_TASK_LIST, none, "task.list done");
	leaves(&b, LI_ADMIN_TASK_MODIFY, li_buf_slice(&t), "task.modify done");
	leaves(&b, LI_ADMIN_TASK_END, id, "task.end done");
	leaves(&b, LI_ADMIN_TASK_END, id, "task.end not in this state");
	leaves(&b, LI_ADMIN_DESTINATION_REMOVE, id,
		"destination.remove not found");
	leaves(&b, LI_ADMIN_DESTINATION_ADD, li_buf_slice(&to),
		"destination.add done");
	leaves(&b, LI_ADMIN_DESTINATION_MODIFY, li_buf_slice(&to),
		"destination.modify done");
	leaves(&b, LI_ADMIN_DESTINATION_LIST, none, "destination.list done");
	leaves(&b, LI_ADMIN_DESTINATION_BEHIND, none, "status.read done");
	leaves(&b, LI_ADMIN_DESTINATION_REMOVE, id, "destination.remove done");
	leaves(&b, LI_ADMIN_CONFIRM, id, "delivery.confirm malformed");
	li_buf_fini(&t);
	li_buf_fini(&to);
	tear_down(&b);
}

/* More tasks than one request can name; the last two in xids. */
static void add_many(struct bench *b, struct li_buf *xids)
{
	struct li_buf body = {0};

	set_up(b);
	for (int i = 0; i < LI_ADMIN_WARRANT_TASKS_MAX + 7; i++) {
		struct li_task t = place_task(LI_ID_IMPI, "a@ims.example");

		li_buf_reset(&body);
		li_pack_task(&body, &t);
		CU_ASSERT_EQUAL(ask(b, LI_ADMIN_TASK_ADD, "tester",
					li_buf_slice(&body)),
			LI_OK);
		if (i >= LI_ADMIN_WARRANT_TASKS_MAX + 5)
			li_pack_uuid(xids, &t.xid);
	}
	li_buf_fini(&body);
}

static uint64_t in_force(struct bench *b)
{
	struct li_store_counts n = {.tasks_in_force = 0};

	CU_ASSERT_EQUAL(li_store_count(b->store, 2, &n), LI_OK);
	return n.tasks_in_force;
}

/* TS 103 221-1 cl. 6.2.4 */
static void test_admin__ends_all_tasks_or_none(void)
{
	struct li_slice none = {0};
	struct li_buf xids = {0};
	struct bench b;

	add_many(&b, &xids);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_END_ALL, "tester",
				li_slice("x", 1)),
		LI_EMALFORMED);
	CU_ASSERT_FALSE(b.change.all);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_END_ALL, "tester", none), LI_OK);
	CU_ASSERT_TRUE(b.change.all);
	CU_ASSERT_STRING_EQUAL(b.reply.text, "71");
	CU_ASSERT_EQUAL(in_force(&b), 0);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_END_ALL, "tester", none), LI_OK);
	CU_ASSERT_FALSE(b.change.all);
	CU_ASSERT_STRING_EQUAL(b.reply.text, "0");
	li_buf_fini(&xids);
	tear_down(&b);
}

/* TS 103 120 cl. 6.4.7: a request of several is done whole or not */
static void test_admin__ends_some_tasks_or_none(void)
{
	struct li_buf xids = {0};
	struct bench b;

	add_many(&b, &xids);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_END, "tester",
				(struct li_slice){0}),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_END, "tester",
				li_slice(xids.p, xids.n - 1)),
		LI_EMALFORMED);
	xids.p[16] ^= 1; /* nobody's */
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_END, "tester",
				li_buf_slice(&xids)),
		LI_ENOTFOUND);
	CU_ASSERT_FALSE(b.change.all);
	CU_ASSERT_EQUAL(in_force(&b), 71);
	xids.p[16] ^= 1;
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_END, "tester",
				li_buf_slice(&xids)),
		LI_OK);
	CU_ASSERT_TRUE(b.change.all);
	CU_ASSERT_EQUAL(in_force(&b), 69);
	li_buf_fini(&xids);
	tear_down(&b);
}

static li_err note(struct bench *b, const char *via, const char *action)
{
	struct li_admin_note n = {.result = "error 3030",
		.detail = li_slice_str("why")};
	struct li_buf body = {0};
	struct li_admin_request r = {.op = LI_ADMIN_NOTE};

	snprintf(n.action, sizeof(n.action), "%s", action);
	snprintf(r.actor, sizeof(r.actor), "admf-1");
	snprintf(r.via, sizeof(r.via), "%s", via);
	li_admin_note_put(&body, &n);
	r.body = li_buf_slice(&body);
	li_admin_apply(b->store, &b->terms, &r, &b->items, &b->reply,
		&b->change);
	li_buf_fini(&body);
	return b->reply.err;
}

/* TS 33.127 cl. 8.7: and no program can write what another does */
static void test_admin__notes_what_a_program_refused(void)
{
	char text[96] = "";
	struct bench b;

	set_up(&b);
	CU_ASSERT_EQUAL(note(&b, "lmisf-x1d", "x1.Ping"), LI_OK);
	CU_ASSERT_EQUAL(last_row(&b, text), 2);
	CU_ASSERT_STRING_EQUAL(text, "x1.Ping error 3030");
	CU_ASSERT_EQUAL(note(&b, "lmisf-deliver", "delivery.down"), LI_OK);
	CU_ASSERT_EQUAL(note(&b, "lmisf-x1d", "task.add"), LI_EDENIED);
	CU_ASSERT_EQUAL(note(&b, "lmisf-ctl", "x1.Ping"), LI_EDENIED);
	CU_ASSERT_EQUAL(note(&b, "lmisf-x1d", ""), LI_EMALFORMED);
	CU_ASSERT_EQUAL(note(&b, "lmisf-x1d", "x1.\n"), LI_EMALFORMED);
	tear_down(&b);
}

/* TS 33.127 cl. 8.7: the look is recorded as what is looked at is */
static void test_admin__lists_security_events(void)
{
	const struct li_security_event e = {.rule = LI_RULE_CX_STRANGER,
		.severity = LI_SEVERITY_HIGH,
		.source = LI_SOURCE_CX,
		.count = 1,
		.node = li_slice_str("evil.example")};
	struct li_product product = {.security = &e, .security_count = 1};
	struct li_security_event got;
	struct li_store_counts n[2];
	struct li_ipc_message m;
	struct bench b;

	set_up(&b);
	CU_ASSERT_EQUAL(li_store_begin(b.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(b.store, &product), LI_OK);
	CU_ASSERT_EQUAL(li_store_commit(b.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_count(b.store, 1, &n[0]), LI_OK);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_SECURITY_LIST, "tester",
				(struct li_slice){0}),
		LI_OK);
	CU_ASSERT_EQUAL(li_store_count(b.store, 1, &n[1]), LI_OK);
	CU_ASSERT_EQUAL(n[1].audit_rows, n[0].audit_rows + 1);
	CU_ASSERT_EQUAL_FATAL(li_ipc_next(li_buf_slice(&b.items), &m), LI_OK);
	CU_ASSERT_EQUAL(m.octets, b.items.n);
	CU_ASSERT_EQUAL_FATAL(li_unpack_security(li_slice_sub(m.body, 8,
							 m.body.n),
				      &got),
		LI_OK);
	CU_ASSERT_EQUAL(m.body.p[7], 1);
	CU_ASSERT_EQUAL(got.rule, e.rule);
	CU_ASSERT(li_slice_eq(got.node, e.node));
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_STATUS, "tester",
				(struct li_slice){0}),
		LI_OK);
	CU_ASSERT_PTR_NOT_NULL(strstr(b.reply.text, "\"security_events\":1"));
	tear_down(&b);
}

UNIT_MAIN("flow.admin", UNIT_TEST(test_admin__refuses_who_has_no_name),
	UNIT_TEST(test_admin__refuses_what_a_role_may_not),
	UNIT_TEST(test_admin__refuses_a_body_that_is_cut),
	UNIT_TEST(test_admin__lists_and_shows_what_was_added),
	UNIT_TEST(test_admin__answers_status_and_audit),
	UNIT_TEST(test_admin__leaves_one_row_of_each_request),
	UNIT_TEST(test_admin__ends_all_tasks_or_none),
	UNIT_TEST(test_admin__ends_some_tasks_or_none),
	UNIT_TEST(test_admin__notes_what_a_program_refused),
	UNIT_TEST(test_admin__lists_security_events))
