/* SPDX-License-Identifier: BSD-3-Clause */
#include <gnutls/gnutls.h>
#include <gnutls/abstract.h>

#include "store/sign.h"

/* Copy a part that the library made with or without its full length. */
static bool take(gnutls_datum_t d, uint8_t out[32])
{
	bool ok = d.size == 32;

	if (ok)
		memcpy(out, d.data, 32);
	if (d.data) {
		explicit_bzero(d.data, d.size);
		gnutls_free(d.data);
	}
	return ok;
}

li_err li_sign_key_draw(struct li_sign_key *out)
{
	gnutls_datum_t x = {0}, y = {0}, k = {0};
	gnutls_ecc_curve_t curve;
	gnutls_privkey_t priv;
	struct li_sign_key key;
	bool ok, has_x, has_k;

	if (gnutls_privkey_init(&priv) < 0)
		return LI_EIO;
	ok = gnutls_privkey_generate2(priv, GNUTLS_PK_EDDSA_ED25519,
		     GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_ED25519), 0, NULL,
		     0) >= 0 &&
		gnutls_privkey_export_ecc_raw2(priv, &curve, &x, &y, &k, 0) >=
			0;
	has_x = take(x, key.public_part);
	has_k = take(k, key.private_part);
	gnutls_free(y.data);
	gnutls_privkey_deinit(priv);
	if (ok && has_x && has_k)
		*out = key;
	explicit_bzero(&key, sizeof(key));
	return ok && has_x && has_k ? LI_OK : LI_EIO;
}

li_err li_sign(const struct li_sign_key *key, struct li_slice text,
	uint8_t signature[static LI_SIGNATURE])
{
	struct li_sign_key copy = *key;
	gnutls_datum_t x = {.data = copy.public_part, .size = LI_SIGN_PUBLIC};
	gnutls_datum_t k = {.data = copy.private_part, .size = LI_SIGN_PRIVATE};
	gnutls_datum_t made = {0}, data = {.size = (unsigned int)text.n};
	gnutls_privkey_t priv;
	bool ok;

	memcpy(&data.data, &text.p, sizeof(data.data));
	if (gnutls_privkey_init(&priv) < 0)
		return LI_EIO;
	ok = gnutls_privkey_import_ecc_raw(priv, GNUTLS_ECC_CURVE_ED25519, &x,
		     NULL, &k) >= 0 &&
		gnutls_privkey_sign_data2(priv, GNUTLS_SIGN_EDDSA_ED25519, 0,
			&data, &made) >= 0 &&
		made.size == LI_SIGNATURE;
	if (ok)
		memcpy(signature, made.data, LI_SIGNATURE);
	gnutls_free(made.data);
	gnutls_privkey_deinit(priv);
	explicit_bzero(&copy, sizeof(copy));
	return ok ? LI_OK : LI_EIO;
}

bool li_sign_verify(struct li_slice public_part, struct li_slice text,
	struct li_slice signature)
{
	uint8_t key[LI_SIGN_PUBLIC];
	gnutls_datum_t x = {.data = key, .size = sizeof(key)};
	gnutls_datum_t sig = {.size = (unsigned int)signature.n};
	gnutls_datum_t data = {.size = (unsigned int)text.n};
	gnutls_pubkey_t pub;
	bool ok;

	if (public_part.n != LI_SIGN_PUBLIC || signature.n != LI_SIGNATURE)
		return false;
	memcpy(key, public_part.p, sizeof(key));
	memcpy(&sig.data, &signature.p, sizeof(sig.data));
	memcpy(&data.data, &text.p, sizeof(data.data));
	if (gnutls_pubkey_init(&pub) < 0)
		return false;
	ok = gnutls_pubkey_import_ecc_raw(pub, GNUTLS_ECC_CURVE_ED25519, &x,
		     NULL) >= 0 &&
		gnutls_pubkey_verify_data2(pub, GNUTLS_SIGN_EDDSA_ED25519, 0,
			&data, &sig) >= 0;
	gnutls_pubkey_deinit(pub);
	return ok;
}
