/* SPDX-License-Identifier: BSD-3-Clause */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lasting.h"
#include "store/seal.h"
#include "store/store.h"
#include "unit.h"

static char dir[64], file[96];

static void set_up(void)
{
	strcpy(dir, "/tmp/li-key-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(dir));
	snprintf(file, sizeof(file), "%s/key", dir);
}

static void clean_up(void)
{
	unlink(file);
	rmdir(dir);
}

static void put(size_t n, mode_t mode)
{
	int fd = open(file, O_WRONLY | O_CREAT, 0600);
	char octets[64] = "not all zero";

	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL(write(fd, octets, n), (ssize_t)n);
	CU_ASSERT_EQUAL(fchmod(fd, mode), 0);
	close(fd);
}

static void test_keyfile__makes_one_that_it_takes(void)
{
	uint8_t a[LI_MASTER_KEY], b[LI_MASTER_KEY] = {0};
	struct li_fault fault = {0};
	struct stat st;

	set_up();
	CU_ASSERT_EQUAL(li_store_key_create(file, &fault), LI_OK);
	CU_ASSERT_EQUAL(stat(file, &st), 0);
	CU_ASSERT_EQUAL(st.st_mode & 07777, 0400);
	CU_ASSERT_EQUAL(st.st_size, LI_MASTER_KEY);
	CU_ASSERT_EQUAL(li_keyfile_load(file, a, &fault), LI_OK);
	CU_ASSERT_NOT_EQUAL(memcmp(a, b, sizeof(a)), 0);
	CU_ASSERT_EQUAL(li_store_key_create(file, &fault), LI_EEXIST);
	CU_ASSERT_EQUAL(li_keyfile_load(file, b, &fault), LI_OK);
	CU_ASSERT_EQUAL(memcmp(a, b, sizeof(a)), 0);
	clean_up();
}

static void test_keyfile__refuses_what_is_no_key_file(void)
{
	static const struct {
		size_t n;
		mode_t mode;
		const char *says; /* NULL: fine */
	} cases[] = {
		{32, 0400, NULL},
		{32, 0600, NULL},
		{32, 0440, "has mode 0440; it must be 0400 or 0600"},
		{32, 0604, "has mode 0604"},
		{32, 0644, "has mode 0644"},
		{32, 0700, "has mode 0700"},
		{31, 0400, "has 31 octets; it must have 32"},
		{33, 0400, "has 33 octets"},
		{0, 0400, "has 0 octets"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t key[LI_MASTER_KEY];
		struct li_fault fault = {0};
		li_err err;

		set_up();
		put(cases[i].n, cases[i].mode);
		err = li_keyfile_load(file, key, &fault);
		CU_ASSERT_EQUAL(err, cases[i].says ? LI_ECONFIG : LI_OK);
		if (cases[i].says)
			CU_ASSERT_PTR_NOT_NULL(
				strstr(fault.text, cases[i].says));
		if (cases[i].says)
			CU_ASSERT_EQUAL(strncmp(fault.text, file, strlen(file)),
				0);
		clean_up();
	}
}

/* Only root can give a file away. */
static void test_keyfile__refuses_that_of_another_user(void)
{
	uint8_t key[LI_MASTER_KEY];
	struct li_fault fault = {0};

	if (geteuid() != 0)
		return;
	set_up();
	put(32, 0400);
	CU_ASSERT_EQUAL(chown(file, 65534, (gid_t)-1), 0);
	CU_ASSERT_EQUAL(li_keyfile_load(file, key, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(fault.text, "belongs to another user (65534)"));
	clean_up();
}

static void test_keyfile__refuses_what_is_no_file(void)
{
	uint8_t key[LI_MASTER_KEY];
	struct li_fault fault = {0};

	set_up();
	CU_ASSERT_EQUAL(li_keyfile_load(file, key, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "No such file"));
	CU_ASSERT_EQUAL(li_keyfile_load(dir, key, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "not a regular file"));
	CU_ASSERT_EQUAL(mkfifo(file, 0600), 0);
	CU_ASSERT_EQUAL(li_keyfile_load(file, key, &fault), LI_ECONFIG);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "not a regular file"));
	CU_ASSERT_EQUAL(li_keyfile_load(NULL, key, &fault), LI_ECONFIG);
	CU_ASSERT_EQUAL(li_keyfile_load("", key, &fault), LI_ECONFIG);
	CU_ASSERT_EQUAL(li_store_key_create("/nonexistent/key", &fault),
		LI_EIO);
	clean_up();
}

/* A key that something was sealed with is there after a loss of power; one that
 * is not sure to be is none. TS 33.107 cl. 8 */
static void test_keyfile__makes_one_that_lasts(void)
{
	struct li_fault fault = {0};

	set_up();
	for (const char *one = "wsf"; *one; one++) {
		lasting_begin(*one);
		CU_ASSERT_EQUAL(li_store_key_create(file, &fault), LI_EIO);
		CU_ASSERT_NOT_EQUAL(access(file, F_OK), 0);
	}
	lasting_begin('\0');
	CU_ASSERT_EQUAL(li_store_key_create(file, &fault), LI_OK);
	CU_ASSERT_STRING_EQUAL(lasting.done, "wsf");
	clean_up();
}

UNIT_MAIN("store.keyfile", UNIT_TEST(test_keyfile__makes_one_that_it_takes),
	UNIT_TEST(test_keyfile__makes_one_that_lasts),
	UNIT_TEST(test_keyfile__refuses_what_is_no_key_file),
	UNIT_TEST(test_keyfile__refuses_that_of_another_user),
	UNIT_TEST(test_keyfile__refuses_what_is_no_file))
