/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "in_box.h"
#include "unit.h"

static char folder[] = "/tmp/test_sandbox.XXXXXX";
static char inside[64], outside[64];

static int read_inside(void)
{
	return open(inside, O_RDONLY);
}

static int write_inside(void)
{
	return open(inside, O_WRONLY | O_TRUNC);
}

static int make_inside(void)
{
	char path[80];

	snprintf(path, sizeof(path), "%s.more", inside);
	return open(path, O_WRONLY | O_CREAT, 0600) < 0 ? -1 : unlink(path);
}

static int read_outside(void)
{
	return open(outside, O_RDONLY);
}

static int make_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static int make_raw(void)
{
	return socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
}

static int make_unix(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0);
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

static int make_process(void)
{
	const pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid;
}

static int become_another(void)
{
	return (int)syscall(SYS_setuid, 65534);
}

static int run_memory(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? -1 : 0;
}

static int make_memory_run(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return mprotect(p, 4096, PROT_READ | PROT_EXEC);
}

static int kill_parent(void)
{
	return kill(getppid(), 0);
}

/* Nobody; but the kernel looks at who that is only when it lets one ask. */
static int end_somebody(void)
{
	const int rc = kill(0x3fffffff, SIGTERM);

	return rc != 0 && errno == ESRCH ? 0 : rc;
}

static int end_by_force(void)
{
	return kill(0x3fffffff, SIGKILL);
}

static int wait_for_child(void)
{
	const pid_t pid = waitpid(-1, NULL, WNOHANG);

	return pid < 0 && errno == ECHILD ? 0 : -1;
}

/* What malloc(3), time and a log line take. */
static int work(void)
{
	char *p = malloc(1 << 20);
	struct timespec t;

	if (!p || clock_gettime(CLOCK_REALTIME, &t) != 0)
		return -1;
	memset(p, 1, 1 << 20);
	free(p);
	return write(STDERR_FILENO, "", 0) < 0 ? -1 : 0;
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

/* The port that nobody may connect to but by name of it. */
static int connect_to(uint16_t port)
{
	const int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	return connect(fd, (const struct sockaddr *)&to, sizeof(to));
}

static int connect_to_9(void)
{
	return connect_to(9);
}

static int connect_to_10(void)
{
	return connect_to(10);
}

static void test_sandbox__has_its_files_and_no_other(void)
{
	/* TS 33.127 cl. 8.2 */
	const struct li_sandbox_path one = {inside, LI_MAY_READ};
	const struct li_sandbox_path all = {inside,
		LI_MAY_WRITE | LI_MAY_BESIDE};
	const struct li_sandbox reader = {.calls = LI_CALLS_FILES,
		.paths = &one,
		.path_count = 1};
	const struct li_sandbox keeper = {.calls = LI_CALLS_FILES,
		.paths = &all,
		.path_count = 1};
	const struct li_sandbox none = {0};

	CU_ASSERT_EQUAL(in_box(&reader, read_inside), 0);
	CU_ASSERT_EQUAL(in_box(&reader, write_inside), EACCES);
	CU_ASSERT_EQUAL(in_box(&reader, make_inside), EACCES);
	CU_ASSERT_EQUAL(in_box(&reader, read_outside), EACCES);
	CU_ASSERT_EQUAL(in_box(&keeper, write_inside), 0);
	CU_ASSERT_EQUAL(in_box(&keeper, make_inside), 0);
	CU_ASSERT_EQUAL(in_box(&keeper, read_outside), EACCES);
	CU_ASSERT_EQUAL(in_box(&none, read_inside), EPERM);
}

static void test_sandbox__a_link_leads_where_it_led(void)
{
	const struct li_sandbox_path link = {inside,
		LI_MAY_READ | LI_MAY_BESIDE};
	const struct li_sandbox box = {.calls = LI_CALLS_FILES,
		.paths = &link,
		.path_count = 1};
	char away[80];

	snprintf(away, sizeof(away), "%s.away", inside);
	CU_ASSERT_EQUAL_FATAL(rename(inside, away), 0);
	CU_ASSERT_EQUAL_FATAL(symlink(outside, inside), 0);
	CU_ASSERT_EQUAL(in_box(&box, read_inside), 0);
	CU_ASSERT_EQUAL_FATAL(unlink(inside), 0);
	CU_ASSERT_EQUAL_FATAL(rename(away, inside), 0);
}

static void test_sandbox__makes_the_sockets_of_its_work(void)
{
	/* TS 33.127 cl. 8.2 */
	const struct li_sandbox closed = {.calls = LI_CALLS_ACCEPT};
	const struct li_sandbox here = {.calls = LI_CALLS_UNIX};
	const struct li_sandbox far = {.calls = LI_CALLS_INET};

	CU_ASSERT_EQUAL(in_box(&closed, make_socket), EPERM);
	CU_ASSERT_EQUAL(in_box(&closed, make_unix), EPERM);
	CU_ASSERT_EQUAL(in_box(&here, make_socket), EPERM);
	CU_ASSERT_EQUAL(in_box(&here, make_unix), 0);
	CU_ASSERT_EQUAL(in_box(&far, make_socket), 0);
	CU_ASSERT_EQUAL(in_box(&far, make_raw), EPERM);
}

static void test_sandbox__connects_to_its_ports(void)
{
	static const uint16_t nine = 9;
	const struct li_sandbox any = {.calls = LI_CALLS_INET};
	const struct li_sandbox box = {.calls = LI_CALLS_INET,
		.ports = &nine,
		.port_count = 1};
	const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);

	/* Nobody listens at either. */
	CU_ASSERT_EQUAL(in_box(&any, connect_to_10), ECONNREFUSED);
	CU_ASSERT_EQUAL(in_box(&box, connect_to_9), ECONNREFUSED);
	CU_ASSERT_EQUAL(in_box(&box, connect_to_10),
		abi >= 4 ? EACCES : ECONNREFUSED);
}

