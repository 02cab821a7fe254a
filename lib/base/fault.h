/* SPDX-License-Identifier: BSD-3-Clause
 *
 * fault.h - one line for an operator that says what is wrong and where.
 *
 * Goes up beside an li_err from calls that an operator can mend (files, keys,
 * certificates, configuration). Like a log line it never holds an identity.
 *
 * Floor    0.
 * Threads  A fault belongs to its caller.
 * Memory   A value.
 * Spec     none
 */
#ifndef LI_BASE_FAULT_H
#define LI_BASE_FAULT_H

#include "base/err.h"

struct li_fault {
	char text[384]; /* without a newline; empty when nothing was said */
};

/* Set the text by printf rules and give `err` back, for `return` and `err =`.
 * A NULL fault is fine. */
LI_PRINTF(3, 4)
li_err li_fault_set(struct li_fault *fault, li_err err, const char *fmt, ...);

#endif
