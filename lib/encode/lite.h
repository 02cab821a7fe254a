/* SPDX-License-Identifier: BSD-3-Clause
 *
 * lite.h - LI_X2_LITE: what a BBIFF-C tells an LMISF of roamers' bearers, read.
 *
 *   X2 PDU of format 2 -> XIRIPayload -> n9HRPDUSessionInfo [100] or
 *   s8HRBearerInfo [101] -> struct li_bearer
 *
 * All that comes is a stranger's word: a stream is cut by its lengths, and what
 * is not understood is passed over. Nothing here is ever sent, but the answer to
 * a keepalive (encode/x2.h).
 *
 * Floor    2: base, model. No I/O, no clock.
 * Threads  Pure functions.
 * Memory   What was read borrows nothing, and holds no identity.
 * Spec     TS 33.128 cl. 7.10, cl. 5.3.2; TS 103 221-2 cl. 5, cl. 6.2.4
 */
#ifndef LI_ENCODE_LITE_H
#define LI_ENCODE_LITE_H

#include "model/bearer.h"

enum { LI_LITE_PDU_MAX = 64 << 10 }; /* octets; a notice has some hundred */

enum li_lite_kind {
	LI_LITE_OTHER = 0, /* of no use: another type, format or event, or of
			    * nobody with an IMSI */
	LI_LITE_BEARER,
	LI_LITE_KEEPALIVE,
};

struct li_lite {
	enum li_lite_kind kind;
	uint32_t sequence; /* of a keepalive */
	/* Of LI_LITE_BEARER: all but number and times. */
	struct li_bearer bearer;
};

/* How long is the PDU that a stream begins with? Of whatever type it is.
 *   LI_EAGAIN   good so far, but more octets are needed
 *   LI_EVERSION LI_ETOOBIG LI_EMALFORMED   as li_x2_frame(); ends the stream
 */
LI_MUST_USE li_err li_lite_frame(struct li_slice stream, size_t *n);

/* Read a whole PDU. *out is written on LI_OK only.
 *   LI_EMALFORMED   no PDU, no XIRIPayload, or a notice that lacks what it must
 *                   have or has it out of range; the next PDU may be read
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_lite_read(struct li_slice pdu,
	const struct li_hash_secret *secret, struct li_lite *out);

#endif
