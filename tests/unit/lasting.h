/* SPDX-License-Identifier: BSD-3-Clause
 *
 * lasting.h - in which order a file is written, made to last and given its name,
 * and what becomes of it when one of these fails. Link with LASTING_WRAPS.
 *
 * Floor    tests.
 * Threads  One.
 * Memory   Static.
 * Spec     TS 33.107 cl. 8 (what is kept outlives a loss of power)
 */
#ifndef LI_UNIT_LASTING_H
#define LI_UNIT_LASTING_H

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* w: written, s: synced, n: has its name, f: its folder was synced. */
static struct {
	char done[32];
	char fails;  /* one of these, or NUL */
	size_t dies; /* in which one the process ends, from 1 on; 0: in none */
} lasting;

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __real_link(const char *from, const char *to);
int __wrap_link(const char *from, const char *to);
int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);
ssize_t __real_write(int fd, const void *p, size_t n);
ssize_t __wrap_write(int fd, const void *p, size_t n);

static inline void lasting_begin(char fails)
{
	memset(&lasting, 0, sizeof(lasting));
	lasting.fails = fails;
}

/* Does this go well? */
static inline bool lasting_note(char what)
{
	const size_t n = strlen(lasting.done);

	if (lasting.dies == n + 1)
		_exit(0);
	if (n + 1 < sizeof(lasting.done))
		lasting.done[n] = what;
	errno = EIO;
	return what != lasting.fails;
}

int __wrap_rename(const char *from, const char *to)
{
	return lasting_note('n') ? __real_rename(from, to) : -1;
}

int __wrap_link(const char *from, const char *to)
{
	return lasting_note('n') ? __real_link(from, to) : -1;
}

int __wrap_fsync(int fd)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return -1;
	return lasting_note(S_ISDIR(st.st_mode) ? 'f' : 's') ? __real_fsync(fd)
							     : -1;
}

int __wrap_fdatasync(int fd)
{
	return lasting_note('s') ? __real_fdatasync(fd) : -1;
}

ssize_t __wrap_write(int fd, const void *p, size_t n)
{
	return lasting_note('w') ? __real_write(fd, p, n) : -1;
}

#endif
