/* SPDX-License-Identifier: BSD-3-Clause
 *
 * began.h - have the audit say that the program began, and with what.
 *
 * The configuration is read at the start and at no other time: rows of two starts
 * with other digests show that it was changed in between.
 *
 * Floor    5: flow, store (digest).
 * Threads  One.
 * Memory   None.
 * Spec     TS 33.127 cl. 8.7
 */
#ifndef LI_LMISFD_BEGAN_H
#define LI_LMISFD_BEGAN_H

#include "common/config.h"
#include "flow/flow.h"

/* Write the row: "lmisfd.begin" about "configuration" and the first octets of the
 * file's SHA-256. Before the sandbox, as the file is not read in there. Errors
 * are the store's. */
LI_MUST_USE li_err began_note(struct li_flow *flow,
	const struct li_config *config);

#endif
