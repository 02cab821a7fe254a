/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/signer.h"

#include <stdlib.h>

#include <gnutls/abstract.h>
#include <gnutls/pkcs11.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

struct li_signer {
	gnutls_privkey_t key;
	uint8_t public_part[LI_SIGN_PUBLIC];
};

static int import_file(gnutls_privkey_t key, const char *path)
{
	gnutls_datum_t pem = {.data = NULL};
	gnutls_x509_privkey_t x509 = NULL;
	int rc = gnutls_load_file(path, &pem);

	if (rc >= 0)
		rc = gnutls_x509_privkey_init(&x509);
	if (rc >= 0)
		rc = gnutls_x509_privkey_import2(x509, &pem,
			GNUTLS_X509_FMT_PEM, NULL, 0);
	if (rc >= 0)
		rc = gnutls_privkey_import_x509(key, x509,
			GNUTLS_PRIVKEY_IMPORT_COPY);
	if (x509)
		gnutls_x509_privkey_deinit(x509);
	if (pem.data)
		explicit_bzero(pem.data, pem.size);
	gnutls_free(pem.data);
	return rc;
}

/* A token has it beside the private one. */
static int read_public(struct li_signer *s)
{
	gnutls_datum_t x = {.data = NULL}, y = {.data = NULL};
	gnutls_ecc_curve_t curve;
	gnutls_pubkey_t pub;
	int rc = gnutls_pubkey_init(&pub);

	if (rc < 0)
		return rc;
	rc = gnutls_pubkey_import_privkey(pub, s->key, 0, 0);
	if (rc >= 0)
		rc = gnutls_pubkey_export_ecc_raw2(pub, &curve, &x, &y, 0);
	if (rc >= 0 &&
		(curve != GNUTLS_ECC_CURVE_ED25519 || x.size != LI_SIGN_PUBLIC))
		rc = GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM;
	if (rc >= 0)
		memcpy(s->public_part, x.data, LI_SIGN_PUBLIC);
	gnutls_free(x.data);
	gnutls_free(y.data);
	gnutls_pubkey_deinit(pub);
	return rc;
}

static bool of_token(const char *key)
{
	return strncmp(key, "pkcs11:", 7) == 0;
}

void li_signer_load(const char *key)
{
	if (of_token(key))
		(void)gnutls_pkcs11_init(GNUTLS_PKCS11_FLAG_AUTO, NULL);
}

li_err li_signer_open(const char *key, struct li_signer **out,
	struct li_fault *fault)
{
	bool token = of_token(key);
	struct li_signer *s = calloc(1, sizeof(*s));
	int rc;

	if (!s)
		return li_fault_set(fault, LI_ENOMEM, "out of memory");
	rc = gnutls_privkey_init(&s->key);
	if (rc >= 0)
		rc = token ? gnutls_privkey_import_url(s->key, key, 0)
			   : import_file(s->key, key);
	if (rc >= 0)
		rc = read_public(s);
	if (rc < 0) {
		li_signer_free(s);
		/* A URI may hold a PIN. */
		return li_fault_set(fault, LI_ECONFIG,
			"%s: no Ed25519 key to sign the audit with: %s",
			token ? "audit.key: the token" : key,
			gnutls_strerror(rc));
	}
	*out = s;
	return LI_OK;
}

void li_signer_free(struct li_signer *s)
{
	if (!s)
		return;
	if (s->key)
		gnutls_privkey_deinit(s->key);
	free(s);
}

const uint8_t *li_signer_public(const struct li_signer *s)
{
	return s->public_part;
}

li_err li_signer_sign(const struct li_signer *s, struct li_slice text,
	uint8_t signature[static LI_SIGNATURE])
{
	gnutls_datum_t made = {.data = NULL};
	gnutls_datum_t data = {.size = (unsigned int)text.n};
	bool ok;

	memcpy(&data.data, &text.p, sizeof(data.data));
	ok = gnutls_privkey_sign_data2(s->key, GNUTLS_SIGN_EDDSA_ED25519, 0,
		     &data, &made) >= 0 &&
		made.size == LI_SIGNATURE;
	if (ok)
		memcpy(signature, made.data, LI_SIGNATURE);
	gnutls_free(made.data);
	return ok ? LI_OK : LI_EIO;
}
