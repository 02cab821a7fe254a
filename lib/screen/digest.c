/* SPDX-License-Identifier: BSD-3-Clause */
#include "screen/digest.h"

#include <gnutls/crypto.h>

static gnutls_digest_algorithm_t of(enum li_hash_algorithm algorithm)
{
	switch (algorithm) {
	case LI_HASH_SHA256: return GNUTLS_DIG_SHA256;
	case LI_HASH_SHA512: return GNUTLS_DIG_SHA512;
	case LI_HASH_SHA3_512: return GNUTLS_DIG_SHA3_512;
	}
	return GNUTLS_DIG_NULL;
}

/* TS 103 221-1 cl. D.2.3.2: the identity first, the salt behind it */
li_err li_digest_identity(const struct li_hash_context *context,
	const struct li_identity *id, uint8_t out[static LI_HASH_DIGEST_MAX])
{
	uint8_t all[LI_ID_MAX + LI_HASH_SALT_MAX];
	int rc;

	memcpy(all, id->text, id->len);
	memcpy(all + id->len, context->salt, context->salt_n);
	rc = gnutls_hash_fast(of(context->algorithm), all,
		(size_t)id->len + context->salt_n, out);
	return rc < 0 ? LI_EIO : LI_OK;
}
