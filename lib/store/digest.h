/* SPDX-License-Identifier: BSD-3-Clause
 *
 * digest.h - SHA-256 in pieces.
 *
 * Floor    3, inside the store: base, gnutls/crypto.h in digest.c.
 * Threads  A digest belongs to one thread.
 * Memory   The caller frees it.
 * Spec     FIPS 180-4
 */
#ifndef LI_STORE_DIGEST_H
#define LI_STORE_DIGEST_H

#include "base/err.h"
#include "base/slice.h"

enum { LI_SHA256 = 32 };

struct li_digest;

/* Make one that has seen nothing.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_digest_new(struct li_digest **out);

/* NULL is fine. */
void li_digest_free(struct li_digest *d);

/* Add octets, an integer in network order, a slice behind its length. */
void li_digest_add(struct li_digest *d, struct li_slice s);
void li_digest_u64(struct li_digest *d, uint64_t v);
void li_digest_field(struct li_digest *d, struct li_slice s);

/* Write the digest and start anew. Up to 55 octets of the end of what was added
 * stay in the library's memory until more is added. */
void li_digest_end(struct li_digest *d, uint8_t out[static LI_SHA256]);

/* The same, and nothing of what was added stays: for content in clear. */
void li_digest_end_wiped(struct li_digest *d, uint8_t out[static LI_SHA256]);

#endif
