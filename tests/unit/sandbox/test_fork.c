/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "in_box.h"
#include "unit.h"

/* Sandboxes of who forks itself, and of who starts others. */

static int make_process(void)
{
	const pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid;
}

static int make_apart(void)
{
	const long pid = syscall(SYS_clone, SIGCHLD | CLONE_NEWUSER, NULL, NULL,
		NULL, 0);

	if (pid == 0)
		_exit(0);
	return (int)pid;
}

static void *nothing(void *data)
{
	return data;
}

static int make_thread(void)
{
	pthread_t thread;

	errno = pthread_create(&thread, NULL, nothing, NULL);
	return errno ? -1 : pthread_join(thread, NULL);
}

static int end_with_parent(void)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static int signal_parent(void)
{
	return kill(getppid(), 0);
}

static int signal_itself(void)
{
	return kill(getpid(), 0);
}

static int stop(void)
{
	abort();
}

static int start_program(void)
{
	char *const none[] = {NULL};

	return execve("/bin/true", none, none);
}

static int trace(void)
{
	return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static int become_another(void)
{
	return (int)syscall(SYS_setuid, 65534);
}

static int open_file(void)
{
	return open("/proc/self/status", O_RDONLY | O_CLOEXEC);
}

static int capabilities(void)
{
	char line[128];
	FILE *f = fopen("/proc/self/status", "re");
	unsigned long long left = 1, sum = 0;

	errno = EIO;
	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "Cap%*3[A-Za-z]: %llx", &left) == 1)
			sum |= left;
	errno = EEXIST;
	return !f || sum ? -1 : 0;
}

/* Who was started enters one of his own. */
static int enter_another(void)
{
	const struct li_sandbox box = {.calls = LI_CALLS_ACCEPT};
	const pid_t pid = fork();
	int status = 1;

	if (pid == 0)
		_exit(li_sandbox_enter(&box, NULL) || open_file() >= 0);
	errno = EIO;
	return waitpid(pid, &status, 0) == pid && status == 0 ? 0 : -1;
}

static void test_fork__makes_processes_and_nothing_else(void)
{
	/* TS 33.127 cl. 8.2 */
	const struct li_sandbox box = {.calls = LI_CALLS_FORK};
	const struct li_sandbox other = {0};

	CU_ASSERT_EQUAL(in_box(&box, make_process), 0);
	CU_ASSERT_EQUAL(in_box(&box, end_with_parent), 0);
	CU_ASSERT_EQUAL(in_box(&box, make_thread), EPERM);
	CU_ASSERT_EQUAL(in_box(&box, make_apart), EPERM);
	CU_ASSERT_EQUAL(in_box(&box, start_program), 128 + SIGSYS);
	CU_ASSERT_EQUAL(in_box(&other, make_process), EPERM);
	CU_ASSERT_EQUAL(in_box(&other, end_with_parent), EPERM);
}

static void test_fork__sends_no_signal(void)
{
	const struct li_sandbox box = {.calls = LI_CALLS_FORK};
	const struct li_sandbox other = {0};

	CU_ASSERT_EQUAL(in_box(&box, signal_parent), EPERM);
	CU_ASSERT_EQUAL(in_box(&box, signal_itself), EPERM);
	/* It ends all the same. */
	CU_ASSERT_EQUAL(in_box(&box, stop), 128 + SIGSEGV);
	CU_ASSERT_EQUAL(in_box(&other, signal_itself), 0);
	CU_ASSERT_EQUAL(in_box(&other, stop), 128 + SIGABRT);
}

static void test_fork__a_starter_has_no_rights_to_give(void)
{
	/* TS 33.127 cl. 8.2 */
	const struct li_sandbox box = {.starter = true};

	CU_ASSERT_EQUAL(in_box(&box, capabilities), 0);
	CU_ASSERT_EQUAL(in_box(&box, start_program), 128 + SIGSYS);
	CU_ASSERT_EQUAL(in_box(&box, trace), 128 + SIGSYS);
	CU_ASSERT_EQUAL(in_box(&box, become_another), 128 + SIGSYS);
	CU_ASSERT_EQUAL(in_box(&box, open_file), 0);
	CU_ASSERT_EQUAL(in_box(&box, make_process), 0);
	CU_ASSERT_EQUAL(in_box(&box, enter_another), 0);
}

static void test_fork__is_free_without_a_sandbox(void)
{
	const struct li_sandbox box = {0};

	CU_ASSERT_EQUAL(in_box(&box, make_process), 0);
}

int main(void)
{
	static const struct unit_test built[] = {
		UNIT_TEST(test_fork__makes_processes_and_nothing_else),
		UNIT_TEST(test_fork__sends_no_signal),
		UNIT_TEST(test_fork__a_starter_has_no_rights_to_give),
	};
	static const struct unit_test left_out[] = {
		UNIT_TEST(test_fork__is_free_without_a_sandbox),
	};
	const bool is = li_sandbox_built();

	return unit_main("sandbox.fork", is ? built : left_out,
		is ? sizeof(built) / sizeof(built[0]) : 1);
}
