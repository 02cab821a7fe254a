/* SPDX-License-Identifier: BSD-3-Clause
 *
 * conn.h - one connection of a peer, for conn*.c only.
 *
 * Floor    5, inside the sink: base, net.
 * Threads  One.
 * Memory   Freed by sink_conn_close().
 * Spec     TS 103 221-2 cl. 6.2; TS 102 232-1 cl. 6
 */
#ifndef SINK_CONN_H
#define SINK_CONN_H

#include "answer.h"
#include "late.h"
#include "sink.h"

struct sink_conn {
	struct sink *sink;
	struct sink_conn *prev, *next;
	struct li_watch watch;
	struct li_timer deadline; /* of the handshake, then of a stall */
	struct li_timer due;      /* of a late answer */
	struct li_tls *tls;
	struct trace_flow flow;
	uint64_t number;
	enum stream_format format;
	bool open;
	bool waits;   /* records came since the last keepalive */
	bool stalled; /* it is not read */
	uint64_t records, answers;
	struct answer_options options;
	struct li_buf in;
	struct li_buf out; /* answers */
	struct late late;
};

/* Append what is said to a PDU, as the options have it.
 *   LI_ENOMEM
 */
LI_MUST_USE li_err conn_answer(struct sink_conn *conn,
	const struct stream_pdu *pdu);

/* Send answers; false when the connection ended. */
bool conn_flush(struct sink_conn *conn);

/* Answers that wait to be sent, now or late. */
size_t conn_unsaid(const struct sink_conn *conn);

/* Close for what TLS said. */
void conn_close_tls(struct sink_conn *conn, enum li_tls_outcome outcome);

#endif
