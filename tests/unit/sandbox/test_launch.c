/* SPDX-License-Identifier: BSD-3-Clause */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sandbox/launch.h"
#include "sandbox/sandbox.h"
#include "descriptors.h"
#include "unit.h"

static struct li_launcher *launcher(const char *script)
{
	char name[] = "sh", option[] = "-c", *text = strdup(script);
	char *const argv[] = {name, option, text, NULL};
	const struct li_launch what = {.path = "/bin/sh",
		.argv = argv,
		.stop = SIGTERM};
	struct li_launcher *l = NULL;

	CU_ASSERT_EQUAL_FATAL(li_launcher_new(&what, &l), LI_OK);
	free(text);
	return l;
}

static void pause_ms(long ms)
{
	nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

static bool ended(pid_t pid)
{
	for (int i = 0; i < 500 && kill(pid, 0) == 0; i++)
		pause_ms(10);
	return kill(pid, 0) != 0;
}

static void test_launch__starts_with_what_it_is_given(void)
{
	struct li_launcher *l = launcher("read x; echo \"$x $HOME.\" >&0");
	char text[16] = "";
	int pair[2];
	pid_t pid = 0;

	CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
				      pair),
		0);
	CU_ASSERT_EQUAL_FATAL(li_launcher_start(l, pair[1], &pid), LI_OK);
	close(pair[1]);
	CU_ASSERT_TRUE(pid > 0);
	CU_ASSERT_EQUAL(write(pair[0], "word\n", 5), 5);
	/* Its environment is empty. */
	CU_ASSERT_EQUAL(read(pair[0], text, sizeof(text) - 1), 7);
	CU_ASSERT_STRING_EQUAL(text, "word .\n");
	close(pair[0]);
	li_launcher_free(l);
}

static void test_launch__looks_and_stops(void)
{
	struct li_launcher *l = launcher("exec sleep 60");
	pid_t first = 0, second = 0;
	int status;

	CU_ASSERT_FALSE(li_launcher_runs(l));
	CU_ASSERT_EQUAL_FATAL(li_launcher_start(l, -1, &first), LI_OK);
	CU_ASSERT_TRUE(li_launcher_runs(l));
	/* Another takes its place. */
	CU_ASSERT_EQUAL_FATAL(li_launcher_start(l, -1, &second), LI_OK);
	CU_ASSERT_NOT_EQUAL(first, second);
	CU_ASSERT_TRUE(ended(first));
	status = li_launcher_stop(l);
	CU_ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	CU_ASSERT_FALSE(li_launcher_runs(l));
	CU_ASSERT_EQUAL(li_launcher_stop(l), 0);
	li_launcher_free(l);
}

/* However soon it is stopped after its start, it stops. */
static void test_launch__stops_at_once(void)
{
	struct li_launcher *l = launcher("exec sleep 60");
	pid_t pid = 0;
	int status;

	for (int i = 0; i < 200; i++) {
		CU_ASSERT_EQUAL_FATAL(li_launcher_start(l, -1, &pid), LI_OK);
		status = li_launcher_stop(l);
		CU_ASSERT_TRUE(
			WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	}
	li_launcher_free(l);
}

static void test_launch__sees_that_it_ended(void)
{
	struct li_launcher *l = launcher("exit 3");
	pid_t pid = 0;
	bool runs = true;

	CU_ASSERT_EQUAL_FATAL(li_launcher_start(l, -1, &pid), LI_OK);
	for (int i = 0; i < 500 && runs; i++) {
		pause_ms(10);
		runs = li_launcher_runs(l);
	}
	CU_ASSERT_FALSE(runs);
	li_launcher_free(l);
}

/* The owner is killed: nothing of it stays. */
static void test_launch__ends_with_its_owner(void)
{
	pid_t pid = 0, owner;
	int ends[2];

	CU_ASSERT_EQUAL_FATAL(pipe2(ends, O_CLOEXEC), 0);
	owner = fork();
	if (owner == 0) {
		struct li_launcher *l = launcher("exec sleep 60");

		if (li_launcher_start(l, -1, &pid) ||
			write(ends[1], &pid, sizeof(pid)) != sizeof(pid))
			_exit(1);
		for (;;)
			pause();
	}
	CU_ASSERT_EQUAL_FATAL(read(ends[0], &pid, sizeof(pid)), sizeof(pid));
	CU_ASSERT_EQUAL(kill(owner, SIGKILL), 0);
	CU_ASSERT_EQUAL(waitpid(owner, NULL, 0), owner);
	CU_ASSERT_TRUE(ended(pid));
	close(ends[0]);
	close(ends[1]);
}

/* Whose child it is: proc(5), stat. */
static pid_t parent_of(pid_t pid)
{
	char path[64], text[256] = "";
	int parent = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	f = fopen(path, "re");
	if (f && fgets(text, sizeof(text), f) && strrchr(text, ')'))
		sscanf(strrchr(text, ')') + 1, " %*c %d", &parent);
	if (f)
		(void)fclose(f);
	return parent;
}

/* A launcher that is killed says nothing to what it started. */
static void test_launch__nothing_outlives_the_launcher(void)
{
	struct li_launcher *l = launcher("exec sleep 60");
	pid_t pid = 0, self;

	CU_ASSERT_EQUAL_FATAL(li_launcher_start(l, -1, &pid), LI_OK);
	self = parent_of(pid);
	CU_ASSERT_EQUAL_FATAL(parent_of(self), getpid());
	CU_ASSERT_EQUAL(kill(self, SIGKILL), 0);
	CU_ASSERT_TRUE(ended(pid));
	for (int i = 0; i < 500 && !li_launcher_gone(l); i++)
		pause_ms(10);
	CU_ASSERT_TRUE(li_launcher_gone(l));
	li_launcher_free(l);
}

/* What it hands over it keeps none of, however few it may have. */
static void test_launch__keeps_no_descriptor(void)
{
	struct rlimit before, few;
	struct li_launcher *l;
	pid_t pid = 0;
	int pair[2];

	CU_ASSERT_EQUAL_FATAL(getrlimit(RLIMIT_NOFILE, &before), 0);
	few = (struct rlimit){16, before.rlim_max};
	CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
				      pair),
		0);
	CU_ASSERT_EQUAL(setrlimit(RLIMIT_NOFILE, &few), 0);
	l = launcher("read x");
	CU_ASSERT_EQUAL(setrlimit(RLIMIT_NOFILE, &before), 0);
	for (int i = 0; i < 32; i++)
		CU_ASSERT_EQUAL(li_launcher_start(l, pair[1], &pid), LI_OK);
	CU_ASSERT_TRUE(li_launcher_runs(l));
	li_launcher_free(l);
	close(pair[0]);
	close(pair[1]);
}

