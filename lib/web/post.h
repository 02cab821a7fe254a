/* SPDX-License-Identifier: BSD-3-Clause
 *
 * post.h - post a document over HTTPS, and take the answer.
 *
 * The only door to libcurl. Nothing is posted before the peer's certificate is
 * of our CA, valid, has the host's name and the UID that it must have, and it
 * would be taken where such a peer asks us. No proxy,
 * no redirect, no cookie; what a caller's environment says is not looked at.
 *
 * Floor    4: net; libcurl behind it.
 * Threads  That of the loop.
 * Memory   Options are copied; body and answer are wiped when they were used,
 *          and so is what libcurl had of them when it releases it.
 * Spec     TS 103 221-1 cl. 7.2.2 (POST, Content-Length, persistent), cl. 8.2;
 *          TS 33.210 cl. 6.2
 */
#ifndef LI_WEB_POST_H
#define LI_WEB_POST_H

#include "base/buf.h"
#include "base/fault.h"
#include "net/loop.h"
#include "net/tls.h"

struct li_poster;

struct li_poster_options {
	const char *url, *type; /* where to; of what is posted */
	/* Files, read for each connection; of them crl may be "": no list. */
	const char *certificate, *key, *ca, *crl;
	bool tls12;
	/* Those in use when a request goes out: they say whether the peer was
	 * revoked, must show that it was not, and may have its key. */
	struct li_tls_creds *const *creds;
	const char *uid;    /* the peer's must be this; NULL: any */
	int64_t connect_us; /* for TCP and TLS */
	int64_t whole_us;   /* for all of it */
	size_t max_body;    /* of an answer */
};

/* What came of it. */
struct li_posted {
	li_err err;          /* LI_OK: HTTP 200 with this body */
	const char *why;     /* else in words */
	unsigned int status; /* of HTTP; 0: no answer, or not all of it */
	struct li_slice body;
};

/* Told the outcome; it lives until this returns. */
typedef void (*li_posted_fn)(void *data, const struct li_posted *sent);

/* Make one; nothing is connected yet.
 *   LI_ENOMEM LI_EIO   *out is untouched
 *   LI_ECONFIG         the URL is none
 */
LI_MUST_USE li_err li_poster_new(struct li_loop *loop,
	const struct li_poster_options *options, struct li_poster **out);

/* Whatever is on its way is given up, and fn not called. NULL is fine. */
void li_poster_free(struct li_poster *sender);

/* Post a copy of body; fn is told once, from the loop, never from here.
 *   LI_ESTATE   another is on its way
 *   LI_ENOMEM   fn is not called
 */
LI_MUST_USE li_err li_post(struct li_poster *sender, struct li_slice body,
	li_posted_fn fn, void *data);

/* Use no connection again that is there: certificates are new. */
void li_poster_renew(struct li_poster *sender);

#endif
