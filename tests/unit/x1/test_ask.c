/* SPDX-License-Identifier: BSD-3-Clause */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/sock.h"
#include "unit.h"
#include "x1/ask.h"

/* A stand-in for lmisfd: a child that takes connections and answers each
 * question with the same octets, or closes, or says nothing. */
struct stand_in {
	char path[64];
	pid_t pid;
};

enum how {
	ANSWERS,
	CLOSES,
	HEARS, /* and closes then */
	SILENT,
};

static void serve_one(int fd, struct li_slice octets, enum how how)
{
	char question[4096];
	size_t n;

	while (how != CLOSES) {
		struct pollfd p = {.fd = fd, .events = POLLIN};

		poll(&p, 1, -1);
		if (li_sock_read(fd, question, sizeof(question), &n) ||
			how == HEARS)
			break;
		if (how == ANSWERS && li_sock_write(fd, octets, &n))
			break;
	}
	close(fd);
}

static _Noreturn void serve(int listener, struct li_slice octets, enum how how)
{
	int fd;

	for (;;) {
		struct pollfd p = {.fd = listener, .events = POLLIN};

		poll(&p, 1, -1);
		if (li_sock_unix_accept(listener, &fd) == LI_OK)
			serve_one(fd, octets, how);
	}
}

static void start(struct stand_in *s, struct li_slice octets, enum how how)
{
	int listener;

	CU_ASSERT_EQUAL_FATAL(li_sock_unix_listen(s->path, &listener, NULL),
		LI_OK);
	s->pid = fork();
	if (s->pid == 0)
		serve(listener, octets, how);
	close(listener);
}

/* It begins to listen in a moment. */
static void start_late(struct stand_in *s, struct li_slice octets)
{
	int listener;

	s->pid = fork();
	if (s->pid)
		return;
	poll(NULL, 0, 200);
	if (li_sock_unix_listen(s->path, &listener, NULL))
		_exit(1);
	serve(listener, octets, ANSWERS);
}

static void stop(struct stand_in *s)
{
	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
	unlink(s->path);
}

static struct stand_in make(void)
{
	struct stand_in s = {.path = "/tmp/lmisf-ask.XXXXXX"};

	close(mkstemp(s.path));
	unlink(s.path);
	return s;
}

static li_err ask(struct li_x1_asker *asker, struct li_x1_answer *answer)
{
	const struct li_admin_request request = {.op = LI_ADMIN_STATUS,
		.actor = "admf-1",
		.via = "test"};

	return li_x1_asker_ask(asker, &request, answer);
}

static void test_ask__takes_items_and_the_reply(void)
{
	struct stand_in s = make();
	struct li_admin_reply reply = {.err = LI_EEXIST, .text = "there"};
	struct li_x1_asker *asker;
	struct li_x1_answer answer = {.reply = {.err = LI_OK}};
	struct li_buf octets = {0};
	struct li_slice rest, item;

	li_admin_item_put(&octets, li_slice_str("one"));
	li_admin_item_put(&octets, li_slice_str("two"));
	li_admin_reply_put(&octets, &reply);
	start(&s, li_buf_slice(&octets), ANSWERS);
	CU_ASSERT_EQUAL_FATAL(li_x1_asker_new(s.path, 2000000, &asker), LI_OK);
	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(ask(asker, &answer), LI_OK);
		CU_ASSERT_EQUAL(answer.reply.err, LI_EEXIST);
		rest = li_buf_slice(&answer.items);
		CU_ASSERT_TRUE(li_x1_answer_next(&rest, &item));
		CU_ASSERT_TRUE(li_slice_is(item, "one"));
		CU_ASSERT_TRUE(li_x1_answer_next(&rest, &item));
		CU_ASSERT_TRUE(li_slice_is(item, "two"));
		CU_ASSERT_FALSE(li_x1_answer_next(&rest, &item));
	}
	/* Another one is found without a word lost. */
	stop(&s);
	CU_ASSERT_EQUAL(ask(asker, &answer), LI_ENOTFOUND);
	start(&s, li_buf_slice(&octets), ANSWERS);
	CU_ASSERT_EQUAL(ask(asker, &answer), LI_OK);
	stop(&s);
	li_x1_answer_fini(&answer);
	li_x1_asker_free(asker);
	li_buf_fini(&octets);
}

/* A look waits for who is not there yet, for as long as the answer had that was
 * lost. TS 103 221-1 cl. 5.2.2 (TIME1) */
