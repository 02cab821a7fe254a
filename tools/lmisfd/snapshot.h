/* SPDX-License-Identifier: BSD-3-Clause
 *
 * snapshot.h - a copy of the core that sleeps, and goes on when the core dies.
 *
 * What everybody is mirrored in is nowhere but in memory. A fork of the core
 * has it as it was, and shares its pages until one of both writes to them. It
 * has no store and no key of the store while it sleeps. Woken, it opens the store and takes
 * from the ring what came since.
 *
 * Floor    5: flow, net.
 * Threads  That of the loop.
 * Memory   That of the core, as it was.
 * Spec     TS 33.127 cl. 8.1 (nothing missed)
 */
#ifndef LI_LMISFD_SNAPSHOT_H
#define LI_LMISFD_SNAPSHOT_H

#include "lmisfd.h"

/* At the end of a round, when nothing waits for a commit: make a snapshot if
 * one is due. It returns in the core; and, should the core die, in the snapshot
 * that is the core from then on. */
void snapshot_look(struct lmisfd *d);

/* Is the ring so full that one is due before anything else is taken? */
bool snapshot_pressing(const struct lmisfd *d);

#endif
