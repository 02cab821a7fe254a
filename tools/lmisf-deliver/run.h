/* SPDX-License-Identifier: BSD-3-Clause
 *
 * run.h - deliver once, or until told to stop.
 *
 * Floor    5: base, net, store, deliver, tools/common.
 * Threads  One.
 * Memory   None is kept.
 * Spec     none
 */
#ifndef DELIVER_RUN_H
#define DELIVER_RUN_H

#include <stdbool.h>

#include "common/config.h"

struct run_options {
	const struct li_config *config;
	const char *config_path;
	bool check; /* validate only */
	bool once;
	const char *probe; /* of the sandbox; NULL: deliver */
};

/* Returns the exit status, with its reason on standard error. */
int run(const struct run_options *options);

#endif
