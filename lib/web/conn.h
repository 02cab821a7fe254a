/* SPDX-License-Identifier: BSD-3-Clause
 *
 * conn.h - one connection: octets between the network and HTTP, with TLS that
 * shows who the peer is, or without.
 *
 * Floor    4: net.
 * Threads  That of the loop.
 * Memory   A connection owns both descriptors and its session; what is kept of
 *          octets is wiped.
 * Spec     TS 103 221-1 cl. 7.2.2, cl. 8.2.4
 */
#ifndef LI_WEB_CONN_H
#define LI_WEB_CONN_H

#include "net/tls.h"
#include "web/http.h"

struct li_web_conn;

enum { LI_WEB_UID_MAX = 128 }; /* octets */

/* The handshake is done and the peer has a UID, or has sent something where
 * there is no TLS: true, and it may go on. */
typedef bool (*li_web_conn_open_fn)(void *data, struct li_web_conn *conn);

/* It is over and about to be freed. */
typedef void (*li_web_conn_gone_fn)(void *data, struct li_web_conn *conn);

/* What connections of a server have in common. */
struct li_web_conn_kind {
	struct li_loop *loop;
	struct li_web_http *http;
	const char *stage; /* of its log lines */
	int64_t handshake_us, request_us, idle_us;
	li_web_conn_open_fn open;
	li_web_conn_gone_fn gone;
	void *data;
};

struct li_web_conn {
	struct li_web_conn *prev, *next; /* its server's */
	size_t rank;                     /* its server's */
	const struct li_web_conn_kind *kind;
	struct li_tls *tls;         /* NULL: there is none */
	struct li_watch net, plain; /* the network; the end towards HTTP */
	struct li_timer timer;
	struct li_buf in, out;        /* on the way to HTTP; to the network */
	char uid[LI_WEB_UID_MAX + 1]; /* "" without TLS */
	bool opened;                  /* the peer is known */
	bool busy;                    /* a request has begun */
	bool answered;                /* and is answered */
	bool deaf;    /* HTTP takes no more of it: it was refused */
	bool closing; /* HTTP has closed; what is left goes out */
	bool bye;     /* and has; the peer may still be sending */
};

/* Begin with a connected socket, which is taken over; kind outlives it. Without
 * credentials there is no TLS.
 *   LI_ENOMEM LI_EIO   fd was closed
 */
LI_MUST_USE li_err li_web_conn_new(const struct li_web_conn_kind *kind,
	struct li_tls_creds *creds, int fd, struct li_web_conn **out);

/* End it now; gone() is called. */
void li_web_conn_close(struct li_web_conn *conn);

/* Its request has an answer. */
void li_web_conn_answered(struct li_web_conn *conn);

#endif
