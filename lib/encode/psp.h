/* SPDX-License-Identifier: BSD-3-Clause
 *
 * psp.h - PS-PDUs: what a stream of HI2 to an authority is made of.
 *
 * What is sent is version 43, in DER. A record of SIP is, as the destination
 * wants it, the IRIPayload of TS 33.128 or the IPMMIRI of TS 102 232-5; an
 * event of the HSS is ePSIRI with the record of TS 33.108, and has no CIN. What
 * begins an interception has no form in TS 102 232-5 and goes as TS 33.128 has
 * it. A message that was redacted is iRIOnlySIPMessage in an IPMMIRI.
 *
 * What is read is any version: what it has and we do not know is passed over.
 *
 * Floor    2: base, model. No I/O, no clock.
 * Threads  Pure functions.
 * Memory   Encoding borrows. Decoding copies into the arena.
 * Spec     TS 102 232-1 cl. 5, 6.3, 7.2; TS 102 232-5 cl. 5; TS 33.128
 *          cl. 5.5.2; TS 33.108 cl. 7
 */
#ifndef LI_ENCODE_PSP_H
#define LI_ENCODE_PSP_H

#include "encode/eps.h"
#include "encode/xiri.h"

enum {
	LI_PSP_VERSION = 43,
	LI_PSP_LIID_MAX = 25,     /* octets on the wire */
	LI_PSP_OPERATOR_MAX = 16, /* and of an element */
	LI_PSP_COUNTRY = 2,       /* ISO 3166-1 */
	LI_PSP_PLACE_MAX = 255,   /* octets of an NFID or IPID of ours */
	LI_PSP_PDU_MAX = 1 << 20,
	LI_PSP_RECORDS_MAX = 64,   /* kept of one PDU */
	LI_PSP_CHECKED_MAX = 4096, /* numbers of one integrity check */
};

/* Which format a record of SIP has. */
enum li_psp_form {
	LI_PSP_33128 = 1,     /* release 19, version 3 */
	LI_PSP_33128_R17 = 2, /* release 17, version 15 */
	LI_PSP_IPMM = 3,      /* TS 102 232-5, version 17 */
};

/* TS 102 232-1 cl. 5.2.10 */
enum li_psp_type {
	LI_PSP_BEGIN = 1,
	LI_PSP_END = 2,
	LI_PSP_CONTINUE = 3,
	LI_PSP_REPORT = 4,
};

/* What a PDU is. Beside LI_PSP_IRI, tags of TRIPayload and one hundred. */
enum li_psp_kind {
	LI_PSP_OTHER = 0,
	LI_PSP_IRI = 1,
	LI_PSP_INTEGRITY = 100,
	LI_PSP_TEST = 101,
	LI_PSP_PADDING = 102,
	LI_PSP_KEEP_ALIVE = 103,
	LI_PSP_KEEP_ALIVE_RESPONSE = 104,
	LI_PSP_FIRST_SEGMENT = 105,
	LI_PSP_LAST_SEGMENT = 106,
	LI_PSP_CIN_RESET = 107,
	LI_PSP_OPERATOR_MESSAGE = 108,
	LI_PSP_OPTION_REQUEST = 109,
	LI_PSP_OPTION_RESPONSE = 110,
	LI_PSP_OPTION_COMPLETE = 111,
	LI_PSP_ACK_REQUEST = 112,
	LI_PSP_ACK_RESPONSE = 113,
};

/* Where records come from. Countries, the element, NFID and IPID may be NULL;
 * the operator may not. */
struct li_psp_place {
	const char *operator_id, *element; /* networkIdentifier */
	const char *authorization_country, *delivery_country;
	const char *nfid, *ipid;
};

/* Whose and which PDU it is. */
struct li_psp_head {
	struct li_slice liid; /* as TS 103 280 writes it */
	bool has_cin;
	uint32_t cin, sequence;
	int64_t at_us; /* of the interception */
};

/* A record within a PDU. */
struct li_psp_record {
	enum li_psp_type type; /* 0: none was given */
	uint8_t content;       /* tag of IRIContents; 0 for one unknown */
	uint8_t session_direction, payload_direction; /* + 1; 0: none */
	struct li_slice octets; /* of threeGPP33128DefinedIRI */
	/* of iPMMIRI */
	uint8_t ipmm; /* version of its module; 0 when it is none */
	bool iri_only;
	struct li_address from, to;
	struct li_slice sip;
	struct li_eps *eps; /* of ePSIRI */
};

