/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tests of x1/cell.h: what is left to a process that has become a cell. What it
 * may not do is in test_reader.c. TS 103 221-1 cl. 8.3
 */
#include "x1/cell.h"

#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

enum { OPEN = 9 }; /* a descriptor that was left open by mistake */

/* What it says of itself once it is one. */
struct said {
	uid_t uid;
	int open; /* descriptors beside its own */
};

static struct said said;
static pid_t cell;
static int to_cell;

/* Another user's, if we may: to root all is root's. */
static _Noreturn void be_cell(int fd)
{
	const struct rlimit much = {1 << 20, 1 << 20};
	struct said s = {.open = 0};
	char c;

	(void)setrlimit(RLIMIT_CORE, &much);
	if (geteuid() == 0)
		(void)!setuid(7);
	s.uid = geteuid();
	if (prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0 ||
		dup2(STDERR_FILENO, OPEN) < 0 || dup2(fd, LI_X1_CELL_FD) < 0 ||
		li_x1_cell_enter())
		_exit(1);
	for (int i = 0; i <= OPEN; i++)
		s.open += i != LI_X1_CELL_FD && write(i, "", 0) == 0;
	if (write(LI_X1_CELL_FD, &s, sizeof(s)) != sizeof(s))
		_exit(1);
	(void)!read(LI_X1_CELL_FD, &c, 1);
	_exit(0);
}

static void begin(void)
{
	int pair[2];

	CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
				      pair),
		0);
	cell = fork();
	if (cell == 0) {
		close(pair[0]);
		be_cell(pair[1]);
	}
	close(pair[1]);
	to_cell = pair[0];
	CU_ASSERT_EQUAL_FATAL(read(to_cell, &said, sizeof(said)), sizeof(said));
}

static void end(void)
{
	int status = 1;

	close(to_cell);
	CU_ASSERT_EQUAL(waitpid(cell, &status, 0), cell);
	CU_ASSERT_EQUAL(status, 0);
}

/* proc(5), limits: both of them, as text */
static void limit(const char *name, char both[64])
{
	char path[64], line[128], soft[24], hard[24];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/limits", cell);
	f = fopen(path, "re");
	strcpy(both, "none");
	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, name, strlen(name)) == 0 &&
			sscanf(line + 26, "%23s %23s", soft, hard) == 2)
			snprintf(both, 64, "%s %s", soft, hard);
	if (f)
		(void)fclose(f);
}

/* Its system calls hold it as well; each of these does it alone. */
static void test_cell__has_its_limits(void)
{
	static const struct {
		const char *name, *both;
	} limits[] = {
		{"Max core file size", "0 0"},
		{"Max file size", "0 0"},
		{"Max processes", "0 0"},
		{"Max open files", "1 1"},
#ifndef LI_INSTRUMENTED /* see cell.h */
		{"Max address space", "268435456 268435456"},
#endif
		{"Max cpu time", "1 2"},
	};
	char both[64];

	begin();
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		limit(limits[i].name, both);
		CU_ASSERT_STRING_EQUAL(both, limits[i].both);
	}
	end();
}

/* proc(5): the files of one that may not be dumped are not its user's. */
static void test_cell__is_in_no_core(void)
{
	char path[64];
	struct stat st = {.st_uid = (uid_t)-1};

	begin();
	snprintf(path, sizeof(path), "/proc/%d/environ", cell);
	CU_ASSERT_EQUAL(stat(path, &st), 0);
	CU_ASSERT(said.uid == 0 || st.st_uid != said.uid);
	end();
}

static void test_cell__has_nothing_else_open(void)
{
	begin();
#ifdef LI_INSTRUMENTED /* findings go to the standard ones */
	CU_ASSERT(said.open <= 2);
#else
	CU_ASSERT_EQUAL(said.open, 0);
#endif
	end();
}

UNIT_MAIN("x1.cell", UNIT_TEST(test_cell__has_its_limits),
	UNIT_TEST(test_cell__is_in_no_core),
	UNIT_TEST(test_cell__has_nothing_else_open))
