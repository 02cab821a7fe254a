/* SPDX-License-Identifier: BSD-3-Clause
 *
 * listen_send.h - the sender of bench_listen: HEPv3 with SIP of bystanders.
 */
#ifndef BENCH_LISTEN_SEND_H
#define BENCH_LISTEN_SEND_H

#include <sys/types.h>

#include "model/event.h"

enum {
	SENDER_RATE = 200000, /* messages a second of a flood */
	SENDER_ROUND = 'r',   /* some thousands, as fast as they go */
	SENDER_FLOOD = 'f',   /* two seconds; five a second are a target's */
};

/* Start it; what is written to *ask it does, and writes an octet to *done. It
 * ends when *ask is closed. */
pid_t sender_start(const struct li_address *at, int *ask, int *done);

#endif
