/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sleepers.h - in the holder: the snapshots that may follow the core.
 *
 * There are two, the newest and, behind it, a copy that it left of itself, with
 * which it shares its pages: whoever kills the core and what takes its place finds
 * one more. One that is newer ends them.
 *
 * Floor    5: holder.
 * Threads  One.
 * Memory   A descriptor of each, closed when it is not needed any longer, which
 *          ends it.
 * Spec     TS 33.127 cl. 8.1 (nothing missed)
 */
#ifndef LI_LMISFD_SLEEPERS_H
#define LI_LMISFD_SLEEPERS_H

#include "holder.h"

struct sleepers {
	int told;                        /* where we hear of them */
	struct holder_told newest, copy; /* fd -1: there is none */
	struct holder_told woken;        /* until it has let go of this end */
};

/* None, told of from here. */
void sleepers_none(struct sleepers *s, int told);

/* Take those that were told, and ask a newest one for its copy. */
void sleepers_hear(struct sleepers *s);

/* Wake one: its process, or -1 when there is none. It lets go of its end of
 * woken.fd when it is our child, or when it ends. */
pid_t sleepers_wake(struct sleepers *s);

/* It has, and we know which of both. */
void sleepers_settle(struct sleepers *s);

/* They end. */
void sleepers_end(struct sleepers *s);

#endif
