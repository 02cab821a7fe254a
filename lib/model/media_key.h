/* SPDX-License-Identifier: BSD-3-Clause
 *
 * media_key.h - keys of a session's media, and what a KMS is asked for them.
 *
 * An order is kept and delivered like any record. Keys are in no record that is
 * kept: who delivers has them in memory alone, and asks again when it has not.
 *
 * Floor    1.
 * Threads  Plain values.
 * Memory   Slices of an order borrow from the message, or from the packed octets
 *          of its record. Keys are wiped by who holds them.
 * Spec     TS 33.107 cl. 7A.7; TS 33.108 cl. B.9, CCKeyInfo; RFC 6043
 */
#ifndef LI_MODEL_MEDIA_KEY_H
#define LI_MODEL_MEDIA_KEY_H

#include "base/slice.h"

enum {
	LI_MEDIA_KEYS_MAX = 16, /* crypto sessions of one exchange */
	LI_CS_ID_MAX = 32,      /* octets of what names one */
	LI_MEDIA_KEY_MAX = 64,
	LI_MEDIA_SALT_MAX = 32,
};

/* Whose keys are asked for. They open content, so that a warrant without it has
 * them only where the law says so; TS 33.107 cl. 7A.7.2 has them as IRI. */
enum li_key_scope {
	LI_KEYS_NOBODY = 0, /* there is no KMS */
	LI_KEYS_CONTENT = 1,
	LI_KEYS_ALL = 2,
};

/* Of one crypto session. */
struct li_media_key {
	uint8_t cs_id[LI_CS_ID_MAX];
	uint8_t key[LI_MEDIA_KEY_MAX];
	uint8_t salt[LI_MEDIA_SALT_MAX];
	uint8_t cs_id_n, key_n, salt_n; /* octets; salt 0: none was given */
};

/* What came of an order. */
struct li_media_keys {
	struct li_media_key at[LI_MEDIA_KEYS_MAX];
	size_t count;
	bool failed; /* not all of them, or none, could be had */
};

/* What a KMS is asked: get_keys of TS 33.107 cl. 7A.7.2. */
struct li_key_order {
	struct li_slice user; /* public KMS identity of the target: an IMPU */
	struct li_slice kms;  /* that the ticket names; empty: none */
	/* TRANSFER_INIT of the offer, TRANSFER_RESP of the answer, in base64 as
	 * they stood; init is empty when the offer is not known. */
	struct li_slice init, resp;
};

/* The same before its user is known, with whom the ticket names: who sent the
 * offer, and who answers it. Empty: it does not say. */
struct li_key_ticket {
	struct li_key_order order;
	struct li_slice offerer, answerer;
};

#endif