static void test_ask__looks_as_soon_as_somebody_is_there(void)
{
	struct stand_in s = make();
	const struct li_admin_reply reply = {.err = LI_EEXIST};
	struct li_x1_answer answer = {.reply = {.err = LI_OK}};
	struct li_x1_asker *asker;
	struct li_buf octets = {0};

	li_admin_reply_put(&octets, &reply);
	CU_ASSERT_EQUAL_FATAL(li_x1_asker_new(s.path, 2000000, &asker), LI_OK);
	start(&s, (struct li_slice){0}, HEARS);
	CU_ASSERT_EQUAL(ask(asker, &answer), LI_ECLOSED);
	CU_ASSERT_TRUE(answer.lost);
	stop(&s);
	start_late(&s, li_buf_slice(&octets));
	CU_ASSERT_EQUAL(ask(asker, &answer), LI_ENOTFOUND);
	CU_ASSERT_FALSE(answer.lost);
	answer.looks = true;
	CU_ASSERT_EQUAL(ask(asker, &answer), LI_OK);
	CU_ASSERT_EQUAL(answer.reply.err, LI_EEXIST);
	stop(&s);
	li_x1_answer_fini(&answer);
	li_x1_asker_free(asker);
	li_buf_fini(&octets);
}

static void test_ask__looks_no_longer_than_the_answer_had(void)
{
	struct stand_in s = make();
	struct li_x1_answer answer = {.reply = {.err = LI_OK}};
	const int64_t before_us = li_clock_mono_us();
	struct li_x1_asker *asker;
	int64_t took_us;

	CU_ASSERT_EQUAL_FATAL(li_x1_asker_new(s.path, 300000, &asker), LI_OK);
	CU_ASSERT_EQUAL(ask(asker, &answer), LI_ENOTFOUND);
	answer.looks = true;
	for (int i = 0; i < 2; i++)
		CU_ASSERT_EQUAL(ask(asker, &answer), LI_ENOTFOUND);
	took_us = li_clock_mono_us() - before_us;
	CU_ASSERT_TRUE(took_us > 200000);
	CU_ASSERT_TRUE(took_us < 2000000);
	li_x1_answer_fini(&answer);
	li_x1_asker_free(asker);
}

/* TS 103 221-1 cl. 5.2.2: an answer or an error, in time */
static void test_ask__says_that_no_answer_came(void)
{
	static const struct {
		enum how how;
		const char *octets;
		li_err err;
	} rows[] = {
		{CLOSES, "", LI_ECLOSED},
		{SILENT, "", LI_ETIMEOUT},
		{ANSWERS, "\0\0\0\4\1\0\0\x10", LI_EMALFORMED},
		{ANSWERS, "\0\0\0\4\2\0\0\x12", LI_EVERSION},
		{ANSWERS, "\0\0\0\5\1\0\0\x12", LI_ETIMEOUT},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct stand_in s = make();
		struct li_x1_answer answer = {.reply = {.err = LI_OK}};
		struct li_x1_asker *asker;
		int64_t before_us = li_clock_mono_us(), took_us;

		start(&s, li_slice(rows[i].octets, 8), rows[i].how);
		CU_ASSERT_EQUAL_FATAL(li_x1_asker_new(s.path, 300000, &asker),
			LI_OK);
		CU_ASSERT_EQUAL(ask(asker, &answer), rows[i].err);
		took_us = li_clock_mono_us() - before_us;
		CU_ASSERT_TRUE(
			(took_us >= 300000) == (rows[i].err == LI_ETIMEOUT));
		stop(&s);
		li_x1_answer_fini(&answer);
		li_x1_asker_free(asker);
	}
}

static void test_ask__says_that_nobody_is_there(void)
{
	struct li_x1_answer answer = {.reply = {.err = LI_OK}};
	struct li_x1_asker *asker;
	struct stand_in s = make();

	CU_ASSERT_EQUAL_FATAL(li_x1_asker_new(s.path, 300000, &asker), LI_OK);
	CU_ASSERT_EQUAL(ask(asker, &answer), LI_ENOTFOUND);
	li_x1_asker_free(asker);
}

/* TS 103 221-1 cl. 5.2.2: what was sent and is not waited for, is told later */
static void test_ask__hands_over_what_it_does_not_wait_for(void)
{
	static const struct {
		enum how how;
		bool wanted, later;
	} rows[] = {{SILENT, true, true}, {SILENT, false, false},
		{CLOSES, true, false}};

	for (size_t i = 0; i < 3; i++) {
		struct stand_in s = make();
		struct li_x1_answer answer = {.late = rows[i].wanted
				? li_slice_str("late")
				: (struct li_slice){0}};
		struct li_x1_asker *asker;

		start(&s, li_slice("", 0), rows[i].how);
		CU_ASSERT_EQUAL_FATAL(li_x1_asker_new(s.path, 200000, &asker),
			LI_OK);
		CU_ASSERT_NOT_EQUAL(ask(asker, &answer), LI_OK);
		CU_ASSERT_EQUAL(answer.later, rows[i].later);
		li_x1_answer_fini(&answer);
		li_x1_asker_free(asker);
		stop(&s);
	}
}

UNIT_MAIN("x1.ask", UNIT_TEST(test_ask__takes_items_and_the_reply),
	UNIT_TEST(test_ask__says_that_no_answer_came),
	UNIT_TEST(test_ask__says_that_nobody_is_there),
	UNIT_TEST(test_ask__looks_as_soon_as_somebody_is_there),
	UNIT_TEST(test_ask__looks_no_longer_than_the_answer_had),
	UNIT_TEST(test_ask__hands_over_what_it_does_not_wait_for))
