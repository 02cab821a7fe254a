/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sctp.h - the user messages in an SCTP packet.
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   What is found borrows from the packet.
 * Spec     RFC 9260 cl. 3
 */
#ifndef LI_INTAKE_SCTP_H
#define LI_INTAKE_SCTP_H

#include "base/err.h"
#include "base/slice.h"

/* What a DATA chunk has. */
struct li_sctp_data {
	struct li_slice content;
	bool whole; /* it begins and ends a user message */
	bool cut;   /* its end was not captured */
};

/* Step over the common header: *rest is at the first chunk.
 *   LI_EMALFORMED  it is cut short; *rest is untouched
 */
LI_MUST_USE li_err li_sctp_begin(struct li_slice *rest);

/* Give the next DATA chunk with content, and step behind it. `missing` octets
 * behind *rest were not captured. *out is untouched on an error.
 *   LI_ENOTFOUND   there is no other one
 *   LI_EMALFORMED  a length does not fit
 */
LI_MUST_USE li_err li_sctp_next(struct li_slice *rest, size_t missing,
	struct li_sctp_data *out);

#endif
