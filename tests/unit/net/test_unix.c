/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/sock.h"
#include "descriptors.h"
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
	mode_t mask;
	int listener, client, server;

	setup(&p);
	CU_ASSERT_EQUAL(li_sock_unix_connect(p.path, &client, &fault),
		LI_ENOTFOUND);
	mask = umask(027);
	CU_ASSERT_EQUAL_FATAL(li_sock_unix_listen(p.path, &listener, &fault),
		LI_OK);
	/* what is made after it has the modes that it had before */
	CU_ASSERT_EQUAL(umask(mask), 027);
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

/* As user 65534: connect, and say whether that was done. */
static bool connects_as_nobody(const struct place *p)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		int fd;

		_exit(setuid(65534) == 0 &&
					li_sock_unix_connect(p->path, &fd,
						NULL) == LI_OK
				? 0
				: 1);
	}
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	return status == 0;
}

/* TS 33.127 cl. 8.2. Only root can be somebody else. */
static void test_unix__lets_in_who_is_named(void)
{
	const struct li_sock_access none = {.mode = 0666},
				    one = {.mode = 0666,
					    .uids = {7, 65534},
					    .count = 2};
	struct stat st;
	struct place p;
	int listener, server;
	uid_t uid = 0;

	if (geteuid() != 0)
		return;
	setup(&p);
	CU_ASSERT_EQUAL_FATAL(li_sock_unix_listen_for(p.path, &one, &listener,
				      NULL),
		LI_OK);
	CU_ASSERT_EQUAL(stat(p.path, &st), 0);
	CU_ASSERT_EQUAL(st.st_mode & 07777, 0666);
	CU_ASSERT_EQUAL(chmod(p.dir, 0755), 0);
	CU_ASSERT_TRUE(connects_as_nobody(&p));
	CU_ASSERT_EQUAL(li_sock_unix_accept_from(listener, &none, &server,
				&uid),
		LI_EDENIED);
	CU_ASSERT_EQUAL(uid, 65534);
	CU_ASSERT_TRUE(connects_as_nobody(&p));
	CU_ASSERT_EQUAL_FATAL(li_sock_unix_accept_from(listener, &one, &server,
				      &uid),
		LI_OK);
	CU_ASSERT_EQUAL(uid, 65534);
	close(server);
	close(listener);
	teardown(&p);
}

/* As user 65534: listen, until killed. */
static pid_t listen_as_nobody(const struct place *p)
{
	const struct li_sock_access all = {.mode = 0666};
	int ready[2], fd;
	char c;
	pid_t child;

	CU_ASSERT_EQUAL_FATAL(pipe(ready), 0);
	child = fork();
	if (child == 0) {
		if (setuid(65534) == 0 &&
			li_sock_unix_listen_for(p->path, &all, &fd, NULL) ==
				LI_OK &&
			write(ready[1], "r", 1) == 1)
			pause();
		_exit(1);
	}
	close(ready[1]);
	CU_ASSERT_EQUAL(read(ready[0], &c, 1), 1);
	close(ready[0]);
	return child;
}

/* A user whom we do not know may have put his own socket into a folder that
 * others may write to; into his own, it is his right. */
static void test_unix__trusts_who_has_the_folder(void)
{
	static const struct {
		uid_t owner;
		mode_t mode;
		li_err err;
	} rows[] = {{65534, 0755, LI_OK}, {65534, 0777, LI_EDENIED},
		{0, 0777, LI_EDENIED}};
	struct place p;

	for (size_t i = 0; geteuid() == 0 && i < 3; i++) {
		int fd = -1, status;
		pid_t child;

		setup(&p);
		CU_ASSERT_EQUAL(chown(p.dir, rows[i].owner, (gid_t)-1), 0);
		CU_ASSERT_EQUAL(chmod(p.dir, rows[i].mode), 0);
		child = listen_as_nobody(&p);
		/* Root may do all, so that it asks as a third. */
		CU_ASSERT_EQUAL(seteuid(7), 0);
		CU_ASSERT_EQUAL(li_sock_unix_connect(p.path, &fd, NULL),
			rows[i].err);
		CU_ASSERT_EQUAL(seteuid(0), 0);
		if (rows[i].err == LI_OK)
			close(fd);
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		teardown(&p);
	}
}

UNIT_MAIN_CLOSED("net.unix",
	UNIT_TEST(test_unix__connects_programs_of_one_user),
	UNIT_TEST(test_unix__replaces_only_a_socket_without_a_listener),
	UNIT_TEST(test_unix__leaves_other_files_alone),
	UNIT_TEST(test_unix__refuses_another_user),
	UNIT_TEST(test_unix__lets_in_who_is_named),
	UNIT_TEST(test_unix__trusts_who_has_the_folder))
