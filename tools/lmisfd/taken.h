/* SPDX-License-Identifier: BSD-3-Clause
 *
 * taken.h - what came in, by way of the ring.
 *
 * Each thing that comes in stands in the ring before it is looked at. After a
 * core's death the next one looks at it again, from where its own state is.
 *
 * Floor    5: flow, intake, net.
 * Threads  That of the loop.
 * Memory   The ring's.
 * Spec     TS 33.127 cl. 8.1 (nothing missed)
 */
#ifndef LI_LMISFD_TAKEN_H
#define LI_LMISFD_TAKEN_H

#include "intake/live.h"
#include "ipc/cx_feed.h"
#include "kept.h"
#include "lmisfd.h"
#include "net/ring.h"
#include "net/udp.h"

/* What an entry is. */
enum taken_kind {
	TAKEN_NOTHING = 1, /* of who may not send to us */
	TAKEN_DATAGRAM,    /* source: its listener */
	TAKEN_CX,          /* a tap's name, then its record */
	TAKEN_OPENED,      /* stream: a connection; source: its listener */
	TAKEN_OCTETS,      /* of a stream */
	TAKEN_ENDED,       /* a stream, and why */
	TAKEN_FRAME,       /* stream: its place; source: its interface */
	TAKEN_WIRE,        /* time passed for all interfaces */
	TAKEN_LOST,        /* stream: so many frames */
};

/* Put these datagrams of a listener into the ring and give them to the flow; at
 * most HOLDER_BATCH. Errors are the store's, and have ended the program. */
LI_MUST_USE li_err taken_datagrams(struct listener *l,
	const struct li_udp_datagram *got, size_t n);

/* The same of a record of a Cx tap; body is what m was read from. */
LI_MUST_USE li_err taken_cx(struct lmisfd *d, const struct li_uuid *tap,
	const struct li_cx_record *m, struct li_slice body);

/* A connection came; it is about to end, for the reason that s->end says; it has
 * ended. */
void taken_opened(struct stream *s);
void taken_ending(struct stream *s);
void taken_ended(struct stream *s);

/* Put frames of an interface there and apply them; they are the kernel's no
 * longer then. Time passed; so many were dropped. Errors are the store's. */
LI_MUST_USE li_err taken_frames(struct lmisfd *d, size_t capture,
	const struct li_live_frame *frames, size_t n);
LI_MUST_USE li_err taken_wire(struct lmisfd *d);
void taken_lost(struct lmisfd *d, uint64_t lost);

/* How octets of connections come. */
extern const struct stream_way taken_way;

/* For taken_again(): one of these entries; octets of this
 * connection are passed by; what landed and is none yet; all
 * entries were taken. */
void taken_stream_again(struct lmisfd *d, const struct li_ring_entry *e);
void taken_stream_broken(struct lmisfd *d, uint64_t id);
void taken_stream_land(struct lmisfd *d);
void taken_streams_known(struct lmisfd *d);

/* For taken_again(): one of the entries of interfaces; what is known of one that
 * is passed by. Errors are the store's. */
LI_MUST_USE li_err taken_frame_again(struct lmisfd *d,
	const struct li_ring_entry *e);
void taken_frame_known(struct lmisfd *d, const struct li_ring_entry *e);

/* All that was taken so far has its records in the store: call after a commit.
 */
void taken_settle(struct lmisfd *d);

/* Tasks are about to change: what came before is not looked at again under those
 * of after, should we die in between. TS 33.126 R6.5-10 */
void taken_change(void *daemon);

/* Give the flow what the ring has behind what it took: at the start of a core,
 * which may be the first or not. Errors as above. */
LI_MUST_USE li_err taken_again(struct lmisfd *d);

#endif
