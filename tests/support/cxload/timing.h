/* SPDX-License-Identifier: BSD-3-Clause
 *
 * timing.h - do answers to one user take as long as those to another?
 *
 * Pairs of two users, 0 and 1, go through the relay one at a time, which of
 * them is drawn each time (welch.h). In each pair the user de-registers: of a
 * target that is one record, whatever was before it.
 *
 * Threads  One.
 * Memory   Eight octets a sample, freed when it returns.
 * Spec     TS 33.107 cl. 7A.2.3.3; TS 33.126, undetectability
 */
#ifndef CXLOAD_TIMING_H
#define CXLOAD_TIMING_H

#include "link.h"
#include "../welch/welch.h"

struct timing {
	struct welch got;
	uint32_t sent[2]; /* of each user, with those before the first sample */
};

/* False when not all of them came through. */
bool timing_run(struct link *l, uint32_t samples, uint32_t seed,
	struct timing *result);

#endif
