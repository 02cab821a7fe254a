/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gnutls/abstract.h>

#include "base/clock.h"
#include "net/tls_gnutls.h"

static const char token_scheme[] = "pkcs11:";

bool li_tls_is_token(const char *key)
{
	return strncmp(key, token_scheme, sizeof(token_scheme) - 1) == 0;
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

/* ---- the key ---- */

/* A URI may hold a PIN, so it is not said. RFC 7512 cl. 2.4: the PIN comes from
 * where pin-source names, not from a configuration that many read. */
static li_err open_token(gnutls_privkey_t key, const char *uri,
	struct li_fault *fault)
{
	int code;

	if (strstr(uri, "pin-value"))
		return li_fault_set(fault, LI_ECONFIG,
			"the key's pkcs11: URI holds a PIN: name its file, "
			"pin-source=/PATH");
	code = gnutls_privkey_import_url(key, uri, 0);
	if (code == 0)
		return LI_OK;
	return li_fault_set(fault, LI_ECONFIG,
		"the key's pkcs11: URI: no key that can be used: %s",
		gnutls_strerror(code));
}

static li_err open_file(gnutls_privkey_t key, const char *path,
	struct li_fault *fault)
{
	struct li_buf pem = {0};
	li_err err = li_tls_read_file(path, true, &pem, fault);
	gnutls_datum_t d;

	if (err == LI_OK) {
		d = li_tls_datum(&pem);
		if (gnutls_privkey_import_x509_raw(key, &d, GNUTLS_X509_FMT_PEM,
			    NULL, 0) != 0)
			err = li_fault_set(fault, LI_ECONFIG,
				"%s: holds no private key that can be read",
				path);
	}
	li_buf_fini(&pem);
	return err;
}

li_err li_tls_open_key(const char *name, gnutls_privkey_t *out,
	struct li_fault *fault)
{
	gnutls_privkey_t key;
	li_err err;

	if (gnutls_privkey_init(&key) != 0)
		return LI_ENOMEM;
	err = li_tls_is_token(name) ? open_token(key, name, fault)
				    : open_file(key, name, fault);
	if (err == LI_OK)
		*out = key;
	else
		gnutls_privkey_deinit(key);
	return err;
}

/* ---- the certificate ---- */

/* Ours first, then who issued it. */
static li_err read_chain(const char *path, struct li_tls_certs *out,
	struct li_fault *fault)
{
	li_err err =
		li_tls_certs_read(path, GNUTLS_X509_CRT_LIST_SORT, out, fault);

	return err == LI_OK ? check_dates(out->crt[0], path, fault) : err;
}

/* Hand both to GnuTLS, which frees them with the credentials. */
static li_err use(struct li_tls_creds *creds, const struct li_tls_files *files,
	const struct li_tls_certs *chain, gnutls_privkey_t key,
	struct li_fault *fault)
{
	gnutls_pcert_st *list = gnutls_calloc(chain->count, sizeof(*list));
	unsigned int n = 0;
	int code = list ? 0 : GNUTLS_E_MEMORY_ERROR;

	for (; code == 0 && n < chain->count; n++)
		code = gnutls_pcert_import_x509(&list[n], chain->crt[n], 0);
	if (code == 0)
		code = gnutls_certificate_set_key(creds->x509, NULL, 0, list,
			(int)n, key);
	if (code < 0) {
		for (unsigned int i = 0; list && i < n; i++)
			gnutls_pcert_deinit(&list[i]);
		gnutls_privkey_deinit(key);
	}
	gnutls_free(list);
	if (code >= 0)
		return LI_OK;
	if (code == GNUTLS_E_CERTIFICATE_KEY_MISMATCH)
		return li_fault_set(fault, LI_ECONFIG,
			"%s: not the key of certificate %s",
			li_tls_is_token(files->key) ? "the token's key"
						    : files->key,
			files->certificate);
	return li_fault_set(fault, LI_ECONFIG, "%s: %s", files->certificate,
		gnutls_strerror(code));
}

li_err li_tls_own_load(struct li_tls_creds *creds,
	const struct li_tls_files *files, struct li_fault *fault)
{
	struct li_tls_certs chain = {.count = 0};
	gnutls_privkey_t key;
	li_err err = read_chain(files->certificate, &chain, fault);

	if (err == LI_OK)
		err = li_tls_open_key(files->key, &key, fault);
	if (err == LI_OK)
		err = use(creds, files, &chain, key, fault);
	if (err == LI_OK && files->ocsp && files->ocsp[0])
		err = li_tls_staple_load(creds, files->ocsp, chain.crt[0],
			fault);
	li_tls_certs_free(&chain);
	return err;
}
