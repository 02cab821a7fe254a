/* SPDX-License-Identifier: BSD-3-Clause */
#include "odd_disk.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <sqlite3.h>

enum { SECTOR = 512, IMAGES = 8, PATH = 256 };

/* A write or, without octets, a truncation that was not synced. */
struct change {
	struct change *next;
	size_t at, n;
	uint8_t *octets;
};

/* A file, as far as it is on the disk for good. */
struct image {
	char path[PATH]; /* empty: unused */
	uint8_t *octets;
	size_t n, room;
	struct change *first, **last;
	bool sync_failed;
};

struct file {
	sqlite3_file base;
	struct image *image; /* NULL: one that does not outlive a crash */
	sqlite3_file *real;
};

static struct odd_disk *disk;
static struct image images[IMAGES];
static sqlite3_vfs *real_vfs, vfs;
static uint64_t state;

static bool coin(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return state >> 63;
}

/* ---- what is on the disk ---- */

static void resize(struct image *i, size_t n)
{
	/* A sanitizer's realloc(3) copies all of it each time. */
	const size_t room = n > 2 * i->room ? n : 2 * i->room;

	if (n > i->room) {
		i->octets = realloc(i->octets, room);
		i->room = room;
	}
	if (n && !i->octets)
		abort();
	if (n > i->n)
		memset(i->octets + i->n, 0, n - i->n);
	i->n = n;
}

static void put(struct image *i, size_t at, const uint8_t *octets, size_t n)
{
	if (at + n > i->n)
		resize(i, at + n);
	memcpy(i->octets + at, octets, n);
}

/* Do a change, or as much of it as the disk came to do. */
static void apply(struct image *i, const struct change *c, bool whole)
{
	if (!c->octets) {
		if (whole || coin())
			resize(i, c->at);
		return;
	}
	for (size_t from = 0; from < c->n;) {
		const size_t room = SECTOR - (c->at + from) % SECTOR;
		const size_t n = c->n - from < room ? c->n - from : room;

		if (whole || coin())
			put(i, c->at + from, c->octets + from, n);
		from += n;
	}
}

static void settle(struct image *i, bool whole)
{
	while (i->first) {
		struct change *c = i->first;

		apply(i, c, whole);
		i->first = c->next;
		free(c->octets);
		free(c);
	}
	i->last = &i->first;
}

static void change(struct image *i, size_t at, const void *octets, size_t n)
{
	struct change *c = calloc(1, sizeof(*c));

	if (!c || (octets && !(c->octets = malloc(n))))
		abort();
	c->at = at;
	c->n = n;
	if (octets)
		memcpy(c->octets, octets, n);
	*i->last = c;
	i->last = &c->next;
}

static void forget(struct image *i)
{
	settle(i, true);
	free(i->octets);
	*i = (struct image){.path = ""};
}

static struct image *image_of(const char *path, bool make)
{
	struct image *unused = NULL;

	for (size_t i = 0; i < IMAGES; i++) {
		if (images[i].path[0] && strcmp(images[i].path, path) == 0)
			return &images[i];
		if (!images[i].path[0])
			unused = &images[i];
	}
	if (!make)
		return NULL;
	if (!unused)
		abort();
	snprintf(unused->path, sizeof(unused->path), "%s", path);
	unused->last = &unused->first;
	return unused;
}

/* A file that was there before us is there for good. */
static struct image *image_from(const char *path)
{
	struct image *i = image_of(path, false);
	uint8_t some[4096];
	ssize_t n = 0;
	int fd;

	if (i)
		return i;
	i = image_of(path, true);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && (n = read(fd, some, sizeof(some))) > 0)
		put(i, i->n, some, (size_t)n);
	if (fd >= 0)
		close(fd);
	return i;
}

static void rescue(struct image *i)
{
	const char *name = strrchr(i->path, '/');
	char to[2 * PATH];
	int fd;

	settle(i, false);
	snprintf(to, sizeof(to), "%s%s", disk->rescued, name ? name : "");
	fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, i->octets, i->n) != (ssize_t)i->n)
		abort();
	close(fd);
}

/* ---- what goes wrong ---- */

static bool goes_wrong(enum odd_op op)
{
	if (disk->lost)
		return true;
	if (op != ODD_READ && ++disk->changes == disk->lose_at) {
		disk->lost = true;
		for (size_t i = 0; i < IMAGES; i++)
			if (images[i].path[0])
				rescue(&images[i]);
		return true;
	}
	if (++disk->count[op] != disk->fail_at || op != disk->fail)
		return false;
	disk->failed = true;
	return true;
}

/* ---- SQLite's side ---- */

static struct file *of(sqlite3_file *f)
{
	return (struct file *)f;
}

static int on_close(sqlite3_file *f)
{
	return of(f)->real->pMethods->xClose(of(f)->real);
}

static int on_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	if (of(f)->image && goes_wrong(ODD_READ))
		return SQLITE_IOERR_READ;
	return of(f)->real->pMethods->xRead(of(f)->real, to, n, at);
}

static int on_write(sqlite3_file *f, const void *octets, int n,
	sqlite3_int64 at)
{
	struct image *i = of(f)->image;

	if (i && goes_wrong(ODD_WRITE))
		return SQLITE_IOERR_WRITE;
	if (i)
		change(i, (size_t)at, octets, (size_t)n);
	return of(f)->real->pMethods->xWrite(of(f)->real, octets, n, at);
}

