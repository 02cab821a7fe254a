/* SPDX-License-Identifier: BSD-3-Clause
 *
 * xiri.h - XIRIPayload of TS 33.128: the payload of an X2 PDU of format 2.
 *
 * What is sent is release 19, version 3, in DER (for a peer that wants it,
 * release 17, version 15): an IMSMessage with the SIP
 * message as it was seen, or as modifiedSIPMessage with a list of what was
 * blanked. An address that is not known is sent as 0.0.0.0: both addresses are
 * mandatory in SIPMessage, and none is spelled so on a wire.
 *
 * What begins an interception in mid-session is xiri_start.h's: its mandatory
 * parties are always there, be it as "sip:unavailable@unknown.invalid". What
 * begins that of a registered target is xiri_reg.h's.
 *
 * Any release is read; what it has and we do not know is passed over.
 *
 * Floor    2: base, model. No I/O, no clock.
 * Threads  Pure functions.
 * Memory   Encoding borrows the record. Decoding copies into the arena.
 * Spec     TS 33.128 cl. 5.3.2, 7.12.4 and its module TS33128Payloads
 */
#ifndef LI_ENCODE_XIRI_H
#define LI_ENCODE_XIRI_H

#include "base/arena.h"
#include "base/buf.h"
#include "model/iri.h"

enum li_xiri_event { /* the tag of XIRIEvent */
	LI_XIRI_OTHER = 0,
	LI_XIRI_IMS_MESSAGE = 105,
	LI_XIRI_ACTIVE_SESSION = 106,
	LI_XIRI_REGISTERED_TARGET = 173,
};

/* A session that was under way when its interception began. */
struct li_xiri_start {
	struct li_slice originating[LI_IRI_PARTIES_MAX];
	size_t originating_count;
	struct li_slice terminating, diversion;
	struct li_slice offer, answer; /* the first and second SDP */
};

enum { LI_XIRI_IDENTITIES_MAX = 32 }; /* kept of one payload */

/* A target that the HSS knew when its interception began. */
struct li_xiri_registered {
	uint8_t status; /* IMSRegistrationStatus; 0 when it is larger */
	struct {
		enum li_id_kind kind;
		struct li_slice text;
	} ids[LI_XIRI_IDENTITIES_MAX];
	size_t count, crowded; /* crowded: there was no room for */
};

/* Whom an IRIPayload concerns. TS 33.128 table 5.5.2-2 */
struct li_xiri_target {
	const char *kind; /* as TS 103 221-1 names it: "impu"; static */
	struct li_slice text;
	uint8_t provenance; /* TargetIdentifierProvenance; 0: none was given */
};

enum { LI_XIRI_MATCHED_ON = 3 }; /* a provenance */

/* What a reader wants to know of a payload. */
struct li_xiri {
	enum li_xiri_event event;
	uint8_t release, version; /* of the module; 0 when its OID is none */
	bool hi2;                 /* it is an IRIPayload */
	struct li_xiri_target targets[LI_XIRI_IDENTITIES_MAX];
	size_t target_count, targets_crowded;

	/* LI_XIRI_IMS_MESSAGE */
	enum li_session_direction session;
	uint8_t roaming;            /* VoIPRoamingIndication; 0 when absent */
	struct li_address from, to; /* without ports */
	struct li_slice sip;
	bool modified;             /* it came as modifiedSIPMessage */
	uint32_t modifications;    /* those of enum li_modification */
	size_t modification_count; /* all of them */

	struct li_xiri_start start;           /* LI_XIRI_ACTIVE_SESSION */
	struct li_xiri_registered registered; /* LI_XIRI_REGISTERED_TARGET */
};

/* Append the payload of a record of kind LI_IRI_IMS_MESSAGE,
 * LI_IRI_START_OF_INTERCEPTION or LI_IRI_REGISTERED_TARGET.
 *   LI_EINVAL   another kind, no SIP message, a field out of its range
 *   LI_ETOOBIG  it cannot be read back in LI_BER_MAX
 *   LI_ENOMEM   out refused
 * On an error out is as it was (or bad, with LI_ENOMEM).
 */
LI_MUST_USE li_err li_xiri_encode(const struct li_iri *iri, struct li_buf *out);

/* How a payload is written. */
struct li_xiri_form {
	bool hi2; /* IRIPayload, with the identities, not XIRIPayload: cl. 5.5.2 */
	bool r17; /* release 17, version 15, where it has the event */
};

/* The same in another form. In release 17 a message that was modified looks as
 * any other: that module has no modifiedSIPMessage. */
LI_MUST_USE li_err li_xiri_encode_as(const struct li_iri *iri,
	const struct li_xiri_form *form, struct li_buf *out);

/* Read a payload, be it XIRIPayload or IRIPayload; *out is written on LI_OK
 * only.
 *   LI_EMALFORMED   not a XIRIPayload, or an address of no length there is
 *   LI_ETOOBIG      more than LI_BER_MAX
 *   LI_ENOMEM       the arena refused
 */
LI_MUST_USE li_err li_xiri_decode(struct li_slice payload,
	struct li_arena *arena, struct li_xiri *out);

#endif
