/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sink.h - a mediation function to try delivery with.
 *
 * Floor    5: base, model, intake, encode, net.
 * Threads  One.
 * Memory   Connections belong to the sink and end with it.
 * Spec     TS 103 221-2 cl. 6.2 (mutual TLS, keepalive and acknowledgement);
 *          TS 102 232-1 cl. 6
 */
#ifndef SINK_SINK_H
#define SINK_SINK_H

#include <stdio.h>

#include "check.h"
#include "net/loop.h"
#include "net/tls_keeper.h"
#include "record.h"
#include "trace.h"
#include "track.h"

enum {
	SINK_CONNS_MAX = 256,
	SINK_HANDSHAKE_US = 10000000, /* a peer that takes longer is dropped */
	SINK_LINGER_US = 2000000,     /* waited for a last keepalive */
};

/* How a peer is treated badly, to see what it does; 0 is not. */
struct sink_tricks {
	bool no_ack, garbage;
	uint64_t drop;    /* leave out each such answer of a connection */
	uint64_t reset;   /* a connection after so many records */
	int64_t delay_us; /* each answer */
	int64_t stall_us; /* reading, after a connection's first record */
};

struct sink_options {
	enum stream_format format; /* STREAM_AUTO: each connection tells */
	bool json, resume;
	struct sink_tricks tricks;
	uint64_t count;   /* stop after so many different records; 0 never */
	uint64_t idle_us; /* stop after so long without a record; 0 never */
	FILE *out;        /* where PDUs are kept as they came, or NULL */
};

/* What came: received are different records. */
struct sink_counts {
	uint64_t received, duplicates, differing, undecodable;
	uint64_t checks, wrong, unverified; /* integrity checks */
};

struct sink_conn;

struct sink {
	struct sink_options options;
	struct li_loop *loop;
	struct li_tls_keeper keeper;
	struct li_pins pins;
	struct li_watch listener;
	struct li_timer idle, linger;
	struct sink_conn *conns;
	size_t conn_count;
	uint64_t conn_number; /* of the last one, for log lines */
	struct track *track;
	struct checker checker;
	struct trace *trace; /* NULL: none is written */
	struct li_hash_secret secret;
	struct li_arena arena;
	struct stream_pdu pdu; /* the one in hand, and a record of it */
	struct record record;
	struct sink_counts counts;
	li_err err; /* why it stopped, if something broke */
};

/* Begin to serve: listener is a listening socket, taken over.
 *   LI_EIO LI_ENOMEM
 */
LI_MUST_USE li_err sink_serve(struct sink *sink, int listener);

/* End all connections and release what sink_serve() made. */
void sink_end(struct sink *sink);

/* Something broke, or (LI_OK) enough came: stop the loop. */
void sink_stop(struct sink *sink, li_err err);

/* Keep the octets of one PDU. What breaks the sink itself stops it. */
void sink_keep(struct sink *sink, struct li_slice octets);

/* Take one PDU: print, track and count what is in it. True when it had a record
 * that its sender keeps until it is confirmed. */
bool sink_take(struct sink *sink, enum stream_format format,
	const struct stream_pdu *pdu, uint64_t conn);

/* Something came: the wait for --idle begins anew. */
void sink_took(struct sink *sink);

/* Make durable what was taken, before it is acknowledged. */
LI_MUST_USE li_err sink_sync(struct sink *sink);

/* Enough records came and each connection's were acknowledged? Then stop. */
void sink_check_enough(struct sink *sink);

/* A new connection; the descriptor is taken over. */
void sink_conn_open(struct sink *sink, int fd, const struct li_address *from);

/* Go on with it only if its peer would be taken with these. */
void sink_conn_recheck(struct sink_conn *conn, struct li_tls_creds *creds);

/* Close it, saying why unless why is NULL. */
void sink_conn_close(struct sink_conn *conn, const char *why);

/* Did records come on it since its last acknowledged keepalive? */
bool sink_conn_waits(const struct sink_conn *conn);

/* The next connection of the sink, or NULL. */
struct sink_conn *sink_conn_next(const struct sink_conn *conn);

#endif
