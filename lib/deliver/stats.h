/* SPDX-License-Identifier: BSD-3-Clause
 *
 * stats.h - says how each destination is, to who asks.
 *
 * A unix socket: who connects is given a JSON object a line, one of each
 * destination, and the end of the connection. Destinations are their numbers:
 * no name, address or LIID is said.
 *
 *   {"destination":1,"state":"open","rate":312.5,"sent":9000,"confirms":141,
 *    "breaks":0,"error":""}
 *
 * and, where KMSs are asked, how often, and why keys were not had:
 *
 *   {"keys":{"asked":2,"had":1,"no_ticket":0,"no_kms":0,"resting":0,
 *    "no_answer":1,"refused":0,"garbled":0,"partial":0}}
 *
 * rate is IRI a second over the last seconds; error is what was wrong last.
 *
 * Floor    4: base, net, keys.
 * Threads  The loop's.
 * Memory   A few connections of a few kB; loop and deliver outlive it.
 * Spec     TS 33.107 cl. 7A.7.3; TS 103 221-1 cl. 6.4.3 (destinationDeliveryStatus)
 */
#ifndef LI_DELIVER_STATS_H
#define LI_DELIVER_STATS_H

#include "deliver/deliver.h"
#include "keys/keys.h"

struct li_stats;

/* Listen.
 *   LI_EEXIST LI_ECONFIG LI_EIO   as li_sock_unix_listen(), with its fault
 *   LI_ENOMEM                     *out is untouched on an error
 */
LI_MUST_USE li_err li_stats_new(struct li_loop *loop, const char *path,
	const struct li_deliver *deliver, struct li_stats **out,
	struct li_fault *fault);

/* Say of these too, from now on; they outlive it. NULL is none, and no stats is
 * fine. */
void li_stats_keys(struct li_stats *stats, const struct li_keys *keys);

/* NULL is fine. The socket's file stays, and is replaced by the next one. */
void li_stats_free(struct li_stats *stats);

#endif
