/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_avp.h - Diameter octets: header, AVPs, and the cut of what is secret.
 *
 * No dictionary: an AVP is code, vendor and value. What a value is, its reader
 * knows. A bad length ends a walk and never leads outside the octets.
 *
 * Floor    2: base only. The Cx tap links it alone (li_cx_avp).
 * Threads  Pure functions.
 * Memory   Values borrow from the message.
 * Spec     RFC 6733 cl. 3, 4.1; TS 29.229 cl. 6.3; TS 33.127 cl. 8 (keys are
 *          no business of a listener)
 */
#ifndef LI_INTAKE_CX_AVP_H
#define LI_INTAKE_CX_AVP_H

#include "base/err.h"
#include "base/slice.h"

enum {
	LI_CX_APPLICATION = 16777216, /* TS 29.229 cl. 5.6 */
	LI_CX_VENDOR = 10415,         /* 3GPP */
	LI_DIAMETER_HEAD = 20,
	LI_DIAMETER_MAX = 1 << 24, /* its length has 24 bits */
};

/* Flags of a command. RFC 6733 cl. 3 */
enum {
	LI_DIAMETER_REQUEST = 0x80,
	LI_DIAMETER_ERROR = 0x20,
};

struct li_diameter {
	uint8_t flags;
	uint32_t command, application, hop_by_hop, end_to_end;
	struct li_slice avps; /* what follows the header */
};

struct li_avp {
	uint32_t code;
	uint32_t vendor; /* 0 when its vendor bit is not set */
	uint8_t flags;
	struct li_slice value;
};

/* AVPs that are still to be read; `bad` says that the last was not one. */
struct li_avp_walk {
	struct li_slice rest;
	bool bad;
};

/* Read the header of a whole message.
 *   LI_EMALFORMED   short, not version 1, or its length is not message.n
 * *out is untouched on an error.
 */
LI_MUST_USE li_err li_diameter_read(struct li_slice message,
	struct li_diameter *out);

/* Begin to read the AVPs of a message or of a group's value. */
static inline struct li_avp_walk li_avp_walk(struct li_slice avps)
{
	return (struct li_avp_walk){.rest = avps};
}

/* Read the next AVP; false at the end, or, with walk->bad, where what follows
 * is not an AVP that fits. *out is untouched then. */
bool li_avp_next(struct li_avp_walk *walk, struct li_avp *out);

/* The value as Unsigned32 or Enumerated; false when it is not four octets. */
bool li_avp_u32(const struct li_avp *avp, uint32_t *out);

/* Copy a message to dst[message.n], with authentication data zeroed: the
 * values of SIP-Authenticate 609, SIP-Authorization 610, 611, 612 (all of the
 * SIP-Auth-Data-Item, but for a SIP-Authentication-Scheme that is NASS-Bundled
 * or Early-IMS-Security), the keys 625 and 626, SIP-Digest-Authenticate 635,
 * Digest-HA1 121 and 663, of any vendor, at any depth. Lengths and offsets stay
 * as they are. It fails closed: in a command that may carry such data, what
 * follows a broken length is zeroed to the end of what it is in.
 * Returns how many runs of octets were zeroed. */
size_t li_cx_cut(struct li_slice message, uint8_t *dst);

#endif
