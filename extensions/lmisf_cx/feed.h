/* SPDX-License-Identifier: BSD-3-Clause
 *
 * feed.h - the connection to lmisfd: connects, sends what is kept, takes
 * acknowledgements. It never blocks, and a peer that breaks a rule is dropped
 * and called again.
 *
 * Floor    5, without freeDiameter.
 * Threads  Belongs to the worker.
 * Memory   Borrows the keep and the path; owns its socket and buffers.
 * Spec     TS 33.127 cl. 8.3 (one-way: nothing but acknowledgements comes
 *          back)
 */
#ifndef LMISF_CX_FEED_H
#define LMISF_CX_FEED_H

#include "lmisf_cx/keep.h"

struct li_feed {
	const char *path;
	struct li_keep *keep;
	struct li_uuid instance;
	int fd;                /* -1 when not connected */
	bool welcomed;         /* WELCOME came: records may go */
	bool stuck;            /* the socket took no more */
	int64_t retry_us;      /* monotonic: not connecting before */
	struct li_buf in, out; /* out: HELLO and LOST, before records */
	uint64_t lost, lost_told;
	uint64_t connects;
};

/* Prepare a feed; nothing is connected yet. */
void li_feed_init(struct li_feed *feed, const char *path, struct li_keep *keep,
	const struct li_uuid *instance);

/* Close it and release what it owns. */
void li_feed_fini(struct li_feed *feed);

/* Take what lmisfd has sent. */
void li_feed_hear(struct li_feed *feed, int64_t now_us);

/* Do what else can be done now: connect when it is time, send. `lost` is how
 * many exchanges were dropped since the start. */
void li_feed_say(struct li_feed *feed, int64_t now_us, uint64_t lost);

/* Is there anything that it waits to send or to have acknowledged? */
bool li_feed_busy(const struct li_feed *feed);

#endif
