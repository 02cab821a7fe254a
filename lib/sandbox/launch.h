/* SPDX-License-Identifier: BSD-3-Clause
 *
 * launch.h - start one program, now and later, by a process that was made for
 * it: who asks is in a sandbox by then and can start nothing.
 *
 * A launcher is a child of its owner, from before that had any secret. It takes
 * no word from it but "start", "look" and "stop", has one program to start, and
 * ends with its owner, as does what it started.
 *
 * Floor    3: base.
 * Threads  Make one while there is one thread; it belongs to one.
 * Memory   A launcher owns its process and the socket to it.
 * Spec     TS 33.127 cl. 8.2
 */
#ifndef LI_SANDBOX_LAUNCH_H
#define LI_SANDBOX_LAUNCH_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

struct li_launcher;

/* What is started, and how it is ended. Its environment is empty unless said
 * otherwise; its standard output is /dev/null, and its standard error ours. */
struct li_launch {
	const char *path;
	char *const *argv;
	bool environment; /* it has ours */
	int stop;         /* the signal that ends it */
};

/* Make one. Nothing is started yet, and `what` is not needed any more.
 *   LI_ENOMEM LI_EIO   *out is untouched
 */
LI_MUST_USE li_err li_launcher_new(const struct li_launch *what,
	struct li_launcher **out);

/* Start the program, ending the one that was started before. fd becomes its
 * standard input and stays the caller's; negative: /dev/null. *pid is what runs
 * it.
 *   LI_EIO   it was not started
 */
LI_MUST_USE li_err li_launcher_start(struct li_launcher *launcher, int fd,
	pid_t *pid);

/* Does it run? */
bool li_launcher_runs(struct li_launcher *launcher);

/* Has the launcher itself ended? Then it starts nothing any more. */
bool li_launcher_gone(const struct li_launcher *launcher);

/* End the program if it runs; how it ended, as waitpid(2) tells. */
int li_launcher_stop(struct li_launcher *launcher);

/* Stop, and end the launcher. NULL is fine. */
void li_launcher_free(struct li_launcher *launcher);

#endif
