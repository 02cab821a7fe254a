/* SPDX-License-Identifier: BSD-3-Clause */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "place.h"
#include "unit.h"

/* A fork that lets go of the store: to the files, and to who writes them, it is
 * as if it had never been. TS 33.127 cl. 8.1 */

enum { TOUCHED = 3 };

static int touched(int fd, int command, ...)
{
	(void)fd;
	(void)command;
	_exit(TOUCHED);
}

static int touched_size(int fd, off_t size)
{
	(void)fd;
	(void)size;
	_exit(TOUCHED);
}

static int touched_path(const char *path)
{
	(void)path;
	_exit(TOUCHED);
}

static ssize_t touched_octets(int fd, const void *p, size_t n, off_t at)
{
	(void)fd;
	(void)p;
	(void)n;
	(void)at;
	_exit(TOUCHED);
}

/* Whatever SQLite does to a file from here on ends this process. */
static void forbid(void)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find("unix");
	static const struct {
		const char *name;
		sqlite3_syscall_ptr fn;
	} calls[] = {
		{"fcntl", (sqlite3_syscall_ptr)touched},
		{"ftruncate", (sqlite3_syscall_ptr)touched_size},
		{"unlink", (sqlite3_syscall_ptr)touched_path},
		{"pwrite", (sqlite3_syscall_ptr)touched_octets},
		{"pwrite64", (sqlite3_syscall_ptr)touched_octets},
	};

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (vfs->xSetSystemCall(vfs, calls[i].name, calls[i].fn) !=
			SQLITE_OK)
			_exit(1);
}

/* Fork, and do this in the fork; returns its exit status. */
static int in_fork(struct place *p, void (*fn)(struct place *p))
{
	int status = -1;
	const pid_t child = fork();

	if (child == 0) {
		fn(p);
		_exit(0);
	}
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void leave(struct place *p)
{
	forbid();
	li_store_leave(p->store);
}

/* The control: what an ordinary end does is seen. */
static void close_it(struct place *p)
{
	forbid();
	li_store_close(p->store);
}

/* Is the database locked by somebody for who comes from outside? */
static void look(struct place *p)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	const int fd = open(p->db, O_RDWR | O_CLOEXEC);

	if (fd < 0 || fcntl(fd, F_GETLK, &lock) != 0)
		_exit(1);
	_exit(lock.l_type == F_UNLCK ? 0 : TOUCHED);
}

static void test_leave__touches_no_file(void)
{
	struct stat before, after;
	char wal[PLACE_PATH + 8];
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 3), LI_OK);
	snprintf(wal, sizeof(wal), "%s-wal", p.db);
	CU_ASSERT_EQUAL(stat(wal, &before), 0);
	CU_ASSERT_EQUAL(in_fork(&p, leave), 0);
	CU_ASSERT_EQUAL(in_fork(&p, leave), 0);
	CU_ASSERT_EQUAL(stat(wal, &after), 0);
	CU_ASSERT_EQUAL(before.st_size, after.st_size);
	CU_ASSERT_TRUE(before.st_size > 0);
	/* Who writes it has his lock, and goes on. */
	CU_ASSERT_EQUAL(in_fork(&p, look), TOUCHED);
	CU_ASSERT_EQUAL(place_commit(&p, 1, 7, 3), LI_OK);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM iri"), 6);
	CU_ASSERT_TRUE(place_gapless(&p));
	CU_ASSERT_EQUAL(in_fork(&p, close_it), TOUCHED);
	place_fini(&p);
}

UNIT_MAIN("store.leave", UNIT_TEST(test_leave__touches_no_file))
