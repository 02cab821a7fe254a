/* SPDX-License-Identifier: BSD-3-Clause */
#include "helper.h"

#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "sandbox/launch.h"

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

void helper_prepare(struct helper *helper, const char *config)
{
	char word[] = "--config", last[] = "--store-only", self[sizeof(name)];
	char path[PATH_MAX], *copy = strdup(config);
	char *const argv[] = {self, word, copy, last, NULL};
	const struct li_launch what = {.path = path,
		.argv = argv,
		.environment = true,
		.stop = SIGTERM};

	memcpy(self, name, sizeof(name));
	/* Where there is none to start, lmisfd is waited for. */
	if (!copy || !beside(path) || li_launcher_new(&what, &helper->launcher))
		helper->launcher = NULL;
	free(copy);
}

void helper_start(struct helper *helper)
{
	const int64_t now_us = li_clock_mono_us();
	pid_t pid;

	if (!helper->launcher || li_launcher_runs(helper->launcher) ||
		(helper->started_us != 0 &&
			now_us < helper->started_us + RESTART_US))
		return;
	helper->started_us = now_us;
	if (li_launcher_start(helper->launcher, -1, &pid))
		li_log(LI_LOG_WARNING, "deliver", 0,
			"lmisfd cannot be started");
}

void helper_stop(struct helper *helper)
{
	li_launcher_free(helper->launcher);
	helper->launcher = NULL;
}
