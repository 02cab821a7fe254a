/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "flow/alive.h"
#include "lasting.h"
#include "descriptors.h"
#include "unit.h"

#define BOOT_A "29f28e1c-f230-486a-a860-f5a784ab9172"
#define BOOT_B "19867c20-8c94-473e-b9cd-8b72b7b05fd4"

static struct li_alive moment(const char *boot, int64_t boot_us, int64_t at_us)
{
	struct li_alive m = {.boot_us = boot_us, .at_us = at_us};

	strcpy(m.boot, boot);
	return m;
}

/* TS 103 221-1 cl. 6.6.2: whatever is done to the clock */
static void test_alive__counts_by_the_clock_that_does_not_step(void)
{
	static const struct {
		const char *boot;
		int64_t boot_us, at_us, silent;
	} rows[] = {
		{BOOT_A, 1500, 9000000, 530}, /* UTC was set on */
		{BOOT_A, 1500, 3, 530},       /* and back */
		{BOOT_A, 1000, 5000, 30},
		{BOOT_B, 7, 5600, 630},   /* another boot: UTC */
		{BOOT_B, 9999, 4000, 30}, /* and it was set back */
		{"", 1500, 5600, 630},
	};
	struct li_alive from = moment(BOOT_A, 1000, 5000), none;

	from.silent_us = 30;
	none = from;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_alive now =
			moment(rows[i].boot, rows[i].boot_us, rows[i].at_us);

		CU_ASSERT_EQUAL(li_alive_silent(&from, &now), rows[i].silent);
	}
	none.boot[0] = '\0';
	from = moment("", 1500, 5600);
	CU_ASSERT_EQUAL(li_alive_silent(&none, &from), 630);
}

static void test_alive__reads_both_clocks(void)
{
	struct li_alive a, b;

	li_alive_now(&a);
	usleep(2000);
	li_alive_now(&b);
	CU_ASSERT_EQUAL(strlen(a.boot), LI_UUID_TEXT - 1);
	CU_ASSERT_STRING_EQUAL(a.boot, b.boot);
	CU_ASSERT_TRUE(li_alive_silent(&a, &b) >= 2000);
	CU_ASSERT_TRUE(a.at_us > 1700000000000000);
}

static void test_alive__keeps_a_moment_in_a_file(void)
{
	struct li_alive in = moment(BOOT_A, 1234, 5678), out;
	char path[] = "/tmp/lmisf-alive.XXXXXX";
	struct li_fault fault = {0};

	in.silent_us = 910;
	close(mkstemp(path));
	CU_ASSERT_EQUAL(li_alive_save(path, &in, &fault), LI_OK);
	CU_ASSERT_EQUAL(li_alive_load(path, &out, &fault), LI_OK);
	CU_ASSERT_STRING_EQUAL(out.boot, BOOT_A);
	CU_ASSERT_EQUAL(out.boot_us, 1234);
	CU_ASSERT_EQUAL(out.at_us, 5678);
	CU_ASSERT_EQUAL(out.silent_us, 910);
	in.boot[0] = '\0';
	CU_ASSERT_EQUAL(li_alive_save(path, &in, &fault), LI_OK);
	CU_ASSERT_EQUAL(li_alive_load(path, &out, &fault), LI_OK);
	CU_ASSERT_STRING_EQUAL(out.boot, "");
	CU_ASSERT_EQUAL(out.at_us, 5678);
	unlink(path);
	CU_ASSERT_EQUAL(li_alive_load(path, &out, &fault), LI_ENOTFOUND);
	CU_ASSERT_EQUAL(li_alive_save("/nowhere/x", &in, &fault), LI_EIO);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "/nowhere/x"));
}

/* What was known before stays until what is known now is there, through a loss of
 * power at any time; and no link leads elsewhere. */
static void test_alive__is_there_before_it_has_its_name(void)
{
	struct li_alive in = moment(BOOT_A, 1234, 5678), out;
	char dir[] = "/tmp/lmisf-alive.XXXXXX", path[64], beside[64];
	char other[64];
	struct stat st;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/alive", dir);
	snprintf(beside, sizeof(beside), "%s/alive.new", dir);
	snprintf(other, sizeof(other), "%s/other", dir);
	lasting_begin('\0');
	CU_ASSERT_EQUAL(li_alive_save(path, &in, NULL), LI_OK);
	CU_ASSERT_STRING_EQUAL(lasting.done, "wsnf");
	CU_ASSERT_EQUAL(stat(path, &st), 0);
	CU_ASSERT_EQUAL(st.st_mode & 07777, 0600);
	in.at_us = 9999;
	for (const char *one = "wsnf"; *one; one++) {
		lasting_begin(*one);
		CU_ASSERT_EQUAL(li_alive_save(path, &in, NULL), LI_EIO);
		CU_ASSERT_EQUAL(li_alive_load(path, &out, NULL), LI_OK);
		CU_ASSERT_EQUAL(out.at_us, *one == 'f' ? 9999 : 5678);
	}
	lasting_begin('\0');
	unlink(beside);
	CU_ASSERT_EQUAL(symlink(other, beside), 0);
	CU_ASSERT_EQUAL(li_alive_save(path, &in, NULL), LI_EIO);
	CU_ASSERT_NOT_EQUAL(access(other, F_OK), 0);
	unlink(beside);
	unlink(path);
	rmdir(dir);
}

static void test_alive__refuses_a_file_that_is_not_so(void)
{
	static const char *const bad[] = {"", "x",
		"ADMF heard: boot -, 1 us, UTC 2 us\n",
		"ADMF silent: 3 us, boot -, 1 us, UTC 2 us",
		"ADMF silent: 3 us, boot -, 1 us, UTC 2 us\nmore",
		"ADMF silent: 3 us, boot -, 01 us, UTC 2 us\n",
		"ADMF silent: -3 us, boot -, 1 us, UTC 2 us\n",
		"ADMF silent: 9223372036854775807 us, boot -, 1 us, UTC 2 us\n",
		"ADMF silent: 3 us, boot , 1 us, UTC 2 us\n",
		"ADMF silent: 3 us, boot -, 1 us, UTC -2 us\n",
		"ADMF silent: 3 us, boot " BOOT_A "0, 1 us, UTC 2 us\n"};
	char path[] = "/tmp/lmisf-alive.XXXXXX";
	struct li_alive out = moment(BOOT_A, 1, 2);
	struct li_fault fault = {0};

	close(mkstemp(path));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		FILE *f = fopen(path, "w");

		CU_ASSERT_PTR_NOT_NULL_FATAL(f);
		fputs(bad[i], f);
		fclose(f);
		CU_ASSERT_EQUAL(li_alive_load(path, &out, &fault), LI_ECORRUPT);
		CU_ASSERT_EQUAL(out.at_us, 2);
	}
	unlink(path);
}

UNIT_MAIN_CLOSED("flow.alive",
	UNIT_TEST(test_alive__counts_by_the_clock_that_does_not_step),
	UNIT_TEST(test_alive__reads_both_clocks),
	UNIT_TEST(test_alive__keeps_a_moment_in_a_file),
	UNIT_TEST(test_alive__is_there_before_it_has_its_name),
	UNIT_TEST(test_alive__refuses_a_file_that_is_not_so))
