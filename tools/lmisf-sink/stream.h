/* SPDX-License-Identifier: BSD-3-Clause
 *
 * stream.h - the PDUs of a connection, be they of X2 or of HI2.
 *
 * Which of both it is shows in its first octet: a PS-PDU is a SEQUENCE, 0x30;
 * an X2 PDU begins with its major version.
 *
 * What a peer sends is bounded before it is decoded: in size, and for HI2 in
 * how deep and how many its elements are (walk.h).
 *
 * Floor    5: base, model, encode.
 * Threads  Pure functions.
 * Memory   A PDU borrows the octets and, for HI2, the arena.
 * Spec     TS 103 221-2 cl. 5; TS 102 232-1 cl. 6.3.1 (PDUs one behind the
 *          other, framed by their own length)
 */
#ifndef SINK_STREAM_H
#define SINK_STREAM_H

#include "encode/psp.h"
#include "encode/x2.h"
#include "walk.h"

enum stream_format {
	STREAM_AUTO, /* not known yet */
	STREAM_X2,
	STREAM_HI2,
};

struct stream_pdu {
	struct li_slice octets; /* all of it */
	li_err err;             /* LI_OK, or why it cannot be decoded */
	/* STREAM_X2 */
	struct li_x2_pdu x2;
	/* STREAM_HI2; empty after an error */
	struct li_psp psp;
	struct walk walk;
};

/* Take the PDU that `rest` begins with. *format is found out when it is
 * STREAM_AUTO. LI_OK with out->err set is a PDU that cannot be decoded, whose
 * end is known all the same: the stream goes on. The arena is reset.
 *   LI_EAGAIN   good so far, but more octets are needed
 * Every other error ends the stream: no PDU begins here, or one too large.
 */
LI_MUST_USE li_err stream_next(enum stream_format *format, struct li_slice rest,
	struct li_arena *arena, struct stream_pdu *out);

#endif
