/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tls.h - TLS with a certificate on both sides, over a non-blocking socket.
 *
 * No other file of ours knows GnuTLS. There is no mode without the peer's
 * certificate, no session ticket, no 0-RTT, no renegotiation and no key log.
 *
 * Floor    3: base, model. Alone in including gnutls, with the other tls_ files.
 * Threads  Credentials and the sessions made with them: one thread.
 * Memory   A session keeps its credentials alive. It does not own the
 *          descriptor: free the session, then close it.
 * Spec     TS 33.210 cl. 6.2 (TLS 1.3 and 1.2, ECDHE with AEAD only, P-256 and
 *          P-384, extended master secret); TS 103 221-2 cl. 6.2 (mutual);
 *          TS 103 221-1 cl. 8.2.4 (UID)
 */
#ifndef LI_NET_TLS_H
#define LI_NET_TLS_H

#include <stdint.h>

#include "base/fault.h"
#include "base/slice.h"
#include "model/pins.h"

struct li_tls_creds;
struct li_tls;

enum {
	LI_TLS_RECORD = 16384,     /* octets that one record holds */
	LI_TLS_FILE_MAX = 1 << 20, /* no certificate file is larger */
	LI_TLS_CHAIN_MAX = 4,      /* certificates from a peer's to its CA */
	LI_TLS_PIN_TEXT = 44,      /* characters of a pin */
};

enum li_tls_outcome {
	LI_TLS_OK,
	LI_TLS_WANT_IN,  /* call again when the socket can be read */
	LI_TLS_WANT_OUT, /* call again when the socket can be written */
	LI_TLS_CLOSED,   /* the peer ended the connection */
	LI_TLS_FAILED,   /* no connection with this peer: li_tls_why() */
};

/* Have no library log keys or peers, whatever the environment says. Each program
 * calls it first; no program of ours can be told otherwise. */
void li_tls_hush(void);

/* Read and write a pin as RFC 7469 cl. 2.4 does, in base64.
 *   LI_EMALFORMED   *out is untouched
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_tls_pin_parse(const char *text, struct li_pin *out);
LI_MUST_USE li_err li_tls_pin_format(const struct li_pin *pin,
	char out[static LI_TLS_PIN_TEXT + 1]);

/* PEM files, but for ocsp, which is DER. The certificate file may hold its
 * chain, the CA file several. NULL and "" are the same. */
struct li_tls_files {
	const char *certificate;
	const char *key; /* not readable by group or others; or a pkcs11: URI */
	const char *ca;  /* whose certificates of peers are accepted */
	const char *crl; /* what these CAs revoked; NULL: not looked at */
	const char *ocsp; /* said of our certificate, for peers; NULL: none */
	const struct li_pin *pins; /* keys a peer may have; none: any */
	size_t pin_count;
	bool ocsp_required; /* no peer without such a response of its own */
	bool tls12;         /* take TLS 1.2 too */
};

/* Another number when one of the files has changed. */
uint64_t li_tls_files_stamp(const struct li_tls_files *files);

/* Is the key in a token (RFC 7512), not in a file? */
bool li_tls_is_token(const char *key);

/* Load and check the files. With lists, a peer is refused when that of its CA
 * says that its certificate is revoked, is itself too old to say anything, or
 * is missing. An OCSP response that came with it is believed, if it is signed
 * as RFC 6960 has it and of now, and refuses it else.
 *   LI_ECONFIG   a file is missing, malformed or open to others, the key is
 *                not the certificate's, a list is not of one of the CAs, or the
 *                certificate is not valid now: fault names the file, and the
 *                date
 *   LI_ENOMEM    *out is untouched on an error
 */
LI_MUST_USE li_err li_tls_creds_load(const struct li_tls_files *files,
	struct li_tls_creds **out, struct li_fault *fault);

/* NULL is fine; sessions made with them go on. */
void li_tls_creds_free(struct li_tls_creds *creds);

/* The UID in our own certificate's subject, as li_tls_peer_uid() reads it. */
LI_MUST_USE li_err li_tls_creds_uid(const struct li_tls_creds *creds, char *out,
	size_t cap);

/* When our own certificate ends, in microseconds of UTC; 0: it cannot be told.
 * TS 103 221-1 cl. 6.5.4: a warning is due before that. */
int64_t li_tls_creds_end(const struct li_tls_creds *creds);

/* Begin a session on a connected socket. The peer's certificate must come from
 * our CA, be valid now, and, unless peer is NULL, carry exactly this DNS name
 * or IP address as a subject alternative name.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_tls_client(struct li_tls_creds *creds, int fd,
	const char *peer, struct li_tls **out);
LI_MUST_USE li_err li_tls_server(struct li_tls_creds *creds, int fd,
	const char *peer, struct li_tls **out);

/* Take a peer with any of these names instead; before the handshake. The names
 * outlive the session. None: every certificate of our CA. */
void li_tls_expect(struct li_tls *tls, const char *const *names, size_t count);

/* Take a peer only with one of these keys, and one of those of the credentials
 * if they have any; before the handshake. The pins outlive the session. None:
 * the credentials alone say. */
void li_tls_pin(struct li_tls *tls, const struct li_pins *pins);

/* NULL is fine. Says nothing to the peer: see li_tls_bye(). */
void li_tls_free(struct li_tls *tls);

/* Go on with the handshake; LI_TLS_OK when it is done and the peer is who it
 * must be. Nothing may be written before. With TLS 1.3 a client is told of its
 * own refusal only afterwards, by li_tls_read(). */
LI_MUST_USE enum li_tls_outcome li_tls_handshake(struct li_tls *tls);

/* Would the peer of an open session be taken with these credentials, which are
 * the session's from now on? false, and li_tls_why(), if not: close it. What
 * we have shown the peer stays. TS 33.127 cl. 8: revocation works */
LI_MUST_USE bool li_tls_recheck(struct li_tls *tls, struct li_tls_creds *creds);

/* Read at most cap octets; on LI_TLS_OK *n came, at least 1. With less room
 * than LI_TLS_RECORD read until another outcome: the socket does not show what
 * is left of a record. */
LI_MUST_USE enum li_tls_outcome li_tls_read(struct li_tls *tls, void *p,
	size_t cap, size_t *n);

/* Write the first octets, one record at most; on LI_TLS_OK *n were taken, at
 * least 1. After LI_TLS_WANT_OUT call again with the same octets in front,
 * wherever they are now. Taken is not delivered. */
LI_MUST_USE enum li_tls_outcome li_tls_write(struct li_tls *tls,
	struct li_slice octets, size_t *n);

/* Tell the peer that nothing more comes, as far as it fits in the socket. */
void li_tls_bye(struct li_tls *tls);

/* Why it failed, in words for a log ("peer certificate: expired"); "" before.
 * Valid until the session is freed. */
const char *li_tls_why(const struct li_tls *tls);

/* The UID (0.9.2342.19200300.100.1.1) in the subject of the certificate that
 * the peer showed, after the handshake. TS 103 221-1 cl. 8.2.4
 *   LI_ENOTFOUND   it has none; *out is untouched
 *   LI_EMALFORMED  it has two, or one with a control character
 *   LI_ETOOBIG     it does not fit, with its NUL; LI_ENOMEM
 */
LI_MUST_USE li_err li_tls_peer_uid(const struct li_tls *tls, char *out,
	size_t cap);

/* The protocol that was agreed: "TLS1.3"; static storage. */
const char *li_tls_version(const struct li_tls *tls);

#endif
