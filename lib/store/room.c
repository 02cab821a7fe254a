/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/room.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "store/files.h"

enum {
	KEPT_MAX = 16 << 20,
	KEPT_PART = 16,  /* of the disk */
	ENOUGH_PART = 4, /* of what would be kept */
	BLOCK = 512,     /* octets: st_blocks */
};

static const char suffix[] = ".reserve";

static uint64_t wanted(const struct li_room *room)
{
	const uint64_t part = room->all / KEPT_PART;

	return part < KEPT_MAX ? part : KEPT_MAX;
}

li_err li_room_at(int fd, struct li_room *out)
{
	struct statvfs v;

	/* By a descriptor: a sandbox lets nobody ask about any path. */
	if (fstatvfs(fd, &v) != 0)
		return LI_EIO;
	out->all = (uint64_t)v.f_blocks * v.f_frsize;
	out->free = (uint64_t)v.f_bavail * v.f_frsize;
	return LI_OK;
}

bool li_room_enough(const struct li_room *room)
{
	return room->free >= wanted(room) / ENOUGH_PART;
}

/* Does the file take so much already, or can it be made to? */
static bool fill(int fd, const struct li_room *room)
{
	const uint64_t n = wanted(room);
	struct stat st;

	if (fstat(fd, &st) != 0)
		return false;
	if ((uint64_t)st.st_blocks * BLOCK >= n)
		return true;
	return room->free >= 2 * n && posix_fallocate(fd, 0, (off_t)n) == 0;
}

bool li_room_keep(const char *path, const struct li_room *room)
{
	char file[LI_PATH_MAX];
	bool kept;
	int fd;

	if (li_path_with(path, suffix, file, NULL) != LI_OK)
		return false;
	fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return false;
	kept = fill(fd, room);
	close(fd);
	if (!kept)
		unlink(file); /* a part of it is of no use, and takes room */
	return kept;
}

void li_room_give(const char *path)
{
	char file[LI_PATH_MAX];

	if (li_path_with(path, suffix, file, NULL) == LI_OK)
		unlink(file);
}
