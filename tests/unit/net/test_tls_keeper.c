/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/clock.h"
#include "net/tls_keeper.h"
#include "tls_pair.h"

enum { SOON_US = 10000000 };

static char path[3][PATH];
static const struct li_tls_files files = {.certificate = path[0],
	.key = path[1],
	.ca = path[2]};

/* Who uses them. */
struct user {
	struct li_tls_keeper keeper;
	struct li_loop *loop;
	size_t uses;
	bool picky; /* no others are good enough */
};

static void use(void *data, struct li_tls_creds *creds)
{
	struct user *u = data;

	CU_ASSERT_PTR_EQUAL(creds, u->keeper.now);
	u->uses++;
}

static li_err check(void *data, const struct li_tls_creds *creds,
	struct li_fault *fault)
{
	(void)creds;
	return ((struct user *)data)->picky
		? li_fault_set(fault, LI_ECONFIG, "not these")
		: LI_OK;
}

static void put(const char *name)
{
	char line[512];

	snprintf(line, sizeof(line),
		"cd %s && cp %s.pem it.pem.tmp && mv it.pem.tmp it.pem && "
		"cp %s.key it.key.tmp && mv it.key.tmp it.key",
		dir, name, name);
	CU_ASSERT_EQUAL_FATAL(system(line), 0);
}

static void set_up(struct user *u)
{
	static const char *const names[] = {"it.pem", "it.key", "ca.pem"};

	for (size_t i = 0; i < 3; i++)
		path_of(path[i], names[i]);
	put("lmisf");
	*u = (struct user){.keeper = {.files = files,
				   .stage = "test",
				   .check = check,
				   .use = use,
				   .data = u}};
	CU_ASSERT_EQUAL_FATAL(li_loop_new(&u->loop), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_tls_keeper_load(&u->keeper, NULL), LI_OK);
}

static void tear_down(struct user *u)
{
	li_tls_keeper_free(&u->keeper);
	li_loop_free(u->loop);
}

/* Does it have the certificate of the end that has this UID, or none? */
static bool has_uid(const struct user *u, bool wanted)
{
	char uid[16];
	const li_err err = li_tls_creds_uid(u->keeper.now, uid, sizeof(uid));

	return err == (wanted ? LI_OK : LI_ENOTFOUND);
}

/* Until it was used so often, or for so long. */
static void run(struct user *u, size_t uses, int64_t us)
{
	const int64_t end_us = li_clock_mono_us() + us;

	while (u->uses < uses && li_clock_mono_us() < end_us)
		CU_ASSERT_EQUAL_FATAL(li_loop_turn(u->loop, 100000), LI_OK);
}

static void test_tls_keeper__follows_its_files(void)
{
	struct user u;

	set_up(&u);
	li_tls_keeper_watch(&u.keeper, u.loop);
	CU_ASSERT_TRUE(has_uid(&u, false));
	put("x1");
	run(&u, 1, SOON_US);
	CU_ASSERT_EQUAL(u.uses, 1);
	CU_ASSERT_TRUE(has_uid(&u, true));
	run(&u, 2, SOON_US / 2);
	CU_ASSERT_EQUAL(u.uses, 1);
	tear_down(&u);
}

static void test_tls_keeper__keeps_what_was_when_files_will_not_do(void)
{
	struct li_tls_creds *before;
	struct user u;

	set_up(&u);
	before = u.keeper.now;
	CU_ASSERT_EQUAL(unlink(path[1]), 0);
	li_tls_keeper_reload(&u.keeper);
	CU_ASSERT_PTR_EQUAL(u.keeper.now, before);
	put("x1");
	u.picky = true;
	li_tls_keeper_reload(&u.keeper);
	CU_ASSERT_PTR_EQUAL(u.keeper.now, before);
	CU_ASSERT_EQUAL(u.uses, 0);
	u.picky = false;
	li_tls_keeper_reload(&u.keeper);
	CU_ASSERT_EQUAL(u.uses, 1);
	CU_ASSERT_TRUE(has_uid(&u, true));
	tear_down(&u);
}

static const struct unit_test tests[] = {
	UNIT_TEST(test_tls_keeper__follows_its_files),
	UNIT_TEST(test_tls_keeper__keeps_what_was_when_files_will_not_do),
};

int main(void)
{
	return with_certs("true", "net.tls_keeper", tests,
		sizeof(tests) / sizeof(tests[0]));
}
