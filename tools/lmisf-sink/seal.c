/* SPDX-License-Identifier: BSD-3-Clause */
#include "seal.h"

#include <stdlib.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>

struct seal_key {
	struct gnutls_pubkey_st *pub;
};

/* TS 102 232-1 annex A, HashAlgorithm */
static gnutls_digest_algorithm_t digest_of(uint8_t algorithm)
{
	static const gnutls_digest_algorithm_t known[] = {GNUTLS_DIG_UNKNOWN,
		GNUTLS_DIG_SHA1, GNUTLS_DIG_SHA256, GNUTLS_DIG_SHA384,
		GNUTLS_DIG_SHA512};

	return algorithm < sizeof(known) / sizeof(known[0])
		? known[algorithm]
		: GNUTLS_DIG_UNKNOWN;
}

li_err seal_digest(struct seal_digest *d, uint8_t algorithm)
{
	const gnutls_digest_algorithm_t which = digest_of(algorithm);
	gnutls_hash_hd_t handle;

	if (which == GNUTLS_DIG_UNKNOWN)
		return LI_EUNSUPPORTED;
	if (gnutls_hash_init(&handle, which) < 0)
		return LI_ENOMEM;
	d->handle = handle;
	d->size = gnutls_hash_get_len(which);
	return LI_OK;
}

void seal_add(struct seal_digest *d, struct li_slice octets)
{
	if (octets.n > 0)
		gnutls_hash(d->handle, octets.p, octets.n);
}

void seal_end(struct seal_digest *d, uint8_t out[static SEAL_DIGEST_MAX])
{
	gnutls_hash_deinit(d->handle, out);
	d->handle = NULL;
}

/* Of a certificate, when the file holds one. */
static int import(gnutls_pubkey_t pub, const gnutls_datum_t *pem)
{
	gnutls_x509_crt_t crt;
	int rc = gnutls_pubkey_import(pub, pem, GNUTLS_X509_FMT_PEM);

	if (rc >= 0 || gnutls_x509_crt_init(&crt) < 0)
		return rc;
	rc = gnutls_x509_crt_import(crt, pem, GNUTLS_X509_FMT_PEM);
	if (rc >= 0)
		rc = gnutls_pubkey_import_x509(pub, crt, 0);
	gnutls_x509_crt_deinit(crt);
	return rc;
}

li_err seal_key_load(const char *path, struct seal_key **out,
	struct li_fault *fault)
{
	struct seal_key *key = calloc(1, sizeof(*key));
	gnutls_datum_t pem = {0};
	li_err err = LI_ENOMEM;
	int rc;

	if (!key || gnutls_pubkey_init(&key->pub) < 0)
		goto out;
	rc = gnutls_load_file(path, &pem);
	if (rc >= 0)
		rc = import(key->pub, &pem);
	if (rc < 0) {
		err = li_fault_set(fault, LI_ECONFIG, "%s: %s", path,
			gnutls_strerror(rc));
		goto out;
	}
	*out = key;
	key = NULL;
	err = LI_OK;
out:
	gnutls_free(pem.data);
	seal_key_free(key);
	return err;
}

void seal_key_free(struct seal_key *key)
{
	if (key && key->pub)
		gnutls_pubkey_deinit(key->pub);
	free(key);
}

bool seal_verify(const struct seal_key *key, uint8_t algorithm,
	struct li_slice text, struct li_slice signature)
{
	const gnutls_datum_t data = {(unsigned char *)(uintptr_t)text.p,
		(unsigned int)text.n};
	const gnutls_datum_t sig = {(unsigned char *)(uintptr_t)signature.p,
		(unsigned int)signature.n};
	const int pk = gnutls_pubkey_get_pk_algorithm(key->pub, NULL);
	const gnutls_digest_algorithm_t digest =
		algorithm ? digest_of(algorithm) : GNUTLS_DIG_SHA256;
	gnutls_sign_algorithm_t how = GNUTLS_SIGN_UNKNOWN;

	if (pk == GNUTLS_PK_EDDSA_ED25519)
		how = GNUTLS_SIGN_EDDSA_ED25519;
	else if (pk == GNUTLS_PK_ECDSA)
		how = gnutls_pk_to_sign(GNUTLS_PK_ECDSA, digest);
	return how != GNUTLS_SIGN_UNKNOWN && sig.size > 0 &&
		gnutls_pubkey_verify_data2(key->pub, how, 0, &data, &sig) >= 0;
}
