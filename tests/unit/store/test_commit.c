/* SPDX-License-Identifier: BSD-3-Clause */
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "place.h"
#include "store/inside.h"
#include "unit.h"

static void test_commit__has_one_transaction_at_a_time(void)
{
	struct li_product product = {.iri_count = 0};
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(li_store_commit(p.store), LI_ESTATE);
	CU_ASSERT_EQUAL(li_store_product(p.store, &product), LI_ESTATE);
	li_store_rollback(p.store);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_ESTATE);
	CU_ASSERT_EQUAL(li_store_tidy(p.store), LI_ESTATE);
	CU_ASSERT_EQUAL(li_store_product(p.store, &product), LI_OK);
	CU_ASSERT_EQUAL(li_store_commit(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_tidy(p.store), LI_OK);
	place_fini(&p);
}

static void test_commit__gives_numbers_back_when_rolled_back(void)
{
	struct li_iri iri = place_iri(1, 7);
	struct li_product product = {.iris = &iri, .iri_count = 1};
	struct place p;
	int64_t rows;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 3), LI_OK);
	rows = place_number(&p, "SELECT count(*) FROM audit");
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	for (int i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(li_store_product(p.store, &product), LI_OK);
	CU_ASSERT_EQUAL(iri.sequence, 7);
	li_store_rollback(p.store);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM audit"), rows);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(p.store, &product), LI_OK);
	CU_ASSERT_EQUAL(iri.sequence, 3);
	CU_ASSERT_EQUAL(li_store_commit(p.store), LI_OK);
	CU_ASSERT_TRUE(place_gapless(&p));
	CU_ASSERT_EQUAL(place_number(&p, "SELECT max(id) FROM iri"), 4);
	place_fini(&p);
}

static void test_commit__keeps_nothing_of_a_broken_transaction(void)
{
	struct li_iri bad = place_iri(99, 7), good = place_iri(1, 7);
	struct li_product with = {.iris = &bad, .iri_count = 1};
	struct li_product fine = {.iris = &good, .iri_count = 1};
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(p.store, &fine), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(p.store, &with), LI_EDB);
	CU_ASSERT_STRING_EQUAL(li_store_why(p.store), "no such task");
	CU_ASSERT_EQUAL(li_store_product(p.store, &fine), LI_ESTATE);
	CU_ASSERT_EQUAL(li_store_commit(p.store), LI_EDB);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM iri"), 0);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 2), LI_OK);
	CU_ASSERT_TRUE(place_gapless(&p));
	place_fini(&p);
}

/* Which statement cannot be had. */
struct denied {
	int action;
	const char *what;
};

static int deny(void *data, int action, const char *a, const char *b,
	const char *c, const char *d)
{
	const struct denied *denied = data;

	(void)b, (void)c, (void)d;
	return action == denied->action && a && strcmp(a, denied->what) == 0
		? SQLITE_DENY
		: SQLITE_OK;
}

/* What cannot be rolled back may still be committed with what comes behind it: so
 * nothing does. TS 33.126 R6.4-140 */
static void test_commit__ends_with_a_rollback_that_fails(void)
{
	struct li_iri iri = place_iri(1, 7);
	struct li_product product = {.iris = &iri, .iri_count = 1};
	struct denied denied = {SQLITE_TRANSACTION, "ROLLBACK"};
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 2), LI_OK);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(p.store, &product), LI_OK);
	sqlite3_set_authorizer(p.store->db, deny, &denied);
	CU_ASSERT_FALSE(li_store_failed(p.store));
	li_store_rollback(p.store);
	CU_ASSERT_TRUE(li_store_failed(p.store));
	sqlite3_set_authorizer(p.store->db, NULL, NULL);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_EIO);
	CU_ASSERT_EQUAL(li_store_commit(p.store), LI_ESTATE);
	place_reopen(&p);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM iri"), 2);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 1), LI_OK);
	CU_ASSERT_TRUE(place_gapless(&p));
	place_fini(&p);
}

/* So does a change that meets what may have cost octets. */
static void test_commit__ends_with_a_change_that_fails_on_the_disk(void)
{
	struct li_scope scope;
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(li_scope_begin(p.store, &scope), LI_OK);
	CU_ASSERT_EQUAL(li_scope_end(p.store, &scope, LI_EDB), LI_EDB);
	CU_ASSERT_FALSE(li_store_failed(p.store));
	CU_ASSERT_EQUAL(li_scope_begin(p.store, &scope), LI_OK);
	CU_ASSERT_EQUAL(li_scope_end(p.store, &scope, LI_EIO), LI_EIO);
	CU_ASSERT_TRUE(li_store_failed(p.store));
	CU_ASSERT_EQUAL(li_scope_begin(p.store, &scope), LI_EIO);
	place_fini(&p);
}

