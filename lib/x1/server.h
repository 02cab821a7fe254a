/* SPDX-License-Identifier: BSD-3-Clause
 *
 * server.h - listen for an ADMF: TCP, TLS with certificates on both sides, and
 * only then HTTP.
 *
 * Slow and many do not hold the ADMF up: who has not shown a certificate has
 * places of its own, of which the oldest gives way, and little time; peers
 * with a certificate that is not the ADMF's have few places; a request has an
 * absolute time to come in and be answered.
 *
 * Floor    4: net.
 * Threads  That of the loop.
 * Memory   A server owns its sockets and connections; options are copied, what
 *          they point to outlives it.
 * Spec     TS 103 221-1 cl. 7.2.2, cl. 8.2; TS 33.210 cl. 6.2
 */
#ifndef LI_X1_SERVER_H
#define LI_X1_SERVER_H

#include "base/buf.h"
#include "model/event.h"
#include "net/loop.h"
#include "net/tls.h"

enum {
	LI_X1_SHAKING_MAX = 256, /* connections without a certificate yet */
	LI_X1_STRANGERS_MAX = 4, /* with one that is not the ADMF's */
};

struct li_x1_server;

/* Answer a document of a peer, whose certificate has this UID. */
typedef li_err (*li_x1_server_fn)(void *data, const char *uid,
	struct li_slice document, struct li_buf *out);

struct li_x1_server_options {
	const struct li_address *at;
	size_t at_count;
	const char *path;
	const char *admf;             /* the UID whose places are kept free */
	unsigned int max_connections; /* of the ADMF */
	size_t max_body;
	int64_t handshake_us, request_us, idle_us;
	li_x1_server_fn fn;
	void *data;
};

/* Listen.
 *   LI_ECONFIG   an address cannot be listened at: fault says why
 *   LI_ENOMEM LI_EIO   *out is untouched on an error
 */
LI_MUST_USE li_err li_x1_server_new(struct li_loop *loop,
	struct li_tls_creds *creds, const struct li_x1_server_options *options,
	struct li_x1_server **out, struct li_fault *fault);

/* Close everything; NULL is fine. */
void li_x1_server_free(struct li_x1_server *server);

/* Use other certificates. A connection whose peer is not taken with them is
 * closed; the others go on. Not from a callback of the server's. */
void li_x1_server_set_creds(struct li_x1_server *server,
	struct li_tls_creds *creds);

/* How many peers were refused: before their certificate was found good, or for
 * want of a UID or of a place. */
uint64_t li_x1_server_refused(const struct li_x1_server *server);

/* How many peers with a certificate that is good and not the ADMF's came, and
 * the UID of the last of them; borrowed until the next comes. */
uint64_t li_x1_server_strangers(const struct li_x1_server *server,
	const char **uid);

#endif
