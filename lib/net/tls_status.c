/* SPDX-License-Identifier: BSD-3-Clause */
#include <gnutls/ocsp.h>

#include "base/clock.h"
#include "base/log.h"
#include "net/tls_gnutls.h"

/* Seconds that a response holds that does not say how long it does. */
enum { HOLDS = 86400 };

/* ---- of our own ---- */

/* Seconds from and to which it holds. */
struct span {
	time_t from, to;
};

/* What it says of its one certificate.
 *   LI_EMALFORMED   nothing
 */
static li_err read_single(gnutls_ocsp_resp_t resp, unsigned int *status,
	struct span *when)
{
	if (gnutls_ocsp_resp_get_single(resp, 0, NULL, NULL, NULL, NULL, status,
		    &when->from, &when->to, NULL, NULL) != 0)
		return LI_EMALFORMED;
	if (when->to == (time_t)-1)
		when->to = when->from + HOLDS;
	return when->from == (time_t)-1 ? LI_EMALFORMED : LI_OK;
}

static bool is_of_now(const struct span *when)
{
	const time_t now = (time_t)(li_clock_now_us() / 1000000);

	return now >= when->from && now <= when->to;
}

/* Is it of this certificate, and does it let it live? *now: of now as well. */
static bool is_ours(const gnutls_datum_t *der, gnutls_x509_crt_t crt, bool *now)
{
	gnutls_ocsp_resp_t resp;
	struct span when;
	unsigned int status;
	bool good;

	if (gnutls_ocsp_resp_init(&resp) != 0)
		return false;
	good = gnutls_ocsp_resp_import(resp, der) == 0 &&
		gnutls_ocsp_resp_get_status(resp) ==
			GNUTLS_OCSP_RESP_SUCCESSFUL &&
		gnutls_ocsp_resp_check_crt(resp, 0, crt) == 0 &&
		read_single(resp, &status, &when) == LI_OK &&
		status != GNUTLS_OCSP_CERT_REVOKED;
	if (good)
		*now = is_of_now(&when);
	gnutls_ocsp_resp_deinit(resp);
	return good;
}

li_err li_tls_staple_load(struct li_tls_creds *creds, const char *path,
	gnutls_x509_crt_t own, struct li_fault *fault)
{
	struct li_buf der = {0};
	li_err err = li_tls_read_file(path, false, &der, fault);
	bool now = true;
	gnutls_datum_t d;

	if (err == LI_OK) {
		d = li_tls_datum(&der);
		if (!is_ours(&d, own, &now) ||
			(now &&
				gnutls_certificate_set_ocsp_status_request_mem(
					creds->x509, &d, 0,
					GNUTLS_X509_FMT_DER) < 0))
			err = li_fault_set(fault, LI_ECONFIG,
				"%s: holds no good OCSP response of our "
				"certificate",
				path);
	}
	/* A peer may go without; interception does not end for it. GnuTLS
	 * shows none that has become too old either. */
	if (err == LI_OK && !now)
		li_log(LI_LOG_WARNING, "tls", 0,
			"%s: not of now, so peers are shown none", path);
	li_buf_fini(&der);
	return err;
}

/* ---- of a peer ---- */

/* The certificate that signed `crt`: one of our CAs, or what the peer sent,
 * which must really have signed it. */
static bool issuer_of(struct li_tls *tls, gnutls_x509_crt_t crt,
	gnutls_x509_crt_t out)
{
	unsigned int count = 0, status = 0;
	const gnutls_datum_t *chain =
		gnutls_certificate_get_peers(tls->session, &count);
	gnutls_x509_trust_list_t trusted;
	gnutls_x509_crt_t found;
	gnutls_datum_t der = {.data = NULL};
	bool good;

	gnutls_certificate_get_trust_list(tls->creds->x509, &trusted);
	if (gnutls_x509_trust_list_get_issuer(trusted, crt, &found, 0) == 0) {
		good = gnutls_x509_crt_export2(found, GNUTLS_X509_FMT_DER,
			       &der) == 0 &&
			gnutls_x509_crt_import(out, &der,
				GNUTLS_X509_FMT_DER) == 0;
		gnutls_free(der.data);
		return good;
	}
	return count > 1 &&
		gnutls_x509_crt_import(out, &chain[1], GNUTLS_X509_FMT_DER) ==
		0 &&
		gnutls_x509_crt_verify(crt, &out, 1,
			GNUTLS_VERIFY_ALLOW_X509_V1_CA_CRT, &status) == 0 &&
		status == 0;
}

/* RFC 6960 cl. 3.2, item 1 to 4: of this certificate, by who may say so */
static const char *unsigned_why(struct li_tls *tls, gnutls_ocsp_resp_t resp,
	gnutls_x509_crt_t crt)
{
	gnutls_x509_crt_t issuer;
	unsigned int status = 0;
	bool good;

	if (gnutls_ocsp_resp_check_crt(resp, 0, crt) != 0)
		return "peer certificate: its OCSP response is of another";
	if (gnutls_x509_crt_init(&issuer) != 0)
		return "out of memory";
	good = issuer_of(tls, crt, issuer) &&
		gnutls_ocsp_resp_verify_direct(resp, issuer, &status, 0) == 0 &&
		status == 0;
	gnutls_x509_crt_deinit(issuer);
	return good ? NULL
		    : "peer certificate: its OCSP response is not of its CA";
}

/* RFC 6960 cl. 3.2, item 5 and 6: of now; and what it says */
static const char *said_why(gnutls_ocsp_resp_t resp)
{
	struct span when;
	unsigned int status;

	if (read_single(resp, &status, &when) != LI_OK)
		return "peer certificate: its OCSP response says nothing";
	if (status == GNUTLS_OCSP_CERT_REVOKED)
		return "peer certificate: revoked";
	if (!is_of_now(&when))
		return "peer certificate: its OCSP response is not of now";
	if (status != GNUTLS_OCSP_CERT_GOOD)
		return "peer certificate: its CA does not know it";
	return NULL;
}

static const char *response_why(struct li_tls *tls, const gnutls_datum_t *der,
	gnutls_x509_crt_t crt)
{
	gnutls_ocsp_resp_t resp;
	const char *why;

	if (gnutls_ocsp_resp_init(&resp) != 0)
		return "out of memory";
	if (gnutls_ocsp_resp_import(resp, der) != 0 ||
		gnutls_ocsp_resp_get_status(resp) !=
			GNUTLS_OCSP_RESP_SUCCESSFUL)
		why = "peer certificate: its OCSP response says nothing";
	else
		why = unsigned_why(tls, resp, crt);
	if (!why)
		why = said_why(resp);
	gnutls_ocsp_resp_deinit(resp);
	return why;
}

const char *li_tls_status_why(struct li_tls *tls, gnutls_x509_crt_t crt)
{
	gnutls_datum_t der = {.data = NULL};

	/* TS 33.210 cl. 6.2: stapling. The other way round TLS 1.2 has none. */
	if (gnutls_ocsp_status_request_get2(tls->session, 0, &der) != 0 ||
		der.size == 0)
		return tls->creds->ocsp_required
			? "peer certificate: no OCSP response came with it"
			: NULL;
	return response_why(tls, &der, crt);
}
