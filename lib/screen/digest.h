/* SPDX-License-Identifier: BSD-3-Clause
 *
 * digest.h - the digest of an identity. The door to GnuTLS.
 *
 * Floor    2: base, model, gnutls/crypto.h in digest.c.
 * Threads  Pure functions.
 * Memory   Values.
 * Spec     TS 103 221-1 cl. D.2.3.2; FIPS 180-4; FIPS 202
 */
#ifndef LI_SCREEN_DIGEST_H
#define LI_SCREEN_DIGEST_H

#include "model/hashed.h"

/* Write li_hash_octets() octets: of the canonical text and the salt behind it.
 *   LI_EIO   the library cannot; out is undefined
 */
LI_MUST_USE li_err li_digest_identity(const struct li_hash_context *context,
	const struct li_identity *id, uint8_t out[static LI_HASH_DIGEST_MAX]);

#endif
