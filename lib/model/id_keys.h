/* SPDX-License-Identifier: BSD-3-Clause
 *
 * id_keys.h - the keys of identities whose text is canonical where it stands.
 * For identity.h and the scan, which finds most identities so and need not
 * copy them.
 *
 * Floor    1: base only.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     RFC 3261 cl. 19.1.6; RFC 3966 cl. 4; TS 23.003 cl. 13.2, 13.3
 */
#ifndef LI_MODEL_ID_KEYS_H
#define LI_MODEL_ID_KEYS_H

#include "model/identity.h"

/* What the user part of a SIP URI or NAI is. */
enum li_id_user {
	LI_ID_USER_WORD,   /* anything else, or there is none */
	LI_ID_USER_NUMBER, /* '+' and at least one digit, nothing else */
	LI_ID_USER_DIGITS, /* at least one digit, nothing else */
};

/* A host that was hashed before: mostly a message names only one. */
struct li_id_host {
	struct li_slice text;
	struct li_key key;
};

/* The keys of sip:<name>: user@host, the user part `user` octets long, or a
 * host alone, then `user` is 0. `last` may be zeroed; what it borrows lives as
 * long as it. Returns how many. */
size_t li_id_keys_sip(struct li_slice name, size_t user, enum li_id_user is,
	const struct li_hash_secret *secret, struct li_id_host *last,
	struct li_key keys[static LI_ID_KEYS_MAX]);

/* The keys of tel:<number>: '+' and digits, or digits;phone-context=... */
size_t li_id_keys_tel(struct li_slice number,
	const struct li_hash_secret *secret,
	struct li_key keys[static LI_ID_KEYS_MAX]);

/* The keys of an IMPI; as li_id_keys_sip(). */
size_t li_id_keys_impi(struct li_slice name, size_t user, enum li_id_user is,
	const struct li_hash_secret *secret, struct li_id_host *last,
	struct li_key keys[static LI_ID_KEYS_MAX]);

/* The key of an IMEI of 14 digits. */
size_t li_id_keys_imei(struct li_slice digits,
	const struct li_hash_secret *secret,
	struct li_key keys[static LI_ID_KEYS_MAX]);

#endif
