/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sign.h - Ed25519, for the checkpoints of the audit.
 *
 * Floor    3, inside the store: base, gnutls/abstract.h in sign.c.
 * Threads  Any; nothing is shared.
 * Memory   Values; the caller wipes a private key.
 * Spec     RFC 8032
 */
#ifndef LI_STORE_SIGN_H
#define LI_STORE_SIGN_H

#include "base/err.h"
#include "base/slice.h"

enum {
	LI_SIGN_PUBLIC = 32,
	LI_SIGN_PRIVATE = 32,
	LI_SIGNATURE = 64,
};

/* An Ed25519 key pair. */
struct li_sign_key {
	uint8_t public_part[LI_SIGN_PUBLIC];
	uint8_t private_part[LI_SIGN_PRIVATE];
};

/* Draw a key pair.
 *   LI_EIO   *out is untouched
 */
LI_MUST_USE li_err li_sign_key_draw(struct li_sign_key *out);

/* Sign text.
 *   LI_EIO   *signature is untouched
 */
LI_MUST_USE li_err li_sign(const struct li_sign_key *key, struct li_slice text,
	uint8_t signature[static LI_SIGNATURE]);

/* Is this the signature of text by the owner of public_part? */
bool li_sign_verify(struct li_slice public_part, struct li_slice text,
	struct li_slice signature);

#endif
