/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/room.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "place.h"
#include "unit.h"

/* TS 33.127 cl. 5.3.2.4: room for what must be told when there is no other */

static const struct li_room large = {UINT64_C(1) << 40, UINT64_C(1) << 39};

/* How much the file that is kept takes; -1: there is none. */
static int64_t kept(const char *path)
{
	char file[300];
	struct stat st;

	snprintf(file, sizeof(file), "%s.reserve", path);
	return stat(file, &st) == 0 ? (int64_t)st.st_blocks * 512 : -1;
}

static void test_room__is_kept_and_given(void)
{
	struct place p;

	place_init(&p);
	CU_ASSERT_TRUE(li_room_keep(p.at.path, &large));
	CU_ASSERT_TRUE(kept(p.at.path) >= 16 << 20);
	CU_ASSERT_TRUE(li_room_keep(p.at.path, &large));
	li_room_give(p.at.path);
	CU_ASSERT_EQUAL(kept(p.at.path), -1);
	li_room_give(p.at.path);
	place_fini(&p);
}

/* A part of a small disk, and nothing of one that is short of room. */
/* Where a link leads somebody else's file may be. */
static void test_room__follows_no_link(void)
{
	char file[300], other[300];
	struct place p;

	place_init(&p);
	snprintf(file, sizeof(file), "%s.reserve", p.at.path);
	snprintf(other, sizeof(other), "%s.other", p.at.path);
	CU_ASSERT_EQUAL(symlink(other, file), 0);
	CU_ASSERT_FALSE(li_room_keep(p.at.path, &large));
	CU_ASSERT_NOT_EQUAL(access(other, F_OK), 0);
	unlink(file);
	place_fini(&p);
}

static void test_room__leaves_others_as_much(void)
{
	const struct li_room small = {32 << 20, 4 << 20},
			     tight = {32 << 20, (4 << 20) - 1};
	struct place p;

	place_init(&p);
	CU_ASSERT_FALSE(li_room_keep(p.at.path, &tight));
	CU_ASSERT_EQUAL(kept(p.at.path), -1);
	CU_ASSERT_TRUE(li_room_keep(p.at.path, &small));
	CU_ASSERT_EQUAL(kept(p.at.path), 2 << 20);
	/* What is there goes on being kept. */
	CU_ASSERT_TRUE(li_room_keep(p.at.path, &tight));
	li_room_give(p.at.path);
	place_fini(&p);
}

static void test_room__says_when_there_is_enough(void)
{
	const struct li_room none = {32 << 20, (512 << 10) - 1},
			     some = {32 << 20, 512 << 10};
	struct li_room room = {0, 0};
	const int fd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

	CU_ASSERT_FALSE(li_room_enough(&none));
	CU_ASSERT_TRUE(li_room_enough(&some));
	CU_ASSERT_EQUAL(li_room_at(fd, &room), LI_OK);
	CU_ASSERT_TRUE(room.all > 0);
	CU_ASSERT_TRUE(room.free <= room.all);
	close(fd);
	CU_ASSERT_EQUAL(li_room_at(-1, &room), LI_EIO);
}

UNIT_MAIN("store.room", UNIT_TEST(test_room__is_kept_and_given),
	UNIT_TEST(test_room__follows_no_link),
	UNIT_TEST(test_room__leaves_others_as_much),
	UNIT_TEST(test_room__says_when_there_is_enough))