/* Half of a change is none: all of the transaction that it is in is given up. */
static void test_commit__gives_up_what_has_half_of_a_change(void)
{
	static const struct denied rows[] = {{SQLITE_SAVEPOINT, "ROLLBACK"},
		{SQLITE_SAVEPOINT, "RELEASE"}};
	struct li_destination d = place_destination(7);
	struct li_task task = place_task(1, 1, 1);
	struct denied denied;
	struct place p;

	for (size_t i = 0; i < 2; i++) {
		place_init(&p);
		place_fill(&p, 1);
		denied = rows[i];
		CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
		CU_ASSERT_EQUAL(li_store_destination_add(p.store, &d,
					&place_actor, NULL),
			LI_OK);
		sqlite3_set_authorizer(p.store->db, deny, &denied);
		/* it is there already */
		CU_ASSERT_EQUAL(li_store_task_add(p.store, &task, &place_actor,
					NULL),
			LI_EEXIST);
		sqlite3_set_authorizer(p.store->db, NULL, NULL);
		CU_ASSERT_EQUAL(li_store_commit(p.store), LI_EDB);
		CU_ASSERT_EQUAL(place_number(&p,
					"SELECT count(*) FROM destination"),
			1);
		CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 1), LI_OK);
		place_fini(&p);
	}
}

/* A full disk stops it; space makes it go on where it was. */
static void test_commit__goes_on_when_there_is_space_again(void)
{
	struct place p;
	char sql[64];

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 10), LI_OK);
	snprintf(sql, sizeof(sql), "PRAGMA max_page_count = %lld",
		(long long)place_number(&p, "PRAGMA page_count") + 2);
	CU_ASSERT_EQUAL(sqlite3_exec(p.store->db, sql, NULL, NULL, NULL),
		SQLITE_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 50), LI_EDB);
	CU_ASSERT_PTR_NOT_NULL(strstr(li_store_why(p.store), "full"));
	li_store_rollback(p.store);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM iri"), 10);
	CU_ASSERT_EQUAL(sqlite3_exec(p.store->db,
				"PRAGMA max_page_count = "
				"100000",
				NULL, NULL, NULL),
		SQLITE_OK);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 50), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM iri"), 60);
	CU_ASSERT_TRUE(place_gapless(&p));
	place_fini(&p);
}

static void test_commit__ends_with_the_first_io_error(void)
{
	struct rlimit before, now;
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 10), LI_OK);
	CU_ASSERT_EQUAL(getrlimit(RLIMIT_FSIZE, &before), 0);
	now = before;
	now.rlim_cur = 4096;
	signal(SIGXFSZ, SIG_IGN);
	CU_ASSERT_EQUAL(setrlimit(RLIMIT_FSIZE, &now), 0);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 10), LI_EIO);
	CU_ASSERT_EQUAL(setrlimit(RLIMIT_FSIZE, &before), 0);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_EIO);
	CU_ASSERT_EQUAL(li_store_tidy(p.store), LI_EIO);
	place_reopen(&p);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM iri"), 10);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 1), LI_OK);
	CU_ASSERT_TRUE(place_gapless(&p));
	place_fini(&p);
}

/* For when to kill; the outcome must not depend on it. */
static unsigned int random_below(unsigned int n)
{
	unsigned int v = 0;

	CU_ASSERT_EQUAL(getrandom(&v, sizeof(v), 0), sizeof(v));
	return v % n;
}

/* Commit and confirm without end, telling how many are durable. */
static void child(const struct place *at, int fd)
{
	struct li_destination d = place_destination(1);
	struct place p = *at;
	int32_t done = 0;

	p.store = NULL;
	if (li_store_open(&p.at, LI_STORE_WRITER, &p.store, NULL) != LI_OK)
		_exit(1);
	for (;;) {
		size_t n = random_below(20) + 1, count;

		if (place_commit(&p, 1, 7, n) != LI_OK)
			_exit(2);
		done += (int32_t)n;
		if (write(fd, &done, sizeof(done)) != sizeof(done) ||
			li_store_confirm(p.store, &d.did, p.store->now.iri - 5,
				9, &count) != LI_OK)
			_exit(3);
	}
}

/* Let a child work for a while, kill it; returns what it said was durable. */
static int32_t run_and_kill(struct place *p, useconds_t us)
{
	int32_t done = 0;
	int fds[2], status = 0;
	pid_t pid;

	CU_ASSERT_EQUAL_FATAL(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		child(p, fds[1]);
	}
	close(fds[1]);
	/* The first word says that it works. */
	CU_ASSERT_EQUAL(read(fds[0], &done, sizeof(done)), sizeof(done));
	usleep(us);
	kill(pid, SIGKILL);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT_TRUE(WIFSIGNALED(status));
	while (read(fds[0], &done, sizeof(done)) == sizeof(done))
		;
	close(fds[0]);
	return done;
}

