/* SPDX-License-Identifier: BSD-3-Clause
 *
 * http.h - as much HTTP/1.1 as one path with one method needs.
 *
 * The door to libmicrohttpd. It never sees a socket of the network: each
 * connection is one end of a socket pair, and who holds the other end has
 * looked at the peer's certificate, if there is one, before an octet comes
 * through.
 *
 * Floor    4: net; libmicrohttpd behind it.
 * Threads  That of the loop.
 * Memory   Bodies and answers are wiped when they were used.
 * Spec     TS 103 221-1 cl. 7.2.2 (X1: POST, one path, no transfer coding, 200
 *          whatever X1 says); RFC 9110, RFC 9112
 */
#ifndef LI_WEB_HTTP_H
#define LI_WEB_HTTP_H

#include "base/buf.h"
#include "net/loop.h"

struct li_web_http;

/* Answer a request, whose body a GET has not; peer is what the connection was
 * made with. Another value than LI_OK is HTTP 500. */
typedef li_err (*li_web_http_fn)(void *data, void *peer, struct li_slice body,
	struct li_buf *out);

struct li_web_http_options {
	bool get;                /* the method is GET, else POST */
	const char *path, *type; /* of the answer; both outlive it */
	unsigned int max_connections;
	size_t max_body; /* of a POST */
	li_web_http_fn fn;
	void *data;
};

/* Make one on a loop.
 *   LI_ENOMEM LI_EIO   *out is untouched
 */
LI_MUST_USE li_err li_web_http_new(struct li_loop *loop,
	const struct li_web_http_options *options, struct li_web_http **out);

/* Close all connections; NULL is fine. */
void li_web_http_free(struct li_web_http *http);

/* Make a connection: *fd is its other end, non-blocking, the caller's to
 * close. peer names it until li_web_http_forget().
 *   LI_EIO LI_ENOMEM   none was made
 */
LI_MUST_USE li_err li_web_http_add(struct li_web_http *http, void *peer,
	int *fd);

/* The peer is gone: nothing is carried out for it any more. */
void li_web_http_forget(struct li_web_http *http, const void *peer);

#endif