/* What it started may take its time to end. */
static void test_launch__waits_for_the_end(void)
{
	struct li_launcher *l = launcher(
		"trap 'sleep 0.3; exit' TERM; echo x >&0; while :; do sleep 0.1; "
		"done");
	pid_t pid = 0;
	int pair[2];
	char c;

	CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
				      pair),
		0);
	CU_ASSERT_EQUAL_FATAL(li_launcher_start(l, pair[1], &pid), LI_OK);
	CU_ASSERT_EQUAL(read(pair[0], &c, 1), 1);
	li_launcher_free(l);
	CU_ASSERT_NOT_EQUAL(kill(pid, 0), 0);
	close(pair[0]);
	close(pair[1]);
}

static void test_launch__works_for_who_is_shut_in(void)
{
	/* TS 33.127 cl. 8.2 */
	const struct li_sandbox box = {.calls = LI_CALLS_LAUNCH};
	pid_t owner = fork();
	int status = 1;

	if (owner == 0) {
		struct li_launcher *l = launcher("exec sleep 60");
		pid_t pid = 0;

		if (li_sandbox_enter(&box, NULL) ||
			li_launcher_start(l, -1, &pid) ||
			!li_launcher_runs(l) || !li_launcher_stop(l))
			_exit(1);
		li_launcher_free(l);
		_exit(0);
	}
	CU_ASSERT_EQUAL(waitpid(owner, &status, 0), owner);
	CU_ASSERT_EQUAL(status, 0);
}

static void test_launch__there_is_a_program(void)
{
	char name[] = "none";
	char *const argv[] = {name, NULL};
	const struct li_launch what = {.path = "/nowhere", .argv = argv};
	struct li_launcher *l = NULL;

	CU_ASSERT_EQUAL(li_launcher_new(&what, &l), LI_EIO);
	CU_ASSERT_PTR_NULL(l);
	li_launcher_free(NULL);
}

int main(void)
{
	static const struct unit_test tests[] = {
		UNIT_TEST(test_launch__starts_with_what_it_is_given),
		UNIT_TEST(test_launch__looks_and_stops),
		UNIT_TEST(test_launch__stops_at_once),
		UNIT_TEST(test_launch__sees_that_it_ended),
		UNIT_TEST(test_launch__ends_with_its_owner),
		UNIT_TEST(test_launch__nothing_outlives_the_launcher),
		UNIT_TEST(test_launch__keeps_no_descriptor),
		UNIT_TEST(test_launch__waits_for_the_end),
		UNIT_TEST(test_launch__works_for_who_is_shut_in),
		UNIT_TEST(test_launch__there_is_a_program),
	};

	return unit_main_closed("sandbox.launch", tests,
		sizeof(tests) / sizeof(tests[0]));
}
