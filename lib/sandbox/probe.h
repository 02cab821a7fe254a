/* SPDX-License-Identifier: BSD-3-Clause
 *
 * probe.h - try what a sandbox must refuse, from inside it.
 *
 * A program with --probe-sandbox WHAT starts as ever, enters its sandbox, tries
 * the one thing and ends: who operates it sees whether his kernel keeps it in.
 *
 * Floor    3: base.
 * Threads  One.
 * Memory   Nothing is kept.
 * Spec     TS 33.127 cl. 8.2
 */
#ifndef LI_SANDBOX_PROBE_H
#define LI_SANDBOX_PROBE_H

#include <stdbool.h>

/* What can be tried, for a usage line. */
#define LI_PROBES "file, write, socket, connect, exec, fork, ptrace, kill"

/* Is there such a probe? */
bool li_probe_known(const char *what);

/* Try it, print one line about what came of it and return the exit status:
 *   EX_OK           refused
 *   EX_SOFTWARE     it could be done
 *   EX_UNAVAILABLE  this build has no sandbox
 * Those that end the process do not return: SIGSYS. */
int li_probe(const char *what);

#endif
