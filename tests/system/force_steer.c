/* SPDX-License-Identifier: BSD-3-Clause
 *
 * force_steer - loaded before the C library, it sets a program's UTC apart from
 * the machine's and kills the program at a chosen call.
 *
 * FORCE_STEER names a file of int64 in the machine's order, which a test writes
 * while the program runs: microseconds that are added to UTC; when above 0, how
 * many more calls that write or send are done before the one that is not, but
 * kills; and, when not 0, whether UTC is kept by something (1) or not (2). With
 * FORCE_HOLDS the holder of lmisfd outlives its core; with FORCE_ALL every clock is
 * set with UTC, a fault that tests must see.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SHOWN __attribute__((visibility("default")))

static pid_t holder; /* of lmisfd: it goes with its core */
static pid_t stays;  /* one that does not: calls are those of its cores alone */
static bool all;     /* clocks are set */
static volatile int64_t none[3];
static volatile int64_t *steer = none;

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("FORCE_STEER");
	const int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	char name[16] = "";
	void *at;

	if (prctl(PR_GET_NAME, name) == 0 && strcmp(name, "lmisfd") == 0)
		*(getenv("FORCE_HOLDS") ? &stays : &holder) = getpid();
	all = getenv("FORCE_ALL") != NULL;
	if (fd < 0)
		return;
	at = mmap(NULL, sizeof(none), PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		0);
	if (at != MAP_FAILED)
		steer = at;
	close(fd);
}

/* Where a sandbox keeps it from sending signals, one call that no sandbox
 * forgives ends it as surely. */
static void end_here(void)
{
	kill(getpid(), SIGKILL);
	syscall(SYS_ptrace, 0, 0, NULL, NULL);
}

static void count(void)
{
	/* What sleeps is a child of the core, or of what sleeps. */
	if (steer[1] <= 0 || (stays && getppid() != stays) || --steer[1] > 0)
		return;
	end_here();
}

/* A core ends its holder too: the program is killed. */
SHOWN pid_t waitpid(pid_t pid, int *status, int options)
{
	const pid_t got = (pid_t)syscall(SYS_wait4, pid, status, options, NULL);

	if (got > 0 && holder == getpid() && status && WIFSIGNALED(*status))
		kill(holder, SIGKILL);
	return got;
}

SHOWN int clock_gettime(clockid_t id, struct timespec *t)
{
	const int got = (int)syscall(SYS_clock_gettime, id, t);
	int64_t ns;

	if (got != 0 || (id != CLOCK_REALTIME && !all))
		return got;
	ns = t->tv_nsec + steer[0] % 1000000 * 1000;
	t->tv_sec += steer[0] / 1000000 + ns / 1000000000;
	t->tv_nsec = ns % 1000000000;
	return 0;
}

SHOWN int clock_adjtime(clockid_t id, struct timex *t)
{
	if (steer[2] == 0)
		return (int)syscall(SYS_clock_adjtime, id, t);
	t->status = steer[2] == 2 ? STA_UNSYNC : 0;
	return steer[2] == 2 ? TIME_ERROR : TIME_OK;
}

SHOWN ssize_t write(int fd, const void *p, size_t n)
{
	count();
	return syscall(SYS_write, fd, p, n);
}

SHOWN ssize_t pwrite64(int fd, const void *p, size_t n, off_t at)
{
	count();
	return syscall(SYS_pwrite64, fd, p, n, at);
}

SHOWN ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
	count();
	return syscall(SYS_pwrite64, fd, p, n, at);
}

SHOWN int fdatasync(int fd)
{
	count();
	return (int)syscall(SYS_fdatasync, fd);
}

SHOWN int fsync(int fd)
{
	count();
	return (int)syscall(SYS_fsync, fd);
}

SHOWN ssize_t send(int fd, const void *p, size_t n, int flags)
{
	count();
	return syscall(SYS_sendto, fd, p, n, flags, NULL, 0);
}

SHOWN ssize_t sendmsg(int fd, const struct msghdr *m, int flags)
{
	count();
	return syscall(SYS_sendmsg, fd, m, flags);
}
