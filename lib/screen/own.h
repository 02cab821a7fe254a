/* SPDX-License-Identifier: BSD-3-Clause
 *
 * own.h - a screen as its files see it.
 *
 * Floor    2, inside screen/.
 * Threads  As screen.h.
 * Memory   As screen.h.
 * Spec     as screen.h
 */
#ifndef LI_SCREEN_OWN_H
#define LI_SCREEN_OWN_H

#include "screen/inside.h"

struct li_screen {
	struct li_hash_secret secret;
	struct li_index now;
	uint64_t round; /* of the match in hand */
	size_t touched; /* in now.touched */
	size_t pruned;  /* how far around all tasks */
};

#endif
