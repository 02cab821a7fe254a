/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_msg.h - a Cx request with its answer, as an event.
 *
 * Floor    2: base and model. No I/O, no clock.
 * Threads  Pure functions.
 * Memory   The event's slices borrow from the pair, and from the texts where
 *          a User-Data says an identity in other octets.
 * Spec     TS 29.228 cl. 6.1; TS 29.229 cl. 6; TS 33.127 cl. 7.4.7 (what is
 *          looked for: IMPU, IMPI)
 */
#ifndef LI_INTAKE_CX_MSG_H
#define LI_INTAKE_CX_MSG_H

#include "base/hash.h"
#include "intake/cx_profile.h"
#include "model/event.h"

struct li_cx_pair {
	struct li_slice request, answer; /* answer: empty when there was none */
	int64_t requested_us, answered_us;
};

/* Fill in an event from a pair: source, at_us, parties, cx, cx_more; the rest
 * is zero and left to the caller, but for parties past party_count, which are
 * not set. What `texts` held is forgotten.
 *
 * Public-Identity gives parties of LI_ROLE_CX_PUBLIC_IDENTITY, User-Name and
 * Associated-Identities of LI_ROLE_CX_USER_NAME, the User-Data of SAA or PPR
 * of LI_ROLE_CX_USER_DATA, in the order of the profile. An identity that is not
 * one is skipped. A User-Data that cannot be read adds nothing.
 *   LI_EUNSUPPORTED  the request is not of Cx (its application, not that of
 *                    the answer, which some peers get wrong), or not a command
 *                    that we know
 *   LI_EMALFORMED    not a request, not its answer, or a broken list of AVPs
 * *out is untouched on an error.
 */
LI_MUST_USE li_err li_cx_msg_read(const struct li_cx_pair *pair,
	const struct li_hash_secret *secret, struct li_cx_texts *texts,
	struct li_event *out);

#endif
