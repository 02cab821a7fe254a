/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/files.h"
#include "store/keyring.h"
#include "store/store.h"

/* Is this what a key file must be? A key that others can read is no key. */
static li_err check_file(const char *path, const struct stat *st,
	struct li_fault *fault)
{
	if (!S_ISREG(st->st_mode))
		return li_fault_set(fault, LI_ECONFIG,
			"%s: key file is not a regular file", path);
	if (st->st_mode & (S_IRWXG | S_IRWXO | S_IXUSR))
		return li_fault_set(fault, LI_ECONFIG,
			"%s: key file has mode %04o; it must be 0400 or 0600",
			path, (unsigned int)(st->st_mode & 07777));
	if (st->st_uid != geteuid() && st->st_uid != 0)
		return li_fault_set(fault, LI_ECONFIG,
			"%s: key file belongs to another user (%u)", path,
			(unsigned int)st->st_uid);
	if (st->st_size != LI_MASTER_KEY)
		return li_fault_set(fault, LI_ECONFIG,
			"%s: key file has %lld octets; it must have %d", path,
			(long long)st->st_size, LI_MASTER_KEY);
	return LI_OK;
}

li_err li_keyfile_load(const char *path, uint8_t master[static LI_MASTER_KEY],
	struct li_fault *fault)
{
	struct stat st;
	li_err err;
	int fd;

	if (!path || !*path)
		return li_fault_set(fault, LI_ECONFIG, "no key file is named");
	/* O_NONBLOCK: a FIFO in its place must not hold us. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return li_fault_set(fault, LI_ECONFIG,
			"%s: key file cannot be opened: %s", path,
			strerror(errno));
	if (fstat(fd, &st) < 0)
		err = li_fault_set(fault, LI_EIO, "%s: %s", path,
			strerror(errno));
	else
		err = check_file(path, &st, fault);
	if (!err && read(fd, master, LI_MASTER_KEY) != LI_MASTER_KEY)
		err = li_fault_set(fault, LI_EIO, "%s: key file cannot be read",
			path);
	close(fd);
	return err;
}

/* Write it whole and make it last. */
static bool fill(int fd, const uint8_t key[LI_MASTER_KEY])
{
	return write(fd, key, LI_MASTER_KEY) == LI_MASTER_KEY &&
		fchmod(fd, 0400) == 0 && fsync(fd) == 0;
}

/* Make a key file: it lasts, or is not there. */
static li_err make(const char *path, uint8_t key[LI_MASTER_KEY],
	struct li_fault *fault)
{
	li_err err = LI_OK;
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EEXIST)
		return li_fault_set(fault, LI_EEXIST,
			"%s: there is a key file already", path);
	if (fd < 0)
		return li_fault_set(fault, LI_EIO,
			"%s: key file cannot be made: %s", path,
			strerror(errno));
	if (getrandom(key, LI_MASTER_KEY, 0) != LI_MASTER_KEY ||
		!fill(fd, key) || !li_dir_sync(path)) {
		err = li_fault_set(fault, LI_EIO,
			"%s: key file cannot be written: %s", path,
			strerror(errno));
		unlink(path);
	}
	close(fd);
	return err;
}

li_err li_store_key_create(const char *key_file, struct li_fault *fault)
{
	uint8_t key[LI_MASTER_KEY];
	li_err err = make(key_file, key, fault);

	explicit_bzero(key, sizeof(key));
	return err;
}

li_err li_keyfile_next(const char *key_file, uint8_t key[static LI_MASTER_KEY],
	struct li_fault *fault)
{
	char next[LI_PATH_MAX];
	li_err err = li_path_with(key_file, LI_KEYFILE_NEXT, next, fault);

	if (err)
		return err;
	unlink(next); /* of one who died before it was the store's */
	return make(next, key, fault);
}

void li_keyfile_drop(const char *key_file)
{
	char next[LI_PATH_MAX];

	if (li_path_with(key_file, LI_KEYFILE_NEXT, next, NULL) == LI_OK)
		unlink(next);
}

li_err li_keyfile_turn(const char *key_file, struct li_fault *fault)
{
	char next[LI_PATH_MAX];
	li_err err = li_path_with(key_file, LI_KEYFILE_NEXT, next, fault);

	if (err)
		return err;
	if (rename(next, key_file) == 0 && li_dir_sync(key_file))
		return LI_OK;
	return li_fault_set(fault, LI_EIO,
		"%s: is the key now, and cannot be made %s: %s", next, key_file,
		strerror(errno));
}
