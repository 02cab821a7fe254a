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
#include <gnutls/x509.h>

#include "base/buf.h"
#include "net/tls.h"

/* Revocation lists. */
struct li_tls_lists {
	gnutls_x509_crl_t *crl;
	unsigned int count;
};

/* Shared by the sessions made with them, counted. */
struct li_tls_creds {
	unsigned int refs;
	gnutls_certificate_credentials_t x509;
	gnutls_priority_t priority;
	struct li_tls_lists lists; /* none: revocation is not looked at */
	struct li_pin *pins;
	size_t pin_count;
	bool ocsp_required;
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
	const struct li_pins *pins;       /* keys that it may have, or NULL */
	const char *why;                  /* static storage */
	gnutls_alert_description_t alert; /* that says why to the peer */
};

/* ---- tls_profile.c: what TS 33.210 cl. 6.2 lets TLS be ---- */

/* All that is offered and taken, as GnuTLS wants it said. */
const char *li_tls_priority(bool tls12);

/* Why what was agreed is not of the profile, or NULL. */
const char *li_tls_unfit(gnutls_session_t session);

/* ---- tls_file.c ---- */

/* Read a whole file; a secret one must be its owner's alone.
 *   LI_ECONFIG LI_ENOMEM
 */
LI_MUST_USE li_err li_tls_read_file(const char *path, bool secret,
	struct li_buf *out, struct li_fault *fault);

/* Open the private key of a PEM file that nobody else may read, or of a pkcs11:
 * URI; the caller deinits it.
 *   LI_ECONFIG LI_ENOMEM   *out is untouched; fault never has a PIN
 */
LI_MUST_USE li_err li_tls_open_key(const char *name, gnutls_privkey_t *out,
	struct li_fault *fault);

/* What it holds; it stays the buffer's. */
gnutls_datum_t li_tls_datum(const struct li_buf *b);

/* Certificates of a file; all zero is none. */
struct li_tls_certs {
	gnutls_x509_crt_t *crt;
	unsigned int count;
};

/* Read those of a PEM file, one at least; as a chain, from a peer's to its CA,
 * with GNUTLS_X509_CRT_LIST_SORT.
 *   LI_ECONFIG LI_ENOMEM
 */
LI_MUST_USE li_err li_tls_certs_read(const char *path, unsigned int flags,
	struct li_tls_certs *out, struct li_fault *fault);

/* Fine when there are none. */
void li_tls_certs_free(struct li_tls_certs *certs);

/* ---- parts of li_tls_creds_load(), each with its errors ---- */

/* Our certificate with its chain and key. */
LI_MUST_USE li_err li_tls_own_load(struct li_tls_creds *creds,
	const struct li_tls_files *files, struct li_fault *fault);
/* The response that goes with it. */
LI_MUST_USE li_err li_tls_staple_load(struct li_tls_creds *creds,
	const char *path, gnutls_x509_crt_t own, struct li_fault *fault);
/* Whom the CAs revoked. */
LI_MUST_USE li_err li_tls_lists_load(struct li_tls_creds *creds,
	const struct li_tls_files *files, struct li_fault *fault);

/* Fine when none was loaded. */
void li_tls_lists_free(struct li_tls_lists *lists);

/* ---- who the peer is ---- */

/* GnuTLS asks it about each peer's certificate: 0, or an error with `why` and
 * `alert` set in the session. */
int li_tls_peer_check(gnutls_session_t session);

/* The same of a session after its handshake, whoever made it. */
int li_tls_peer_verify(struct li_tls *tls);

/* Why the revocation lists do not let its chain pass that GnuTLS, which has
 * looked for it in them, does not know; or NULL. */
const char *li_tls_lists_why(struct li_tls *tls);

/* Why the OCSP response that came, or did not come, with its certificate does
 * not let it pass; or NULL. */
const char *li_tls_status_why(struct li_tls *tls, gnutls_x509_crt_t crt);

/* Is its key one of those that may be, if not any may? */
bool li_tls_pin_fits(const struct li_tls *tls, gnutls_x509_crt_t crt);

/* As li_tls_peer_uid(). */
li_err li_tls_session_uid(gnutls_session_t session, char *out, size_t cap);

#endif
