/* SPDX-License-Identifier: BSD-3-Clause
 *
 * follower.h - is told by lmisfd when IRI were committed.
 *
 * It connects to the control socket, says FOLLOW, and connects again when that
 * breaks. While it does not follow, whoever waits for IRI must look for them
 * from time to time: delivery never depends on lmisfd being there.
 *
 * Floor    4: base, model, ipc, net.
 * Threads  The loop's.
 * Memory   One connection; the loop outlives it.
 * Spec     TS 33.126 R6.4-80 (near real time)
 */
#ifndef LI_DELIVER_FOLLOWER_H
#define LI_DELIVER_FOLLOWER_H

#include "net/loop.h"

struct li_follower;

/* Make it; fn is called when IRI may have been committed, and when it follows
 * no longer. The socket's path is copied.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_follower_new(struct li_loop *loop, const char *socket,
	li_loop_fn fn, void *data, struct li_follower **out);

/* NULL is fine. */
void li_follower_free(struct li_follower *follower);

/* Will it be told of the next commit? NULL will not. */
bool li_follower_follows(const struct li_follower *follower);

#endif
