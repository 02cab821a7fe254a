/* SPDX-License-Identifier: BSD-3-Clause
 *
 * `lmisf-ctl sessions` and `ladder` of a task with much: what lmisfd says of it,
 * a stretch of the store at a time, is said here by the test.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lmisf-ctl/ctl.h"
#include "lmisf-ctl/json.h"
#include "lmisf-ctl/terms.h"
#include "model/ladder.h"
#include "unit.h"

enum {
	SESSIONS_MAX = 131072, /* lmisf-ctl(8) */
	RUNGS_MAX = 10000,
	ROW = 17,
};

/* What there is to be told, `each` of it in a page. */
static struct {
	uint64_t total, each;
	uint64_t streams; /* the items are of so many, over and over */
	uint64_t stuck;   /* the page that says the same as the one before */
	uint64_t pages;
} told;

static char printed[] = "/tmp/test_ctl_sessions.XXXXXX";

/* ---- the rest of lmisf-ctl ---- */

li_err ctl_xid(struct ctl *c, struct li_uuid *out)
{
	(void)c;
	*out = (struct li_uuid){{1}};
	return LI_OK;
}

static void put_item(struct ctl *c, enum li_admin_op op, uint64_t i)
{
	const struct li_session_sum sum = {
		.stream = 1 + (int64_t)(i % told.streams),
		.correlation = 1000 + i % told.streams,
		.count = 1,
		.first_us = 1700000000000000 - (int64_t)i,
		.last_us = 1700000000000000 + (int64_t)i,
		.known = true,
		.state = i < told.streams ? LI_SESSION_EARLY : LI_SESSION_GONE,
		.method = "INVITE",
	};
	const struct li_rung rung = {.sequence = (uint32_t)i,
		.kind = LI_IRI_IMS_MESSAGE,
		.direction = LI_DIRECTION_TO_TARGET,
		.at_us = 1700000000000000 + (int64_t)i,
		.committed_us = 1700000000000000 + (int64_t)i,
		.from = {.family = 4, .ip = {192, 0, 2, 1}, .port = 5060},
		.to = {.family = 4, .ip = {192, 0, 2, 2}, .port = 5060},
		.method = "INFO"};
	struct li_buf one = {0};

	if (op == LI_ADMIN_SESSION_LIST)
		li_session_sum_pack(&one, &sum);
	else
		li_rung_pack(&one, &rung);
	CU_ASSERT_EQUAL_FATAL(li_admin_item_give(&c->items, &one), LI_OK);
}

li_err ctl_ask(struct ctl *c, enum li_admin_op op, struct li_slice body)
{
	struct li_cursor b = li_cursor(body);
	const uint64_t row = li_cursor_u64(&b);
	uint64_t at, end;

	(void)li_cursor_take(&b, sizeof(struct li_uuid));
	if (op == LI_ADMIN_SESSION_LADDER)
		CU_ASSERT_EQUAL(li_cursor_u64(&b), 5);
	at = li_cursor_u64(&b);
	CU_ASSERT(!b.bad && b.rest.n == 0);
	/* The first page is asked for with no row of the audit. */
	CU_ASSERT_EQUAL(row, told.pages++ ? ROW : 0);
	end = told.total - at > told.each ? at + told.each : told.total;
	li_buf_reset(&c->items);
	for (uint64_t i = at; i < end; i++)
		put_item(c, op, i);
	snprintf(c->reply.text, sizeof(c->reply.text), "%d %llu", ROW,
		(unsigned long long)(told.pages == told.stuck ? at
				: end == told.total           ? 0
							      : end));
	return LI_OK;
}

bool ctl_item(struct li_slice *rest, struct li_slice *item)
{
	struct li_ipc_message m;

	if (li_ipc_next(*rest, &m) != LI_OK)
		return false;
	*item = m.body;
	*rest = li_slice_sub(*rest, m.octets, rest->n);
	return true;
}

li_err ctl_print_json(json_t *value)
{
	json_decref(value);
	return LI_OK;
}

json_t *ctl_time_json(int64_t at_us)
{
	return json_integer(at_us);
}

/* ---- running ---- */

/* Both outputs go to a file meanwhile. */
static li_err run(li_err (*command)(struct ctl *c), struct ctl *c)
{
	const int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
	const int fd = open(printed, O_WRONLY | O_TRUNC | O_APPEND | O_CLOEXEC);
	char session[] = "5";
	li_err done;

	*c = (struct ctl){.session = session};
	told.pages = 0;
	(void)fflush(stdout);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	done = command(c);
	(void)fflush(stdout);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	close(fd), close(out), close(err);
	li_buf_fini(&c->items);
	return done;
}

