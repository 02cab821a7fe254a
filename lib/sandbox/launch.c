/* SPDX-License-Identifier: BSD-3-Clause */
#include "sandbox/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum word { START, LOOK, STOP };

enum { SOCKET = 3 }; /* in the launcher, which has no other descriptor */

/* All that is said on the socket; to START a descriptor goes along. */
struct said {
	int32_t word; /* to the launcher */
	int32_t pid;  /* from it: of what was started or runs, 0 */
	int32_t status;
	uint32_t number; /* of the question, and of what answers it */
};

struct li_launcher {
	pid_t pid;
	int fd;
	uint32_t asked;
};

/* ---- the socket ---- */

static bool say(int fd, const struct said *s, int along)
{
	struct iovec iov = {(void *)(uintptr_t)s, sizeof(*s)};
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1};
	struct cmsghdr *c;

	if (along >= 0) {
		m.msg_control = control.room;
		m.msg_controllen = sizeof(control.room);
		c = CMSG_FIRSTHDR(&m);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &along, sizeof(int));
	}
	return sendmsg(fd, &m, MSG_NOSIGNAL) == (ssize_t)sizeof(*s);
}

static bool hear(int fd, struct said *s, int *along)
{
	struct iovec iov = {s, sizeof(*s)};
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct msghdr m = {.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control.room,
		.msg_controllen = sizeof(control.room)};
	struct cmsghdr *c;
	ssize_t n;

	do
		n = recvmsg(fd, &m, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	*along = -1;
	c = n < 0 ? NULL : CMSG_FIRSTHDR(&m);
	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS &&
		c->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(along, CMSG_DATA(c), sizeof(int));
	return n == (ssize_t)sizeof(*s);
}

/* ---- in the launcher ---- */

struct started {
	const struct li_launch *what;
	pid_t pid; /* 0: nothing runs */
};

static void look(struct started *s, struct said *out)
{
	int status = 0;

	if (s->pid && waitpid(s->pid, &status, WNOHANG) == s->pid) {
		s->pid = 0;
		out->status = status;
	}
	out->pid = s->pid;
}

static void stop(struct started *s, struct said *out)
{
	int status = 0;

	if (!s->pid)
		return;
	kill(s->pid, s->what->stop);
	while (waitpid(s->pid, &status, 0) < 0 && errno == EINTR)
		;
	s->pid = 0;
	out->status = status;
}

/* A key at a terminal ends the owner, who then ends the launcher. */
static const int ignored[] = {SIGINT, SIGHUP, SIGTERM};

/* A signal that comes while it is held waits, though it would be ignored. */
static void hold(int how)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		sigaddset(&set, ignored[i]);
	sigprocmask(how, &set, NULL);
}

/* In a process of its own, which has nothing of the launcher's but this. */
static _Noreturn void become(const struct li_launch *what, int in, pid_t parent)
{
	char *const none[] = {NULL};
	const int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		signal(ignored[i], SIG_DFL);
	hold(SIG_UNBLOCK);
	if (prctl(PR_SET_PDEATHSIG, what->stop) == 0 && getppid() == parent &&
		null >= 0 && dup2(in < 0 ? null : in, STDIN_FILENO) >= 0 &&
		dup2(null, STDOUT_FILENO) >= 0)
		execve(what->path, what->argv,
			what->environment ? environ : none);
	_exit(127);
}

static void start(struct started *s, int in, struct said *out)
{
	const pid_t self = getpid();
	pid_t pid;

	stop(s, out);
	/* It may be stopped before it has become anything. */
	hold(SIG_BLOCK);
	pid = fork();
	if (pid == 0)
		become(s->what, in, self);
	hold(SIG_UNBLOCK);
	if (pid > 0)
		s->pid = pid;
	out->pid = s->pid;
}

/* Signals as at the start of a program, but for those. */
static void clean(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		signal(ignored[i], SIG_IGN);
}

static _Noreturn void serve(const struct li_launch *what, int fd)
{
	struct started s = {.what = what};
	struct said in, out;
	int along;

	clean();
	(void)prctl(PR_SET_NAME, "launcher");
	if (fd != SOCKET && dup2(fd, SOCKET) < 0)
		_exit(127);
	(void)close_range(SOCKET + 1, ~0U, 0);
	(void)fcntl(SOCKET, F_SETFD, FD_CLOEXEC);
	while (hear(SOCKET, &in, &along)) {
		out = (struct said){.number = in.number};
		if (in.word == START)
			start(&s, along, &out);
		else if (in.word == LOOK)
			look(&s, &out);
		else
			stop(&s, &out);
		if (along >= 0)
			close(along);
		if (!say(SOCKET, &out, -1))
			break;
	}
	stop(&s, &out);
	_exit(0);
}

/* ---- in its owner ---- */

li_err li_launcher_new(const struct li_launch *what, struct li_launcher **out)
{
	struct li_launcher *l = calloc(1, sizeof(*l));
	int pair[2];

	if (!l)
		return LI_ENOMEM;
	if (access(what->path, X_OK) != 0 ||
		socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) !=
			0) {
		free(l);
		return LI_EIO;
	}
	l->pid = fork();
	if (l->pid == 0)
		serve(what, pair[1]);
	close(pair[1]);
	if (l->pid < 0) {
		close(pair[0]);
		free(l);
		return LI_EIO;
	}
	l->fd = pair[0];
	*out = l;
	return LI_OK;
}

static bool ask(struct li_launcher *l, enum word word, int along,
	struct said *out)
{
	const struct said in = {.word = (int32_t)word, .number = ++l->asked};
	bool heard;
	int none;

	*out = (struct said){0};
	if (!say(l->fd, &in, along))
		return false;
	/* An answer that could not be read is not the next question's. */
	do
		heard = hear(l->fd, out, &none);
	while (heard && out->number != in.number);
	if (!heard)
		*out = (struct said){0};
	return heard;
}

li_err li_launcher_start(struct li_launcher *launcher, int fd, pid_t *pid)
{
	struct said s;

	if (!ask(launcher, START, fd, &s) || s.pid <= 0)
		return LI_EIO;
	*pid = s.pid;
	return LI_OK;
}

bool li_launcher_runs(struct li_launcher *launcher)
{
	struct said s;

	return ask(launcher, LOOK, -1, &s) && s.pid > 0;
}

bool li_launcher_gone(const struct li_launcher *launcher)
{
	struct pollfd p = {.fd = launcher->fd, .events = POLLIN};

	return poll(&p, 1, 0) > 0 && (p.revents & (POLLHUP | POLLERR)) != 0;
}

int li_launcher_stop(struct li_launcher *launcher)
{
	struct said s;

	return ask(launcher, STOP, -1, &s) ? s.status : 0;
}

void li_launcher_free(struct li_launcher *launcher)
{
	if (!launcher)
		return;
	close(launcher->fd);
	while (waitpid(launcher->pid, NULL, 0) < 0 && errno == EINTR)
		;
	free(launcher);
}
