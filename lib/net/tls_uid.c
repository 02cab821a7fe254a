/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "net/tls_gnutls.h"

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
