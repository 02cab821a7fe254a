/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "store/files.h"

bool li_dir_sync(const char *path)
{
	const char *slash = strrchr(path, '/');
	char dir[LI_PATH_MAX] = ".";
	bool ok;
	int fd;

	if (slash) {
		size_t n = slash == path ? 1 : (size_t)(slash - path);

		if (n >= sizeof(dir)) {
			errno = ENAMETOOLONG;
			return false;
		}
		memcpy(dir, path, n);
		dir[n] = '\0';
	}
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ok = fsync(fd) == 0;
	close(fd);
	return ok;
}

li_err li_path_with(const char *path, const char *suffix, char out[LI_PATH_MAX],
	struct li_fault *fault)
{
	int n = snprintf(out, LI_PATH_MAX, "%s%s", path, suffix);

	if (n < 0 || n >= LI_PATH_MAX)
		return li_fault_set(fault, LI_ECONFIG,
			"database path is longer than %d octets", LI_PATH_MAX);
	return LI_OK;
}

li_err li_lock_take(const char *path, int *fd, struct li_fault *fault)
{
	char lock[LI_PATH_MAX];
	li_err err = li_path_with(path, ".lock", lock, fault);
	int got;

	if (err)
		return err;
	got = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (got < 0)
		return li_fault_set(fault, LI_EIO, "%s: cannot be made: %s",
			lock, strerror(errno));
	if (flock(got, LOCK_EX | LOCK_NB) == 0) {
		*fd = got;
		return LI_OK;
	}
	err = errno == EWOULDBLOCK
		? li_fault_set(fault, LI_EAGAIN,
			  "%s: another program writes this database", path)
		: li_fault_set(fault, LI_EIO, "%s: cannot be locked: %s", lock,
			  strerror(errno));
	close(got);
	return err;
}

void li_files_remove(const char *path)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
	char file[LI_PATH_MAX];

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (li_path_with(path, suffixes[i], file, NULL) == LI_OK)
			unlink(file);
}
