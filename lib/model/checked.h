/* SPDX-License-Identifier: BSD-3-Clause
 *
 * checked.h - how far the integrity checks of one LIID and session are numbered.
 *
 * Floor    1.
 * Threads  Plain data.
 * Memory   A value.
 * Spec     TS 102 232-1 annex J.1 (each chain has numbers of its own)
 */
#ifndef LI_MODEL_CHECKED_H
#define LI_MODEL_CHECKED_H

#include "model/task.h"

struct li_checked {
	int64_t stream; /* whose records they are over */
	char liid[LI_LIID_MAX + 1];
	uint32_t checks, signatures; /* numbers of the next ones */
};

enum { LI_CHECKED_MAX = 64 }; /* told of at once */

#endif
