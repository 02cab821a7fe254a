/* SPDX-License-Identifier: BSD-3-Clause
 *
 * link.h - a relay between the client and the HSS that cxload plays.
 *
 * Threads  One.
 * Memory   A struct link is large: keep it static.
 * Spec     none.
 */
#ifndef CXLOAD_LINK_H
#define CXLOAD_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "peer.h"

enum { LINK_PORT = 3868, LINK_UP_MS = 10000 };

struct link {
	const char *relay_ip;
	int listener;
	struct peer client, hss;
};

/* Monotonic clock. */
uint64_t link_now_us(void);

/* Listen as the HSS; false when the address cannot be had. */
bool link_listen(struct link *l);

/* Wait until the relay is connected to the HSS and the client to the relay, at
 * most LINK_UP_MS; what was connected stays so. False when it did not happen.
 */
bool link_up(struct link *l);

/* Wait for input on either side, at most ms, write what is queued, read what
 * came.
 */
void link_turn(struct link *l, int ms);

#endif
