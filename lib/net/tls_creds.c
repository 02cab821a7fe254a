/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <gnutls/x509.h>

#include "base/buf.h"
#include "base/clock.h"
#include "net/tls_gnutls.h"

/* TS 33.210 cl. 6.2: ECDHE and AEAD only, P-256 and P-384, no SHA-1. */
#define LI_TLS_COMMON                                                          \
	":+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:+AEAD"                  \
	":+GROUP-SECP256R1:+GROUP-SECP384R1"                                   \
	":+SIGN-ECDSA-SECP256R1-SHA256:+SIGN-ECDSA-SECP384R1-SHA384"           \
	":+SIGN-ECDSA-SHA256:+SIGN-ECDSA-SHA384"                               \
	":+SIGN-RSA-PSS-RSAE-SHA256:+SIGN-RSA-PSS-RSAE-SHA384"                 \
	":+SIGN-RSA-SHA256:+SIGN-RSA-SHA384"                                   \
	":+CTYPE-X509:+COMP-NULL:%PROFILE_MEDIUM:%SERVER_PRECEDENCE"           \
	":%SAFE_RENEGOTIATION:%NO_TICKETS"

enum { KEY_BITS_MAX = 8200 }; /* what checking a signature costs is bounded */

static const char only_13[] = "NONE:+VERS-TLS1.3" LI_TLS_COMMON;
static const char also_12[] =
	"NONE:+VERS-TLS1.3:+VERS-TLS1.2:+ECDHE-ECDSA:+ECDHE-RSA" LI_TLS_COMMON;

/* Read a whole file; a secret one must be its owner's alone. */
static li_err read_file(const char *path, bool secret, struct li_buf *out,
	struct li_fault *fault)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st = {0};
	ssize_t got = 0;
	li_err err = LI_OK;

	if (fd < 0 || fstat(fd, &st) != 0)
		err = li_fault_set(fault, LI_ECONFIG, "%s: %s", path,
			strerror(errno));
	else if (!S_ISREG(st.st_mode) || st.st_size > LI_TLS_FILE_MAX)
		err = li_fault_set(fault, LI_ECONFIG, "%s: not a PEM file",
			path);
	else if (secret && (st.st_mode & 077) != 0)
		err = li_fault_set(fault, LI_ECONFIG,
			"%s: key file is open to others (mode %04o): "
			"chmod 0400 it",
			path, st.st_mode & 07777);
	while (err == LI_OK && out->n < (size_t)st.st_size) {
		uint8_t *to = li_buf_reserve(out, (size_t)st.st_size - out->n);

		if (!to)
			err = LI_ENOMEM;
		else
			got = read(fd, to, (size_t)st.st_size - out->n);
		if (err != LI_OK || got == 0)
			break;
		if (got < 0)
			err = li_fault_set(fault, LI_ECONFIG, "%s: %s", path,
				strerror(errno));
		else
			li_buf_commit(out, (size_t)got);
	}
	if (fd >= 0)
		close(fd);
	return err;
}

static gnutls_datum_t datum(struct li_buf *b)
{
	return (gnutls_datum_t){.data = b->p, .size = (unsigned int)b->n};
}

static li_err load_ca(struct li_tls_creds *creds, const char *path,
	struct li_fault *fault)
{
	struct li_buf pem = {0};
	gnutls_datum_t d;
	li_err err = read_file(path, false, &pem, fault);

	if (err == LI_OK) {
		d = datum(&pem);
		if (gnutls_certificate_set_x509_trust_mem(creds->x509, &d,
			    GNUTLS_X509_FMT_PEM) <= 0)
			err = li_fault_set(fault, LI_ECONFIG,
				"%s: holds no certificate", path);
	}
	li_buf_fini(&pem);
	return err;
}

/* Revocation lists, and the certificates of those who may have signed them. */
struct lists {
	gnutls_x509_crl_t *crl;
	gnutls_x509_crt_t *ca;
	unsigned int crl_count, ca_count;
};

/* Is each of them signed by one of our CAs? Their dates are looked at when a
 * peer is. */
