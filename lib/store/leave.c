/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <string.h>
#include <sys/types.h>

#include "store/connect.h"
#include "store/inside.h"
#include "store/open.h"

/* SQLite asks that a connection be not carried over a fork(2), nor closed
 * after one: its locks stay behind, so whatever it does to files it does
 * unlocked. But what it knows of locks is the process's, by file: left open,
 * it would have the next connection of this process believe in locks that are
 * the other process's. So it is closed, with no way to a file: what would
 * write, cut or remove one is refused, a lock is given up in memory only. What
 * is left of it are close(2) and munmap(2), which are of this process alone. */

static int no_ftruncate(int fd, off_t size)
{
	(void)fd;
	(void)size;
	errno = EPERM;
	return -1;
}

static int no_fallocate(int fd, off_t at, off_t n)
{
	(void)at;
	return no_ftruncate(fd, n);
}

static ssize_t no_write(int fd, const void *p, size_t n)
{
	(void)p;
	return no_ftruncate(fd, (off_t)n);
}

static ssize_t no_pwrite(int fd, const void *p, size_t n, off_t at)
{
	(void)at;
	return no_write(fd, p, n);
}

static int no_unlink(const char *path)
{
	(void)path;
	return no_ftruncate(-1, 0);
}

static int no_open(const char *path, int flags, int mode)
{
	(void)flags;
	(void)mode;
	return no_unlink(path);
}

static int no_lock(int fd, int command, ...)
{
	(void)fd;
	(void)command;
	return 0;
}

struct way {
	const char *name;
	sqlite3_syscall_ptr fn;
};

static const struct way ways[] = {
	{"open", (sqlite3_syscall_ptr)no_open},
	{"ftruncate", (sqlite3_syscall_ptr)no_ftruncate},
	{"fallocate", (sqlite3_syscall_ptr)no_fallocate},
	{"write", (sqlite3_syscall_ptr)no_write},
	{"pwrite", (sqlite3_syscall_ptr)no_pwrite},
	{"pwrite64", (sqlite3_syscall_ptr)no_pwrite},
	{"unlink", (sqlite3_syscall_ptr)no_unlink},
	{"fcntl", (sqlite3_syscall_ptr)no_lock},
};

enum { WAYS = sizeof(ways) / sizeof(ways[0]) };

/* The lock file's lock is of all who hold the descriptor, and is not given up. */
void li_store_leave(struct li_store *store)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find("unix");
	sqlite3_syscall_ptr before[WAYS];

	for (size_t i = 0; i < WAYS; i++) {
		before[i] = vfs->xGetSystemCall(vfs, ways[i].name);
		(void)vfs->xSetSystemCall(vfs, ways[i].name, ways[i].fn);
	}
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_wal_hook(store->db, NULL, NULL);
	li_open_free(store);
	for (size_t i = 0; i < WAYS; i++)
		(void)vfs->xSetSystemCall(vfs, ways[i].name, before[i]);
}
