/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/sock.h"
#include "unit.h"

struct place {
	char dir[64];
	char path[96];
};

static void setup(struct place *p)
{
	strcpy(p->dir, "/tmp/lmisf-unix-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(p->dir));
	snprintf(p->path, sizeof(p->path), "%s/s", p->dir);
}

static void teardown(struct place *p)
{
	unlink(p->path);
	rmdir(p->dir);
}

static void test_unix__connects_programs_of_one_user(void)
{
	struct li_fault fault = {0};
	struct place p;
	struct stat st;
	int listener, client, server;

	setup(&p);
	CU_ASSERT_EQUAL(li_sock_unix_connect(p.path, &client, &fault),
		LI_ENOTFOUND);
	CU_ASSERT_EQUAL_FATAL(li_sock_unix_listen(p.path, &listener, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(stat(p.path, &st), 0);
	CU_ASSERT_EQUAL(st.st_mode & 07777, 0600);
	CU_ASSERT_EQUAL(li_sock_unix_accept(listener, &server), LI_EAGAIN);
	CU_ASSERT_EQUAL_FATAL(li_sock_unix_connect(p.path, &client, &fault),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_sock_unix_accept(listener, &server), LI_OK);
	close(server);
	close(client);
	close(listener);
	teardown(&p);
}

static void test_unix__replaces_only_a_socket_without_a_listener(void)
{
	struct li_fault fault = {0};
	struct place p;
	int first, second;

	setup(&p);
	CU_ASSERT_EQUAL_FATAL(li_sock_unix_listen(p.path, &first, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(li_sock_unix_listen(p.path, &second, &fault),
		LI_EEXIST);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, p.path));
	close(first);
	CU_ASSERT_EQUAL_FATAL(li_sock_unix_listen(p.path, &second, &fault),
		LI_OK);
	close(second);
	teardown(&p);
}

static void test_unix__leaves_other_files_alone(void)
{
	struct li_fault fault = {0};
	struct place p;
	char longer[200];
	FILE *f;
	int fd;

	setup(&p);
	f = fopen(p.path, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	fclose(f);
	CU_ASSERT_EQUAL(li_sock_unix_listen(p.path, &fd, &fault), LI_ECONFIG);
	CU_ASSERT_EQUAL(access(p.path, F_OK), 0);
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	CU_ASSERT_EQUAL(li_sock_unix_listen(longer, &fd, &fault), LI_ECONFIG);
	CU_ASSERT_EQUAL(li_sock_unix_listen("", &fd, &fault), LI_ECONFIG);
	CU_ASSERT_EQUAL(li_sock_unix_listen("/nowhere/s", &fd, &fault),
		LI_ECONFIG);
	teardown(&p);
}

/* Only root can be somebody else. */
static void test_unix__refuses_another_user(void)
{
	struct li_fault fault = {0};
	struct place p;
	int listener, server, status = 0;
	pid_t child;

	if (geteuid() != 0)
		return;
	setup(&p);
	CU_ASSERT_EQUAL_FATAL(li_sock_unix_listen(p.path, &listener, &fault),
		LI_OK);
	CU_ASSERT_EQUAL(chmod(p.dir, 0755), 0);
	CU_ASSERT_EQUAL(chmod(p.path, 0666), 0);
	child = fork();
	if (child == 0) {
		int fd;

		_exit(setuid(65534) == 0 &&
					li_sock_unix_connect(p.path, &fd,
						NULL) == LI_OK
				? 0
				: 1);
	}
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	CU_ASSERT_EQUAL(status, 0);
	CU_ASSERT_EQUAL(li_sock_unix_accept(listener, &server), LI_EDENIED);
	close(listener);
	teardown(&p);
}

UNIT_MAIN("net.unix", UNIT_TEST(test_unix__connects_programs_of_one_user),
	UNIT_TEST(test_unix__replaces_only_a_socket_without_a_listener),
	UNIT_TEST(test_unix__leaves_other_files_alone),
	UNIT_TEST(test_unix__refuses_another_user))
