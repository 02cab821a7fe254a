/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/given.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/udp.h"
#include "unit.h"

enum { FIRST = 3, HIGH = 100 };

static char path[] = "/tmp/test_given.XXXXXX/socket";

/* Sockets as a manager of services has them, from FIRST on: UDP and TCP of one
 * port of the loopback, and a unix socket. */
static uint16_t hand_over(void)
{
	struct sockaddr_in in = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	const int udp = socket(AF_INET, SOCK_DGRAM, 0);
	const int tcp = socket(AF_INET, SOCK_STREAM, 0);
	const int local = socket(AF_UNIX, SOCK_STREAM, 0);
	socklen_t len = sizeof(in);
	char pid[16];

	memcpy(un.sun_path, path, sizeof(path));
	if (bind(udp, (struct sockaddr *)&in, sizeof(in)) != 0 ||
		getsockname(udp, (struct sockaddr *)&in, &len) != 0 ||
		bind(tcp, (struct sockaddr *)&in, sizeof(in)) != 0 ||
		bind(local, (struct sockaddr *)&un, sizeof(un)) != 0 ||
		listen(tcp, 1) != 0 || listen(local, 1) != 0 ||
		dup2(udp, HIGH) < 0 || dup2(tcp, HIGH + 1) < 0 ||
		dup2(local, HIGH + 2) < 0)
		_exit(10);
	for (int i = 0; i < 3; i++)
		if (dup2(HIGH + i, FIRST + i) < 0 || close(HIGH + i) != 0)
			_exit(11);
	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", "3", 1);
	return ntohs(in.sin_port);
}

/* In a process of its own, as descriptors have fixed numbers: 0 when all of it
 * is so, else which is not. */
static int apart(int (*deed)(void))
{
	const pid_t pid = fork();
	int status = -1;

	if (pid == 0)
		_exit(deed());
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	unlink(path);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int take_each(void)
{
	struct li_address at = {.family = 4, .ip = {127, 0, 0, 1}};
	int udp = -1, tcp = -1, local = -1;

	at.port = hand_over();
	if (li_udp_bind(&at, 0, &udp, NULL) || udp != FIRST)
		return 1;
	if (li_sock_listen(&at, &tcp, NULL) || tcp != FIRST + 1)
		return 2;
	if (li_sock_unix_listen(path, &local, NULL) || local != FIRST + 2)
		return 3;
	for (int fd = FIRST; fd < FIRST + 3; fd++)
		if (!(fcntl(fd, F_GETFL) & O_NONBLOCK) ||
			!(fcntl(fd, F_GETFD) & FD_CLOEXEC))
			return 4;
	return li_given_close();
}

static int leave_others(void)
{
	struct li_address at = {.family = 4, .ip = {127, 0, 0, 1}};
	int fd = -1;

	at.port = hand_over();
	at.ip[3] = 2; /* not this one */
	if (li_given_inet(SOCK_DGRAM, &at) >= 0 ||
		li_given_unix(SOCK_STREAM, "/tmp/another") >= 0 ||
		li_given_unix(SOCK_DGRAM, path) >= 0)
		return 1;
	if (li_sock_listen(&at, &fd, NULL) || fd < FIRST + 3)
		return 2;
	return li_given_close() == 3 && li_given_close() == 0 ? 0 : 3;
}

static int take_once(void)
{
	struct li_address at = {.family = 4, .ip = {127, 0, 0, 1}};

	at.port = hand_over();
	if (li_given_inet(SOCK_DGRAM, &at) != FIRST)
		return 1;
	return li_given_inet(SOCK_DGRAM, &at) < 0 ? 0 : 2;
}

static int take_in_fork(void)
{
	pid_t pid;
	int status = 1;

	hand_over();
	li_given_look();
	pid = fork();
	if (pid == 0)
		_exit(li_given_unix(SOCK_STREAM, path) != FIRST + 2 ||
			li_given_close() != 2);
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
		return 1;
	/* It took none of ours. */
	return li_given_close() == 3 ? 0 : 2;
}

static int of_another(void)
{
	struct li_address at = {.family = 4, .ip = {127, 0, 0, 1}};

	at.port = hand_over();
	setenv("LISTEN_PID", "1", 1);
	if (li_given_inet(SOCK_DGRAM, &at) >= 0)
		return 1;
	return li_given_close();
}

static int nonsense(void)
{
	char pid[16];

	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", "4000000000", 1);
	return li_given_close();
}

static void test_given__each_is_found_by_its_place(void)
{
	CU_ASSERT_EQUAL(apart(take_each), 0);
}

static void test_given__another_is_left(void)
{
	CU_ASSERT_EQUAL(apart(leave_others), 0);
}

static void test_given__is_taken_once(void)
{
	CU_ASSERT_EQUAL(apart(take_once), 0);
}

static void test_given__a_fork_has_what_was_seen(void)
{
	CU_ASSERT_EQUAL(apart(take_in_fork), 0);
}

static void test_given__those_of_another_process_are_not_ours(void)
{
	CU_ASSERT_EQUAL(apart(of_another), 0);
}

static void test_given__nonsense_is_none(void)
{
	CU_ASSERT_EQUAL(apart(nonsense), 0);
}

int main(void)
{
	static const struct unit_test tests[] = {
		UNIT_TEST(test_given__each_is_found_by_its_place),
		UNIT_TEST(test_given__another_is_left),
		UNIT_TEST(test_given__is_taken_once),
		UNIT_TEST(test_given__a_fork_has_what_was_seen),
		UNIT_TEST(test_given__those_of_another_process_are_not_ours),
		UNIT_TEST(test_given__nonsense_is_none),
	};
	char *slash = strrchr(path, '/');
	int rc;

	*slash = '\0';
	if (!mkdtemp(path))
		return 1;
	*slash = '/';
	rc = unit_main("net.given", tests, sizeof(tests) / sizeof(tests[0]));
	*slash = '\0';
	rmdir(path);
	return rc;
}