/* In how many lines of what was printed it stands. */
static size_t lines_with(const char *what)
{
	FILE *f = fopen(printed, "re");
	char line[256];
	size_t n = 0;

	while (f && fgets(line, sizeof(line), f))
		n += strstr(line, what) != NULL;
	if (f)
		(void)fclose(f);
	return n;
}

/* TS 33.127 cl. 8.7: a session that goes on over stretches is one. */
static void test_ctl_sessions__makes_one_of_several_stretches(void)
{
	struct ctl c;

	told.total = 20000;
	told.each = 130;
	told.streams = 100;
	told.stuck = 0;
	CU_ASSERT_EQUAL(run(ctl_sessions, &c), LI_OK);
	CU_ASSERT_EQUAL(told.pages, 154);
	CU_ASSERT_EQUAL(lines_with("INVITE"), 100);
	/* Its state is that which was told last; each has 200 records. */
	CU_ASSERT_EQUAL(lines_with("   200  gone       INVITE"), 100);
	CU_ASSERT_EQUAL(lines_with("                1099  "), 1);
}

static void test_ctl_sessions__has_room_for_so_many(void)
{
	struct ctl c;

	told.total = told.streams = SESSIONS_MAX;
	told.each = 5000;
	told.stuck = 0;
	CU_ASSERT_EQUAL(run(ctl_sessions, &c), LI_OK);
	CU_ASSERT_EQUAL(lines_with("INVITE"), SESSIONS_MAX);
	told.total = told.streams = SESSIONS_MAX + 1;
	CU_ASSERT_EQUAL(run(ctl_sessions, &c), LI_ETOOBIG);
	CU_ASSERT_STRING_EQUAL(c.fault.text,
		"the task has more than 131072 sessions");
	CU_ASSERT_EQUAL(lines_with("INVITE"), 0);
	/* However often they come. */
	told.total = SESSIONS_MAX + 70000;
	told.streams = 65000;
	CU_ASSERT_EQUAL(run(ctl_sessions, &c), LI_OK);
	CU_ASSERT_EQUAL(lines_with("INVITE"), 65000);
}

static void test_ctl_sessions__ends_when_pages_do_not(void)
{
	struct ctl c;

	told.total = 1000;
	told.each = 100;
	told.streams = 10;
	told.stuck = 4;
	CU_ASSERT_EQUAL(run(ctl_sessions, &c), LI_EMALFORMED);
	CU_ASSERT_EQUAL(told.pages, 4);
	CU_ASSERT_EQUAL(lines_with("INVITE"), 0);
}

static void test_ctl_sessions__a_ladder_has_so_many_rungs(void)
{
	struct ctl c;

	told.total = RUNGS_MAX;
	told.each = 512;
	told.stuck = 0;
	CU_ASSERT_EQUAL(run(ctl_ladder, &c), LI_OK);
	CU_ASSERT_EQUAL(lines_with("INFO"), RUNGS_MAX);
	CU_ASSERT_EQUAL(lines_with("not shown"), 0);
	told.total = RUNGS_MAX + 700;
	CU_ASSERT_EQUAL(run(ctl_ladder, &c), LI_OK);
	CU_ASSERT_EQUAL(lines_with("INFO"), RUNGS_MAX);
	CU_ASSERT_EQUAL(lines_with("700 more records are not shown"), 1);
	told.total = 0;
	CU_ASSERT_EQUAL(run(ctl_ladder, &c), LI_ENOTFOUND);
}

int main(void)
{
	static const struct unit_test tests[] = {
		UNIT_TEST(test_ctl_sessions__makes_one_of_several_stretches),
		UNIT_TEST(test_ctl_sessions__has_room_for_so_many),
		UNIT_TEST(test_ctl_sessions__ends_when_pages_do_not),
		UNIT_TEST(test_ctl_sessions__a_ladder_has_so_many_rungs),
	};
	const int fd = mkstemp(printed);
	int rc;

	if (fd < 0)
		return 1;
	close(fd);
	rc = unit_main("tools.ctl_sessions", tests,
		sizeof(tests) / sizeof(tests[0]));
	unlink(printed);
	return rc;
}
