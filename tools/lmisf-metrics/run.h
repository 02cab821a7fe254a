/* SPDX-License-Identifier: BSD-3-Clause
 *
 * run.h - serve what lmisfd counts.
 *
 * Floor    5: base, net, metrics, sandbox, tools/common.
 * Threads  One.
 * Memory   Options outlive the run.
 * Spec     TS 33.126 R6.6-05; TS 33.127 cl. 8.2
 */
#ifndef METRICS_RUN_H
#define METRICS_RUN_H

#include "common/config.h"

struct run_options {
	const struct li_config *config;
	bool of_li; /* all that is counted, over TLS */
	bool check; /* validate only */
	const char *probe;
};

/* Returns the exit status, with its reason on standard error. */
int run(const struct run_options *options);

#endif
