/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.127 cl. 8.7: who looks at a session is in the audit before, and is given
 * nothing else.
 */
#include "admin_bench.h"
#include "model/ladder.h"
#include "store/audit.h"

struct asks {
	uint64_t row, correlation, after;
	const char *actor;
	unsigned int extra; /* octets too many */
};

static li_err look(struct bench *b, enum li_admin_op op,
	const struct li_uuid *xid, const struct asks *a)
{
	struct li_buf body = {0};
	li_err err;

	li_buf_put_u64(&body, a->row);
	li_pack_uuid(&body, xid);
	if (op == LI_ADMIN_SESSION_LADDER)
		li_buf_put_u64(&body, a->correlation);
	li_buf_put_u64(&body, a->after);
	for (unsigned int i = 0; i < a->extra; i++)
		li_buf_put_u8(&body, 0);
	err = ask(b, op, a->actor ? a->actor : "auditor", li_buf_slice(&body));
	li_buf_fini(&body);
	return err;
}

/* A task with two sessions of a record each. */
static struct li_uuid begin(struct bench *b)
{
	struct li_task task = place_task(LI_ID_IMPU, "sip:alice@ims.example");
	struct li_iri iris[2];
	struct li_product product = {.iris = iris, .iri_count = 2};
	struct li_buf body = {0};

	set_up(b);
	li_pack_task(&body, &task);
	CU_ASSERT_EQUAL(ask(b, LI_ADMIN_TASK_ADD, "tester",
				li_buf_slice(&body)),
		LI_OK);
	li_buf_fini(&body);
	for (size_t i = 0; i < 2; i++)
		iris[i] = (struct li_iri){.task = 1,
			.xid = task.xid,
			.kind = LI_IRI_IMS_MESSAGE,
			.direction = LI_DIRECTION_FROM_TARGET,
			.session = LI_SESSION_FROM_TARGET,
			.correlation = 7 + i,
			.sip = li_slice_str("canary"),
			.sip_method = "INVITE"};
	CU_ASSERT_EQUAL(li_store_begin(b->store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(b->store, &product), LI_OK);
	CU_ASSERT_EQUAL(li_store_commit(b->store), LI_OK);
	return task.xid;
}

static void test_admin_session__audits_and_gives_one_session(void)
{
	const struct asks a = {.correlation = 7};
	struct li_ipc_message m;
	struct li_rung rung;
	struct bench b;
	struct li_uuid xid = begin(&b);
	int64_t rows = li_store_audit_rows(b.store);

	CU_ASSERT_EQUAL(look(&b, LI_ADMIN_SESSION_LADDER, &xid, &a), LI_OK);
	CU_ASSERT_EQUAL(li_store_audit_rows(b.store), rows + 1);
	CU_ASSERT_EQUAL_FATAL(li_ipc_next(li_buf_slice(&b.items), &m), LI_OK);
	CU_ASSERT_EQUAL(m.octets, b.items.n);
	CU_ASSERT_EQUAL_FATAL(li_rung_unpack(m.body, &rung), LI_OK);
	CU_ASSERT_STRING_EQUAL(rung.method, "INVITE");
	CU_ASSERT_PTR_NULL(memmem(b.items.p, b.items.n, "canary", 6));
	CU_ASSERT_EQUAL(look(&b, LI_ADMIN_SESSION_LIST, &xid, &a), LI_OK);
	CU_ASSERT_EQUAL(li_store_audit_rows(b.store), rows + 2);
	tear_down(&b);
}

/* No page without the row that says so, by who is in it. */
static void test_admin_session__refuses_who_did_not_ask(void)
{
	struct asks a = {.correlation = 7};
	struct bench b;
	struct li_uuid xid = begin(&b);
	uint64_t row;

	CU_ASSERT_EQUAL(look(&b, LI_ADMIN_SESSION_LADDER, &xid, &a), LI_OK);
	row = strtoull(b.reply.text, NULL, 10);
	for (a.row = 1; a.row <= row; a.row++)
		CU_ASSERT_EQUAL(look(&b, LI_ADMIN_SESSION_LADDER, &xid, &a),
			a.row == row ? LI_OK : LI_EDENIED);
	a.row = row;
	CU_ASSERT_EQUAL(look(&b, LI_ADMIN_SESSION_LIST, &xid, &a), LI_EDENIED);
	a.correlation = 8;
	CU_ASSERT_EQUAL(look(&b, LI_ADMIN_SESSION_LADDER, &xid, &a),
		LI_EDENIED);
	a = (struct asks){.row = row, .correlation = 7, .actor = "other"};
	CU_ASSERT_EQUAL(look(&b, LI_ADMIN_SESSION_LADDER, &xid, &a),
		LI_EDENIED);
	a = (struct asks){.correlation = 7, .after = 1};
	CU_ASSERT_EQUAL(look(&b, LI_ADMIN_SESSION_LADDER, &xid, &a),
		LI_EDENIED);
	CU_ASSERT_EQUAL(b.items.n, 0);
	tear_down(&b);
}

static void test_admin_session__says_what_is_not_there(void)
{
	struct asks a = {.correlation = 9};
	struct bench b;
	struct li_uuid xid = begin(&b), other = xid;

	CU_ASSERT_EQUAL(look(&b, LI_ADMIN_SESSION_LADDER, &xid, &a),
		LI_ENOTFOUND);
	CU_ASSERT_STRING_EQUAL(b.reply.text, "the task has no such session");
	other.octet[0] ^= 1;
	CU_ASSERT_EQUAL(look(&b, LI_ADMIN_SESSION_LIST, &other, &a),
		LI_ENOTFOUND);
	CU_ASSERT_STRING_EQUAL(b.reply.text, "no such task");
	a.extra = 1;
	CU_ASSERT_EQUAL(look(&b, LI_ADMIN_SESSION_LIST, &xid, &a),
		LI_EMALFORMED);
	a = (struct asks){.after = UINT64_MAX};
	CU_ASSERT_EQUAL(look(&b, LI_ADMIN_SESSION_LIST, &xid, &a),
		LI_EMALFORMED);
	tear_down(&b);
}

UNIT_MAIN("flow.admin_session",
	UNIT_TEST(test_admin_session__audits_and_gives_one_session),
	UNIT_TEST(test_admin_session__refuses_who_did_not_ask),
	UNIT_TEST(test_admin_session__says_what_is_not_there))
