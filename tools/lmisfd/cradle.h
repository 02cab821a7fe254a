/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cradle.h - the process that cores are forked from which start from the store.
 *
 * The holder is in a sandbox that nothing of a core's would be possible in, nor
 * to fork. So a child of it from before is asked to. It reads nothing but "one
 * more", from the holder alone, and is no parent of a core: that is the
 * holder's child then, which is why the holder has to be a subreaper.
 *
 * Floor    5: tools/common.
 * Threads  One.
 * Memory   The cradle owns nothing; its process ends with the holder's.
 * Spec     TS 33.127 cl. 8.2
 */
#ifndef LI_LMISFD_CRADLE_H
#define LI_LMISFD_CRADLE_H

#include <sys/types.h>

#include "base/fault.h"

struct cradle {
	int fd;    /* the holder's end; -1: there is none */
	pid_t pid; /* -1: it has ended */
};

/* What is done in the cradle once; what a core does, which does not return. */
struct cradle_work {
	void (*begin)(void *data);
	void (*core)(void *data);
	void *data;
};

/* Make one.
 *   LI_EIO   fault says why
 */
LI_MUST_USE li_err cradle_new(const struct cradle_work *work,
	struct cradle *out, struct li_fault *fault);

/* Start a core; negative when it cannot. */
pid_t cradle_start(const struct cradle *cradle);

/* In the holder: a child of its ended. When it was the cradle, which nobody can make
 * anew in there, that is said: the next core that no snapshot follows is the last. */
void cradle_ended(struct cradle *cradle, pid_t pid);

/* End it; cores go on. */
void cradle_end(struct cradle *cradle);

#endif
