/* SPDX-License-Identifier: BSD-3-Clause
 *
 * wheel.h - many timers, each set, moved and stopped at a fixed cost.
 *
 * A slot for each second; a timer further away than the wheel is round stays
 * in its slot for the laps it needs.
 *
 * Floor    2, inside mirror/.
 * Threads  A wheel belongs to its mirror's thread.
 * Memory   Timers lie inside the records that they are for; the wheel only
 *          links them. Seconds count from the mirror's first event.
 * Spec     none
 */
#ifndef LI_MIRROR_WHEEL_H
#define LI_MIRROR_WHEEL_H

#include "base/slice.h"

enum { LI_WHEEL_SLOTS = 4096 };

struct li_alarm {
	struct li_alarm *next, **back; /* back is NULL while not set */
	uint32_t due_s;
	uint32_t beside; /* no matter of the wheel: its record's, for whose
			  * sake no octet stays empty */
};

struct li_wheel {
	struct li_alarm *slots[LI_WHEEL_SLOTS];
	uint32_t at_s; /* every slot before this second is done */
	size_t count;
};

/* Set or move a timer. One that is due already goes off with the next second. */
void li_wheel_set(struct li_wheel *wheel, struct li_alarm *timer,
	uint32_t due_s);

/* Stop a timer; one that is not set is fine. */
void li_wheel_stop(struct li_wheel *wheel, struct li_alarm *timer);

/* Take the next timer that is due at now_s off the wheel; NULL when there is
 * none, or when *work, counted down for each timer looked at, is used up. */
struct li_alarm *li_wheel_due(struct li_wheel *wheel, uint32_t now_s,
	size_t *work);

/* Is a timer one to be passed over? */
typedef bool (
	*li_wheel_spare_fn)(const struct li_alarm *timer, const void *data);

/* A timer that goes off early among all, found in a few steps; NULL when none
 * is set. One that `spare` (or NULL) spares is given only when all that were
 * looked at are such. */
struct li_alarm *li_wheel_first(const struct li_wheel *wheel,
	li_wheel_spare_fn spare, const void *data);

#endif
