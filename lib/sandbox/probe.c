/* SPDX-License-Identifier: BSD-3-Clause */
#include "sandbox/probe.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "sandbox/sandbox.h"

enum { DISCARD_PORT = 9 };

/* Each gives what its system call does: negative, and errno. */

/* A file that anyone may read. */
static int file(void)
{
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC);
}

static int write_there(void)
{
	return open("/tmp", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
}

/* Of a kind that none of our programs has. */
static int socket_there(void)
{
	return socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
}

/* To a place that no configuration names. */
static int connect_there(void)
{
	const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons(DISCARD_PORT),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	return fd < 0 ? fd
		      : connect(fd, (const struct sockaddr *)&to, sizeof(to));
}

static int exec(void)
{
	char *const none[] = {NULL};

	return execve("/bin/true", none, none);
}

static int fork_there(void)
{
	const pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return (int)pid;
}

static int trace(void)
{
	return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static int kill_there(void)
{
	return kill(getppid(), 0);
}

static const struct probe {
	const char *what;
	int (*try)(void);
} probes[] = {
	{"file", file},
	{"write", write_there},
	{"socket", socket_there},
	{"connect", connect_there},
	{"exec", exec},
	{"fork", fork_there},
	{"ptrace", trace},
	{"kill", kill_there},
};

static const struct probe *find(const char *what)
{
	for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++)
		if (strcmp(probes[i].what, what) == 0)
			return &probes[i];
	return NULL;
}

bool li_probe_known(const char *what)
{
	return find(what) != NULL;
}

int li_probe(const char *what)
{
	const struct probe *p = find(what);
	int why;

	if (!li_sandbox_built() || !p) {
		printf("probe %s: no sandbox in this build\n", what);
		return EX_UNAVAILABLE;
	}
	why = p->try() < 0 ? errno : 0;
	/* What else there may be to say comes from behind the wall. */
	if (why != EPERM && why != EACCES) {
		printf("probe %s: could be done\n", what);
		return EX_SOFTWARE;
	}
	printf("probe %s: refused: %s\n", what, strerror(why));
	return EX_OK;
}
