/* SPDX-License-Identifier: BSD-3-Clause */
#include <sqlite3.h>

#include "admin_bench.h"

/* TS 103 221-1 cl. 6.1: containers of many requests */

static void add_part(struct li_buf *out, enum li_admin_op op,
	const struct li_task *task)
{
	struct li_buf body = {0};

	if (op == LI_ADMIN_TASK_END)
		li_buf_put(&body, task->xid.octet, sizeof(task->xid.octet));
	else
		li_pack_task(&body, task);
	li_batch_put(out, &(struct li_batch_part){op, li_buf_slice(&body)});
	li_buf_fini(&body);
}

/* What each part came to, in order: true when it is these. */
static bool results(struct bench *b, const li_err *want, size_t n)
{
	struct li_slice rest = li_buf_slice(&b->items), items;
	struct li_admin_reply reply;
	struct li_ipc_message m;

	for (size_t i = 0; i < n; i++) {
		if (li_ipc_next(rest, &m) ||
			li_batch_answer_get(m.body, &reply, &items) ||
			reply.err != want[i])
			return false;
		rest = li_slice_sub(rest, m.octets, rest.n);
	}
	return rest.n == 0;
}

static int64_t number(struct bench *b, const char *sql)
{
	sqlite3_stmt *s = NULL;
	sqlite3 *db = NULL;
	int64_t n = -1;

	if (sqlite3_open(b->place.path, &db) == SQLITE_OK &&
		sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK &&
		sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	sqlite3_close(db);
	return n;
}

/* How many commits the WAL has: the last frame of each says how large the
 * database is after it. */
static size_t commits(struct bench *b)
{
	enum { HEAD = 32, FRAME = 24 };
	uint8_t head[HEAD], frame[FRAME];
	char name[128];
	size_t n = 0, page;
	FILE *f;

	snprintf(name, sizeof(name), "%s-wal", b->place.path);
	f = fopen(name, "re");
	if (!f || fread(head, 1, HEAD, f) != HEAD) {
		if (f)
			fclose(f);
		return 0;
	}
	page = (size_t)head[8] << 24 | (size_t)head[9] << 16 |
		(size_t)head[10] << 8 | head[11];
	while (fread(frame, 1, FRAME, f) == FRAME &&
		memcmp(frame + 8, head + 16, 8) == 0) {
		n += (frame[4] | frame[5] | frame[6] | frame[7]) != 0;
		if (fseek(f, (long)page, SEEK_CUR))
			break;
	}
	fclose(f);
	return n;
}

static void test_admin_batch__is_one_commit(void)
{
	enum { MANY = 900 };
	static li_err want[MANY];
	struct li_buf body = {0};
	struct bench b;
	size_t before;

	set_up(&b);
	for (int i = 0; i < MANY; i++) {
		const struct li_task t =
			place_task(LI_ID_IMPI, "alice@ims.example");

		add_part(&body, LI_ADMIN_TASK_ADD, &t);
	}
	before = commits(&b);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_BATCH, "one", li_buf_slice(&body)),
		LI_OK);
	CU_ASSERT_EQUAL(commits(&b) - before, 1);
	CU_ASSERT_TRUE(results(&b, want, MANY));
	CU_ASSERT_EQUAL(b.change.count, MANY);
	CU_ASSERT_EQUAL(number(&b, "SELECT count(*) FROM task"), MANY);
	CU_ASSERT_EQUAL(number(&b,
				"SELECT count(*) FROM audit "
				"WHERE action = 'task.add'"),
		MANY);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_AUDIT_VERIFY, "one",
				(struct li_slice){0}),
		LI_OK);
	li_buf_fini(&body);
	tear_down(&b);
}

static void add_good_and_bad(struct li_buf *out)
{
	struct li_task a = place_task(LI_ID_IMPI, "alice@ims.example"),
		       c = place_task(LI_ID_IMPI, "carol@ims.example"), no = a;

	CU_ASSERT_EQUAL(li_uuid_draw(&no.xid), LI_OK);
	no.destination_count = 1; /* which nobody knows */
	add_part(out, LI_ADMIN_TASK_ADD, &a);
	add_part(out, LI_ADMIN_TASK_ADD, &a);
	add_part(out, LI_ADMIN_TASK_ADD, &no);
	add_part(out, LI_ADMIN_TASK_ADD, &c);
	add_part(out, LI_ADMIN_TASK_END, &a);
	add_part(out, LI_ADMIN_TASK_END, &a);
}

