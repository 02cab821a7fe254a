/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hep.h - HEP version 3: what a SIP proxy's mirror wraps messages in.
 *
 * Only SIP is accepted. Chunks of other vendors and unknown types are stepped
 * over; a chunk that we use and that stands twice makes the packet ambiguous
 * and it is refused. An authentication key (chunk 14) is never looked at.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   The payload borrows from the packet.
 * Spec     HEP3 network protocol specification, rev. 37 (sipcapture.org)
 */
#ifndef LI_INTAKE_HEP_H
#define LI_INTAKE_HEP_H

#include "model/event.h"

enum {
	LI_HEP_HEADER = 6,          /* "HEP3" and the total length */
	LI_HEP_PACKET_MAX = 0xffff, /* the length field ends there */
};

/* One mirrored message and where it was on the wire. */
struct li_hep {
	struct li_address from, to; /* family 0 when the packet has none */
	uint8_t ip_proto;           /* 0 when not said */
	int64_t at_us;              /* UTC at the mirror; 0 when not said */
	uint32_t capture_id;        /* who mirrored it; 0 when not said */
	struct li_slice payload;    /* the SIP message */
};

/* Why a packet is not supported, for those who count. */
enum li_hep_refusal {
	LI_HEP_OTHER,      /* not SIP, or not over IP */
	LI_HEP_OLD,        /* version 1 or 2 */
	LI_HEP_COMPRESSED, /* chunk 16 in place of chunk 15 */
};

/* Is this the beginning of a HEP packet of version 3? Four octets decide. */
bool li_hep_is(struct li_slice packet);

/* Decode one packet that fills the slice whole: a datagram, or what
 * li_hep_frame() cut.
 *   LI_EUNSUPPORTED  HEP version 1 or 2, a compressed payload, an address
 *                    family or a payload that is not SIP; *out is untouched
 *   LI_EMALFORMED    anything else; *out is untouched
 */
LI_STAGE LI_MUST_USE li_err li_hep_decode(struct li_slice packet,
	struct li_hep *out);

/* What was it that li_hep_decode() or li_hep_frame() called LI_EUNSUPPORTED? */
enum li_hep_refusal li_hep_refused(struct li_slice packet);

/* Length of the packet at the beginning of a stream's buffered octets.
 *   LI_EAGAIN        more octets are needed to tell, or to have it whole
 *   LI_EUNSUPPORTED  HEP version 1 or 2, which cannot be framed
 *   LI_EMALFORMED    no packet: the stream is lost and must be closed
 */
LI_MUST_USE li_err li_hep_frame(struct li_slice buffered, size_t *length);

#endif
