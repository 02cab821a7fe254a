/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.127 cl. 8.7, TS 33.126 R6.6-110: an export is read by who asked for it,
 * and of what he asked; the audit says both.
 */
#include "admin_bench.h"
#include "store/audit.h"
#include "store/export.h"

/* Two u64 and, for the end, a digest. */
static li_err ask_about(struct bench *b, enum li_admin_op op, const char *actor,
	uint64_t row, uint64_t after)
{
	static const uint8_t digest[LI_SHA256] = {1, 2, 3};
	struct li_buf body = {0};
	li_err err;

	li_buf_put_u64(&body, row);
	if (op == LI_ADMIN_EXPORT_END)
		li_buf_put(&body, digest, sizeof(digest));
	else if (op == LI_ADMIN_EXPORT_PAGE)
		li_buf_put_u64(&body, after);
	err = ask(b, op, actor, li_buf_slice(&body));
	li_buf_fini(&body);
	return err;
}

static void add_task(struct bench *b, const char *target)
{
	struct li_task task = place_task(LI_ID_IMPU, target);
	struct li_buf body = {0};

	li_pack_task(&body, &task);
	CU_ASSERT_EQUAL(ask(b, LI_ADMIN_TASK_ADD, "tester",
				li_buf_slice(&body)),
		LI_OK);
	li_buf_fini(&body);
}

/* Two tasks; returns the row of an export of the first. */
static uint64_t begin(struct bench *b)
{
	set_up(b);
	add_task(b, "sip:alice@ims.example");
	add_task(b, "sip:bob@ims.example");
	CU_ASSERT_EQUAL(ask_about(b, LI_ADMIN_EXPORT_BEGIN, "auditor", 1, 0),
		LI_OK);
	return strtoull(b->reply.text, NULL, 10);
}

static void test_admin_audit__gives_rows_of_one_task(void)
{
	struct li_slice rest;
	struct li_export_row e;
	struct li_ipc_message m;
	struct bench b;
	uint64_t row = begin(&b);

	CU_ASSERT_EQUAL(row, (uint64_t)li_store_audit_rows(b.store));
	CU_ASSERT_EQUAL(ask_about(&b, LI_ADMIN_EXPORT_PAGE, "auditor", row, 0),
		LI_OK);
	rest = li_buf_slice(&b.items);
	CU_ASSERT_EQUAL_FATAL(li_ipc_next(rest, &m), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_export_row_get(m.body, &e), LI_OK);
	CU_ASSERT_TRUE(li_slice_is(e.row.object, "task 1"));
	CU_ASSERT_PTR_NOT_NULL(memmem(e.text.p, e.text.n, "alice", 5));
	rest = li_slice_sub(rest, m.octets, rest.n);
	CU_ASSERT_EQUAL_FATAL(li_ipc_next(rest, &m), LI_OK);
	CU_ASSERT_EQUAL(li_export_item(m.body), LI_EXPORT_ITEM_HASHES);
	CU_ASSERT_EQUAL(m.body.n, 1 + row * LI_SHA256);
	CU_ASSERT_EQUAL(m.octets, rest.n);
	CU_ASSERT_PTR_NULL(memmem(b.items.p, b.items.n, "bob", 3));
	/* One row for all the pages. */
	CU_ASSERT_EQUAL(row, (uint64_t)li_store_audit_rows(b.store));
	tear_down(&b);
}

static void test_admin_audit__gives_nothing_that_came_after(void)
{
	struct li_ipc_message m;
	struct bench b;
	uint64_t row = begin(&b);

	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_TASK_LIST, "tester",
				(struct li_slice){0}),
		LI_OK);
	CU_ASSERT_EQUAL(ask_about(&b, LI_ADMIN_EXPORT_PAGE, "auditor", row,
				row),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_ipc_next(li_buf_slice(&b.items), &m), LI_OK);
	CU_ASSERT_EQUAL(m.octets, b.items.n);
	CU_ASSERT_EQUAL(m.body.n, 1 + LI_SHA256);
	tear_down(&b);
}

/* TS 33.127 cl. 8.7: no look that the audit does not name */
static void test_admin_audit__refuses_who_did_not_ask(void)
{
	struct bench b;
	uint64_t row = begin(&b);

	for (uint64_t other = 0; other <= row + 1; other++)
		CU_ASSERT_EQUAL(ask_about(&b, LI_ADMIN_EXPORT_PAGE, "auditor",
					other, 0),
			other == row ? LI_OK : LI_EDENIED);
	CU_ASSERT_EQUAL(ask_about(&b, LI_ADMIN_EXPORT_PAGE, "other", row, 0),
		LI_EDENIED);
	CU_ASSERT_EQUAL(b.items.n, 0);
	CU_ASSERT_EQUAL(ask_about(&b, LI_ADMIN_EXPORT_END, "other", row, 0),
		LI_EDENIED);
	CU_ASSERT_EQUAL(ask_about(&b, LI_ADMIN_EXPORT_PAGE, "auditor", row,
				UINT64_MAX),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_EXPORT_BEGIN, "auditor",
				(struct li_slice){0}),
		LI_EMALFORMED);
	tear_down(&b);
}

/* TS 33.126 R6.6-110 */
static void test_admin_audit__signs_what_was_given_away(void)
{
	struct li_export_key *keys = calloc(LI_EXPORT_KEYS_MAX, sizeof(*keys));
	struct li_export_origin origin;
	struct li_export_row e;
	struct li_checkpoint c;
	struct li_ipc_message m;
	struct bench b;
	uint64_t row = begin(&b);

	CU_ASSERT_PTR_NOT_NULL_FATAL(keys);
	CU_ASSERT_EQUAL(ask_about(&b, LI_ADMIN_EXPORT_END, "auditor", row, 0),
		LI_OK);
	CU_ASSERT_EQUAL(li_checkpoint_parse(b.reply.text, &c), LI_OK);
	CU_ASSERT_EQUAL((uint64_t)c.row, row + 1);
	CU_ASSERT_EQUAL_FATAL(li_ipc_next(li_buf_slice(&b.items), &m), LI_OK);
	CU_ASSERT_EQUAL(li_export_origin_get(m.body, keys, &origin), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_ipc_next(li_slice_sub(li_buf_slice(&b.items),
						  m.octets, b.items.n),
				      &m),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_export_row_get(m.body, &e), LI_OK);
	CU_ASSERT_EQUAL(e.row.id, c.row);
	CU_ASSERT_TRUE(li_slice_is(e.row.action, LI_EXPORT_DONE));
	CU_ASSERT_TRUE(li_slice_is(e.name, "auditor"));
	CU_ASSERT_EQUAL(e.row.digest.n, LI_SHA256);
	CU_ASSERT_EQUAL(e.row.digest.p[2], 3);
	free(keys);
	tear_down(&b);
}

UNIT_MAIN("flow.admin_audit",
	UNIT_TEST(test_admin_audit__gives_rows_of_one_task),
	UNIT_TEST(test_admin_audit__gives_nothing_that_came_after),
	UNIT_TEST(test_admin_audit__refuses_who_did_not_ask),
	UNIT_TEST(test_admin_audit__signs_what_was_given_away))
