/* SPDX-License-Identifier: BSD-3-Clause */
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

enum { RESTART_US = 500000 };

static const char name[] = "lmisfd";

/* Its path: the program beside our own. */
static bool beside(char path[PATH_MAX])
{
	const ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 1);
	char *slash;

	if (n <= 0)
		return false;
	path[n] = '\0';
	slash = strrchr(path, '/');
	if (!slash || (size_t)(slash + 1 - path) + sizeof(name) > PATH_MAX)
		return false;
	memcpy(slash + 1, name, sizeof(name));
	return true;
}

/* In the child, between fork and exec: async-signal-safe calls only. */
static void become(const char *path, const char *config, pid_t parent)
{
	sigset_t none;
	const int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent ||
		null < 0 || dup2(null, STDIN_FILENO) < 0 ||
		dup2(null, STDOUT_FILENO) < 0)
		_exit(127);
	execl(path, name, "--config", config, "--store-only", (char *)NULL);
	_exit(127);
}

/* Is it still there? */
static bool running(struct helper *helper)
{
	int status;

	if (helper->pid == 0)
		return false;
	if (waitpid(helper->pid, &status, WNOHANG) == 0)
		return true;
	helper->pid = 0;
	return false;
}

void helper_start(struct helper *helper)
{
	const int64_t now_us = li_clock_mono_us();
	const pid_t self = getpid();
	char path[PATH_MAX];
	pid_t pid;

	if (running(helper) ||
		(helper->started_us != 0 &&
			now_us < helper->started_us + RESTART_US))
		return;
	helper->started_us = now_us;
	if (!beside(path))
		return;
	pid = fork();
	if (pid == 0)
		become(path, helper->config, self);
	if (pid < 0)
		li_log(LI_LOG_WARNING, "deliver", 0,
			"lmisfd cannot be started: %s", strerror(errno));
	else
		helper->pid = pid;
}

void helper_stop(struct helper *helper)
{
	int status;

	if (!running(helper))
		return;
	kill(helper->pid, SIGTERM);
	while (waitpid(helper->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	helper->pid = 0;
}
