/* SPDX-License-Identifier: BSD-3-Clause
 *
 * captures.h - interfaces that the holder opens, and cores read.
 *
 * What passes while no core lives is in the ring of the socket. One that
 * vanishes is opened again by the holder, and handed over as connections are.
 *
 * Floor    5: base, intake, tools/common.
 * Threads  That of the holder.
 * Memory   In struct held.
 * Spec     TS 33.127 cl. 8.1 (nothing missed)
 */
#ifndef LI_LMISFD_CAPTURES_H
#define LI_LMISFD_CAPTURES_H

#include <poll.h>

#include "holder.h"
#include "kept.h"

/* Open all that the configuration names. Errors as li_live_open(). */
LI_MUST_USE li_err captures_open(const struct li_config *config,
	struct held *held, struct li_fault *fault);
void captures_close(struct held *held);

/* What to wait for; *wait_ms gets shorter when one is away. Returns how many
 * there are. */
size_t captures_want(const struct held *held, struct pollfd *on, int *wait_ms);

/* When something of it came, or the time passed. */
void captures_look(struct held *held, struct kept *kept);

#endif
