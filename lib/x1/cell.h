/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cell.h - the process that reads XML, and nothing else.
 *
 * It is a fresh image of its program: no key, no socket but the one to the
 * process that started it, no memory of that. In the cell there are 256 MB,
 * one second of CPU over its whole life, no file, no network, no other
 * program; what is tried all the same ends it.
 *
 * A build with sanitizers leaves memory and system calls free, which its own
 * runtime needs.
 *
 *   document  u32 length, octets
 *   answer    u32 length of the rest, u8 what reading it gave, requests
 *
 * Floor    4: base, model, sandbox.
 * Threads  One.
 * Memory   A document is wiped when it was answered.
 * Spec     TS 103 221-1 cl. 8.3 (XML attacks); TS 33.127 cl. 8.4
 */
#ifndef LI_X1_CELL_H
#define LI_X1_CELL_H

#include <stdbool.h>

#include "base/err.h"

/* The only word of the command line of a program that is to be a cell. */
#define LI_X1_CELL "read-xml"

enum {
	LI_X1_CELL_FD = 0, /* the socket */
	LI_X1_CELL_MEMORY = 256 << 20,
	LI_X1_CELL_CPU_S = 1,
};

/* Is this process started to be one? */
bool li_x1_cell_wanted(int argc, char **argv);

/* Shut the process in. Nothing that was read before may be hostile.
 *   LI_EIO   the system refuses: do not go on
 *   LI_EBUG  it cannot read the simplest document
 */
LI_MUST_USE li_err li_x1_cell_enter(void);

/* Enter, and answer documents until the other end is closed. Returns the exit
 * status. */
int li_x1_cell_run(void);

#endif
