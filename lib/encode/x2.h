/* SPDX-License-Identifier: BSD-3-Clause
 *
 * x2.h - PDUs of the X2 interface, version 0.5: written and read.
 *
 * Attributes sent with every record, as TS 33.128 table 5.3.2-2 asks: NFID 6,
 * IPID 7, sequence 8, time of the event 9, matched target identifier 17 (one
 * for each), other target identifier 18 (one for each other identity known of
 * the target, from the record and the Cx exchange, LI_X2_TARGETS_MAX at most).
 * 18 "shall contain another target identifier that is known": when no other
 * identity is known, the matched one is given in the other form that
 * TS 103 221-1 has for it (impu as sipUri or telUri, impi as nai, imei as
 * peiImei): true, of the right form, and never empty. Addresses 10 to 13,
 * ports 14 and 15 and protocol 16 are sent where known.
 *
 * Floor    2: base, model. No I/O, no clock.
 * Threads  Pure functions.
 * Memory   A PDU that was read borrows from the octets it was read from.
 * Spec     TS 103 221-2 V1.6.1 cl. 5; TS 33.128 cl. 5.3.2
 */
#ifndef LI_ENCODE_X2_H
#define LI_ENCODE_X2_H

#include "base/buf.h"
#include "model/iri.h"

enum {
	LI_X2_VERSION = 0x0005,
	LI_X2_HEADER = 40,           /* the fixed part */
	LI_X2_KEEPALIVE = 48,        /* a whole keepalive or acknowledgement */
	LI_X2_HEADER_MAX = 64 << 10, /* larger is refused */
	LI_X2_PDU_MAX = 8 << 20,
	LI_X2_PLACE_MAX = 255,  /* octets of an NFID or IPID of ours */
	LI_X2_TARGETS_MAX = 32, /* kept of each of 17 and 18 */
};

enum li_x2_type { /* cl. 5.2.2 */
	LI_X2_IRI = 1,
	LI_X2_CC = 2,
	LI_X2_KEEPALIVE_REQUEST = 3,
	LI_X2_KEEPALIVE_ACK = 4,
};

enum li_x2_format { /* cl. 5.4.1; those we know */
	LI_X2_FORMAT_NONE = 0,
	LI_X2_FORMAT_33128 = 2,
	LI_X2_FORMAT_SIP = 9,
	LI_X2_FORMAT_EPS = 14,
};

/* Where the records come from; UTF-8, 1 to LI_X2_PLACE_MAX octets each. The
 * operator, of LI_EPS_OPERATOR_MAX octets at most, may be NULL. */
struct li_x2_place {
	const char *nfid, *ipid, *operator_id;
};

struct li_x2_pdu {
	size_t size; /* of the whole PDU */
	uint16_t version;
	enum li_x2_type type;
	uint16_t format, direction;
	struct li_uuid xid;
	uint64_t correlation;
	struct li_slice did, nfid, ipid;
	bool has_sequence, has_time;
	uint32_t sequence;
	uint32_t seconds, nanoseconds;
	struct li_address from, to;
	uint8_t ip_proto;
	struct li_slice matched[LI_X2_TARGETS_MAX], others[LI_X2_TARGETS_MAX];
	size_t matched_count, other_count; /* at most LI_X2_TARGETS_MAX */
	size_t skipped; /* attributes unknown, repeated or of a wrong length */
	struct li_slice payload;
};

/* A target identifier of attribute 17 or 18, as its XML says. */
struct li_x2_target {
	char element[32];               /* "impu" */
	char text[LI_X2_PLACE_MAX + 1]; /* with its escapes undone */
};

/* May records come from there? */
bool li_x2_place_good(const struct li_x2_place *place);

/* Append the whole PDU of a record, payload too.
 *   LI_EINVAL   a field out of its range, no matched identity, no place
 *   LI_ETOOBIG  more than a reader would take
 *   LI_ENOMEM   out refused
 * On an error out is as it was (or bad, with LI_ENOMEM).
 */
LI_MUST_USE li_err li_x2_encode(const struct li_x2_place *place,
	const struct li_iri *iri, struct li_buf *out);

/* The same with payload format 9, the SIP message alone, where the record is
 * one. That it was modified cannot be said so. */
LI_MUST_USE li_err li_x2_encode_sip(const struct li_x2_place *place,
	const struct li_iri *iri, struct li_buf *out);

/* Append a keepalive or its acknowledgement. cl. 6.2.4
 * Failure shows in the buffer (li_buf_check). */
void li_x2_keepalive(uint32_t sequence, struct li_buf *out);
void li_x2_keepalive_ack(uint32_t sequence, struct li_buf *out);

/* How long is the PDU that a stream begins with, whatever its type? For who can
 * pass by what is not understood. *size is written on LI_OK only.
 *   LI_EAGAIN        fewer octets than tell
 *   LI_EVERSION      another major version
 *   LI_EMALFORMED    a header shorter than its fixed part
 *   LI_ETOOBIG       more than `most`, which is at most LI_X2_PDU_MAX
 */
LI_MUST_USE li_err li_x2_frame(struct li_slice stream, size_t most,
	size_t *size);

/* Read the PDU that a stream begins with; out->size tells where the next one
 * begins. Attributes in any order; what is unknown is skipped. *out is written
 * on LI_OK only. Every other error but LI_EAGAIN ends the stream: there is no
 * way to find the next PDU.
 *   LI_EAGAIN        good so far, but more octets are needed
 *   LI_EVERSION      another major version
 *   LI_EUNSUPPORTED  a PDU type that is none of the four
 *   LI_ETOOBIG       its lengths exceed the bounds above
 *   LI_EMALFORMED    lengths that contradict each other, an attribute that
 *                    runs past the header, a keepalive with a payload
 */
LI_MUST_USE li_err li_x2_decode(struct li_slice stream, struct li_x2_pdu *out);

/* May a PDU of this type carry a payload of this format? cl. 5.4.1 table 7 */
bool li_x2_format_permitted(enum li_x2_type type, uint16_t format);

/* Read the value of an attribute 17 or 18.
 *   LI_EMALFORMED   not one XML element with text in it, or too long
 */
LI_MUST_USE li_err li_x2_target_read(struct li_slice value,
	struct li_x2_target *out);

#endif
