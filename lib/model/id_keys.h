/* SPDX-License-Identifier: BSD-3-Clause
 *
 * id_keys.h - the keys of identities whose text is canonical where it stands.
 * For identity.h and the scan, which finds most identities so and need not
 * copy them.
 *
 * Floor    1: base only.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     RFC 3261 cl. 19.1.6; RFC 3966 cl. 4, 5.3; TS 23.003 cl. 13.2, 13.3
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
	bool derived; /* li_id_host_derived() */
};

/* Names that keep apart what is hashed with nothing in front of it. */
enum li_id_name {
	LI_ID_NAME_SIP = 's',
	LI_ID_NAME_TEL = 't',
	LI_ID_NAME_NUMBER = 'n', /* of any form: what a TEL target looks for */
	LI_ID_NAME_IMPI = 'i',
	LI_ID_NAME_IMSI = 'm',
	LI_ID_NAME_IMEI = 'e',
};

/* Hash a host. What it borrows lives as long as it. */
void li_id_host_set(struct li_id_host *host, struct li_slice text,
	const struct li_hash_secret *secret);

/* Is it the host of identities made of an IMSI:
 * ims.mnc<MNC>.mcc<MCC>.3gppnetwork.org? TS 23.003 cl. 13.2, 13.3 */
bool li_id_host_derived(struct li_slice host);

/* The keys of user@host, where both were hashed; user_key is none when there is
 * no user part, which has `user` octets. As a SIP URI, or as an IMPI. Returns
 * how many. */
static inline size_t li_id_keys_of(struct li_key user_key, size_t user,
	enum li_id_user is, const struct li_id_host *host, enum li_id_name name,
	struct li_key keys[static LI_ID_KEYS_MAX])
{
	keys[0] = li_key_named(li_key_joined(user_key, host->key), (char)name);
	if (is == LI_ID_USER_NUMBER && name == LI_ID_NAME_SIP)
		keys[1] = li_key_named(user_key, LI_ID_NAME_NUMBER);
	else if (is == LI_ID_USER_DIGITS && user >= 5 && user <= 15 &&
		host->derived)
		keys[1] = li_key_named(user_key, LI_ID_NAME_IMSI);
	else
		return 1;
	return 2;
}

/* The keys of tel:<number>: '+' and digits, or digits;phone-context=... */
size_t li_id_keys_tel(struct li_slice number,
	const struct li_hash_secret *secret,
	struct li_key keys[static LI_ID_KEYS_MAX]);

/* The key of an IMEI of 14 digits. */
size_t li_id_keys_imei(struct li_slice digits,
	const struct li_hash_secret *secret,
	struct li_key keys[static LI_ID_KEYS_MAX]);

#endif
