/* SPDX-License-Identifier: BSD-3-Clause
 *
 * late.h - answers that are given some time after they are due.
 *
 * Floor    5: base.
 * Threads  One.
 * Memory   LATE_OCTETS at most; zero one to begin.
 * Spec     none
 */
#ifndef SINK_LATE_H
#define SINK_LATE_H

#include "base/buf.h"

enum {
	LATE_MAX = 64, /* moments; answers beyond share the last one */
	LATE_OCTETS = 1 << 20,
};

struct late {
	struct li_buf octets;
	struct {
		int64_t due_us;
		size_t end; /* of its octets */
	} moments[LATE_MAX];
	size_t count;
};

/* Release what waits. */
void late_fini(struct late *late);

/* Keep octets until due_us, which is not before the one given last.
 *   LI_ENOMEM   too much waits
 */
LI_MUST_USE li_err late_put(struct late *late, struct li_slice octets,
	int64_t due_us);

/* Append to out what is due by now. LI_ENOMEM as out. */
LI_MUST_USE li_err late_take(struct late *late, int64_t now_us,
	struct li_buf *out);

/* When the next is due; -1: nothing waits. */
int64_t late_next(const struct late *late);

#endif
