/* SPDX-License-Identifier: BSD-3-Clause
 *
 * server.h - GET /metrics: HTTP for anyone who reaches it, or TLS for who has
 * one of the certificates that may.
 *
 * An answer is made of what is at hand and waits for nobody. Of connections
 * there are few: one more takes the place of the oldest without a request under
 * way. Those that have not shown yet who they are have places of their own. Each
 * has an absolute time for that, for a request, and for the next one.
 *
 * Floor    4: net, web.
 * Threads  That of the loop.
 * Memory   A server owns its sockets and connections; options are copied, what
 *          they point to outlives it.
 * Spec     RFC 9110; TS 33.210 cl. 6.2
 */
#ifndef LI_METRICS_SERVER_H
#define LI_METRICS_SERVER_H

#include "base/buf.h"
#include "model/event.h"
#include "net/loop.h"
#include "net/tls.h"

enum {
	LI_METRICS_SHAKING_MAX = 64, /* connections that have sent nothing, or
				      * shown no certificate, yet */
};

#define LI_METRICS_PATH "/metrics"

struct li_metrics_server;

struct li_metrics_server_options {
	const struct li_address *at;
	size_t at_count;
	struct li_tls_creds *creds; /* NULL: no TLS, and anyone reads it */
	const char *const *readers; /* UIDs of certificates, one of which a
				      * reader's has */
	size_t reader_count;
	unsigned int max_connections;
	int64_t limit_us;
	void (*fn)(void *data, struct li_buf *out); /* append the text */
	void *data;
};

/* Listen.
 *   LI_ECONFIG   an address cannot be listened at: fault says why
 *   LI_ENOMEM LI_EIO   *out is untouched on an error
 */
LI_MUST_USE li_err li_metrics_server_new(struct li_loop *loop,
	const struct li_metrics_server_options *options,
	struct li_metrics_server **out, struct li_fault *fault);

/* Close everything; NULL is fine. */
void li_metrics_server_free(struct li_metrics_server *server);

/* Use other certificates. A connection whose peer is not taken with them is
 * closed; the others go on. Not from a callback of the server's. */
void li_metrics_server_set_creds(struct li_metrics_server *server,
	struct li_tls_creds *creds);

#endif
