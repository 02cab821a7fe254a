/* SPDX-License-Identifier: BSD-3-Clause
 *
 * seal.h - digests and signatures of integrity checks.
 *
 * Floor    5: base, gnutls/abstract.h and gnutls/crypto.h in seal.c.
 * Threads  One.
 * Memory   The caller frees what is made.
 * Spec     TS 102 232-1 cl. 7.2; FIPS 180-4, 186-4; RFC 8032
 */
#ifndef SINK_SEAL_H
#define SINK_SEAL_H

#include "base/fault.h"
#include "base/slice.h"

enum { SEAL_DIGEST_MAX = 64 };

/* A digest over octets that come in pieces. */
struct seal_digest {
	void *handle;
	size_t size; /* of the result */
};

/* Begin one: hashAlgorithm of an IntegrityCheck.
 *   LI_EUNSUPPORTED   there is no such number
 *   LI_ENOMEM
 */
LI_MUST_USE li_err seal_digest(struct seal_digest *digest, uint8_t algorithm);

/* Add octets; end it, once. */
void seal_add(struct seal_digest *digest, struct li_slice octets);
void seal_end(struct seal_digest *digest, uint8_t out[static SEAL_DIGEST_MAX]);

struct seal_key;

/* Load a public key, or the one of a certificate; PEM.
 *   LI_ECONFIG   no such file, or it holds neither; fault says which
 *   LI_ENOMEM    *out is untouched on an error
 */
LI_MUST_USE li_err seal_key_load(const char *path, struct seal_key **out,
	struct li_fault *fault);

/* NULL is fine. */
void seal_key_free(struct seal_key *key);

/* Did the owner of the key sign the text? A hashAlgorithm of 0 is SHA-256; a
 * key of Ed25519 has its own. */
bool seal_verify(const struct seal_key *key, uint8_t algorithm,
	struct li_slice text, struct li_slice signature);

#endif
