/* SPDX-License-Identifier: BSD-3-Clause
 *
 * run.h - serve an ADMF until told to stop.
 *
 * Floor    5: base, net, x1, tools/common.
 * Threads  One.
 * Memory   None is kept.
 * Spec     TS 103 221-1
 */
#ifndef X1D_RUN_H
#define X1D_RUN_H

#include <stdbool.h>

#include "common/config.h"

struct run_options {
	const struct li_config *config;
	bool check;        /* validate only */
	const char *probe; /* of the sandbox; NULL: serve */
};

/* Returns the exit status, with its reason on standard error. */
int run(const struct run_options *options);

#endif
