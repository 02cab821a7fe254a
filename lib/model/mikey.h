/* SPDX-License-Identifier: BSD-3-Clause
 *
 * mikey.h - where an SDP carries MIKEY, and whom such a message names.
 *
 * No more is read than tells which message it is and who has its keys: none of
 * it is checked, decrypted or made again. That is for the KMS.
 *
 * Floor    1: base only. No I/O, no clock.
 * Threads  Pure functions.
 * Memory   Slices of a line borrow from the SDP, those of a message from the
 *          room that it was decoded into.
 * Spec     RFC 4567 cl. 3.1; RFC 3830 cl. 6; RFC 6043 cl. 4.2, 6
 */
#ifndef LI_MODEL_MIKEY_H
#define LI_MODEL_MIKEY_H

#include "base/err.h"
#include "base/slice.h"

enum { LI_KEY_MGMT_SESSION = -1 };

/* The data types with which a ticket is handed on. RFC 6043 cl. 6.1 */
enum li_mikey_type { LI_MIKEY_TRANSFER_INIT = 14, LI_MIKEY_TRANSFER_RESP = 15 };

/* An a=key-mgmt:mikey line. */
struct li_key_mgmt {
	int media; /* of which m= line, from 0; LI_KEY_MGMT_SESSION: of all */
	struct li_slice value; /* base64 as it stands; never empty */
};

/* What a message says in clear. An identity is a NAI or a URI as it was written,
 * the first of its role; empty when there is none. RFC 6043 cl. 6.6 */
struct li_mikey {
	uint8_t type; /* a data type of RFC 3830 cl. 6.1: li_mikey_type, or not */
	struct li_slice initiator, responder, kms;
};

/* Give the first `max` lines that carry MIKEY, in their order. Returns how many
 * there are in out. Linear in what is read of the SDP. */
size_t li_key_mgmt_find(struct li_slice sdp, struct li_key_mgmt *out,
	size_t max);

/* Decode into room[cap] and read. Three octets of room for four of base64 are
 * always enough. A payload that is cut short, whose length none of these RFCs
 * tells, or that only the KMS can read, ends the reading: what was found before
 * stays, and whether the message is good is for the KMS to say.
 *   LI_EMALFORMED   no base64, or no common header of version 1
 *   LI_ETOOBIG      more octets than there is room
 * *out is empty then. */
LI_MUST_USE li_err li_mikey_read(struct li_slice base64, uint8_t *room,
	size_t cap, struct li_mikey *out);

#endif
