/* SPDX-License-Identifier: BSD-3-Clause */
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lasting.h"
#include "place.h"
#include "descriptors.h"
#include "unit.h"

static int files_in(const struct place *p)
{
	DIR *dir = opendir(p->dir);
	struct dirent *e;
	int n = 0;

	while (dir && (e = readdir(dir)))
		n += e->d_name[0] != '.';
	if (dir)
		closedir(dir);
	return n;
}

static void without_database(struct place *p)
{
	char lock[PLACE_PATH + 8];

	place_init(p);
	li_store_close(p->store);
	p->store = NULL;
	snprintf(lock, sizeof(lock), "%s.lock", p->db);
	unlink(p->db);
	unlink(lock);
}

static void test_create__refuses_to_overwrite(void)
{
	struct li_fault fault = {0};
	struct place p;

	place_init(&p);
	place_fill(&p, 1);
	CU_ASSERT_EQUAL(li_store_create(&p.at, &place_actor, &fault),
		LI_EEXIST);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "there is a database"));
	CU_ASSERT_EQUAL(place_number(&p, "SELECT count(*) FROM task"), 1);
	place_fini(&p);
}

/* Whatever the mask of who makes it: TS 33.126 R6.6-100 */
static void test_create__makes_files_that_are_for_nobody_else(void)
{
	struct dirent *e;
	struct place p;
	struct stat st;
	mode_t mask;
	int n = 0;
	DIR *dir;

	mask = umask(0);
	place_init(&p);
	place_fill(&p, 1);
	umask(mask);
	dir = opendir(p.dir);
	CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
	while ((e = readdir(dir))) {
		if (e->d_name[0] == '.')
			continue;
		CU_ASSERT_EQUAL(fstatat(dirfd(dir), e->d_name, &st, 0), 0);
		CU_ASSERT_EQUAL(st.st_mode & 077, 0);
		n++;
	}
	closedir(dir);
	CU_ASSERT(n >= 3); /* the database, its lock, the key */
	place_fini(&p);
}

static void test_create__leaves_nothing_half_done(void)
{
	const struct li_actor nobody = {"", "test"};
	struct li_store_place away;
	struct li_fault fault = {0};
	struct place p;

	without_database(&p);
	CU_ASSERT_EQUAL(files_in(&p), 1);
	CU_ASSERT_EQUAL(li_store_create(&p.at, &nobody, &fault), LI_EINVAL);
	CU_ASSERT_EQUAL(chmod(p.key, 0444), 0);
	CU_ASSERT_EQUAL(li_store_create(&p.at, &place_actor, &fault),
		LI_ECONFIG);
	away = (struct li_store_place){.path = p.db,
		.key_file = "/nonexistent"};
	CU_ASSERT_EQUAL(li_store_create(&away, &place_actor, &fault),
		LI_ECONFIG);
	CU_ASSERT_EQUAL(chmod(p.key, 0400), 0);
	away = (struct li_store_place){.path = "/nonexistent/li.db",
		.key_file = p.key};
	CU_ASSERT_EQUAL(li_store_create(&away, &place_actor, &fault), LI_EIO);
	CU_ASSERT_EQUAL(files_in(&p), 1);
	place_fini(&p);
}

/* One who was killed here leaves a file that the next one takes away. */
static void test_create__clears_what_a_killed_one_left(void)
{
	struct li_fault fault = {0};
	char left[PLACE_PATH + 8];
	struct place p;
	int fd;

	without_database(&p);
	snprintf(left, sizeof(left), "%s.new", p.db);
	fd = open(left, O_WRONLY | O_CREAT, 0600);
	CU_ASSERT_EQUAL(write(fd, "half", 4), 4);
	close(fd);
	CU_ASSERT_EQUAL(li_store_create(&p.at, &place_actor, &fault), LI_OK);
	CU_ASSERT_NOT_EQUAL(access(left, F_OK), 0);
	CU_ASSERT_EQUAL(files_in(&p), 3); /* key, database, lock */
	place_reopen(&p);
	place_fini(&p);
}

/* It has its name when all of it is there, and the name lasts, or it has none. */
static void test_create__makes_one_that_lasts(void)
{
	struct li_fault fault = {0};
	struct place p;

	without_database(&p);
	for (const char *one = "nf"; *one; one++) {
		lasting_begin(*one);
		CU_ASSERT_EQUAL(li_store_create(&p.at, &place_actor, &fault),
			LI_EIO);
		CU_ASSERT_NOT_EQUAL(access(p.db, F_OK), 0);
	}
	lasting_begin('\0');
	CU_ASSERT_EQUAL(li_store_create(&p.at, &place_actor, &fault), LI_OK);
	CU_ASSERT_PTR_NOT_NULL(strstr(lasting.done, "nf"));
	CU_ASSERT_EQUAL(strlen(strstr(lasting.done, "nf")), 2);
	place_reopen(&p);
	place_fini(&p);
}

static void test_create__begins_the_audit(void)
{
	uint64_t rows = 0;
	int64_t row = 0;
	struct place p;

	place_init(&p);
	CU_ASSERT_EQUAL(
		place_number(&p,
			"SELECT count(*) FROM audit WHERE "
			"id = 1 AND action = 'store.create' AND via = 'test' "
			"AND actor IS NOT NULL"),
		1);
	CU_ASSERT_EQUAL(place_number(&p, "SELECT row FROM audit_checkpoint"),
		1);
	CU_ASSERT_EQUAL(li_store_audit_verify(p.store, &row, &rows, NULL),
		LI_OK);
	CU_ASSERT_EQUAL(rows, 1);
	place_fini(&p);
}

UNIT_MAIN_CLOSED("store.create", UNIT_TEST(test_create__refuses_to_overwrite),
	UNIT_TEST(test_create__makes_files_that_are_for_nobody_else),
	UNIT_TEST(test_create__leaves_nothing_half_done),
	UNIT_TEST(test_create__clears_what_a_killed_one_left),
	UNIT_TEST(test_create__makes_one_that_lasts),
	UNIT_TEST(test_create__begins_the_audit))
