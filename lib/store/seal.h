/* SPDX-License-Identifier: BSD-3-Clause
 *
 * seal.h - values that can be read only with the key, and only where they are.
 *
 * One master key gives, by HKDF-SHA256 with the installation's UUID as salt,
 * a sealing key, a key for blind indexes, the secret of keyed hashes, and a
 * check value that tells the right key file from a wrong one. Further ones give a
 * sealing key each (keyring.h); the last one seals, by its number each opens.
 *
 *   sealed = key number (1) || nonce (12) || ciphertext || tag (16)
 *
 * AES-256-GCM; associated data = table, column, row, check value. A nonce is
 * eight random octets drawn at the start and a counter of four: a key can seal
 * for good without two nonces meeting, which twelve random ones could not.
 *
 * Floor    3, inside the store: base, gnutls/crypto.h in seal.c.
 * Threads  A seal belongs to one thread; never use one on both sides of a fork.
 * Memory   Keys are wiped by li_seal_free().
 * Spec     TS 33.126 R6.6-100; NIST SP 800-38D cl. 8.2; RFC 5869
 */
#ifndef LI_STORE_SEAL_H
#define LI_STORE_SEAL_H

#include "base/buf.h"
#include "base/fault.h"
#include "base/hash.h"
#include "base/uuid.h"

enum {
	LI_MASTER_KEY = 32,
	LI_KEY_CHECK = 16,
	LI_BLIND = 16,
	LI_SEAL_EXTRA = 1 + 12 + 16, /* a sealed value is that much longer */
	LI_SEAL_KEYS = 255,          /* a key's number is an octet, from 1 on */
};

/* Where a value is kept. */
struct li_cell {
	const char *table, *column;
	int64_t row;
};

struct li_seal;

/* Derive the keys. The caller wipes master.
 *   LI_ENOMEM LI_EIO   *out is untouched
 */
LI_MUST_USE li_err li_seal_new(const uint8_t master[static LI_MASTER_KEY],
	const struct li_uuid *installation, struct li_seal **out);

/* Seal with the key of another master from now on; what was sealed before still
 * opens. The caller wipes master.
 *   LI_ETOOBIG   it has all that there can be
 *   LI_EIO
 */
LI_MUST_USE li_err li_seal_turn(struct li_seal *seal,
	const uint8_t master[static LI_MASTER_KEY],
	const struct li_uuid *installation);

/* NULL is fine. */
void li_seal_free(struct li_seal *seal);

/* The check value, LI_KEY_CHECK octets; it says nothing of the key. */
struct li_slice li_seal_check(const struct li_seal *seal);

/* The secret of the installation's keyed hashes. */
const struct li_hash_secret *li_seal_secret(const struct li_seal *seal);

/* Append the sealed form of plain to out, whose `bad` shows lack of memory.
 *   LI_EIO   the kernel gave no random octets, or the cipher failed
 */
LI_MUST_USE li_err li_seal_put(struct li_seal *seal, struct li_cell cell,
	struct li_slice plain, struct li_buf *out);

/* Append the plain form of sealed to out.
 *   LI_ECORRUPT   not sealed with this key for this place
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_seal_open(struct li_seal *seal, struct li_cell cell,
	struct li_slice sealed, struct li_buf *out);

/* The blind form of a value of a sort ("xid", "identity"). */
LI_MUST_USE li_err li_seal_blind(const struct li_seal *seal, const char *sort,
	struct li_slice value, uint8_t out[static LI_BLIND]);

/* Fill a master key from its file.
 *   LI_ECONFIG   not there, not a regular file, open to others, wrong size
 *   LI_EIO
 */
LI_MUST_USE li_err li_keyfile_load(const char *path,
	uint8_t master[static LI_MASTER_KEY], struct li_fault *fault);

#endif
