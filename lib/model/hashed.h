/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hashed.h - a target that is named by a digest of its identity alone.
 *
 * As an identity of kind LI_ID_HASHED its text is all that it takes to tell
 * whether another identity is it, so that a task needs nothing beside it:
 *
 *   CONTEXT TYPE KIND ALGORITHM SALT DIGEST
 *
 * with the UUID of the hash context, the word that the ADMF had for the type,
 * the kind that this is, and salt and digest in hexadecimal digits.
 *
 * Floor    1: base only. No I/O, no clock, no digest is made here.
 * Threads  Pure functions.
 * Memory   Values.
 * Spec     TS 103 221-1 annex D (HashContext, HashedIdentifier)
 */
#ifndef LI_MODEL_HASHED_H
#define LI_MODEL_HASHED_H

#include "base/buf.h"
#include "base/uuid.h"
#include "model/identity.h"

enum {
	LI_HASH_SALT_MIN = 8,  /* octets; TS 103 221-1 cl. D.2.2 */
	LI_HASH_SALT_MAX = 32, /* so that all of it fits in LI_ID_MAX */
	LI_HASH_DIGEST_MAX = 64,
	LI_HASH_TYPE_MAX = 17,
	LI_HASH_CONTEXTS_MAX = 8, /* at a time: each is a digest more of every
				   * identity that is seen */
};

/* TS 103 221-1 cl. D.2.2: all that an NE has to have */
enum li_hash_algorithm {
	LI_HASH_SHA256 = 1,
	LI_HASH_SHA512 = 2,
	LI_HASH_SHA3_512 = 3,
	LI_HASH_LAST = LI_HASH_SHA3_512,
};

/* TS 103 221-1 table D.1 */
struct li_hash_context {
	struct li_uuid id;
	enum li_hash_algorithm algorithm;
	uint8_t salt_n, salt[LI_HASH_SALT_MAX];
};

/* TS 103 221-1 table D.2, with its context */
struct li_hashed {
	struct li_hash_context context;
	char type[LI_HASH_TYPE_MAX + 1]; /* "e164Number" */
	enum li_id_kind kind;            /* what that is */
	uint8_t digest[LI_HASH_DIGEST_MAX];
};

/* Octets that its digests have. */
size_t li_hash_octets(enum li_hash_algorithm algorithm);

/* "sha-256", "sha-512", "sha3-512". */
const char *li_hash_name(enum li_hash_algorithm algorithm);

/* The algorithm of a name.
 *   LI_EINVAL   none that is known; *out is untouched
 */
LI_MUST_USE li_err li_hash_of_name(const char *name,
	enum li_hash_algorithm *out);

/* Do both digest alike: salt and algorithm, whatever their UUIDs? */
bool li_hash_same(const struct li_hash_context *a,
	const struct li_hash_context *b);

/* Is it one that can be used?
 *   LI_EINVAL   the algorithm or the length of the salt
 */
LI_MUST_USE li_err li_hash_context_check(const struct li_hash_context *c);

/* A context as octets, and back.
 *   LI_EMALFORMED   cut short, out of range, or trailing octets
 */
void li_pack_hash_context(struct li_buf *b, const struct li_hash_context *c);
LI_MUST_USE li_err li_unpack_hash_context(struct li_slice s,
	struct li_hash_context *out);

/* Write it as an identity.
 *   LI_EINVAL   the context, the type's word or the kind cannot be used;
 *               *out is untouched
 */
LI_MUST_USE li_err li_hashed_write(const struct li_hashed *hashed,
	struct li_identity *out);

/* Read such an identity.
 *   LI_EMALFORMED   it is none; *out is untouched
 */
LI_MUST_USE li_err li_hashed_read(const struct li_identity *id,
	struct li_hashed *out);

enum { LI_HASH_FORMS_MAX = 4 };

/* The identities that a canonical one may have been named as when a digest was
 * made of it: itself, and the number or IMSI that it is made of, also of who is
 * behind a number. Returns how
 * many. TS 103 221-1 cl. D.2.3.2; TS 23.003 cl. 13.3, 13.4B */
size_t li_hashed_forms(const struct li_identity *id,
	struct li_identity forms[static LI_HASH_FORMS_MAX]);

#endif
