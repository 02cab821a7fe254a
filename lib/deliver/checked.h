/* SPDX-License-Identifier: BSD-3-Clause
 *
 * checked.h - where links have the numbers of their integrity checks from: the
 * store, which lmisfd writes.
 *
 * Floor    4: base, model, store, ipc, net.
 * Threads  The loop's.
 * Memory   Store and recorder outlive it, and it the links.
 * Spec     TS 102 232-1 cl. 6.2.2 (no loss of state), annex J.1
 */
#ifndef LI_DELIVER_CHECKED_H
#define LI_DELIVER_CHECKED_H

#include "deliver/link.h"
#include "deliver/recorder.h"

/* Where they are read, and who tells lmisfd of new ones. */
struct li_checked_place {
	struct li_store *store;
	struct li_recorder *recorder;
};

/* What a link asks. */
struct li_link_numbers li_checked_numbers(struct li_checked_place *place);

#endif
