/* SPDX-License-Identifier: BSD-3-Clause
 *
 * health.h - is a destination down, for so long that somebody must be told?
 *
 * Floor    4: base.
 * Threads  A value of one thread.
 * Memory   None.
 * Spec     TS 103 221-2 cl. 6.2.4 (a lost connection is reported over X1)
 */
#ifndef LI_DELIVER_HEALTH_H
#define LI_DELIVER_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

enum li_health_state {
	LI_HEALTH_UNKNOWN,
	LI_HEALTH_UP,
	LI_HEALTH_DOWN,
};

struct li_health {
	enum li_health_state state;
	bool open;        /* as seen last */
	int64_t since_us; /* monotonic; it is so since then. 0: never seen */
};

enum { LI_HEALTH_UP_US = 500000 }; /* open for so long is no refusal */

/* Note whether it is connected; true when its state is another now. Down after
 * down_us without a connection. */
bool li_health_note(struct li_health *health, bool open, int64_t now_us,
	int64_t down_us);

#endif