static bool are_ours(const struct lists *l)
{
	const unsigned int dates = GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED |
		GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE;
	unsigned int status = 0;

	for (unsigned int i = 0; i < l->crl_count; i++) {
		if (gnutls_x509_crl_verify(l->crl[i], l->ca, l->ca_count, 0,
			    &status) != 0)
			return false;
		if (status & dates)
			status &= ~(dates | GNUTLS_CERT_INVALID);
		if (status != 0)
			return false;
	}
	return true;
}

static void free_lists(struct lists *l)
{
	for (unsigned int i = 0; i < l->crl_count; i++)
		gnutls_x509_crl_deinit(l->crl[i]);
	for (unsigned int i = 0; i < l->ca_count; i++)
		gnutls_x509_crt_deinit(l->ca[i]);
	gnutls_free(l->crl);
	gnutls_free(l->ca);
}

/* All of them tell something from the youngest's beginning to the oldest's end;
 * GnuTLS does not look at that. RFC 5280 cl. 6.3.3 */
static void note_dates(struct li_tls_creds *creds, const struct lists *l)
{
	creds->lists_to = INT64_MAX;
	for (unsigned int i = 0; i < l->crl_count; i++) {
		int64_t from = gnutls_x509_crl_get_this_update(l->crl[i]);
		int64_t to = gnutls_x509_crl_get_next_update(l->crl[i]);

		if (from > creds->lists_from)
			creds->lists_from = from;
		if (to >= 0 && to < creds->lists_to) /* it may say none */
			creds->lists_to = to;
	}
}

/* Take each list of the file. A peer whose CA has none is not checked, so every
 * CA's is to be there. */
static li_err take_lists(struct li_tls_creds *creds,
	const struct li_tls_files *files, struct lists *l,
	struct li_fault *fault)
{
	struct li_buf crl = {0}, ca = {0};
	li_err err = read_file(files->crl, false, &crl, fault);
	gnutls_datum_t d;

	if (err == LI_OK)
		err = read_file(files->ca, false, &ca, fault);
	if (err != LI_OK)
		goto out;
	d = datum(&crl);
	if (gnutls_x509_crl_list_import2(&l->crl, &l->crl_count, &d,
		    GNUTLS_X509_FMT_PEM, 0) < 0 ||
		l->crl_count == 0) {
		err = li_fault_set(fault, LI_ECONFIG,
			"%s: holds no revocation list", files->crl);
		goto out;
	}
	d = datum(&ca);
	if (gnutls_x509_crt_list_import2(&l->ca, &l->ca_count, &d,
		    GNUTLS_X509_FMT_PEM, 0) < 0 ||
		!are_ours(l) ||
		gnutls_certificate_set_x509_crl(creds->x509, l->crl,
			(int)l->crl_count) < 0)
		err = li_fault_set(fault, LI_ECONFIG,
			"%s: holds a revocation list that is not of our CA",
			files->crl);
	else
		note_dates(creds, l);
out:
	li_buf_fini(&crl);
	li_buf_fini(&ca);
	return err;
}

static li_err load_crl(struct li_tls_creds *creds,
	const struct li_tls_files *files, struct li_fault *fault)
{
	struct lists l = {0};
	li_err err = take_lists(creds, files, &l, fault);

	free_lists(&l);
	return err;
}

static li_err check_dates(gnutls_x509_crt_t crt, const char *path,
	struct li_fault *fault)
{
	const time_t now = (time_t)(li_clock_now_us() / 1000000);
	const time_t from = gnutls_x509_crt_get_activation_time(crt);
	const time_t to = gnutls_x509_crt_get_expiration_time(crt);
	char text[LI_CLOCK_TEXT];

	if (now > to) {
		li_clock_format((int64_t)to * 1000000, text);
		return li_fault_set(fault, LI_ECONFIG,
			"%s: certificate expired at %.19sZ", path, text);
	}
	if (now < from) {
		li_clock_format((int64_t)from * 1000000, text);
		return li_fault_set(fault, LI_ECONFIG,
			"%s: certificate not valid before %.19sZ", path, text);
	}
	return LI_OK;
}

