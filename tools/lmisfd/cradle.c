/* SPDX-License-Identifier: BSD-3-Clause */
#include "cradle.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/log.h"
#include "holder.h"

/* What fails only for now, as for want of memory, is tried again: neither of both
 * ends for that. False when nobody is there, or it goes on for long. */
static bool tell(int fd, pid_t core)
{
	for (int i = 0; i < HOLDER_TRIES; i++) {
		if (send(fd, &core, sizeof(core), MSG_NOSIGNAL) ==
			(ssize_t)sizeof(core))
			return true;
		if (errno == EPIPE)
			return false;
		holder_pause();
	}
	return false;
}

/* Octets of what was read; 0 when nobody is there, negative as above. */
static ssize_t hear(int fd, void *p, size_t size)
{
	ssize_t n;

	for (int i = 0; (n = read(fd, p, size)) < 0 && i < HOLDER_TRIES; i++)
		if (errno != EINTR)
			holder_pause();
	return n;
}

/* What an operator is to know: without a cradle the next core may be the last. */
static _Noreturn void give_up(const char *what)
{
	li_log(LI_LOG_ERROR, "cradle", 0, "%s: %s", what, strerror(errno));
	_exit(EX_OSERR);
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
	if (status != EX_OK && !tell(fd, -1) && errno != EPIPE)
		give_up("nobody hears that there is no core");
}

static _Noreturn void serve(int fd, const struct cradle_work *work)
{
	char c;
	ssize_t n;

	(void)prctl(PR_SET_NAME, "lmisfd-cradle");
	/* Who waits for all children of his group does not wait for it. */
	if (setpgid(0, 0) != 0)
		give_up("its group");
	work->begin(work->data);
	while ((n = hear(fd, &c, sizeof(c))) == 1)
		fork_core(fd, work);
	if (n < 0)
		give_up("what is wanted cannot be read");
	_exit(EX_OK);
}

li_err cradle_new(const struct cradle_work *work, struct cradle *out,
	struct li_fault *fault)
{
	int pair[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return li_fault_set(fault, LI_EIO, "cradle: %s",
			strerror(errno));
	pid = fork();
	if (pid == 0) {
		close(pair[0]);
		serve(pair[1], work);
	}
	if (pid < 0)
		(void)li_fault_set(fault, LI_EIO, "cradle: %s",
			strerror(errno));
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return LI_EIO;
	}
	*out = (struct cradle){.fd = pair[0], .pid = pid};
	return LI_OK;
}

pid_t cradle_start(const struct cradle *cradle)
{
	pid_t core = -1;
	ssize_t n;

	/* An answer that came after the one that was waited for. */
	while (recv(cradle->fd, &core, sizeof(core), MSG_DONTWAIT) > 0)
		;
	if (send(cradle->fd, "c", 1, MSG_NOSIGNAL) != 1)
		return -1;
	/* The answer is heard in any case: a core that nobody knows of would have
	 * the store, and no other could. */
	n = hear(cradle->fd, &core, sizeof(core));
	return n == (ssize_t)sizeof(core) ? core : -1;
}

void cradle_ended(struct cradle *cradle, pid_t pid)
{
	if (pid != cradle->pid)
		return;
	cradle->pid = -1;
	li_log(LI_LOG_ERROR, "holder", 0,
		"the cradle ended: no core starts from the store any more");
}

void cradle_end(struct cradle *cradle)
{
	if (cradle->fd >= 0)
		close(cradle->fd);
	cradle->fd = -1;
}
