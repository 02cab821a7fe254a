/* SPDX-License-Identifier: BSD-3-Clause */
#include "cradle.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

/* Fork one whose parent ends at once, and tell who it is: nobody else could, as
 * it may be killed before it says anything. */
static void fork_core(int fd, const struct cradle_work *work)
{
	const pid_t between = fork();
	pid_t core = between;

	if (between == 0) {
		core = fork();
		if (core == 0) {
			close(fd);
			(void)prctl(PR_SET_NAME, "lmisfd");
			work->core(work->data);
			_exit(EX_SOFTWARE);
		}
	}
	if (between <= 0) {
		const ssize_t n = send(fd, &core, sizeof(core), MSG_NOSIGNAL);

		if (between == 0)
			_exit(n == (ssize_t)sizeof(core) ? EX_OK : EX_OSERR);
	}
	while (between > 0 && waitpid(between, NULL, 0) < 0 && errno == EINTR)
		;
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
