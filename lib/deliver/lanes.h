/* SPDX-License-Identifier: BSD-3-Clause
 *
 * lanes.h - whose record is next: what waits for one destination, by task.
 *
 * A task that has a million records waiting must not hold up another one that
 * has a few. So each task has a lane, and lanes take turns; within one, which has
 * all streams of its task, the order is that of the outbox.
 *
 * What is confirmed is told as "all up to this one, and these behind it", which
 * overtook others.
 *
 * Floor    4: base.
 * Threads  A value of one thread.
 * Memory   A lane for each task ever seen, an octet or two for each record that
 *          waits or is on its way.
 * Spec     TS 33.126 R6.4-140, 150 (in order, few duplicates), R6.4-80 (near real
 *          time)
 */
#ifndef LI_DELIVER_LANES_H
#define LI_DELIVER_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { LI_LANES_TURN = 8 }; /* records of a lane at once */

struct li_lanes;

/* Make it, with nothing in it.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_lanes_new(struct li_lanes **out);

/* NULL is fine. */
void li_lanes_free(struct li_lanes *lanes);

/* A record of a task waits, with an id above that of all before it. One that was
 * confirmed is passed over.
 *   LI_ENOMEM   it is not in any lane
 */
LI_MUST_USE li_err li_lanes_add(struct li_lanes *lanes, int64_t task,
	int64_t id);

/* Which is next? False when none waits. */
bool li_lanes_peek(const struct li_lanes *lanes, int64_t *id);

/* Does a record of that task wait, up to that id? */
bool li_lanes_waits(const struct li_lanes *lanes, int64_t task, int64_t id);

/* The lane that is next waits for something, with all that is in it: others have
 * their turn until li_lanes_release(). */
void li_lanes_hold(struct li_lanes *lanes);

/* No lane waits any more. */
void li_lanes_release(struct li_lanes *lanes);

/* Does one? */
bool li_lanes_holding(const struct li_lanes *lanes);

/* Have room for so many more that are on their way.
 *   LI_ENOMEM   nothing changed
 */
LI_MUST_USE li_err li_lanes_reserve(struct li_lanes *lanes, size_t records);

/* That one is on its way; room was reserved for it. */
void li_lanes_take(struct li_lanes *lanes);

/* A number for all that is on its way or was. */
uint64_t li_lanes_mark(struct li_lanes *lanes);

/* All that the mark is for is confirmed: returns up to which id everything is,
 * and gives `overtook` each id of the mark that is behind it. Those of a task come
 * in their order. */
typedef void (*li_lanes_fn)(int64_t id, void *data);
int64_t li_lanes_confirm(struct li_lanes *lanes, uint64_t mark,
	li_lanes_fn overtook, void *data);

/* Is something on its way that no mark is for? */
bool li_lanes_unmarked(const struct li_lanes *lanes);

/* Is something on its way; is something waiting or on its way? */
bool li_lanes_flying(const struct li_lanes *lanes);
bool li_lanes_busy(const struct li_lanes *lanes);

/* The id that was added last; everything above it has yet to be. */
int64_t li_lanes_seen(const struct li_lanes *lanes);

/* Forget what is not confirmed; it is added again, from behind `id`, up to which
 * everything is. */
void li_lanes_restart(struct li_lanes *lanes, int64_t id);

#endif
