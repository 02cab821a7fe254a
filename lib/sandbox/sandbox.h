/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sandbox.h - a program shuts itself in, once it has opened what it needs.
 *
 *   const struct li_sandbox_path paths[] = {
 *           {config.store.path, LI_MAY_WRITE | LI_MAY_BESIDE},
 *           {config.x1.certificate, LI_MAY_READ | LI_MAY_BESIDE},
 *   };
 *   const struct li_sandbox box = {.calls = LI_CALLS_FILES | LI_CALLS_ACCEPT,
 *           .paths = paths, .path_count = 2};
 *
 *   err = li_sandbox_enter(&box, &fault);
 *
 * Afterwards, whatever the program is made to do:
 *
 *   capabilities   none, nor by a program with the set-user-id bit
 *   files          those of the paths and no other (Landlock), TCP as `calls`
 *                  has it where the kernel can tell (Landlock of 6.7)
 *   system calls   those that the groups of `calls` need. What only an
 *                  intruder asks for (execve, ptrace, mount, bpf, io_uring...)
 *                  ends the process with SIGSYS, and the kernel logs it;
 *                  anything else gets EPERM: a library that tries something
 *                  of late must not stop an interception
 *   memory         none that is written can be run
 *
 * A kernel without Landlock costs one notice; the rest holds. A build with
 * sanitizers or for coverage has no sandbox, as their runtime needs what it
 * forbids: it says so.
 *
 * Floor    3: base; libseccomp behind it.
 * Threads  Enter while there is one; all that come later are inside.
 * Memory   Nothing is kept; a path is looked up when entering.
 * Spec     TS 33.127 cl. 8.2, 8.4 (LI functions are kept apart)
 */
#ifndef LI_SANDBOX_SANDBOX_H
#define LI_SANDBOX_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

/* What a program does afterwards, beyond memory, time, its loop and what it
 * has open. */
enum {
	LI_CALLS_FILES = 1 << 0,   /* opens files, and keeps a store */
	LI_CALLS_ACCEPT = 1 << 1,  /* takes connections */
	LI_CALLS_UNIX = 1 << 2,    /* connects to programs of this machine */
	LI_CALLS_INET = 1 << 3,    /* and to others, by TCP */
	LI_CALLS_RESOLVE = 1 << 4, /* by names, too */
	LI_CALLS_THREADS = 1 << 5, /* makes threads */
	LI_CALLS_CAPTURE = 1 << 6, /* opens an interface that was away */
	LI_CALLS_TLS = 1 << 7,     /* speaks TLS on what it accepts */
	LI_CALLS_LAUNCH = 1 << 8,  /* has a launcher: launch.h */
	LI_CALLS_FORK = 1 << 9,    /* forks itself, inside as it is; and, as its
				    * number is not known beforehand then, sends
				    * no signal, not even to itself */
	LI_CALLS_HOLD = 1 << 10,   /* hands descriptors over, waits for
				    * children, and sends the signals that a
				    * program is ended or told to read with */
	LI_CALLS_CLOCK = 1 << 11,  /* asks how UTC is kept: to change it takes
				    * a capability, which no program has */
};

/* What it may do with a path. */
enum {
	LI_MAY_READ = 1 << 0,
	LI_MAY_WRITE = 1 << 1,  /* read, write, make and remove */
	LI_MAY_BESIDE = 1 << 2, /* with all in the folder that the file is in: a
				 * file that is replaced is another one */
};

/* A path that is NULL, empty or not there gives nothing. */
struct li_sandbox_path {
	const char *path;
	unsigned int may;
};

struct li_sandbox {
	unsigned int calls;
	bool keep_caps; /* acts for whoever started it: root stays root */
	bool strict;    /* any other system call ends the process, files too */
	bool starter;   /* starts who enters one of its own: no capability, and
			 * what only an intruder asks for ends it; `paths` and
			 * the other calls are free */
	const struct li_sandbox_path *paths;
	size_t path_count;
	const uint16_t *ports; /* of TCP that LI_CALLS_INET connects to */
	size_t port_count;     /* 0: any */
};

/* Enter. There is no way back.
 *   LI_EIO   the system refuses: do not go on
 */
LI_MUST_USE li_err li_sandbox_enter(const struct li_sandbox *box,
	struct li_fault *fault);

/* Is there one in this build? */
bool li_sandbox_built(void);

#endif
