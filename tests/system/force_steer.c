/* SPDX-License-Identifier: BSD-3-Clause
 *
 * force_steer - loaded before the C library, it sets a program's UTC apart from
 * the machine's and kills the program at a chosen call.
 *
 * FORCE_STEER names a file of two int64 in the machine's order, which a test
 * writes while the program runs: microseconds that are added to UTC; and, when
 * above 0, how many more calls that write or send are done before the one that
 * is not, but kills.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SHOWN __attribute__((visibility("default")))

static volatile int64_t none[2];
static volatile int64_t *steer = none;

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("FORCE_STEER");
	const int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *at;

	if (fd < 0)
		return;
	at = mmap(NULL, sizeof(none), PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		0);
	if (at != MAP_FAILED)
		steer = at;
	close(fd);
}

static void count(void)
{
	if (steer[1] > 0 && --steer[1] == 0)
		kill(getpid(), SIGKILL);
}

SHOWN int clock_gettime(clockid_t id, struct timespec *t)
{
	const int got = (int)syscall(SYS_clock_gettime, id, t);
	int64_t ns;

	if (got != 0 || id != CLOCK_REALTIME)
		return got;
	ns = t->tv_nsec + steer[0] % 1000000 * 1000;
	t->tv_sec += steer[0] / 1000000 + ns / 1000000000;
	t->tv_nsec = ns % 1000000000;
	return 0;
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
