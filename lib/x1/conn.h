/* SPDX-License-Identifier: BSD-3-Clause
 *
 * conn.h - one connection: octets between TLS and HTTP; for server.c.
 *
 * Floor    4: net.
 * Threads  That of the loop.
 * Memory   A connection owns both descriptors and its session.
 * Spec     TS 103 221-1 cl. 7.2.2, cl. 8.2.4
 */
#ifndef LI_X1_CONN_H
#define LI_X1_CONN_H

#include "x1/http.h"
#include "x1/message.h"
#include "x1/server.h"

struct li_x1_conn;

/* The handshake is done and the peer has a UID: true, and it may go on. */
typedef bool (*li_x1_conn_open_fn)(void *data, struct li_x1_conn *conn);

/* It is over and about to be freed. */
typedef void (*li_x1_conn_gone_fn)(void *data, struct li_x1_conn *conn);

/* What connections of a server have in common. */
struct li_x1_conn_kind {
	struct li_loop *loop;
	struct li_x1_http *http;
	int64_t handshake_us, request_us, idle_us;
	li_x1_conn_open_fn open;
	li_x1_conn_gone_fn gone;
	void *data;
};

struct li_x1_conn {
	struct li_x1_conn *prev, *next; /* in the server's list, oldest first */
	const struct li_x1_conn_kind *kind;
	struct li_tls *tls;
	struct li_watch net, plain; /* the network; the end towards HTTP */
	struct li_timer timer;
	struct li_buf in, out; /* on the way to HTTP; to the network */
	char uid[LI_X1_IDENTIFIER_MAX + 1];
	bool opened;   /* the peer is known */
	bool busy;     /* a request has begun */
	bool answered; /* and is answered */
	bool deaf;     /* HTTP takes no more of it: it was refused */
	bool closing;  /* HTTP has closed; what is left goes out */
	bool bye;      /* and has; the peer may still be sending */
};

/* Begin with a connected socket, which is taken over; kind outlives it.
 *   LI_ENOMEM LI_EIO   fd was closed
 */
LI_MUST_USE li_err li_x1_conn_new(const struct li_x1_conn_kind *kind,
	struct li_tls_creds *creds, int fd, struct li_x1_conn **out);

/* End it now; gone() is called. */
void li_x1_conn_close(struct li_x1_conn *conn);

/* Its request has an answer. */
void li_x1_conn_answered(struct li_x1_conn *conn);

#endif
