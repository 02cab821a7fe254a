/* SPDX-License-Identifier: BSD-3-Clause
 *
 * signer.h - an Ed25519 key that is kept outside the store.
 *
 * It is in a PEM file, or in a PKCS#11 token that never gives it away: a token
 * leaves who has the whole machine unable to sign a made-up audit later on.
 *
 * Floor    3, inside the store: base, gnutls/abstract.h in signer.c.
 * Threads  A signer belongs to one thread.
 * Memory   The caller frees it.
 * Spec     RFC 8032; RFC 7512 (pkcs11:...?pin-source=/path)
 */
#ifndef LI_STORE_SIGNER_H
#define LI_STORE_SIGNER_H

#include "base/fault.h"
#include "store/sign.h"

struct li_signer;

/* Load the modules of PKCS#11 if this key is one of theirs: for who opens it in a
 * sandbox, where none can be loaded. What is wrong, opening it tells. */
void li_signer_load(const char *key);

/* Open the key of a file, or of a URI that begins with "pkcs11:".
 *   LI_ECONFIG   it is not there, cannot be used, or is no Ed25519 key
 *   LI_ENOMEM
 * *out is untouched on an error and fault says which key; never a PIN.
 */
LI_MUST_USE li_err li_signer_open(const char *key, struct li_signer **out,
	struct li_fault *fault);

/* NULL is fine. */
void li_signer_free(struct li_signer *signer);

/* Its public part, LI_SIGN_PUBLIC octets. */
const uint8_t *li_signer_public(const struct li_signer *signer);

/* Sign text.
 *   LI_EIO   the token is gone, or refuses; *signature is untouched
 */
LI_MUST_USE li_err li_signer_sign(const struct li_signer *signer,
	struct li_slice text, uint8_t signature[static LI_SIGNATURE]);

#endif
