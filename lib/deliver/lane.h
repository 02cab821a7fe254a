/* SPDX-License-Identifier: BSD-3-Clause
 *
 * lane.h - the records of one task that wait for a destination, or are on their way.
 * For lanes.c alone.
 *
 * Floor    4: base.
 * Threads  A value of one thread.
 * Memory   A lane owns its blocks; li_lane_empty() frees them.
 * Spec     none
 */
#ifndef LI_DELIVER_LANE_H
#define LI_DELIVER_LANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	LI_LANE_BLOCK = 240, /* octets; a list of one has little to spare */
	LI_LANE_NUMBER = 10, /* octets of a number, at most */
};

/* Ids, each as what it is more than the one before, 7 bits an octet. */
struct li_lane_block {
	struct li_lane_block *more;
	uint16_t end;
	uint8_t octets[LI_LANE_BLOCK];
};

/* A place in them. */
struct li_lane_place {
	struct li_lane_block *block; /* of what is next; NULL: the first one */
	uint16_t at;
	int64_t id;
};

/* What waits of one task, and what is on its way. */
struct li_lane {
	struct li_lane_block *first, *last;
	struct li_lane_place next;   /* to go; with none, the last that went */
	struct li_lane_place oldest; /* on its way, or else as next */
	int64_t added;               /* the last one */
	int64_t confirmed;           /* all of it up to there */
	int64_t low; /* none of it that is lower is unconfirmed */
	size_t waiting, flying;
	bool held;                      /* it has no turn */
	uint64_t flight;                /* its last one, and one */
	struct li_lane *after, *before; /* of those that are busy */
	struct li_lane *turn;           /* who is next, of those that wait */
};

/* Forget all that it has. */
void li_lane_empty(struct li_lane *lane);

/* Is there room for one more? Some is made. */
bool li_lane_has_room(struct li_lane *lane);

/* Add an id above the last one; there is room. */
void li_lane_push(struct li_lane *lane, int64_t id);

/* Go to the id behind it; there is one. */
void li_lane_step(const struct li_lane *lane, struct li_lane_place *place);

/* The oldest on its way is not any more: returns it. What no place is in goes. */
int64_t li_lane_pop(struct li_lane *lane);

#endif
