/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/tls.h"

#include <stdlib.h>
#include <string.h>

#include "net/tls_gnutls.h"

static li_err session_new(struct li_tls_creds *creds, int fd, const char *peer,
	unsigned int role, struct li_tls **out)
{
	struct li_tls *tls = calloc(1, sizeof(*tls));

	if (!tls)
		return LI_ENOMEM;
	tls->server = role == GNUTLS_SERVER;
	tls->why = "";
	if (peer) {
		tls->peer = strdup(peer);
		if (!tls->peer)
			goto out;
	}
	/* Our certificate goes out whatever CA the server hopes for, so that
	 * each side can say what is wrong with it rather than that it lacks. */
	if (gnutls_init(&tls->session,
		    role | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL |
			    GNUTLS_NO_TICKETS | GNUTLS_FORCE_CLIENT_CERT) != 0)
		goto out;
	if (gnutls_priority_set(tls->session, creds->priority) != 0 ||
		gnutls_credentials_set(tls->session, GNUTLS_CRD_CERTIFICATE,
			creds->x509) != 0)
		goto out;
	gnutls_session_set_ptr(tls->session, tls);
	gnutls_transport_set_int(tls->session, fd);
	if (tls->server)
		gnutls_certificate_server_set_request(tls->session,
			GNUTLS_CERT_REQUIRE);
	tls->creds = creds;
	creds->refs++;
	*out = tls;
	return LI_OK;
out:
	li_tls_free(tls);
	return LI_ENOMEM;
}

li_err li_tls_client(struct li_tls_creds *creds, int fd, const char *peer,
	struct li_tls **out)
{
	return session_new(creds, fd, peer, GNUTLS_CLIENT, out);
}

li_err li_tls_server(struct li_tls_creds *creds, int fd, const char *peer,
	struct li_tls **out)
{
	return session_new(creds, fd, peer, GNUTLS_SERVER, out);
}

void li_tls_expect(struct li_tls *tls, const char *const *names, size_t count)
{
	tls->names = names;
	tls->name_count = count;
}

void li_tls_free(struct li_tls *tls)
{
	if (!tls)
		return;
	if (tls->session)
		gnutls_deinit(tls->session);
	li_tls_creds_free(tls->creds);
	free(tls->peer);
	free(tls);
}

/* Which of the two is missing, GnuTLS and other libraries do not tell. */
static const char nothing_common[] = "no TLS version or cipher in common";

/* What the peer's alert says of us. */
static const char *alert_words(const struct li_tls *tls)
{
	switch ((int)gnutls_alert_get(tls->session)) {
	case GNUTLS_A_CERTIFICATE_REQUIRED:
		return "peer refused us: it wants a certificate";
	case GNUTLS_A_UNKNOWN_CA:
		return "peer refused our certificate: not of its CA";
	case GNUTLS_A_CERTIFICATE_EXPIRED:
		return "peer refused our certificate: expired";
	case GNUTLS_A_CERTIFICATE_REVOKED:
		return "peer refused our certificate: revoked";
	case GNUTLS_A_BAD_CERTIFICATE:
	case GNUTLS_A_CERTIFICATE_UNKNOWN:
	case GNUTLS_A_UNSUPPORTED_CERTIFICATE:
	case GNUTLS_A_ACCESS_DENIED: return "peer refused our certificate";
	case GNUTLS_A_PROTOCOL_VERSION:
	case GNUTLS_A_HANDSHAKE_FAILURE:
	case GNUTLS_A_INSUFFICIENT_SECURITY: return nothing_common;
	default: return "peer refused: TLS alert";
	}
}

static const char *words(const struct li_tls *tls, int code)
{
	switch (code) {
	case GNUTLS_E_FATAL_ALERT_RECEIVED: return alert_words(tls);
	case GNUTLS_E_NO_CERTIFICATE_FOUND:
	case GNUTLS_E_CERTIFICATE_REQUIRED: return "peer certificate: missing";
	case GNUTLS_E_UNSUPPORTED_VERSION_PACKET:
	case GNUTLS_E_NO_CIPHER_SUITES:
	case GNUTLS_E_NO_COMMON_KEY_SHARE:
	case GNUTLS_E_UNKNOWN_CIPHER_SUITE: return nothing_common;
	case GNUTLS_E_UNEXPECTED_PACKET_LENGTH:
	case GNUTLS_E_UNEXPECTED_PACKET: return "peer does not speak TLS";
	case GNUTLS_E_REHANDSHAKE: return "peer asked for renegotiation";
	default: return gnutls_strerror(code);
	}
}