static void test_sandbox__an_intruder_ends_it(void)
{
	const struct li_sandbox box = {.calls = LI_CALLS_FILES |
			LI_CALLS_ACCEPT | LI_CALLS_UNIX | LI_CALLS_INET};

	CU_ASSERT_EQUAL(in_box(&box, start_program), 128 + SIGSYS);
	CU_ASSERT_EQUAL(in_box(&box, trace), 128 + SIGSYS);
	CU_ASSERT_EQUAL(in_box(&box, become_another), 128 + SIGSYS);
	CU_ASSERT_EQUAL(in_box(&box, make_process), EPERM);
	CU_ASSERT_EQUAL(in_box(&box, make_thread), EPERM);
	CU_ASSERT_EQUAL(in_box(&box, run_memory), EPERM);
	CU_ASSERT_EQUAL(in_box(&box, make_memory_run), EPERM);
	CU_ASSERT_EQUAL(in_box(&box, kill_parent), EPERM);
	CU_ASSERT_EQUAL(in_box(&box, work), 0);
}

static void test_sandbox__threads_are_for_who_has_them(void)
{
	const struct li_sandbox box = {.calls = LI_CALLS_THREADS};

	CU_ASSERT_EQUAL(in_box(&box, make_thread), 0);
	CU_ASSERT_EQUAL(in_box(&box, make_process), EPERM);
}

static void test_sandbox__a_strict_one_ends_for_anything(void)
{
	const struct li_sandbox box = {.strict = true};

	CU_ASSERT_EQUAL(in_box(&box, read_inside), 128 + SIGSYS);
	CU_ASSERT_EQUAL(in_box(&box, make_unix), 128 + SIGSYS);
	CU_ASSERT_EQUAL(in_box(&box, run_memory), 128 + SIGSYS);
	CU_ASSERT_EQUAL(in_box(&box, work), 0);
}

static void test_sandbox__a_holder_tells_others_to_end_and_makes_none(void)
{
	/* TS 33.127 cl. 8.2 */
	const struct li_sandbox box = {.calls = LI_CALLS_HOLD};

	CU_ASSERT_EQUAL(in_box(&box, end_somebody), 0);
	CU_ASSERT_EQUAL(in_box(&box, wait_for_child), 0);
	CU_ASSERT_EQUAL(in_box(&box, end_by_force), EPERM);
	CU_ASSERT_EQUAL(in_box(&box, make_process), EPERM);
	CU_ASSERT_EQUAL(in_box(&box, read_inside), EPERM);
	CU_ASSERT_EQUAL(in_box(&box, make_unix), EPERM);
	CU_ASSERT_EQUAL(in_box(&box, start_program), 128 + SIGSYS);
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

static void test_sandbox__keeps_no_capability(void)
{
	const struct li_sandbox_path status = {"/proc", LI_MAY_READ};
	const struct li_sandbox box = {.calls = LI_CALLS_FILES,
		.paths = &status,
		.path_count = 1};

	CU_ASSERT_EQUAL(in_box(&box, capabilities), 0);
}

static void test_sandbox__says_when_there_is_none(void)
{
	const struct li_sandbox box = {0};

	CU_ASSERT_FALSE(li_sandbox_built());
	CU_ASSERT_EQUAL(in_box(&box, read_inside), 0);
}

static int make(const char *path)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	return fd < 0 ? -1 : close(fd);
}

int main(void)
{
	static const struct unit_test built[] = {
		UNIT_TEST(test_sandbox__has_its_files_and_no_other),
		UNIT_TEST(test_sandbox__a_link_leads_where_it_led),
		UNIT_TEST(test_sandbox__makes_the_sockets_of_its_work),
		UNIT_TEST(test_sandbox__connects_to_its_ports),
		UNIT_TEST(test_sandbox__an_intruder_ends_it),
		UNIT_TEST(test_sandbox__threads_are_for_who_has_them),
		UNIT_TEST(test_sandbox__a_strict_one_ends_for_anything),
		UNIT_TEST(
			test_sandbox__a_holder_tells_others_to_end_and_makes_none),
		UNIT_TEST(test_sandbox__keeps_no_capability),
	};
	static const struct unit_test left_out[] = {
		UNIT_TEST(test_sandbox__says_when_there_is_none),
	};
	const bool is = li_sandbox_built();
	const size_t count = sizeof(built) / sizeof(built[0]);
	int rc;

	if (!mkdtemp(folder))
		return 1;
	snprintf(inside, sizeof(inside), "%s/in/file", folder);
	*strrchr(inside, '/') = '\0';
	rc = mkdir(inside, 0700);
	strcat(inside, "/file");
	snprintf(outside, sizeof(outside), "%s/outside", folder);
	if (rc || make(inside) || make(outside))
		return 1;
	rc = unit_main("sandbox.sandbox", is ? built : left_out,
		is ? count : 1);
	unlink(inside);
	*strrchr(inside, '/') = '\0';
	rmdir(inside);
	unlink(outside);
	rmdir(folder);
	return rc;
}
