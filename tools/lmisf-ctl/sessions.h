/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sessions.h - what `sessions` and `ladder` share.
 *
 * Floor    5: base, ipc.
 * Threads  One.
 * Memory   Items live until the callback returns.
 * Spec     TS 33.127 cl. 8.7
 */
#ifndef LI_CTL_SESSIONS_H
#define LI_CTL_SESSIONS_H

#include "ctl.h"

/* Given each item; another value than LI_OK ends it and is returned. */
typedef li_err (*ctl_look_fn)(struct li_slice item, void *data);

/* Ask for all pages of what a task has: its sessions, or, where correlation is
 * not NULL, the records of one of them. Errors are those of ctl_ask(). */
LI_MUST_USE li_err ctl_look(struct ctl *c, const uint64_t *correlation,
	ctl_look_fn fn, void *data);

/* Make room for twice as many elements of this size, or for the first ones;
 * *room says for how many. NULL: no memory, and p is as it was. */
void *ctl_wider(void *p, size_t *room, size_t size);

#endif
