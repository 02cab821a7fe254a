/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a sandbox allows with some arguments only, and what more than one of its
 * walls stands before: each deed here meets the one that it is for.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <sys/un.h>
#include <time.h>

#include "in_box.h"
#include "unit.h"

static char file[] = "/tmp/test_walls.XXXXXX";
static int file_fd;

/* ---- Landlock ---- */

/* Nothing is written, and all of it is gone. */
static int empty_file(void)
{
	return open(file, O_RDONLY | O_TRUNC | O_CLOEXEC);
}

static int offer_port(void)
{
	const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const struct sockaddr_in any = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	return bind(fd, (const struct sockaddr *)&any, sizeof(any));
}

static struct sockaddr_un nameless = {.sun_family = AF_UNIX};
static socklen_t nameless_n;

static int reach_abstract(void)
{
	const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return connect(fd, (const struct sockaddr *)&nameless, nameless_n);
}

static long landlock(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
}

static void test_walls__what_is_only_read_is_not_emptied(void)
{
	/* TS 33.127 cl. 8.2 */
	const struct li_sandbox_path one = {file, LI_MAY_READ};
	const struct li_sandbox_path all = {file, LI_MAY_WRITE};
	const struct li_sandbox reader = {.calls = LI_CALLS_FILES,
		.paths = &one,
		.path_count = 1};
	const struct li_sandbox writer = {.calls = LI_CALLS_FILES,
		.paths = &all,
		.path_count = 1};

	CU_ASSERT_EQUAL(in_box(&reader, empty_file),
		landlock() >= 3 ? EACCES : 0);
	CU_ASSERT_EQUAL(in_box(&writer, empty_file), 0);
}

static void test_walls__offers_no_port(void)
{
	/* bind(2) is there for names: RESOLVE */
	const struct li_sandbox box = {
		.calls = LI_CALLS_INET | LI_CALLS_RESOLVE};

	CU_ASSERT_EQUAL(in_box(&box, offer_port), landlock() >= 4 ? EACCES : 0);
}

static void test_walls__reaches_no_abstract_socket(void)
{
	const struct li_sandbox box = {.calls = LI_CALLS_UNIX};
	const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const socklen_t least = offsetof(struct sockaddr_un, sun_path);

	CU_ASSERT_EQUAL(bind(fd, (const struct sockaddr *)&nameless, least), 0);
	nameless_n = sizeof(nameless);
	CU_ASSERT_EQUAL(getsockname(fd, (struct sockaddr *)&nameless,
				&nameless_n),
		0);
	CU_ASSERT_EQUAL(listen(fd, 1), 0);
	CU_ASSERT_EQUAL(in_box(&box, reach_abstract),
		landlock() >= 6 ? EPERM : 0);
	close(fd);
}

/* ---- seccomp, by arguments ---- */

static int set_limit(void)
{
	const struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};

	return setrlimit(RLIMIT_DATA, &all);
}

static int ask_limit(void)
{
	struct rlimit is;

	return getrlimit(RLIMIT_DATA, &is);
}

static int steer_file(void)
{
	int on = 0;

	return ioctl(file_fd, FIONBIO, &on);
}

