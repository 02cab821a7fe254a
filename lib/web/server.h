/* SPDX-License-Identifier: BSD-3-Clause
 *
 * server.h - listen for HTTP, with TLS that shows who the peer is or without,
 * and give each peer one of the places of its rank.
 *
 * Slow and many hold nobody up who has a rank of his own: who has not shown yet
 * who he is has places of his own, of which the oldest gives way, and little
 * time; so has each rank, of which the oldest without a request under way gives
 * way. A request has an absolute time to come in and be answered.
 *
 * Floor    4: net.
 * Threads  That of the loop.
 * Memory   A server owns its sockets and connections; options are copied, what
 *          they point to outlives it.
 * Spec     TS 103 221-1 cl. 7.2.2, cl. 8.2; TS 33.210 cl. 6.2
 */
#ifndef LI_WEB_SERVER_H
#define LI_WEB_SERVER_H

#include "model/event.h"
#include "web/conn.h"

enum {
	LI_WEB_LISTEN_MAX = 8,
	LI_WEB_RANKS = 2,
};

struct li_web_server;

/* Which rank is a peer of? If there is TLS, its certificate is good and has the
 * connection's UID. LI_WEB_RANKS: of none, and the connection is closed. */
typedef size_t (*li_web_rank_fn)(void *data, const struct li_web_conn *conn);

/* Answer a request of a peer, whose UID is "" without TLS. Another value than LI_OK is HTTP 500. */
typedef li_err (*li_web_server_fn)(void *data, const char *uid,
	struct li_slice body, struct li_buf *out);

struct li_web_server_options {
	const char *stage; /* of its log lines */
	const struct li_address *at;
	size_t at_count;
	bool get;                /* the method is GET, else POST */
	const char *path, *type; /* of the answer */
	size_t max_body;         /* of a POST */
	int64_t handshake_us, request_us, idle_us;
	size_t shaking;              /* places before a peer has a rank */
	size_t places[LI_WEB_RANKS]; /* of each rank */
	li_web_rank_fn rank;
	void *rank_data;
	li_web_server_fn fn;
	void *data;
};

/* Listen; without credentials there is no TLS.
 *   LI_ECONFIG   an address cannot be listened at: fault says why
 *   LI_ENOMEM LI_EIO   *out is untouched on an error
 */
LI_MUST_USE li_err li_web_server_new(struct li_loop *loop,
	struct li_tls_creds *creds, const struct li_web_server_options *options,
	struct li_web_server **out, struct li_fault *fault);

/* Close everything; NULL is fine. */
void li_web_server_free(struct li_web_server *server);

/* Use other certificates. A connection whose peer is not taken with them is
 * closed; the others go on. Not from a callback of the server's. */
void li_web_server_set_creds(struct li_web_server *server,
	struct li_tls_creds *creds);

/* How many peers were refused: before their certificate was found good, or for
 * want of a UID, a rank or a place. */
uint64_t li_web_server_refused(const struct li_web_server *server);

#endif
