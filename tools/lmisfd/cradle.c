/* SPDX-License-Identifier: BSD-3-Clause */
#include "cradle.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

static bool tell(int fd, pid_t core)
{
	return send(fd, &core, sizeof(core), MSG_NOSIGNAL) ==
		(ssize_t)sizeof(core);
}

/* The core's parent, which ends at once. It tells who the core is: nobody else
 * could, as the core may be killed before it says anything. One that nobody was
 * told of ends with it. */
static _Noreturn void fork_it(int fd, const struct cradle_work *work)
{
	const pid_t core = fork();

	if (core == 0) {
		close(fd);
		(void)prctl(PR_SET_NAME, "lmisfd");
		work->core(work->data);
		_exit(EX_SOFTWARE);
	}
	if (core > 0 && tell(fd, core))
		_exit(EX_OK);
	if (core > 0)
		kill(core, SIGKILL);
	_exit(EX_OSERR);
}

/* Who asked is answered in any case, or finds us gone: he waits. */
static void fork_core(int fd, const struct cradle_work *work)
{
	const pid_t between = fork();
	int status = EX_OSERR;

	if (between == 0)
		fork_it(fd, work);
	while (between > 0 && waitpid(between, &status, 0) < 0 &&
		errno == EINTR)
		;
	if (status != EX_OK && !tell(fd, -1))
		_exit(EX_OSERR);
}

static _Noreturn void serve(int fd, const struct cradle_work *work)
{
	char c;
	ssize_t n;

	(void)prctl(PR_SET_NAME, "lmisfd-cradle");
	/* Who waits for all children of his group does not wait for it. */
	if (setpgid(0, 0) != 0)
		_exit(EX_OSERR);
	work->begin(work->data);
	for (;;) {
		n = read(fd, &c, sizeof(c));
		if (n == 1)
			fork_core(fd, work);
		else if (n == 0 || errno != EINTR)
			_exit(EX_OK);
	}
}

li_err cradle_new(const struct cradle_work *work, struct cradle *out)
{
	int pair[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return LI_EIO;
	pid = fork();
	if (pid == 0) {
		close(pair[0]);
		serve(pair[1], work);
	}
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return LI_EIO;
	}
	out->fd = pair[0];
	return LI_OK;
}

pid_t cradle_start(const struct cradle *cradle)
{
	pid_t core = -1;
	ssize_t n;

	/* An answer that came after the one that was waited for. */
	while (recv(cradle->fd, &core, sizeof(core), MSG_DONTWAIT) > 0)
		;
	core = -1;
	if (send(cradle->fd, "c", 1, MSG_NOSIGNAL) != 1)
		return -1;
	do
		n = read(cradle->fd, &core, sizeof(core));
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof(core) ? core : -1;
}

void cradle_end(struct cradle *cradle)
{
	if (cradle->fd >= 0)
		close(cradle->fd);
	cradle->fd = -1;
}
