/* SPDX-License-Identifier: BSD-3-Clause */
#include "common/ready.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "unit.h"

/* What comes to a socket of this name when we are ready. */
static const char *told(const char *name)
{
	static char got[64];
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	size_t n = strlen(name);
	ssize_t came;

	memcpy(at.sun_path, name, n);
	if (name[0] == '@')
		at.sun_path[0] = '\0';
	CU_ASSERT_EQUAL_FATAL(bind(fd, (struct sockaddr *)&at,
				      (socklen_t)(offsetof(struct sockaddr_un,
							  sun_path) +
					      n)),
		0);
	CU_ASSERT_EQUAL(setenv("NOTIFY_SOCKET", name, 1), 0);
	li_ready("prog");
	came = recv(fd, got, sizeof(got) - 1, MSG_DONTWAIT);
	got[came > 0 ? came : 0] = '\0';
	close(fd);
	return got;
}

static void test_ready__tells_at_a_path_and_at_a_name(void)
{
	char folder[] = "/tmp/test_ready.XXXXXX", name[64];

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	snprintf(name, sizeof(name), "%s/notify", folder);
	CU_ASSERT_STRING_EQUAL(told(name), "READY=1");
	unlink(name);
	rmdir(folder);
	snprintf(name, sizeof(name), "@lmisf-test-ready-%d", (int)getpid());
	CU_ASSERT_STRING_EQUAL(told(name), "READY=1");
}

static void test_ready__nobody_who_listens_is_no_error(void)
{
	static const char *const names[] = {"", "@", "relative", "/nowhere/x"};
	char longer[200];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		CU_ASSERT_EQUAL(setenv("NOTIFY_SOCKET", names[i], 1), 0);
		li_ready("prog");
		li_stopping();
	}
	memset(longer, '/', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	CU_ASSERT_EQUAL(setenv("NOTIFY_SOCKET", longer, 1), 0);
	li_stopping();
	CU_ASSERT_EQUAL(unsetenv("NOTIFY_SOCKET"), 0);
	li_stopping();
}

static void test_ready__is_watched_as_it_is_told(void)
{
	char pid[16];

	unsetenv("WATCHDOG_PID");
	unsetenv("WATCHDOG_USEC");
	CU_ASSERT_EQUAL(li_watchdog_every(), 0);
	setenv("WATCHDOG_USEC", "2000000", 1);
	CU_ASSERT_EQUAL(li_watchdog_every(), 1000000);
	setenv("WATCHDOG_PID", "1", 1); /* of another */
	li_watchdog_share();
	CU_ASSERT_EQUAL(li_watchdog_every(), 0);
	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	setenv("WATCHDOG_PID", pid, 1);
	CU_ASSERT_EQUAL(li_watchdog_every(), 1000000);
	li_watchdog_share();
	CU_ASSERT_PTR_NULL(getenv("WATCHDOG_PID"));
	CU_ASSERT_EQUAL(li_watchdog_every(), 1000000);
	setenv("WATCHDOG_USEC", "soon", 1);
	CU_ASSERT_EQUAL(li_watchdog_every(), 0);
	setenv("WATCHDOG_USEC", "20000000", 1);
}

/* Behind the test before: the time is read once. */
static void test_ready__feeds_and_not_too_often(void)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	char got[64] = "", name[64];
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	const int n = snprintf(name, sizeof(name), "@lmisf-test-feed-%d",
		(int)getpid());

	memcpy(at.sun_path + 1, name + 1, (size_t)n - 1);
	CU_ASSERT_EQUAL_FATAL(bind(fd, (struct sockaddr *)&at,
				      (socklen_t)(offsetof(struct sockaddr_un,
							  sun_path) +
					      (size_t)n)),
		0);
	setenv("NOTIFY_SOCKET", name, 1);
	li_notify_open();
	/* What is open stays the way. */
	setenv("NOTIFY_SOCKET", "/nowhere/x", 1);
	li_watchdog();
	li_watchdog();
	CU_ASSERT_EQUAL(recv(fd, got, sizeof(got) - 1, MSG_DONTWAIT), 10);
	CU_ASSERT_STRING_EQUAL(got, "WATCHDOG=1");
	CU_ASSERT_EQUAL(recv(fd, got, sizeof(got) - 1, MSG_DONTWAIT), -1);
	close(fd);
}

UNIT_MAIN("tools.ready", UNIT_TEST(test_ready__tells_at_a_path_and_at_a_name),
	UNIT_TEST(test_ready__nobody_who_listens_is_no_error),
	UNIT_TEST(test_ready__is_watched_as_it_is_told),
	UNIT_TEST(test_ready__feeds_and_not_too_often))
