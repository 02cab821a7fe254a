/* SPDX-License-Identifier: BSD-3-Clause
 *
 * in_box.h - a deed in a sandbox.
 *
 * Floor    tests.
 * Threads  One.
 * Memory   None.
 * Spec     none
 */
#ifndef LI_TEST_IN_BOX_H
#define LI_TEST_IN_BOX_H

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/sandbox.h"

/* Run in a sandbox, in a process of its own: 0 when it could be done, errno
 * when not, the signal and 128 when it ended the process. */
static inline int in_box(const struct li_sandbox *box, int (*deed)(void))
{
	const pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		if (li_sandbox_enter(box, NULL))
			_exit(127);
		_exit(deed() < 0 ? errno : 0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

#endif
