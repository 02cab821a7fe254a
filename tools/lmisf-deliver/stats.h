/* SPDX-License-Identifier: BSD-3-Clause
 *
 * stats.h - print how each destination is.
 *
 * Floor    5: base, net, store, tools/common.
 * Threads  One.
 * Memory   None is kept.
 * Spec     none
 */
#ifndef DELIVER_STATS_H
#define DELIVER_STATS_H

#include "common/config.h"

/* What the store knows, and what a running lmisf-deliver says. Returns the exit
 * status, with its reason on standard error. */
int stats_show(const struct li_config *config);

#endif
