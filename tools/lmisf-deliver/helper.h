/* SPDX-License-Identifier: BSD-3-Clause
 *
 * helper.h - a private lmisfd that records confirmations while none runs.
 *
 * Floor    5: base, sandbox.
 * Threads  One.
 * Memory   A helper owns its launcher, until helper_stop().
 * Spec     none (design rule 4: one writer, and deliver is not it)
 */
#ifndef DELIVER_HELPER_H
#define DELIVER_HELPER_H

#include <stdint.h>

struct li_launcher;

struct helper {
	struct li_launcher *launcher; /* NULL: none can be started */
	int64_t started_us;           /* monotonic, of the last start */
};

/* Be able to start one, with this configuration: before anything secret is
 * read, and before the sandbox. */
void helper_prepare(struct helper *helper, const char *config);

/* Have one running: start lmisfd from our own folder as
 * `lmisfd --config FILE --store-only`. One that ended is started again, but
 * not at once. It ends when we do, however we end. */
void helper_start(struct helper *helper);

/* End it, if it runs, and wait until it did. */
void helper_stop(struct helper *helper);

#endif
