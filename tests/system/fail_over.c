/* SPDX-License-Identifier: BSD-3-Clause
 *
 * fail_over - loaded before the C library, it passes over each failure of a write
 * or sync to a file, or of what is sent: what a program must never do.
 */
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SHOWN __attribute__((visibility("default")))

SHOWN ssize_t pwrite64(int fd, const void *p, size_t n, off_t at)
{
	const ssize_t got = syscall(SYS_pwrite64, fd, p, n, at);

	return got < 0 ? (ssize_t)n : got;
}

SHOWN ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
	return pwrite64(fd, p, n, at);
}

SHOWN int fdatasync(int fd)
{
	(void)syscall(SYS_fdatasync, fd);
	return 0;
}

SHOWN ssize_t send(int fd, const void *p, size_t n, int flags)
{
	const ssize_t got = syscall(SYS_sendto, fd, p, n, flags, NULL, 0);

	return got < 0 ? (ssize_t)n : got;
}
