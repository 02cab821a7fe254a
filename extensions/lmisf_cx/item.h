/* SPDX-License-Identifier: BSD-3-Clause
 *
 * item.h - a message on its way through the ring: this head, then the peer's
 * Diameter identity, then the octets with secrets cut.
 *
 * Floor    5, without freeDiameter.
 * Threads  Plain values.
 * Memory   Slices borrow from the item.
 * Spec     none
 */
#ifndef LMISF_CX_ITEM_H
#define LMISF_CX_ITEM_H

#include "base/slice.h"

enum {
	/* of one message; freeDiameter itself takes 65535 from the network */
	LI_CX_OCTETS_MAX = 100 << 10,
};

struct li_cx_item {
	uint64_t exchange; /* the same in a request and its answer */
	int64_t at_us;     /* UTC, when it was seen */
	uint32_t octets;
	uint8_t peer_octets;
	bool answer;
	bool local; /* made by this daemon */
	uint8_t data[];
};

/* The Diameter identity of the peer; may be empty. */
static inline struct li_slice li_cx_item_peer(const struct li_cx_item *item)
{
	return li_slice(item->data, item->peer_octets);
}

/* The octets of the message, secrets cut. */
static inline struct li_slice li_cx_item_message(const struct li_cx_item *item)
{
	return li_slice(item->data + item->peer_octets, item->octets);
}

/* Octets of the whole item. */
static inline size_t li_cx_item_size(const struct li_cx_item *item)
{
	return sizeof(*item) + item->peer_octets + item->octets;
}

#endif
