/* SPDX-License-Identifier: BSD-3-Clause
 *
 * signing.h - a key that signs what goes to a peer, beside TLS.
 *
 * It is in a PEM file, or in a PKCS#11 token that never gives it away. ECDSA
 * signs with SHA-256, as DER; Ed25519 as RFC 8032 has it.
 *
 * Floor    3: base, GnuTLS.
 * Threads  One.
 * Memory   The caller frees it.
 * Spec     TS 102 232-1 cl. 7.2; FIPS 186-4; RFC 8032; RFC 7512
 */
#ifndef LI_NET_SIGNING_H
#define LI_NET_SIGNING_H

#include "base/buf.h"
#include "base/fault.h"

struct li_signing;

/* Open the key of a file, or of a URI that begins with "pkcs11:".
 *   LI_ECONFIG   it is not there, cannot be used, or is neither of ECDSA nor
 *                Ed25519; fault says which, never a PIN
 *   LI_ENOMEM
 * *out is untouched on an error.
 */
LI_MUST_USE li_err li_signing_open(const char *key, struct li_signing **out,
	struct li_fault *fault);

/* Open the key again, in place of the one there is; that one stays after an
 * error, which is as above. */
LI_MUST_USE li_err li_signing_reopen(struct li_signing *signing,
	const char *key, struct li_fault *fault);

/* NULL is fine. */
void li_signing_free(struct li_signing *signing);

/* Is it EdDSA? Else it is ECDSA. */
bool li_signing_is_edwards(const struct li_signing *signing);

/* Append the signature of text.
 *   LI_EIO      the token is gone, or refuses
 *   LI_ENOMEM   out refused
 */
LI_MUST_USE li_err li_signing_sign(const struct li_signing *signing,
	struct li_slice text, struct li_buf *out);

#endif
