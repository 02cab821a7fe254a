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

/* Returns the exit status, with its reason on standard error. check: validate
 * configuration and certificates only. */
int run(const struct li_config *config, bool check);

#endif
