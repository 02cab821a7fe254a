/* SPDX-License-Identifier: BSD-3-Clause
 *
 * asides.h - records of one destination that cannot be sent: which, and why.
 *
 * They are told before anything is that came behind them, so that none is taken
 * for confirmed.
 *
 * Floor    4: base.
 * Threads  A value of one thread.
 * Memory   A list that grows; all zero is an empty one.
 * Spec     TS 33.127 cl. 5.3.2.4 (a loss is never silent)
 */
#ifndef LI_DELIVER_ASIDES_H
#define LI_DELIVER_ASIDES_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct li_asides {
	struct li_aside {
		int64_t id; /* of the outbox */
		li_err why;
	} * list;
	size_t first, end, room; /* those from first to end wait */
};

/* Add one behind the others; once, however often it is added.
 *   LI_ENOMEM   it is not there
 */
LI_MUST_USE li_err li_asides_add(struct li_asides *asides, int64_t id,
	li_err why);

/* The first one, or NULL. */
const struct li_aside *li_asides_first(const struct li_asides *asides);

/* The first one was told. */
void li_asides_drop(struct li_asides *asides);

/* Release what it has. */
void li_asides_fini(struct li_asides *asides);

#endif
