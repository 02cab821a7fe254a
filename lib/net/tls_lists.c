/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/clock.h"
#include "net/tls_gnutls.h"

void li_tls_lists_free(struct li_tls_lists *l)
{
	for (unsigned int i = 0; i < l->count; i++)
		gnutls_x509_crl_deinit(l->crl[i]);
	gnutls_free(l->crl);
	*l = (struct li_tls_lists){.count = 0};
}

/* Is each of them signed by one of these CAs? Their dates are looked at when a
 * peer is. */
static bool are_of(const struct li_tls_lists *l, const struct li_tls_certs *ca)
{
	const unsigned int dates = GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED |
		GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE;
	unsigned int status = 0;

	for (unsigned int i = 0; i < l->count; i++) {
		if (gnutls_x509_crl_verify(l->crl[i], ca->crt, ca->count, 0,
			    &status) != 0)
			return false;
		if (status & dates)
			status &= ~(dates | GNUTLS_CERT_INVALID);
		if (status != 0)
			return false;
	}
	return true;
}

li_err li_tls_lists_load(struct li_tls_creds *creds,
	const struct li_tls_files *files, struct li_fault *fault)
{
	struct li_tls_lists *l = &creds->lists;
	struct li_tls_certs ca = {.count = 0};
	struct li_buf crl = {0};
	li_err err = li_tls_read_file(files->crl, false, &crl, fault);
	gnutls_datum_t d;

	if (err == LI_OK)
		err = li_tls_certs_read(files->ca, 0, &ca, fault);
	if (err != LI_OK)
		goto out;
	d = li_tls_datum(&crl);
	if (gnutls_x509_crl_list_import2(&l->crl, &l->count, &d,
		    GNUTLS_X509_FMT_PEM, 0) < 0 ||
		l->count == 0)
		err = li_fault_set(fault, LI_ECONFIG,
			"%s: holds no revocation list", files->crl);
	else if (!are_of(l, &ca) ||
		gnutls_certificate_set_x509_crl(creds->x509, l->crl,
			(int)l->count) < 0)
		err = li_fault_set(fault, LI_ECONFIG,
			"%s: holds a revocation list that is not of our CA",
			files->crl);
out:
	li_buf_fini(&crl);
	li_tls_certs_free(&ca);
	return err;
}

/* RFC 5280 cl. 6.3.3: GnuTLS does not look at the end of a list. */
static bool is_of_now(gnutls_x509_crl_t crl)
{
	const int64_t now = li_clock_now_us() / 1000000;
	const int64_t from = gnutls_x509_crl_get_this_update(crl);
	const int64_t to = gnutls_x509_crl_get_next_update(crl);

	return now >= from && (to < 0 || now <= to); /* it may say no end */
}

static bool is_from(gnutls_x509_crl_t crl, gnutls_x509_crt_t crt)
{
	gnutls_datum_t dn = {.data = NULL}, issuer = {.data = NULL};
	const bool same = gnutls_x509_crl_get_raw_issuer_dn(crl, &dn) == 0 &&
		gnutls_x509_crt_get_raw_issuer_dn(crt, &issuer) == 0 &&
		dn.size == issuer.size &&
		memcmp(dn.data, issuer.data, dn.size) == 0;

	gnutls_free(dn.data);
	gnutls_free(issuer.data);
	return same;
}

/* RFC 5280 cl. 6.3.3: who issued it must have said whom it revoked. */
static const char *unlisted(const struct li_tls_lists *l, gnutls_x509_crt_t crt)
{
	bool found = false;

	for (unsigned int i = 0; i < l->count; i++) {
		if (!is_from(l->crl[i], crt))
			continue;
		found = true;
		if (!is_of_now(l->crl[i]))
			return "peer certificate: the revocation list is not "
			       "of now";
	}
	return found ? NULL : "peer certificate: no revocation list of its CA";
}

/* Is the issuer one of ours? Then the chain ends there. */
static bool ends_here(struct li_tls_creds *creds, gnutls_x509_crt_t crt)
{
	gnutls_x509_trust_list_t trusted;
	gnutls_x509_crt_t issuer;

	gnutls_certificate_get_trust_list(creds->x509, &trusted);
	return gnutls_x509_trust_list_get_issuer(trusted, crt, &issuer, 0) == 0;
}

const char *li_tls_lists_why(struct li_tls *tls)
{
	const struct li_tls_lists *l = &tls->creds->lists;
	unsigned int count = 0;
	const gnutls_datum_t *chain =
		gnutls_certificate_get_peers(tls->session, &count);
	const char *why = NULL;
	bool end = false;

	if (l->count == 0)
		return NULL;
	for (unsigned int i = 0; !why && !end && i < count; i++) {
		gnutls_x509_crt_t crt;

		if (gnutls_x509_crt_init(&crt) != 0)
			return "out of memory";
		why = gnutls_x509_crt_import(crt, &chain[i],
			      GNUTLS_X509_FMT_DER) == 0
			? unlisted(l, crt)
			: "peer certificate: missing or unreadable";
		end = ends_here(tls->creds, crt);
		gnutls_x509_crt_deinit(crt);
	}
	return why;
}