/* Is the first certificate of the file valid now? */
static li_err check_own(struct li_buf *pem, const char *path,
	struct li_fault *fault)
{
	gnutls_datum_t d = datum(pem);
	gnutls_x509_crt_t crt;
	li_err err;

	if (gnutls_x509_crt_init(&crt) != 0)
		return LI_ENOMEM;
	if (gnutls_x509_crt_import(crt, &d, GNUTLS_X509_FMT_PEM) != 0)
		err = li_fault_set(fault, LI_ECONFIG,
			"%s: holds no certificate", path);
	else
		err = check_dates(crt, path, fault);
	gnutls_x509_crt_deinit(crt);
	return err;
}

/* Is it an unencrypted private key at all? */
static li_err check_key(struct li_buf *pem, const char *path,
	struct li_fault *fault)
{
	gnutls_datum_t d = datum(pem);
	gnutls_x509_privkey_t key;
	li_err err = LI_OK;

	if (gnutls_x509_privkey_init(&key) != 0)
		return LI_ENOMEM;
	if (gnutls_x509_privkey_import2(key, &d, GNUTLS_X509_FMT_PEM, NULL,
		    0) != 0)
		err = li_fault_set(fault, LI_ECONFIG,
			"%s: holds no private key that can be read", path);
	gnutls_x509_privkey_deinit(key);
	return err;
}

static li_err load_own(struct li_tls_creds *creds,
	const struct li_tls_files *files, struct li_fault *fault)
{
	struct li_buf crt = {0}, key = {0};
	li_err err = read_file(files->certificate, false, &crt, fault);

	if (err == LI_OK)
		err = check_own(&crt, files->certificate, fault);
	if (err == LI_OK)
		err = read_file(files->key, true, &key, fault);
	if (err == LI_OK)
		err = check_key(&key, files->key, fault);
	if (err == LI_OK) {
		gnutls_datum_t c = datum(&crt), k = datum(&key);
		int bad = gnutls_certificate_set_x509_key_mem(creds->x509, &c,
			&k, GNUTLS_X509_FMT_PEM);

		if (bad == GNUTLS_E_CERTIFICATE_KEY_MISMATCH)
			err = li_fault_set(fault, LI_ECONFIG,
				"%s: not the key of certificate %s", files->key,
				files->certificate);
		else if (bad < 0)
			err = li_fault_set(fault, LI_ECONFIG, "%s: %s",
				files->certificate, gnutls_strerror(bad));
	}
	li_buf_wipe(&key);
	li_buf_fini(&key);
	li_buf_fini(&crt);
	return err;
}

li_err li_tls_creds_load(const struct li_tls_files *files,
	struct li_tls_creds **out, struct li_fault *fault)
{
	struct li_tls_creds *creds = calloc(1, sizeof(*creds));
	li_err err = LI_ENOMEM;

	if (!creds)
		return LI_ENOMEM;
	li_tls_hush();
	creds->refs = 1;
	creds->lists_to = INT64_MAX;
	if (gnutls_certificate_allocate_credentials(&creds->x509) != 0)
		goto out;
	if (gnutls_priority_init(&creds->priority,
		    files->tls12 ? also_12 : only_13, NULL) != 0) {
		err = li_fault_set(fault, LI_ECONFIG,
			"TLS: this GnuTLS cannot do what TS 33.210 asks");
		goto out;
	}
	err = load_own(creds, files, fault);
	if (err == LI_OK)
		err = load_ca(creds, files->ca, fault);
	if (err == LI_OK && files->crl && files->crl[0])
		err = load_crl(creds, files, fault);
	if (err != LI_OK)
		goto out;
	gnutls_certificate_set_verify_limits(creds->x509, KEY_BITS_MAX,
		LI_TLS_CHAIN_MAX);
	gnutls_certificate_set_verify_function(creds->x509, li_tls_peer_check);
	*out = creds;
	return LI_OK;
out:
	li_tls_creds_free(creds);
	return err;
}

void li_tls_creds_free(struct li_tls_creds *creds)
{
	if (!creds || --creds->refs > 0)
		return;
	if (creds->priority)
		gnutls_priority_deinit(creds->priority);
	if (creds->x509)
		gnutls_certificate_free_credentials(creds->x509);
	free(creds);
}
