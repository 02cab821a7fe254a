/* SPDX-License-Identifier: BSD-3-Clause */
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>

#include "place.h"

/* A process dies with messages in a ring that outlives it; another one goes on,
 * from the store or from where a fork of the first one was. */

static const int64_t at_us = 1700000000000000;
static const struct li_uuid name = {.octet = {7, 7}};

#define HEAD                                                                   \
	"Via: SIP/2.0/UDP [2001:db8::1];branch=z9hG4bK1\r\n"                   \
	"From: <sip:alice@ims.example>;tag=f\r\n"                              \
	"Call-ID: one@ue\r\n"

/* Only the first says whose they are. */
static const char *const ring[] = {
	"INVITE sip:bob@ims.example SIP/2.0\r\n" HEAD
	"To: <sip:hotline@ims.example>\r\nCSeq: 1 INVITE\r\n"
	"Content-Length: 0\r\n\r\n",
	"SIP/2.0 200 OK\r\n" HEAD "To: <sip:hotline@ims.example>;tag=t\r\n"
	"CSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n",
	"BYE sip:192.0.2.2 SIP/2.0\r\n" HEAD
	"To: <sip:hotline@ims.example>;tag=t\r\n"
	"CSeq: 2 BYE\r\nContent-Length: 0\r\n\r\n",
};

struct bench {
	struct place place;
	struct li_flow_options options;
	struct li_task task;
	struct li_flow *flow;
	uint64_t committed;
};

/* Asserted in children too, whose ends the parent looks at. */
static void must(bool is)
{
	if (!is)
		_exit(1);
}

static void open_flow(struct bench *b)
{
	must(li_flow_open(&b->options, &b->flow, NULL) == LI_OK);
	must(li_flow_ring(b->flow, &name, 0, &b->committed) == LI_OK);
}

static void take(struct bench *b, uint64_t sequence)
{
	const struct li_packet p = {
		.octets = li_slice_str(ring[sequence - 1]),
		.at_us = at_us + (int64_t)sequence,
		.mono_us = at_us + (int64_t)sequence,
		.sequence = sequence,
	};

	must(li_flow_take_sip(b->flow, &p) == LI_OK);
	must(li_flow_taken(b->flow) == sequence);
}

static void commit(struct bench *b)
{
	must(li_flow_commit(b->flow) == LI_OK);
}

static void ask(struct bench *b, enum li_admin_op op)
{
	struct li_buf items = {0}, body = {0};
	struct li_admin_request request = {.op = op,
		.actor = "tester",
		.via = "test"};
	struct li_admin_reply reply;

	if (op == LI_ADMIN_TASK_END)
		li_buf_put(&body, b->task.xid.octet, sizeof(b->task.xid.octet));
	else
		li_pack_task(&body, &b->task);
	request.body = li_buf_slice(&body);
	must(li_flow_admin(b->flow, &request, at_us, &items, &reply) == LI_OK &&
		reply.err == LI_OK);
	li_buf_fini(&items);
	li_buf_fini(&body);
}

static void set_up(struct bench *b)
{
	*b = (struct bench){.committed = 99};
	b->options.place = place_make(&b->place);
	b->task = place_task(LI_ID_IMPU, "sip:bob@ims.example");
	open_flow(b);
	CU_ASSERT_EQUAL(b->committed, 0);
	ask(b, LI_ADMIN_TASK_ADD);
	li_flow_close(b->flow);
}

/* Run it in a process of its own, to the end that it comes to. */
static int run(struct bench *b, void (*fn)(struct bench *b))
{
	int status = 0;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		fn(b);
		_exit(0);
	}
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

/* TS 103 221-2 cl. 5.3.9: the numbers of the call's records, in order */
static void check_records(const struct bench *b, const char *want)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *s = NULL;

	CU_ASSERT_EQUAL_FATAL(sqlite3_open(b->place.path, &db), SQLITE_OK);
	CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(db,
				      "SELECT group_concat(sequence) FROM "
				      "(SELECT sequence FROM iri ORDER BY id)",
				      -1, &s, NULL),
		SQLITE_OK);
	CU_ASSERT_EQUAL(sqlite3_step(s), SQLITE_ROW);
	CU_ASSERT_STRING_EQUAL(sqlite3_column_text(s, 0), want);
	sqlite3_finalize(s);
	sqlite3_close(db);
	place_remove(&b->place);
}

/* ---- from the store ---- */

static void die_half_way(struct bench *b)
{
	open_flow(b);
	take(b, 1);
	commit(b);
	take(b, 2);
	raise(SIGKILL);
}

static void start_again(struct bench *b)
{
	open_flow(b);
	must(b->committed == 1);
	for (uint64_t i = 1; i <= 3; i++)
		take(b, i);
	commit(b);
	must(li_flow_ring(b->flow, &name, 0, &b->committed) == LI_OK);
	must(b->committed == 3);
	li_flow_close(b->flow);
}

/* TS 33.127 cl. 8.1 (nothing missed, nothing wrong) */
static void test_ring__stores_each_message_once_over_a_kill(void)
{
	struct bench b;

	set_up(&b);
	CU_ASSERT_EQUAL(run(&b, die_half_way), SIGKILL);
	CU_ASSERT_EQUAL(run(&b, start_again), 0);
	check_records(&b, "0,1,2");
}

