/* SPDX-License-Identifier: BSD-3-Clause
 *
 * helper.h - a private lmisfd that records confirmations while none runs.
 *
 * Floor    5: base.
 * Threads  One.
 * Memory   The configuration's path outlives the helper.
 * Spec     none (design rule 4: one writer, and deliver is not it)
 */
#ifndef DELIVER_HELPER_H
#define DELIVER_HELPER_H

#include <stdint.h>
#include <sys/types.h>

struct helper {
	const char *config; /* given on to it */
	pid_t pid;          /* 0 while none runs */
	int64_t started_us; /* monotonic, of the last start */
};

/* Have one running: start lmisfd from our own folder as
 * `lmisfd --config FILE --store-only`. One that ended is started again, but
 * not at once. It ends when we do, however we end. */
void helper_start(struct helper *helper);

/* End it, if it runs, and wait until it did. */
void helper_stop(struct helper *helper);

#endif