/* TS 33.126 R6.4-140: whatever dies when, no number is lost or used twice. */
static void test_commit__survives_a_hundred_kills(void)
{
	int64_t total = 0, have = 0, row;
	uint64_t rows;
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	for (int i = 0; i < 100; i++) {
		struct li_fault fault = {0};
		int32_t done;

		li_store_close(p.store);
		p.store = NULL;
		done = run_and_kill(&p, random_below(9000));
		CU_ASSERT_PTR_NULL(i % 10 ? NULL : place_canary(&p));
		place_reopen(&p);
		have = place_number(&p, "SELECT count(*) FROM iri");
		/* What was said to be durable is there, and at most the
		 * transaction that was killed behind its commit. */
		CU_ASSERT(have >= total + done && have <= total + done + 20);
		total = have;
		CU_ASSERT_TRUE(place_gapless(&p));
		CU_ASSERT_EQUAL(li_store_audit_verify(p.store, &row, &rows,
					&fault),
			LI_OK);
		CU_ASSERT_STRING_EQUAL(fault.text, "");
	}
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT waiting - (SELECT count(*) "
				"FROM outbox) FROM tally"),
		0);
	CU_ASSERT_EQUAL(place_number(&p,
				"SELECT iris - confirmed - (SELECT "
				"count(*) FROM payload) FROM tally"),
		0);
	CU_ASSERT(have > 100);
	place_fini(&p);
}

/* TS 33.126 R6.6-100: nothing in clear, in no file, at no time. */
static void test_commit__writes_nothing_in_clear(void)
{
	struct li_reg_row reg = {.task = 1,
		.key = li_slice_str("sip:canary-alice@ims.example"),
		.impu = li_slice_str("sip:canary-alice@ims.example"),
		.impi = li_slice_str("canary-alice@ims.example"),
		.contact = li_slice_str("sip:canary-contact@10.0.0.1"),
		.server_name = li_slice_str("sip:canary-scscf:6060"),
		.state = LI_REG_REGISTERED,
		.witness = LI_SOURCE_SIP};
	struct li_session_row session = {.task = 1,
		.correlation = 7,
		.call_id = li_slice_str("canary-callid"),
		.from = li_slice_str("sip:canary-alice@ims.example"),
		.to = li_slice_str("sip:canary-bob@ims.example"),
		.method = "INVITE",
		.state = LI_SESSION_EARLY};
	struct li_product product = {.regs = &reg,
		.reg_count = 1,
		.sessions = &session,
		.session_count = 1};
	struct place p;

	place_init(&p);
	place_fill(&p, 2);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 20), LI_OK);
	CU_ASSERT_EQUAL(li_store_begin(p.store), LI_OK);
	CU_ASSERT_EQUAL(li_store_product(p.store, &product), LI_OK);
	CU_ASSERT_EQUAL(li_store_audit(p.store, &place_actor, "status.read",
				NULL, li_slice_str("of canary-alice")),
		LI_OK);
	CU_ASSERT_PTR_NULL(place_canary(&p));
	CU_ASSERT_EQUAL(li_store_commit(p.store), LI_OK);
	CU_ASSERT_PTR_NULL(place_canary(&p));
	CU_ASSERT_EQUAL(li_store_tidy(p.store), LI_OK);
	CU_ASSERT_PTR_NULL(place_canary(&p));
	/* The search does find what is there. */
	CU_ASSERT_TRUE(place_holds(&p, li_slice_str("store.create")));
	place_fini(&p);
}

UNIT_MAIN("store.commit", UNIT_TEST(test_commit__has_one_transaction_at_a_time),
	UNIT_TEST(test_commit__gives_numbers_back_when_rolled_back),
	UNIT_TEST(test_commit__keeps_nothing_of_a_broken_transaction),
	UNIT_TEST(test_commit__ends_with_a_rollback_that_fails),
	UNIT_TEST(test_commit__ends_with_a_change_that_fails_on_the_disk),
	UNIT_TEST(test_commit__gives_up_what_has_half_of_a_change),
	UNIT_TEST(test_commit__goes_on_when_there_is_space_again),
	UNIT_TEST(test_commit__ends_with_the_first_io_error),
	UNIT_TEST(test_commit__survives_a_hundred_kills),
	UNIT_TEST(test_commit__writes_nothing_in_clear))