/* Each is as if it had been asked alone. TS 33.127 cl. 8.7 */
static void test_admin_batch__lets_what_is_refused_undo_no_other(void)
{
	static const li_err want[] = {LI_OK, LI_EEXIST, LI_ENOTFOUND, LI_OK,
		LI_OK, LI_ESTATE};
	struct li_buf body = {0};
	struct bench b;

	set_up(&b);
	add_good_and_bad(&body);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_BATCH, "one", li_buf_slice(&body)),
		LI_OK);
	CU_ASSERT_TRUE(results(&b, want, sizeof(want) / sizeof(want[0])));
	CU_ASSERT_EQUAL(b.change.count, 3);
	CU_ASSERT_EQUAL(number(&b, "SELECT count(*) FROM task"), 2);
	CU_ASSERT_EQUAL(number(&b, "SELECT sum(ended_us <> 0) FROM task"), 1);
	CU_ASSERT_EQUAL(number(&b,
				"SELECT count(*) FROM audit WHERE "
				"action = 'task.add' AND result IS NULL"),
		2);
	CU_ASSERT_EQUAL(number(&b,
				"SELECT count(*) FROM audit WHERE "
				"action = 'task.add' AND result IS NOT NULL"),
		2);
	CU_ASSERT_EQUAL(number(&b,
				"SELECT count(*) FROM audit WHERE "
				"action = 'task.end'"),
		2);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_AUDIT_VERIFY, "one",
				(struct li_slice){0}),
		LI_OK);
	li_buf_fini(&body);
	tear_down(&b);
}

/* A store that fails has done none of it, and nobody is told otherwise. */
static void test_admin_batch__is_done_wholly_or_not_at_all(void)
{
	struct li_task a = place_task(LI_ID_IMPI, "alice@ims.example"),
		       c = place_task(LI_ID_IMPI, "carol@ims.example");
	struct li_buf body = {0};
	struct bench b;

	set_up(&b);
	CU_ASSERT_EQUAL(number(&b,
				"CREATE TRIGGER no BEFORE INSERT ON target "
				"WHEN (SELECT count(*) FROM target) = 1 "
				"BEGIN SELECT RAISE(ABORT, 'full'); END"),
		-1);
	add_part(&body, LI_ADMIN_TASK_ADD, &a);
	add_part(&body, LI_ADMIN_TASK_ADD, &c);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_BATCH, "one", li_buf_slice(&body)),
		LI_EDB);
	CU_ASSERT_EQUAL(b.items.n, 0);
	CU_ASSERT_EQUAL(b.change.count, 0);
	CU_ASSERT_EQUAL(number(&b, "SELECT count(*) FROM task"), 0);
	CU_ASSERT_EQUAL(number(&b,
				"SELECT count(*) FROM audit "
				"WHERE action = 'task.add'"),
		0);
	CU_ASSERT_EQUAL(number(&b,
				"SELECT count(*) FROM audit WHERE "
				"action = 'batch' AND result IS NOT NULL"),
		1);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_AUDIT_VERIFY, "one",
				(struct li_slice){0}),
		LI_OK);
	li_buf_fini(&body);
	tear_down(&b);
}

static void test_admin_batch__refuses_what_is_none(void)
{
	struct li_task a = place_task(LI_ID_IMPI, "alice@ims.example");
	struct li_buf body = {0};
	struct bench b;

	set_up(&b);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_BATCH, "one", (struct li_slice){0}),
		LI_EMALFORMED);
	add_part(&body, LI_ADMIN_TASK_ADD, &a);
	li_batch_put(&body, &(struct li_batch_part){.op = LI_ADMIN_TASK_LIST});
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_BATCH, "one", li_buf_slice(&body)),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(number(&b, "SELECT count(*) FROM task"), 0);
	li_buf_fini(&body);
	tear_down(&b);
}

/* A list of tasks to end is a request of its own, all of them or none. */
static void test_admin_batch__takes_no_list_in_a_part(void)
{
	static const li_err want[] = {LI_OK, LI_EMALFORMED};
	struct li_task a = place_task(LI_ID_IMPI, "alice@ims.example");
	struct li_buf body = {0}, two = {0};
	struct bench b;

	set_up(&b);
	add_part(&body, LI_ADMIN_TASK_ADD, &a);
	for (int i = 0; i < 2; i++)
		li_buf_put(&two, a.xid.octet, sizeof(a.xid.octet));
	li_batch_put(&body,
		&(struct li_batch_part){LI_ADMIN_TASK_END, li_buf_slice(&two)});
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_BATCH, "one", li_buf_slice(&body)),
		LI_OK);
	CU_ASSERT_TRUE(results(&b, want, 2));
	CU_ASSERT_EQUAL(number(&b, "SELECT sum(ended_us <> 0) FROM task"), 0);
	li_buf_fini(&body);
	li_buf_fini(&two);
	tear_down(&b);
}

UNIT_MAIN("flow.admin_batch", UNIT_TEST(test_admin_batch__is_one_commit),
	UNIT_TEST(test_admin_batch__lets_what_is_refused_undo_no_other),
	UNIT_TEST(test_admin_batch__is_done_wholly_or_not_at_all),
	UNIT_TEST(test_admin_batch__refuses_what_is_none),
	UNIT_TEST(test_admin_batch__takes_no_list_in_a_part))
