/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include <gnutls/x509.h>

#include "net/tls_gnutls.h"

/* The first that fits is said. */
static const struct {
	unsigned int status;
	const char *why;
	gnutls_alert_description_t alert;
} reasons[] = {
	{GNUTLS_CERT_SIGNER_NOT_FOUND, "peer certificate: not of our CA",
		GNUTLS_A_UNKNOWN_CA},
	{GNUTLS_CERT_SIGNER_NOT_CA, "peer certificate: issuer is no CA",
		GNUTLS_A_UNKNOWN_CA},
	{GNUTLS_CERT_REVOKED, "peer certificate: revoked",
		GNUTLS_A_CERTIFICATE_REVOKED},
	{GNUTLS_CERT_EXPIRED, "peer certificate: expired",
		GNUTLS_A_CERTIFICATE_EXPIRED},
	{GNUTLS_CERT_NOT_ACTIVATED, "peer certificate: not yet valid",
		GNUTLS_A_BAD_CERTIFICATE},
	{GNUTLS_CERT_INSECURE_ALGORITHM, "peer certificate: weak algorithm",
		GNUTLS_A_BAD_CERTIFICATE},
	{GNUTLS_CERT_PURPOSE_MISMATCH, "peer certificate: not for this use",
		GNUTLS_A_UNSUPPORTED_CERTIFICATE},
	{GNUTLS_CERT_SIGNATURE_FAILURE, "peer certificate: false signature",
		GNUTLS_A_BAD_CERTIFICATE},
};

static int refuse(struct li_tls *tls, const char *why,
	gnutls_alert_description_t alert)
{
	tls->why = why;
	tls->alert = alert;
	return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
}

static int check_chain(struct li_tls *tls, unsigned int *status)
{
	/* GnuTLS reads it; the type has no const. */
	char *purpose =
		(char *)(uintptr_t)(tls->server ? GNUTLS_KP_TLS_WWW_CLIENT
						: GNUTLS_KP_TLS_WWW_SERVER);
	gnutls_typed_vdata_st data = {
		.type = GNUTLS_DT_KEY_PURPOSE_OID,
		.data = (unsigned char *)purpose,
	};

	return gnutls_certificate_verify_peers(tls->session, &data, 1, status);
}

/* Is the name's value what subject alternative name number i says? */
static bool name_fits(gnutls_x509_crt_t crt, unsigned int i, int *type,
	const char *peer)
{
	char value[256];
	size_t n = sizeof(value) - 1;
	uint8_t ip[16];

	*type = gnutls_x509_crt_get_subject_alt_name(crt, i, value, &n, NULL);
	if (*type == GNUTLS_SAN_DNSNAME) {
		/* A NUL inside makes it longer than what is compared. */
		return n == strlen(peer) && strncasecmp(value, peer, n) == 0;
	}
	if (*type == GNUTLS_SAN_IPADDRESS && n == 4)
		return inet_pton(AF_INET, peer, ip) == 1 &&
			memcmp(ip, value, 4) == 0;
	if (*type == GNUTLS_SAN_IPADDRESS && n == 16)
		return inet_pton(AF_INET6, peer, ip) == 1 &&
			memcmp(ip, value, 16) == 0;
	return false;
}

static bool carries_name(gnutls_x509_crt_t crt, const char *peer)
{
	bool found = false;
	int type = 0;

	for (unsigned int i = 0;
		!found && type != GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE; i++)
		found = name_fits(crt, i, &type, peer);
	return found;
}

/* Is the peer one that we expect? */
static bool is_expected(const struct li_tls *tls, gnutls_x509_crt_t crt)
{
	if (tls->name_count == 0)
		return !tls->peer || carries_name(crt, tls->peer);
	for (size_t i = 0; i < tls->name_count; i++)
		if (carries_name(crt, tls->names[i]))
			return true;
	return false;
}

static int refuse_status(struct li_tls *tls, unsigned int status)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (status & reasons[i].status)
			return refuse(tls, reasons[i].why, reasons[i].alert);
	return refuse(tls, "peer certificate: not valid",
		GNUTLS_A_BAD_CERTIFICATE);
}

/* The chain will do, or what is wrong with it is what its OCSP response says,
 * for which we have better words: is the certificate as it must be? */
static int check_leaf(struct li_tls *tls, gnutls_x509_crt_t crt,
	unsigned int status)
{
	const char *why = li_tls_lists_why(tls);

	if (!why)
		why = li_tls_status_why(tls, crt);
	if (why)
		return refuse(tls, why,
			strstr(why, "revoked") ? GNUTLS_A_CERTIFICATE_REVOKED
					       : GNUTLS_A_CERTIFICATE_UNKNOWN);
	if (status != 0)
		return refuse_status(tls, status);
	if (!is_expected(tls, crt))
		return refuse(tls, "peer certificate: has another name",
			GNUTLS_A_BAD_CERTIFICATE);
	if (!li_tls_pin_fits(tls, crt))
		return refuse(tls, "peer certificate: has another key",
			GNUTLS_A_BAD_CERTIFICATE);
	return 0;
}

int li_tls_peer_verify(struct li_tls *tls)
{
	const unsigned int of_ocsp = GNUTLS_CERT_INVALID |
		GNUTLS_CERT_INVALID_OCSP_STATUS |
		GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED |
		GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE |
		GNUTLS_CERT_MISSING_OCSP_STATUS;
	unsigned int status = 0, count = 0;
	int code = check_chain(tls, &status);
	const gnutls_datum_t *list =
		gnutls_certificate_get_peers(tls->session, &count);
	gnutls_x509_crt_t crt;

	if (code == GNUTLS_E_CONSTRAINT_ERROR)
		return refuse(tls, "peer certificate: its chain is too long",
			GNUTLS_A_BAD_CERTIFICATE);
	if (code != 0 || !list || count == 0)
		return refuse(tls, "peer certificate: missing or unreadable",
			GNUTLS_A_BAD_CERTIFICATE);
	if (status & ~of_ocsp)
		return refuse_status(tls, status);
	if (gnutls_x509_crt_init(&crt) != 0)
		return refuse(tls, "out of memory", GNUTLS_A_INTERNAL_ERROR);
	code = gnutls_x509_crt_import(crt, &list[0], GNUTLS_X509_FMT_DER);
	code = code == 0
		? check_leaf(tls, crt, status)
		: refuse(tls, "peer certificate: missing or unreadable",
			  GNUTLS_A_BAD_CERTIFICATE);
	gnutls_x509_crt_deinit(crt);
	return code;
}

int li_tls_peer_check(gnutls_session_t session)
{
	return li_tls_peer_verify(gnutls_session_get_ptr(session));
}
