/* SPDX-License-Identifier: BSD-3-Clause
 *
 * answer.h - what a mediation function or LEMF says to a PDU.
 *
 * Floor    5: base, encode.
 * Threads  One for each connection.
 * Memory   None kept.
 * Spec     TS 103 221-2 cl. 6.2.4; TS 102 232-1 cl. 6.3.4 (keep-alive), 6.3.5
 *          (options), 6.3.6 (pDUAcknowledgement)
 */
#ifndef SINK_ANSWER_H
#define SINK_ANSWER_H

#include "stream.h"

/* Does it ask whether all that came before was taken? */
bool answer_confirms(enum stream_format format, const struct stream_pdu *pdu);

/* How far the two ends of a connection are with options. */
struct answer_options {
	bool asked;     /* the peer did */
	bool completed; /* we said that we are content */
};

/* Append the answer to it, if it wants one.
 *   LI_ENOMEM   out refused
 */
LI_MUST_USE li_err answer(enum stream_format format,
	const struct stream_pdu *pdu, int64_t now_us,
	struct answer_options *options, struct li_buf *out);

#endif