static enum li_tls_outcome fail(struct li_tls *tls, const char *why)
{
	if (!tls->why[0])
		tls->why = why;
	return LI_TLS_FAILED;
}

/* Turn what GnuTLS says of a call that did not succeed into an outcome. */
static enum li_tls_outcome outcome(struct li_tls *tls, ssize_t code)
{
	switch (code) {
	case GNUTLS_E_AGAIN:
	case GNUTLS_E_INTERRUPTED:
		return gnutls_record_get_direction(tls->session)
			? LI_TLS_WANT_OUT
			: LI_TLS_WANT_IN;
	case 0:
	case GNUTLS_E_PREMATURE_TERMINATION:
	case GNUTLS_E_PULL_ERROR:
	case GNUTLS_E_PUSH_ERROR:
	case GNUTLS_E_INVALID_SESSION: return LI_TLS_CLOSED;
	default: return fail(tls, words(tls, (int)code));
	}
}

enum li_tls_outcome li_tls_handshake(struct li_tls *tls)
{
	int code;

	do
		code = gnutls_handshake(tls->session);
	while (code == GNUTLS_E_WARNING_ALERT_RECEIVED);
	if (code == 0 && li_tls_unfit(tls->session)) {
		gnutls_alert_send(tls->session, GNUTLS_AL_FATAL,
			GNUTLS_A_HANDSHAKE_FAILURE);
		return fail(tls, li_tls_unfit(tls->session));
	}
	if (code == 0) {
		tls->done = true;
		return LI_TLS_OK;
	}
	if (tls->why[0])
		gnutls_alert_send(tls->session, GNUTLS_AL_FATAL, tls->alert);
	else if (gnutls_error_is_fatal(code) &&
		code != GNUTLS_E_FATAL_ALERT_RECEIVED)
		gnutls_alert_send_appropriate(tls->session, code);
	return outcome(tls, code);
}

bool li_tls_recheck(struct li_tls *tls, struct li_tls_creds *creds)
{
	struct li_tls_creds *old = tls->creds;

	if (!tls->done ||
		gnutls_credentials_set(tls->session, GNUTLS_CRD_CERTIFICATE,
			creds->x509) != 0) {
		(void)fail(tls, "certificates are others, shake hands again");
		return false;
	}
	tls->creds = creds;
	creds->refs++;
	li_tls_creds_free(old);
	return li_tls_peer_check(tls->session) == 0;
}

enum li_tls_outcome li_tls_read(struct li_tls *tls, void *p, size_t cap,
	size_t *n)
{
	ssize_t got;

	do
		got = gnutls_record_recv(tls->session, p, cap);
	while (got == GNUTLS_E_WARNING_ALERT_RECEIVED);
	if (got <= 0)
		return outcome(tls, got);
	*n = (size_t)got;
	return LI_TLS_OK;
}

enum li_tls_outcome li_tls_write(struct li_tls *tls, struct li_slice octets,
	size_t *n)
{
	const size_t size = octets.n < LI_TLS_RECORD ? octets.n : LI_TLS_RECORD;
	ssize_t put;

	/* A record that did not fit in the socket was kept by GnuTLS, which
	 * wants to be asked again without octets. */
	if (tls->held > 0)
		put = gnutls_record_send(tls->session, NULL, 0);
	else
		put = gnutls_record_send(tls->session, octets.p, size);
	if (put > 0) {
		tls->held = 0;
		*n = (size_t)put;
		return LI_TLS_OK;
	}
	if (put == GNUTLS_E_AGAIN || put == GNUTLS_E_INTERRUPTED) {
		if (tls->held == 0)
			tls->held = size;
		return LI_TLS_WANT_OUT;
	}
	return outcome(tls, put);
}

void li_tls_bye(struct li_tls *tls)
{
	if (tls->done)
		(void)gnutls_bye(tls->session, GNUTLS_SHUT_WR);
}

const char *li_tls_why(const struct li_tls *tls)
{
	return tls->why;
}

const char *li_tls_version(const struct li_tls *tls)
{
	return gnutls_protocol_get_name(
		gnutls_protocol_get_version(tls->session));
}