static void settled(struct bench *b)
{
	open_flow(b);
	must(li_flow_ring(b->flow, &name, 2, &b->committed) == LI_OK);
	must(b->committed == 2);
	for (uint64_t i = 1; i <= 3; i++)
		take(b, i);
	li_flow_close(b->flow);
}

static void test_ring__drops_what_is_settled(void)
{
	struct bench b;

	set_up(&b);
	CU_ASSERT_EQUAL(run(&b, settled), 0);
	check_records(&b, "0");
}

/* ---- from a fork ---- */

/* The first one, and its copy, which sleeps until it is dead. */
static void fork_and_die(struct bench *b, void (*meanwhile)(struct bench *b),
	void (*after)(struct bench *b))
{
	int pipes[2];
	char c;

	open_flow(b);
	take(b, 1);
	commit(b);
	must(pipe(pipes) == 0);
	if (fork() > 0) {
		meanwhile(b);
		raise(SIGKILL);
	}
	close(pipes[1]);
	li_flow_leave(b->flow);
	must(read(pipes[0], &c, 1) == 0);
	after(b);
	li_flow_close(b->flow);
	_exit(0);
}

static void two_more(struct bench *b)
{
	take(b, 2);
	commit(b);
	take(b, 3);
}

static void go_on(struct bench *b)
{
	must(li_flow_reopen(b->flow, &b->options.place, false, at_us, NULL) ==
		LI_OK);
	must(li_flow_ring(b->flow, &name, 0, &b->committed) == LI_OK);
	must(b->committed == 2 && li_flow_taken(b->flow) == 1);
	take(b, 2);
	take(b, 3);
}

static void fork_plain(struct bench *b)
{
	fork_and_die(b, two_more, go_on);
}

/* The copy is nobody's child any longer: its end is that of the lock. */
static void wait_for(struct bench *b)
{
	open_flow(b);
	li_flow_close(b->flow);
}

static void test_ring__goes_on_from_a_fork(void)
{
	struct bench b;

	set_up(&b);
	CU_ASSERT_EQUAL(run(&b, fork_plain), SIGKILL);
	usleep(300000);
	CU_ASSERT_EQUAL(run(&b, wait_for), 0);
	check_records(&b, "0,1,2");
}

static void end_task(struct bench *b)
{
	take(b, 2);
	ask(b, LI_ADMIN_TASK_END);
}

static void go_on_without(struct bench *b)
{
	must(li_flow_reopen(b->flow, &b->options.place, true, at_us, NULL) ==
		LI_OK);
	must(li_flow_ring(b->flow, &name, 2, &b->committed) == LI_OK);
	take(b, 2);
	take(b, 3);
}

static void fork_ended(struct bench *b)
{
	fork_and_die(b, end_task, go_on_without);
}

/* TS 33.107 cl. 20.3.2.3: a deactivation that the fork did not see acts */
static void test_ring__brings_in_force_what_the_fork_had_not(void)
{
	struct bench b;

	set_up(&b);
	CU_ASSERT_EQUAL(run(&b, fork_ended), SIGKILL);
	usleep(300000);
	CU_ASSERT_EQUAL(run(&b, wait_for), 0);
	check_records(&b, "0,1");
}

/* ---- what changes tasks ---- */

static void count(void *data)
{
	++*(int *)data;
}

/* TS 33.107 cl. 20.3.2.3: a core that goes on from where a fork was must know
 * that tasks may have changed since: whatever the request, and whatever comes of
 * it. */
static void test_ring__is_told_before_tasks_may_change(void)
{
	static const enum li_admin_op all[] = {LI_ADMIN_TASK_ADD,
		LI_ADMIN_TASK_MODIFY, LI_ADMIN_TASK_END, LI_ADMIN_TASK_END_ALL,
		LI_ADMIN_TASK_APPROVE, LI_ADMIN_WARRANT_ADD,
		LI_ADMIN_WARRANT_MODIFY, LI_ADMIN_WARRANT_END, LI_ADMIN_BATCH};
	struct li_admin_request request = {.actor = "tester", .via = "test"};
	struct bench b;
	int told = 0;

	set_up(&b);
	open_flow(&b);
	li_flow_before_tasks(b.flow, count, &told);
	for (int op = 1; op <= LI_ADMIN_OP_LAST; op++) {
		struct li_admin_reply reply;
		struct li_buf items = {0};
		bool want = false;

		for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
			want = want || (int)all[i] == op;
		told = 0;
		request.op = (enum li_admin_op)op;
		CU_ASSERT_EQUAL(li_flow_admin(b.flow, &request, at_us, &items,
					&reply),
			LI_OK);
		CU_ASSERT_EQUAL(told, want);
		li_buf_fini(&items);
	}
	li_flow_close(b.flow);
	place_remove(&b.place);
}

UNIT_MAIN("flow.ring", UNIT_TEST(test_ring__is_told_before_tasks_may_change),
	UNIT_TEST(test_ring__stores_each_message_once_over_a_kill),
	UNIT_TEST(test_ring__drops_what_is_settled),
	UNIT_TEST(test_ring__goes_on_from_a_fork),
	UNIT_TEST(test_ring__brings_in_force_what_the_fork_had_not))
