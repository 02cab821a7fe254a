/* SPDX-License-Identifier: BSD-3-Clause
 *
 * room.h - when the disk has no room, what comes in waits until it has some.
 *
 * A core whose write finds none gives up the room that was kept for this, and
 * ends as if it had been killed: what it took stands in the ring, what it did
 * not take in the sockets. The holder has the next one go on at once, which
 * tells the ADMF first; when that one finds no room either, the holder waits
 * for some.
 *
 * Floor    5: flow, net.
 * Threads  One in each process.
 * Memory   A descriptor in the holder.
 * Spec     TS 33.127 cl. 5.3.2.4 (a loss is never silent), cl. 8.1 (nothing
 *          missed)
 */
#ifndef LI_LMISFD_ROOM_H
#define LI_LMISFD_ROOM_H

#include <sys/types.h>

#include "base/fault.h"
#include "net/ring.h"

struct lmisfd;

/* ---- in a core ---- */

/* The store failed: does not return when it was for want of room and others go
 * on in our place. */
void room_lacks(const struct lmisfd *d, li_err err);

/* In one that follows such a core, before anything else: have the ADMF told.
 * Errors are the store's. */
LI_MUST_USE li_err room_tell(struct lmisfd *d);

/* ---- in the holder ---- */

struct room {
	int folder; /* of the store, only asked how much room it has; or -1 */
	bool waits; /* nobody is the core */
	int64_t due_us; /* monotonic: no core is tried before */
};

/* For the store at this path, which need not be there. */
void room_open(struct room *r, const char *path);
void room_close(struct room *r);

/* Did the core that was this process end for want of room? Then waiting for
 * some begins. */
bool room_lacked(struct room *r, const struct li_ring *ring, pid_t core);

/* How long the holder may sleep, at most as long as *wait_ms says; -1 is for
 * ever. */
void room_want(const struct room *r, int *wait_ms);

/* Is it waiting, and may a core try again? Then it waits no more. */
bool room_again(struct room *r);

#endif