static int make_datagrams(void)
{
	return socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

static int make_datagrams_6(void)
{
	return socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

static int make_pair_of_others(void)
{
	int pair[2];

	return socketpair(AF_INET, SOCK_STREAM, 0, pair);
}

/* To whom it is not connected. */
static int send_elsewhere(void)
{
	const struct sockaddr_un to = {.sun_family = AF_UNIX,
		.sun_path = "/nowhere"};
	int pair[2];

	return socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0
		? (int)sendto(pair[0], "x", 1, 0, (const struct sockaddr *)&to,
			  sizeof(to))
		: -1;
}

static int ask_clock(void)
{
	struct timex t = {.modes = 0};

	return clock_adjtime(CLOCK_REALTIME, &t);
}

static int ask_other_clock(void)
{
	struct timex t = {.modes = 0};

	return clock_adjtime(CLOCK_TAI, &t);
}

static int gain(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {0};

	return (int)syscall(SYS_capset, &head, none);
}

/* A file in memory is no memory of its own. */
static int map_file(void)
{
	const void *p = mmap(NULL, 1, PROT_READ, MAP_PRIVATE, file_fd, 0);

	return p == MAP_FAILED ? -1 : 0;
}

static void test_walls__asks_and_does_not_set(void)
{
	/* TS 33.127 cl. 8.2 */
	const struct li_sandbox box = {.calls = LI_CALLS_FILES};
	const struct li_sandbox clock = {.calls = LI_CALLS_CLOCK};

	CU_ASSERT_EQUAL(in_box(&box, ask_limit), 0);
	CU_ASSERT_EQUAL(in_box(&box, set_limit), EPERM);
	CU_ASSERT_EQUAL(in_box(&box, steer_file), EPERM);
	CU_ASSERT_EQUAL(in_box(&box, ask_clock), EPERM);
	CU_ASSERT_EQUAL(in_box(&clock, ask_clock), 0);
	CU_ASSERT_EQUAL(in_box(&clock, ask_other_clock), EPERM);
}

static void test_walls__sockets_are_of_their_kind(void)
{
	/* TS 33.127 cl. 8.2 */
	const struct li_sandbox far = {.calls = LI_CALLS_INET};

	CU_ASSERT_EQUAL(in_box(&far, make_datagrams), EPERM);
	CU_ASSERT_EQUAL(in_box(&far, make_datagrams_6), EPERM);
	CU_ASSERT_EQUAL(in_box(&far, make_pair_of_others), EPERM);
	CU_ASSERT_EQUAL(in_box(&far, send_elsewhere), EPERM);
}

static void test_walls__who_would_gain_rights_is_ended(void)
{
	const struct li_sandbox box = {.calls = LI_CALLS_FILES};
	const struct li_sandbox starter = {.starter = true};

	CU_ASSERT_EQUAL(in_box(&box, gain), 128 + SIGSYS);
	CU_ASSERT_EQUAL(in_box(&starter, gain), 0);
}

static void test_walls__a_strict_one_maps_no_file(void)
{
	const struct li_sandbox box = {.strict = true};

	CU_ASSERT_EQUAL(in_box(&box, map_file), 128 + SIGSYS);
}

#ifdef __x86_64__
/* getpid(2), as programs of 32 bits ask for it; a kernel may have no door for
 * them at all. */
static int ask_by_32_bits(void)
{
	int rc;

	__asm__ volatile("int $0x80" : "=a"(rc) : "a"(20) : "memory");
	return rc > 0 ? 0 : -1;
}

static void test_walls__no_way_around_by_another_architecture(void)
{
	const struct li_sandbox box = {.calls = LI_CALLS_FILES};
	const int got = in_box(&box, ask_by_32_bits);

	CU_ASSERT(got == 128 + SIGSYS || got == 128 + SIGSEGV);
}
#endif

static void test_walls__are_not_there(void)
{
	const struct li_sandbox box = {0};

	CU_ASSERT_EQUAL(in_box(&box, set_limit), 0);
}

int main(void)
{
	static const struct unit_test built[] = {
		UNIT_TEST(test_walls__what_is_only_read_is_not_emptied),
		UNIT_TEST(test_walls__offers_no_port),
		UNIT_TEST(test_walls__reaches_no_abstract_socket),
		UNIT_TEST(test_walls__asks_and_does_not_set),
		UNIT_TEST(test_walls__sockets_are_of_their_kind),
		UNIT_TEST(test_walls__who_would_gain_rights_is_ended),
		UNIT_TEST(test_walls__a_strict_one_maps_no_file),
#ifdef __x86_64__
		UNIT_TEST(test_walls__no_way_around_by_another_architecture),
#endif
	};
	static const struct unit_test left_out[] = {
		UNIT_TEST(test_walls__are_not_there),
	};
	const bool is = li_sandbox_built();
	int rc;

	file_fd = mkstemp(file);
	if (file_fd < 0)
		return 1;
	rc = unit_main("sandbox.walls", is ? built : left_out,
		is ? sizeof(built) / sizeof(built[0]) : 1);
	close(file_fd);
	unlink(file);
	return rc;
}
