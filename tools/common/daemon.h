/* SPDX-License-Identifier: BSD-3-Clause
 *
 * daemon.h - how our programs start, refuse and end.
 *
 *   int main(int argc, char **argv)
 *   {
 *           static const char *config;
 *           static bool check;
 *           static const struct li_daemon_option options[] = {
 *                   {"config", "FILE", "read FILE", .text = &config},
 *                   {"check", NULL, "check and exit", .flag = &check},
 *                   {0}};
 *           static const struct li_daemon program = {
 *                   "lmisfd", "--config FILE [--check]", options};
 *
 *           li_daemon_start(&program, argc, argv);
 *           ...
 *                   return li_daemon_fail(err, &fault);
 *
 * Floor    5: base, net.
 * Threads  Call before the first thread is made.
 * Memory   Texts of options borrow from argv.
 * Spec     TS 33.127 cl. 8.2, 8.4 (LI data stays inside: no core file, no
 *          debugger, no file that others can read)
 */
#ifndef LI_COMMON_DAEMON_H
#define LI_COMMON_DAEMON_H

#include <stdbool.h>

#include "base/fault.h"

enum { LI_DAEMON_OPTIONS_MAX = 24 }; /* of one program */

/* One long option. Exactly one of flag and text is set. */
struct li_daemon_option {
	const char *name;  /* without "--"; NULL ends the table */
	const char *value; /* what its value is called, NULL for a flag */
	const char *help;  /* one line */
	bool *flag;        /* set to true when the option is given */
	const char **text; /* set to the value */
};

struct li_daemon {
	const char *name;  /* of the program */
	const char *usage; /* what follows the name in a usage line */
	const struct li_daemon_option *options;
	const char *more; /* further help text, or NULL */
};

/* Harden the process (umask 077, no core file, not dumpable, SIGPIPE ignored,
 * no key log) and read its options, which may stand anywhere; "--" ends them.
 * --help and --version are added: they print and exit 0. A bad option prints
 * one line and exits EX_USAGE. Words that are no option are moved behind the
 * options; returns the index of the first. */
int li_daemon_start(const struct li_daemon *program, int argc, char **argv);

/* Just the hardening. */
void li_daemon_harden(void);

/* Print "PROGRAM: text" on standard error, text being the fault's or else the
 * error's name, and return the exit status: `return li_daemon_fail(...)`. */
int li_daemon_fail(li_err err, const struct li_fault *fault);

/* The same for a wrong command line: EX_USAGE, and where help is. */
LI_PRINTF(1, 2) int li_daemon_usage(const char *fmt, ...);

/* The exit status of an error, as sysexits(3) has them. */
int li_daemon_status(li_err err);

#endif
