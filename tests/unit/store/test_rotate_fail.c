/* SPDX-License-Identifier: BSD-3-Clause */
#include <sys/wait.h>
#include <unistd.h>

#include "lasting.h"
#include "odd_disk.h"
#include "rotating.h"
#include "store/keyring.h"
#include "store/rotate.h"
#include "unit.h"

/* Whatever fails or dies while a key is replaced, the store is of one of both, and
 * opens with what lies there. */

enum { STEPS_MAX = 400 };

/* What becomes of the key file fails: the old one is in force and nothing lies
 * about; or, when only the name is missing, the new one is, and gets it. */
static void test_rotate_fail__makes_a_key_file_that_lasts(void)
{
	struct li_fault fault;
	struct place p;

	rotating_init(&p);
	for (const char *one = "wsf"; *one; one++) {
		lasting_begin(*one);
		CU_ASSERT_EQUAL(rotating_try(&p, &fault), LI_EIO);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "cannot be written"));
		CU_ASSERT_FALSE(rotating_next(&p));
	}
	CU_ASSERT_EQUAL(rotating_done(&p), 0);
	lasting_begin('n');
	CU_ASSERT_EQUAL(rotating_try(&p, &fault), LI_EIO);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "is the key now"));
	CU_ASSERT_TRUE(rotating_next(&p));
	lasting_begin('\0');
	rotating_whole(&p);
	CU_ASSERT_FALSE(rotating_next(&p));
	CU_ASSERT_EQUAL(rotating_done(&p), 1);
	lasting_begin('\0');
	rotating_do(&p);
	CU_ASSERT_STRING_EQUAL(lasting.done, "wsfnf");
	place_fini(&p);
}

/* A reader cannot give it its name, and goes on; so does who repeats. */
static void test_rotate_fail__is_finished_by_who_repeats(void)
{
	struct li_store *reader = NULL;
	struct li_fault fault = {0};
	bool finished = false;
	struct place p;

	rotating_init(&p);
	lasting_begin('n');
	CU_ASSERT_EQUAL(rotating_try(&p, &fault), LI_EIO);
	lasting_begin('\0');
	CU_ASSERT_EQUAL(li_store_open(&p.at, LI_STORE_READER, &reader, &fault),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(fault.text, "");
	li_store_close(reader);
	CU_ASSERT_TRUE(rotating_next(&p));
	CU_ASSERT_EQUAL(li_store_key_rotate(&p.at, &place_actor, &finished,
				&fault),
		LI_OK);
	CU_ASSERT_TRUE(finished);
	CU_ASSERT_FALSE(rotating_next(&p));
	CU_ASSERT_EQUAL(rotating_done(&p), 1);
	rotating_whole(&p);
	place_fini(&p);
}

/* Die before the n-th thing that is done with the key files; false: there are not
 * so many. */
static bool dies(size_t n)
{
	struct li_fault fault;
	struct place p;
	int status = -1;
	pid_t pid;

	rotating_init(&p);
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		lasting_begin('\0');
		lasting.dies = n;
		_exit(rotating_try(&p, &fault) == LI_OK ? 1 : 2);
	}
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	lasting_begin('\0');
	rotating_whole(&p);
	CU_ASSERT_EQUAL(rotating_done(&p), n > 3);
	rotating_do(&p);
	CU_ASSERT_FALSE(rotating_next(&p));
	rotating_whole(&p);
	place_fini(&p);
	CU_ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) < 2);
	return WEXITSTATUS(status) == 0;
}

static void test_rotate_fail__outlives_who_dies(void)
{
	size_t n = 1;

	while (dies(n))
		n++;
	CU_ASSERT_EQUAL(n, 6); /* wsfnf, and none */
}

/* Fail the n-th operation of a kind; false when there are not so many. */
static bool fails(enum odd_op op, uint64_t n)
{
	struct odd_disk disk = {.seed = n};
	struct li_fault fault;
	struct place p;
	li_err err;

	odd_disk_on(&disk);
	rotating_init(&p);
	disk.fail = op;
	disk.fail_at = disk.count[op] + n;
	err = rotating_try(&p, &fault);
	CU_ASSERT_EQUAL(err != LI_OK, fault.text[0] != '\0');
	odd_disk_off();
	rotating_whole(&p);
	if (err == LI_OK)
		CU_ASSERT_EQUAL(rotating_done(&p), 1);
	rotating_do(&p);
	rotating_whole(&p);
	place_fini(&p);
	return disk.failed;
}

static void test_rotate_fail__outlives_a_disk_that_fails(void)
{
	static const enum odd_op ops[] = {ODD_READ, ODD_WRITE, ODD_SYNC,
		ODD_TRUNCATE};

	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		uint64_t n = 1;

		while (n < STEPS_MAX && fails(ops[i], n))
			n++;
		CU_ASSERT_TRUE(n > 1 && n < STEPS_MAX);
	}
}

static void copy_keys(const struct place *from, const struct place *to)
{
	static const char *const ends[] = {"", LI_KEYFILE_NEXT};
	uint8_t key[LI_MASTER_KEY];
	char path[PLACE_PATH + 8];

	for (size_t i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s%s", from->key, ends[i]);
		if (li_keyfile_load(path, key, NULL) != LI_OK)
			continue;
		snprintf(path, sizeof(path), "%s%s", to->key, ends[i]);
		rotating_put(path, key);
	}
}

/* Let the power go before the n-th change; false when there are not so many. */
static bool loses(uint64_t n)
{
	struct odd_disk disk = {.seed = n};
	struct li_fault fault;
	struct place p, after;
	li_err err;

	place_empty(&after);
	disk.rescued = after.dir;
	odd_disk_on(&disk);
	rotating_init(&p);
	disk.lose_at = disk.changes + n;
	err = rotating_try(&p, &fault);
	odd_disk_off();
	copy_keys(&p, &after);
	place_fini(&p);
	if (disk.lost) {
		rotating_whole(&after);
		CU_ASSERT_TRUE(err != LI_OK || rotating_done(&after) == 1);
		rotating_do(&after);
		rotating_whole(&after);
	}
	place_fini(&after);
	return disk.lost;
}

static void test_rotate_fail__outlives_a_loss_of_power(void)
{
	uint64_t n = 1;

	while (n < STEPS_MAX && loses(n))
		n++;
	CU_ASSERT_TRUE(n > 3 && n < STEPS_MAX);
}

UNIT_MAIN("store.rotate_fail",
	UNIT_TEST(test_rotate_fail__makes_a_key_file_that_lasts),
	UNIT_TEST(test_rotate_fail__is_finished_by_who_repeats),
	UNIT_TEST(test_rotate_fail__outlives_who_dies),
	UNIT_TEST(test_rotate_fail__outlives_a_disk_that_fails),
	UNIT_TEST(test_rotate_fail__outlives_a_loss_of_power))
