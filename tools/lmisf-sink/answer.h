/* SPDX-License-Identifier: BSD-3-Clause
 *
 * answer.h - what a mediation function or LEMF says to a PDU.
 *
 * Floor    5: base, encode.
 * Threads  Pure functions.
 * Memory   None kept.
 * Spec     TS 103 221-2 cl. 6.2.4; TS 102 232-1 cl. 6.3.4 (keep-alive), 6.3
 *          (pDUAcknowledgement, options)
 */
#ifndef SINK_ANSWER_H
#define SINK_ANSWER_H

#include "stream.h"

/* Does it ask whether all that came before was taken? */
bool answer_confirms(enum stream_format format, const struct stream_pdu *pdu);

/* Append the answer to it, if it wants one.
 *   LI_ENOMEM   out refused
 */
LI_MUST_USE li_err answer(enum stream_format format,
	const struct stream_pdu *pdu, int64_t now_us, struct li_buf *out);

#endif
