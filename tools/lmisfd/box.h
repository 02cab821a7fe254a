/* SPDX-License-Identifier: BSD-3-Clause
 *
 * box.h - the sandbox of the companion listener.
 *
 * It connects to nobody, makes no socket, starts no program, and has no file but
 * its store with the keys, the certificates of its TLS listeners and the state of
 * X1. Who is held for forks itself, and opens the store again in there.
 *
 * Floor    5: sandbox, tools/common.
 * Threads  One.
 * Memory   Nothing is kept.
 * Spec     TS 33.127 cl. 8.2
 */
#ifndef LI_LMISFD_BOX_H
#define LI_LMISFD_BOX_H

#include "common/config.h"

struct box_options {
	bool live;           /* listens, and does not read a capture file */
	const char *capture; /* that file, or NULL */
	const char *probe;   /* --probe-sandbox, or NULL */
	bool held;           /* somebody holds for it: holder.h */
};

/* Enter it: all listeners are open.
 *   as li_sandbox_enter()
 */
LI_MUST_USE li_err box_enter(const struct li_config *config,
	const struct box_options *options, struct li_fault *fault);

/* That of the holder: it accepts, hands over, waits for its children and tells
 * them to end, and opens again the interfaces that it captures from. It makes no
 * process and opens no file. All is bound, and the cradle is made.
 *   as li_sandbox_enter()
 */
LI_MUST_USE li_err box_hold(const struct li_config *config, const char *probe,
	struct li_fault *fault);

/* That of the cradle, which reads nothing from outside and whose cores enter
 * theirs.
 *   as li_sandbox_enter()
 */
LI_MUST_USE li_err box_cradle(struct li_fault *fault);

#endif
