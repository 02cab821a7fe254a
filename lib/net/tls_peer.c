/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include <gnutls/x509.h>

#include "base/clock.h"
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

static bool carries_name(const struct li_tls *tls, const char *peer)
{
	unsigned int count = 0;
	const gnutls_datum_t *list =
		gnutls_certificate_get_peers(tls->session, &count);
	gnutls_x509_crt_t crt;
	bool found = false;
	int type = 0;

	if (!list || count == 0 || gnutls_x509_crt_init(&crt) != 0)
		return false;
	if (gnutls_x509_crt_import(crt, &list[0], GNUTLS_X509_FMT_DER) == 0)
		for (unsigned int i = 0;
			!found && type != GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
			i++)
			found = name_fits(crt, i, &type, peer);
	gnutls_x509_crt_deinit(crt);
	return found;
}

/* Is the peer one that we expect? */
static bool is_expected(const struct li_tls *tls)
{
	if (tls->name_count == 0)
		return !tls->peer || carries_name(tls, tls->peer);
	for (size_t i = 0; i < tls->name_count; i++)
		if (carries_name(tls, tls->names[i]))
			return true;
	return false;
}

/* What is too old to say who was revoked, says it of nobody. */
static bool lists_are_of_now(const struct li_tls_creds *creds)
{
	const int64_t now = li_clock_now_us() / 1000000;

	return now >= creds->lists_from && now <= creds->lists_to;
}

int li_tls_peer_check(gnutls_session_t session)
{
	struct li_tls *tls = gnutls_session_get_ptr(session);
	unsigned int status = 0;
	int code = check_chain(tls, &status);

	if (code == GNUTLS_E_CONSTRAINT_ERROR)
		return refuse(tls, "peer certificate: its chain is too long",
			GNUTLS_A_BAD_CERTIFICATE);
	if (code != 0)
		return refuse(tls, "peer certificate: missing or unreadable",
			GNUTLS_A_BAD_CERTIFICATE);
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (status & reasons[i].status)
			return refuse(tls, reasons[i].why, reasons[i].alert);
	if (status != 0)
		return refuse(tls, "peer certificate: not valid",
			GNUTLS_A_BAD_CERTIFICATE);
	if (!lists_are_of_now(tls->creds))
		return refuse(tls,
			"peer certificate: the revocation list is not of now",
			GNUTLS_A_CERTIFICATE_UNKNOWN);
	if (!is_expected(tls))
		return refuse(tls, "peer certificate: has another name",
			GNUTLS_A_BAD_CERTIFICATE);
	return 0;
}

/* Octets that a name may have, as in TS 103 221-1 a token may be of any length
 * and a certificate is a stranger's. */
enum { UID_MAX = 1024 };

static li_err uid_of(gnutls_x509_crt_t crt, char *out, size_t cap)
{
	char uid[UID_MAX], more[UID_MAX];
	size_t n = sizeof(uid), m = sizeof(more);
	int got = gnutls_x509_crt_get_dn_by_oid(crt, GNUTLS_OID_LDAP_UID, 0, 0,
		uid, &n);

	if (got == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
		return LI_ENOTFOUND;
	if (got == GNUTLS_E_SHORT_MEMORY_BUFFER)
		return LI_ETOOBIG;
	/* Which of two it is, is not for us to choose. */
	if (got != 0 ||
		gnutls_x509_crt_get_dn_by_oid(crt, GNUTLS_OID_LDAP_UID, 1, 0,
			more, &m) != GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
		return LI_EMALFORMED;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)uid[i] < 0x20 || uid[i] == 0x7f)
			return LI_EMALFORMED;
	if (n + 1 > cap)
		return LI_ETOOBIG;
	memcpy(out, uid, n);
	out[n] = '\0';
	return n ? LI_OK : LI_EMALFORMED;
}

li_err li_tls_session_uid(gnutls_session_t session, char *out, size_t cap)
{
	unsigned int count = 0;
	const gnutls_datum_t *list =
		gnutls_certificate_get_peers(session, &count);
	gnutls_x509_crt_t crt;
	li_err err = LI_EMALFORMED;

	if (!list || count == 0)
		return LI_ENOTFOUND;
	if (gnutls_x509_crt_init(&crt) != 0)
		return LI_ENOMEM;
	if (gnutls_x509_crt_import(crt, &list[0], GNUTLS_X509_FMT_DER) == 0)
		err = uid_of(crt, out, cap);
	gnutls_x509_crt_deinit(crt);
	return err;
}

li_err li_tls_peer_uid(const struct li_tls *tls, char *out, size_t cap)
{
	return li_tls_session_uid(tls->session, out, cap);
}

li_err li_tls_creds_uid(const struct li_tls_creds *creds, char *out, size_t cap)
{
	gnutls_x509_crt_t *list;
	unsigned int count = 0;
	li_err err;

	if (gnutls_certificate_get_x509_crt(creds->x509, 0, &list, &count) !=
			0 ||
		count == 0)
		return LI_ENOTFOUND;
	err = uid_of(list[0], out, cap);
	for (unsigned int i = 0; i < count; i++)
		gnutls_x509_crt_deinit(list[i]);
	gnutls_free(list);
	return err;
}

int64_t li_tls_creds_end(const struct li_tls_creds *creds)
{
	gnutls_x509_crt_t *list;
	unsigned int count = 0;
	int64_t end_us = 0;

	if (gnutls_certificate_get_x509_crt(creds->x509, 0, &list, &count) != 0)
		return 0;
	/* Our own; who issued it sees to the others of the chain. */
	if (count)
		end_us = (int64_t)gnutls_x509_crt_get_expiration_time(list[0]) *
			1000000;
	for (unsigned int i = 0; i < count; i++)
		gnutls_x509_crt_deinit(list[i]);
	gnutls_free(list);
	return end_us;
}
