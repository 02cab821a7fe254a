/* SPDX-License-Identifier: BSD-3-Clause
 *
 * keyring.h - the keys of a store, and the key file that opens them.
 *
 * Values are sealed with keys that are drawn, and stand in the store sealed with
 * the key of the key file alone: so another key file takes one row that is
 * written anew, and what the hashes of the audit cover stays as it is. Of the
 * first key come the blind indexes, the keyed hashes and the check value too;
 * each later one seals what is written from then on.
 *
 * In a store that was made before version 22, the key of the key file is the
 * first one itself, and the only one.
 *
 * Floor    3, inside the store and lmisf_sql: base.
 * Threads  A ring belongs to one thread.
 * Memory   Locked; wiped by li_keyring_free().
 * Spec     TS 33.126 R6.6-100; NIST SP 800-57 part 1 cl. 5.3.5 (wrapped keys)
 */
#ifndef LI_STORE_KEYRING_H
#define LI_STORE_KEYRING_H

#include "store/seal.h"

struct li_keyring {
	size_t count;
	uint8_t key[LI_SEAL_KEYS][LI_MASTER_KEY];
};

/* Make one without a key. li_keyring_free() takes NULL.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_keyring_new(struct li_keyring **out);
void li_keyring_free(struct li_keyring *ring);

/* Draw a key more.
 *   LI_ETOOBIG   it has all that there can be
 *   LI_EIO       the kernel gave no random octets
 */
LI_MUST_USE li_err li_keyring_draw(struct li_keyring *ring);

/* Seal the ring with the key of a key file, behind what out has. */
LI_MUST_USE li_err li_keyring_seal(const struct li_keyring *ring,
	const uint8_t master[static LI_MASTER_KEY],
	const struct li_uuid *installation, struct li_buf *out);

/* Fill an empty ring with what the store has, p NULL before version 22.
 *   LI_ECONFIG   it was not sealed with this key
 *   LI_ENOMEM LI_EIO
 */
LI_MUST_USE li_err li_keyring_open(struct li_keyring *ring,
	const uint8_t master[static LI_MASTER_KEY],
	const struct li_uuid *installation, struct li_slice sealed);

/* Make of it what seals and opens. */
LI_MUST_USE li_err li_keyring_use(const struct li_keyring *ring,
	const struct li_uuid *installation, struct li_seal **out);

/* All of it: what seals and opens, from the store's ring and check value.
 *   LI_ECONFIG   not the key of this store; *out is untouched
 *   LI_ENOMEM LI_EIO
 */
LI_MUST_USE li_err li_keyring_unlock(const uint8_t master[static LI_MASTER_KEY],
	const struct li_uuid *installation, struct li_slice sealed,
	struct li_slice check, struct li_seal **out);

/* ---- keyfile.c ---- */

/* What the file is called that a key file is to be replaced by. */
#define LI_KEYFILE_NEXT ".new"

/* Draw a key into that file, which then lasts; one that was there goes.
 *   LI_EIO   there is none
 */
LI_MUST_USE li_err li_keyfile_next(const char *key_file,
	uint8_t key[static LI_MASTER_KEY], struct li_fault *fault);

/* Remove it. */
void li_keyfile_drop(const char *key_file);

/* Put it in the place of the key file, so that it lasts.
 *   LI_EIO
 */
LI_MUST_USE li_err li_keyfile_turn(const char *key_file,
	struct li_fault *fault);

#endif
