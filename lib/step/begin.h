/* SPDX-License-Identifier: BSD-3-Clause
 *
 * begin.h - which tasks are being begun, and what was told of it.
 *
 * A task that starts while its target is in a session is in force at once; the
 * sessions of before are looked for in slices, a lap around all of them. Who
 * comes first, the lap or a message of the session, tells of it; the other
 * finds that it was told. One record per task and session. Whether its target
 * is registered is asked once, before anything else of the task.
 *
 * Floor    3: base only.
 * Threads  As its step.
 * Memory   An entry for each task until its lap is done, a slot for each
 *          session told of until no task is being begun.
 * Spec     TS 33.128 cl. 7.12.4.2.2, 7.2.4.3.3; TS 33.107 cl. 7A.3.1,
 *          cl. 20.1.3.3
 */
#ifndef LI_STEP_BEGIN_H
#define LI_STEP_BEGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct li_begin;

/* Make one that begins nothing; the caller frees *out with li_begin_free().
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_begin_new(struct li_begin **out);

/* NULL is fine. */
void li_begin_free(struct li_begin *begin);

/* Begin a task at starts_us, or now when that is past. One that is being begun
 * is begun anew.
 *   LI_ENOMEM   nothing changed
 */
LI_MUST_USE li_err li_begin_task(struct li_begin *begin, int64_t row,
	int64_t starts_us);

/* Forget a task; it need not be there. */
void li_begin_drop(struct li_begin *begin, int64_t row);

/* Is a task being begun at this time: is a lap due? */
bool li_begin_due(struct li_begin *begin, int64_t at_us);

/* Take up to `max` tasks that began by this time and were not taken so before,
 * in the order of their rows if they are that few; returns how many. */
size_t li_begin_take(struct li_begin *begin, int64_t at_us, int64_t *rows,
	size_t max);

/* Are there more to be taken? */
bool li_begin_waits(const struct li_begin *begin, int64_t at_us);

/* The lap came around to its start: who was there for a whole one is done. */
void li_begin_lap(struct li_begin *begin, int64_t at_us);

/* Is this task being begun at this time? */
bool li_begin_is(const struct li_begin *begin, int64_t row, int64_t at_us);

/* Has nothing been told of this session for this task? It is from now on. Of
 * a task that is being begun only. */
bool li_begin_tell(struct li_begin *begin, int64_t row, uint64_t correlation);

#endif
