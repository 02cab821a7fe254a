/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ring_steer - loaded before the C library and SQLite, it kills the core of
 * lmisfd right after every twentieth fdatasync(2): what it committed is durable
 * and nobody was told. It does so until there is a file steer.off. With
 * RING_STEER=forget it stores every position of a ring as 0 besides, with
 * RING_STEER=number the next sequence number of every stream, as if they were in
 * memory alone: the faults that the tests must see. With RING_STEER=landed it kills
 * it right behind every twentieth recvmmsg(2) that got something instead: the kernel
 * has let go of it, and it is not in the ring. With RING_STEER=slow nobody is
 * killed, and each commit takes a while, for who is to die before one.
 */
#include <dlfcn.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SHOWN __attribute__((visibility("default")))

enum {
	EACH = 20,
	SLOW_US = 20000,
};

typedef int (*bind_fn)(sqlite3_stmt *s, int n, sqlite3_int64 value);
typedef int (*step_fn)(sqlite3_stmt *s);
typedef const char *(*sql_fn)(sqlite3_stmt *s);

/* Of all processes: a core that goes on does not meet the same end again. */
static int none;
static int *count = &none;
static const char *forgotten; /* words of the statement that stores it */
static bool landed, slow;
static bind_fn bind_int64;
static step_fn step;
static sql_fn sql_of; /* of lmisfd; other programs have neither */

__attribute__((constructor)) static void begin(void)
{
	const char *how = getenv("RING_STEER");
	void *found = dlsym(RTLD_NEXT, "sqlite3_bind_int64");
	void *at = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (at != MAP_FAILED)
		count = at;
	if (how && strcmp(how, "forget") == 0)
		forgotten = "INTO feed";
	if (how && strcmp(how, "number") == 0)
		forgotten = "UPDATE stream SET next";
	landed = how && strcmp(how, "landed") == 0;
	slow = how && strcmp(how, "slow") == 0;
	memcpy(&bind_int64, &found, sizeof(found));
	found = dlsym(RTLD_NEXT, "sqlite3_step");
	memcpy(&step, &found, sizeof(found));
	found = dlsym(RTLD_NEXT, "sqlite3_sql");
	memcpy(&sql_of, &found, sizeof(found));
}

/* Where a sandbox keeps it from sending signals, one call that no sandbox
 * forgives ends it as surely. */
static void end_here(void)
{
	kill(getpid(), SIGKILL);
	syscall(SYS_ptrace, 0, 0, NULL, NULL);
}

static void end_some(void)
{
	if (++*count % EACH == 0 && access("steer.off", F_OK) != 0)
		end_here();
}

SHOWN int fdatasync(int fd)
{
	const int got = (int)syscall(SYS_fdatasync, fd);

	if (!landed && !slow)
		end_some();
	return got;
}

SHOWN int recvmmsg(int fd, struct mmsghdr *headers, unsigned int n, int flags,
	struct timespec *timeout)
{
	const int got =
		(int)syscall(SYS_recvmmsg, fd, headers, n, flags, timeout);

	if (landed && got > 0)
		end_some();
	return got;
}

SHOWN int sqlite3_step(sqlite3_stmt *s)
{
	const char *sql = slow ? sql_of(s) : NULL;

	/* Those that SQLite makes itself have no text. */
	if (sql && strncmp(sql, "COMMIT", 6) == 0)
		usleep(SLOW_US);
	return step(s);
}

SHOWN int sqlite3_bind_int64(sqlite3_stmt *s, int n, sqlite3_int64 value)
{
	if (forgotten && n == 2 && strstr(sql_of(s), forgotten))
		value = 0;
	return bind_int64(s, n, value);
}
