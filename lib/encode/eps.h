/* SPDX-License-Identifier: BSD-3-Clause
 *
 * eps.h - EpsIRIContent of TS 33.108: the payload of an X2 PDU of format 14,
 * for the events that the HSS sees on Cx, and for keys of media.
 *
 * What is sent is an iRI-Report-record of release 16, version 1, in DER. The
 * LIID is the constant that tells the mediation function to put in the real
 * one, and there is no CIN. Who it is about is eps_who.h's, which nodes
 * eps_node.h's, what no parameter has eps_raw.h's. A time has the whole seconds
 * of UTCTime: the X2 header has the finer one.
 *
 * Floor    2: base, model. No I/O, no clock.
 * Threads  Pure functions.
 * Memory   Encoding borrows the record. Decoding copies into the arena.
 * Spec     TS 33.128 cl. 7.2.3; TS 33.107 cl. 7A.2.3; TS 33.108 cl. B.9
 */
#ifndef LI_ENCODE_EPS_H
#define LI_ENCODE_EPS_H

#include "base/arena.h"
#include "base/buf.h"
#include "model/iri.h"

#define LI_EPS_LIID "LIIDNotPresent" /* TS 33.128 cl. 7.2.3.3.1 */

enum {
	LI_EPS_PARTIES_MAX = 96, /* identities kept of one record */
	LI_EPS_CHANGED_MAX = 8,  /* of what came, and of what left */
	LI_EPS_OPERATOR_MAX = 5,
	LI_EPS_ELEMENT_MAX = 25,
};

enum li_eps_record {
	LI_EPS_BEGIN = 1,
	LI_EPS_END = 2,
	LI_EPS_CONTINUE = 3,
	LI_EPS_REPORT = 4,
};

enum li_eps_event { /* IMSevent; those that we send, and 0 for none */
	LI_EPS_NONE = 0,
	LI_EPS_MEDIA_KEYS = 3, /* decryptionKeysAvailable */
	LI_EPS_SERVING_SYSTEM = 9,
	LI_EPS_SUBSCRIBER_RECORD_CHANGE = 10,
	LI_EPS_REGISTRATION_TERMINATION = 11,
	LI_EPS_LOCATION_INFORMATION_REQUEST = 12,
};

/* One identity of a party. */
struct li_eps_identity {
	const char *kind; /* "sip-uri", "tel-uri", "impi", "imei", "imsi",
			   * "msisdn", "nai" */
	struct li_slice text;
};

/* What a reader wants to know of a record. */
struct li_eps {
	enum li_eps_record record;
	uint8_t event;            /* IMSevent as it came */
	uint8_t logical_function; /* LogicalFunctionType; hSS is 4 */
	bool has_logical_function;
	uint8_t initiator; /* 1 the target, 2 to it, 0 unknown */
	int64_t at_s;      /* UTC; -1 when it is no UTCTime */
	struct li_slice liid, visited_network, requesting_node, raw;
	struct li_slice requesting_network; /* octets of a PLMN */
	struct li_slice network_operator, network_element;
	int64_t reason_code;     /* of a termination, -1 absent */
	int64_t assignment_type; /* of a termination, -1 absent */
	struct li_eps_identity parties[LI_EPS_PARTIES_MAX];
	size_t party_count; /* of partyInformation, and then */
	struct li_eps_identity others[LI_EPS_PARTIES_MAX];
	size_t other_count; /* of otherIdentities */
	struct li_eps_identity came[LI_EPS_CHANGED_MAX];
	struct li_eps_identity left[LI_EPS_CHANGED_MAX];
	size_t came_count, left_count; /* of change-Of-Target-Identity */
	size_t crowded; /* identities and keys there was no room for */
	struct {
		struct li_slice cs_id, key, salt;
	} keys[LI_MEDIA_KEYS_MAX]; /* CCKeyInfo */
	size_t key_count;
	bool key_failure; /* mediaSecFailureIndication is there */
};

/* Which network reports, networkIdentifier: its operator in at most
 * LI_EPS_OPERATOR_MAX octets, and the element's name where it fits. */
struct li_eps_network {
	const char *operator_id, *element;
};

/* Append the payload of a record of one of the kinds LI_IRI_HSS_*, or of
 * LI_IRI_MEDIA_KEYS; `network` may be NULL.
 *   LI_EINVAL   another kind, an operator too long, no matched identity, two changed ones of one
 *               kind, a time UTCTime has not
 *   LI_ENOMEM   out refused
 * On an error out is as it was (or bad, with LI_ENOMEM).
 */
LI_MUST_USE li_err li_eps_encode(const struct li_iri *iri,
	const struct li_eps_network *network, struct li_buf *out);

/* Read a payload; *out is written on LI_OK only.
 *   LI_EMALFORMED   not an EpsIRIContent
 *   LI_ETOOBIG      more than LI_BER_MAX
 *   LI_ENOMEM       the arena refused
 */
LI_MUST_USE li_err li_eps_decode(struct li_slice payload,
	struct li_arena *arena, struct li_eps *out);

#endif