static int on_truncate(sqlite3_file *f, sqlite3_int64 n)
{
	struct image *i = of(f)->image;

	if (i && goes_wrong(ODD_TRUNCATE))
		return SQLITE_IOERR_TRUNCATE;
	if (i)
		change(i, (size_t)n, NULL, 0);
	return of(f)->real->pMethods->xTruncate(of(f)->real, n);
}

static int on_sync(sqlite3_file *f, int flags)
{
	struct image *i = of(f)->image;

	(void)flags; /* the images are the disk: the real one may be late */
	if (!i)
		return SQLITE_OK;
	disk->synced_again += i->sync_failed;
	if (goes_wrong(ODD_SYNC)) {
		i->sync_failed = true;
		return SQLITE_IOERR_FSYNC;
	}
	settle(i, true);
	return SQLITE_OK;
}

static int on_size(sqlite3_file *f, sqlite3_int64 *n)
{
	return of(f)->real->pMethods->xFileSize(of(f)->real, n);
}

static int on_lock(sqlite3_file *f, int level)
{
	return of(f)->real->pMethods->xLock(of(f)->real, level);
}

static int on_unlock(sqlite3_file *f, int level)
{
	return of(f)->real->pMethods->xUnlock(of(f)->real, level);
}

static int on_check(sqlite3_file *f, int *out)
{
	return of(f)->real->pMethods->xCheckReservedLock(of(f)->real, out);
}

static int on_control(sqlite3_file *f, int op, void *arg)
{
	char **pragma = arg;

	/* The mutant has set its own when the database was opened. */
	if (op == SQLITE_FCNTL_PRAGMA && disk->normal &&
		strcasecmp(pragma[1], "synchronous") == 0 &&
		(!pragma[2] || strcasecmp(pragma[2], "normal") != 0)) {
		pragma[0] = sqlite3_mprintf("2");
		return SQLITE_OK;
	}
	return of(f)->real->pMethods->xFileControl(of(f)->real, op, arg);
}

static int on_sector(sqlite3_file *f)
{
	return of(f)->real->pMethods->xSectorSize(of(f)->real);
}

static int on_device(sqlite3_file *f)
{
	return of(f)->real->pMethods->xDeviceCharacteristics(of(f)->real);
}

static int on_map(sqlite3_file *f, int page, int size, int extend,
	void volatile **out)
{
	return of(f)->real->pMethods->xShmMap(of(f)->real, page, size, extend,
		out);
}

static int on_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
	return of(f)->real->pMethods->xShmLock(of(f)->real, at, n, flags);
}

static void on_barrier(sqlite3_file *f)
{
	of(f)->real->pMethods->xShmBarrier(of(f)->real);
}

static int on_unmap(sqlite3_file *f, int remove)
{
	return of(f)->real->pMethods->xShmUnmap(of(f)->real, remove);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = on_close,
	.xRead = on_read,
	.xWrite = on_write,
	.xTruncate = on_truncate,
	.xSync = on_sync,
	.xFileSize = on_size,
	.xLock = on_lock,
	.xUnlock = on_unlock,
	.xCheckReservedLock = on_check,
	.xFileControl = on_control,
	.xSectorSize = on_sector,
	.xDeviceCharacteristics = on_device,
	.xShmMap = on_map,
	.xShmLock = on_shm_lock,
	.xShmBarrier = on_barrier,
	.xShmUnmap = on_unmap,
};

static int on_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags,
	int *out)
{
	const bool kept = flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL);
	int rc;

	(void)v;
	of(f)->real = (sqlite3_file *)(of(f) + 1);
	of(f)->image = name && kept ? image_from(name) : NULL;
	rc = real_vfs->xOpen(real_vfs, name, of(f)->real, flags, out);
	f->pMethods = of(f)->real->pMethods ? &methods : NULL;
	return rc;
}

static int on_delete(sqlite3_vfs *v, const char *name, int sync)
{
	struct image *i = image_of(name, false);

	(void)v;
	if (disk->lost)
		return SQLITE_IOERR_DELETE;
	if (i)
		forget(i);
	return real_vfs->xDelete(real_vfs, name, sync);
}

/* As somebody would who wants it faster. */
static int make_normal(sqlite3 *db, char **why, const void *unused)
{
	(void)why;
	(void)unused;
	return sqlite3_exec(db, "PRAGMA synchronous = normal", NULL, NULL,
		NULL);
}

void odd_disk_on(struct odd_disk *d)
{
	disk = d;
	state = d->seed;
	real_vfs = sqlite3_vfs_find(NULL);
	vfs = *real_vfs;
	vfs.zName = "odd";
	vfs.szOsFile = (int)sizeof(struct file) + real_vfs->szOsFile;
	vfs.xOpen = on_open;
	vfs.xDelete = on_delete;
	sqlite3_vfs_register(&vfs, 1);
	if (d->normal)
		sqlite3_auto_extension((void (*)(void))make_normal);
}

void odd_disk_off(void)
{
	sqlite3_reset_auto_extension();
	sqlite3_vfs_unregister(&vfs);
	for (size_t i = 0; i < IMAGES; i++)
		if (images[i].path[0])
			forget(&images[i]);
	disk = NULL;
}
