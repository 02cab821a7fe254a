/* SPDX-License-Identifier: BSD-3-Clause
 *
 * room.h - how much room the store's disk has, and some that is kept for when
 * there is no other.
 *
 * A file beside the store takes its part of the disk and holds nothing. When a
 * write finds no room it is given up: what has to be told then can be written.
 *
 * Floor    3: base.
 * Threads  Any; one process keeps and gives.
 * Memory   None.
 * Spec     TS 33.127 cl. 5.3.2.4 (a loss is never silent)
 */
#ifndef LI_STORE_ROOM_H
#define LI_STORE_ROOM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* Octets of a file system: what there is, what is free for us. */
struct li_room {
	uint64_t all, free;
};

/* Look at the file system that a descriptor is of.
 *   LI_EIO   *out is untouched
 */
LI_MUST_USE li_err li_room_at(int fd, struct li_room *out);

/* Is it worth trying to write again? */
bool li_room_enough(const struct li_room *room);

/* Have some kept for the store at `path`: 16 MB, or the 16th part of a small
 * disk. False when it is not, as there is not twice as much. */
bool li_room_keep(const char *path, const struct li_room *room);

/* Give up what is kept. */
void li_room_give(const char *path);

#endif
