/* SPDX-License-Identifier: BSD-3-Clause
 *
 * flood_send.h - the sender of `flood`: bystanders and targets, as HEPv3.
 *
 * Each message of a target has a line "X-Flood: PHASE TARGET MICROSECONDS", the
 * monotonic time at which it was sent.
 */
#ifndef SYSTEM_FLOOD_SEND_H
#define SYSTEM_FLOOD_SEND_H

#include <stddef.h>

enum { FLOOD_TARGETS = 10, FLOOD_CALM = 10 };

#define FLOOD_MARK "X-Flood: "

/* Messages a second: of all bystanders; of target 0; the other targets send
 * FLOOD_CALM each. */
struct flood_phase {
	size_t number, seconds, bystanders, flooder;
};

/* How many messages a target sends in a phase. */
size_t flood_count(const struct flood_phase *phase, size_t target);

/* Send it to a connected datagram socket, and say how fast it went. */
void flood_send(int fd, const struct flood_phase *phase);

#endif
