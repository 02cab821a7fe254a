/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tls_gnutls.h - what the tls_ files share; for them only.
 *
 * Floor    3: base, gnutls.
 * Threads  One.
 * Memory   A session holds a reference of its credentials.
 * Spec     TS 33.210 cl. 6.2
 */
#ifndef LI_NET_TLS_GNUTLS_H
#define LI_NET_TLS_GNUTLS_H

#include <gnutls/gnutls.h>

#include "net/tls.h"

/* Shared by the sessions made with them, counted. */
struct li_tls_creds {
	unsigned int refs;
	gnutls_certificate_credentials_t x509;
	gnutls_priority_t priority;
	int64_t lists_from, lists_to; /* seconds: revocation lists are of now */
};

/* One side of one connection. */
struct li_tls {
	struct li_tls_creds *creds;
	gnutls_session_t session;
	bool server;
	bool done;   /* the handshake */
	size_t held; /* octets of a record that waits inside GnuTLS */
	char *peer;  /* name that must be in its certificate, or NULL */
	const char *const *names; /* or one of these */
	size_t name_count;
	const char *why;                  /* static storage */
	gnutls_alert_description_t alert; /* that says why to the peer */
};

/* GnuTLS asks it about each peer's certificate: 0, or an error with `why` and
 * `alert` set in the session. */
int li_tls_peer_check(gnutls_session_t session);

/* As li_tls_peer_uid(). */
li_err li_tls_session_uid(gnutls_session_t session, char *out, size_t cap);

#endif
