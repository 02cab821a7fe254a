/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/lane.h"

#include <stdlib.h>

void li_lane_empty(struct li_lane *lane)
{
	while (lane->first) {
		struct li_lane_block *b = lane->first;

		lane->first = b->more;
		free(b);
	}
	lane->last = NULL;
	lane->next = lane->oldest = (struct li_lane_place){.block = NULL};
	lane->waiting = lane->flying = 0;
	lane->held = false;
}

bool li_lane_has_room(struct li_lane *lane)
{
	struct li_lane_block *b;

	if (lane->last && lane->last->end <= LI_LANE_BLOCK - LI_LANE_NUMBER)
		return true;
	b = calloc(1, sizeof(*b));
	if (!b)
		return false;
	if (lane->last)
		lane->last->more = b;
	else
		lane->first = b;
	lane->last = b;
	return true;
}

void li_lane_push(struct li_lane *lane, int64_t id)
{
	struct li_lane_block *b = lane->last;
	uint64_t rest = (uint64_t)(id - lane->added);

	for (; rest >= 0x80; rest >>= 7)
		b->octets[b->end++] = (uint8_t)(rest | 0x80);
	b->octets[b->end++] = (uint8_t)rest;
	lane->added = id;
}

/* Go to the id behind it; there is one. */
void li_lane_step(const struct li_lane *lane, struct li_lane_place *place)
{
	uint64_t value = 0;
	unsigned int shift = 0;
	uint8_t octet;

	if (!place->block)
		place->block = lane->first;
	if (place->at == place->block->end) {
		place->block = place->block->more;
		place->at = 0;
	}
	do {
		octet = place->block->octets[place->at++];
		value |= (uint64_t)(octet & 0x7f) << shift;
		shift += 7;
	} while (octet & 0x80);
	place->id += (int64_t)value;
}

/* The oldest on its way is not any more. What no place is in goes. */
int64_t li_lane_pop(struct li_lane *lane)
{
	const int64_t id = lane->oldest.id;

	if (id == lane->added) {
		li_lane_empty(lane);
		return id;
	}
	li_lane_step(lane, &lane->oldest);
	while (lane->first != lane->oldest.block) {
		struct li_lane_block *b = lane->first;

		lane->first = b->more;
		free(b);
	}
	return id;
}
