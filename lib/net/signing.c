/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/signing.h"

#include <stdlib.h>

#include <gnutls/abstract.h>

#include "net/tls_gnutls.h"

struct li_signing {
	gnutls_privkey_t key;
	gnutls_sign_algorithm_t how;
};

static gnutls_sign_algorithm_t how_of(gnutls_privkey_t key)
{
	const int pk = gnutls_privkey_get_pk_algorithm(key, NULL);

	if (pk == GNUTLS_PK_ECDSA)
		return GNUTLS_SIGN_ECDSA_SHA256;
	return pk == GNUTLS_PK_EDDSA_ED25519 ? GNUTLS_SIGN_EDDSA_ED25519
					     : GNUTLS_SIGN_UNKNOWN;
}

li_err li_signing_open(const char *key, struct li_signing **out,
	struct li_fault *fault)
{
	struct li_signing *s = calloc(1, sizeof(*s));
	li_err err;

	if (!s)
		return LI_ENOMEM;
	err = li_tls_open_key(key, &s->key, fault);
	if (err) {
		free(s);
		return err;
	}
	s->how = how_of(s->key);
	if (s->how == GNUTLS_SIGN_UNKNOWN) {
		li_signing_free(s);
		return li_fault_set(fault, LI_ECONFIG,
			"the key that signs integrity checks is neither of "
			"ECDSA nor Ed25519");
	}
	*out = s;
	return LI_OK;
}

li_err li_signing_reopen(struct li_signing *signing, const char *key,
	struct li_fault *fault)
{
	struct li_signing *other = NULL, was = *signing;
	li_err err = li_signing_open(key, &other, fault);

	if (!other) /* untouched on an error */
		return err;
	*signing = *other;
	*other = was;
	li_signing_free(other);
	return LI_OK;
}

void li_signing_free(struct li_signing *signing)
{
	if (!signing)
		return;
	gnutls_privkey_deinit(signing->key);
	free(signing);
}

bool li_signing_is_edwards(const struct li_signing *signing)
{
	return signing->how == GNUTLS_SIGN_EDDSA_ED25519;
}

li_err li_signing_sign(const struct li_signing *signing, struct li_slice text,
	struct li_buf *out)
{
	gnutls_datum_t data = {.size = (unsigned int)text.n};
	gnutls_datum_t made = {.data = NULL};

	memcpy(&data.data, &text.p, sizeof(data.data));
	if (gnutls_privkey_sign_data2(signing->key, signing->how, 0, &data,
		    &made) < 0)
		return LI_EIO;
	li_buf_put(out, made.data, made.size);
	gnutls_free(made.data);
	return li_buf_check(out);
}