/* TS 33.128 cl. 5.7, LINotificationType */
enum li_psp_notice_type {
	LI_PSP_ACTIVATION = 1,
	LI_PSP_DEACTIVATION = 2,
	LI_PSP_MODIFICATION = 3,
};

/* A notification of HI4 (hi4.h writes them). */
struct li_psp_notice {
	enum li_psp_notice_type type; /* 0: one that we do not know */
	struct li_xiri_target target; /* kind NULL: none was given */
	struct li_address delivery;   /* family 0: none was given */
	int64_t start_us, end_us;     /* -1: none was given */
};

/* What a reader wants to know of a PDU. */
struct li_psp {
	enum li_psp_kind kind;
	uint16_t version; /* 0 when its OID is none of TS 102 232-1 */
	struct li_slice liid, operator_id, element, nfid, ipid;
	struct li_slice authorization_country, delivery_country;
	bool has_cin, has_time;
	uint32_t cin, sequence;
	int64_t at_us;
	uint8_t qualifier; /* timeStampQualifier + 1; 0: none */
	struct li_psp_record *records;
	size_t record_count, crowded; /* crowded: there was no room for */
	/* pDUAcknowledgement is, in LI_PSP_OPTION_REQUEST and _RESPONSE */
	bool requested, accepted;
	/* HI4, whose kind is LI_PSP_OTHER */
	struct li_psp_notice *notices;
	size_t notice_count;
	/* LI_PSP_INTEGRITY */
	uint32_t *checked;
	size_t checked_count;
	uint8_t check_type, data_type, hash, signature; /* 0: none */
	struct li_slice value;
};

/* Append the PDU of a record.
 *   LI_EINVAL   a field out of its range, a LIID that is none, no operator
 *   LI_ETOOBIG  it cannot be read back in LI_PSP_PDU_MAX
 *   LI_ENOMEM   out refused
 * On an error out is as it was (or bad, with LI_ENOMEM).
 */
LI_MUST_USE li_err li_psp_encode(const struct li_psp_place *place,
	const struct li_psp_head *head, enum li_psp_form form,
	enum li_psp_type type, const struct li_iri *iri, struct li_buf *out);

/* Append a PDU of the link itself: one of those whose payload is NULL.
 *   LI_EINVAL   another kind, or as above
 */
LI_MUST_USE li_err li_psp_encode_link(const struct li_psp_place *place,
	const struct li_psp_head *head, enum li_psp_kind kind,
	struct li_buf *out);

/* Append an optionResponse that accepts nothing, to a request that has
 * pDUAcknowledgement or nothing that is known here. TS 102 232-1 cl. 6.3.5.1
 *   LI_EINVAL LI_ENOMEM   as above
 */
LI_MUST_USE li_err li_psp_encode_decline(const struct li_psp_place *place,
	const struct li_psp_head *head, bool requested, struct li_buf *out);

/* A check over PDUs that were sent before. TS 102 232-1 cl. 7.2 */
struct li_psp_check {
	const uint32_t *numbers; /* sequence numbers, in order */
	size_t count;
	struct li_slice value;
	bool signature; /* over the values of hash checks, else a hash over IRI */
	bool edwards;   /* it is EdDSA, else ECDSA */
};

/* Append an integrity check with SHA-256.
 *   LI_EINVAL LI_ETOOBIG LI_ENOMEM   as above
 */
LI_MUST_USE li_err li_psp_encode_check(const struct li_psp_place *place,
	const struct li_psp_head *head, const struct li_psp_check *check,
	struct li_buf *out);

/* How many octets has the PDU that a stream begins with?
 *   LI_EAGAIN      good so far, but more octets are needed to know
 *   LI_EMALFORMED  no PDU begins so, or its length is indefinite
 *   LI_ETOOBIG     more than LI_PSP_PDU_MAX
 */
LI_MUST_USE li_err li_psp_frame(struct li_slice stream, size_t *size);

/* Read a whole PDU. *out is written on LI_OK only.
 *   LI_EMALFORMED   it is none
 *   LI_ETOOBIG LI_ENOMEM
 */
LI_MUST_USE li_err li_psp_decode(struct li_slice pdu, struct li_arena *arena,
	struct li_psp *out);

#endif
