/* SPDX-License-Identifier: BSD-3-Clause
 *
 * xiri_start.h - the XIRIPayload that begins an interception in mid-session.
 *
 * originatingId and terminatingId are mandatory. Of a party that the mirror
 * does not know, the target's own matched URI stands there when it is on that
 * side of the session, else "sip:unavailable@unknown.invalid", which is nobody
 * (RFC 2606 cl. 2). sDPState has the offer, then the answer; what is not known
 * is left out of it, and all of it when neither is.
 *
 * Floor    2, inside encode: base, model and asn1c.
 * Threads  Pure functions.
 * Memory   Encoding borrows the record. Reading copies into the arena.
 * Spec     TS 33.128 cl. 7.12.4.2.2
 */
#ifndef LI_ENCODE_XIRI_START_H
#define LI_ENCODE_XIRI_START_H

#include <StartOfInterceptionForActiveIMSSession.h>

#include "encode/xiri.h"

/* Append the payload of a record of kind LI_IRI_START_OF_INTERCEPTION.
 *   LI_EINVAL   another kind, or too many parties
 *   LI_ETOOBIG  it cannot be read back in LI_BER_MAX
 *   LI_ENOMEM
 * On an error out is as li_xiri_encode() leaves it.
 */
LI_MUST_USE li_err li_xiri_start_encode(const struct li_iri *iri,
	const struct li_xiri_form *form, struct li_buf *out);

/* Read a decoded one. More parties than LI_IRI_PARTIES_MAX and more SDP than
 * an offer and an answer are passed over.
 *   LI_ENOMEM   the arena refused
 */
LI_MUST_USE li_err
li_xiri_start_read(const StartOfInterceptionForActiveIMSSession_t *in,
	struct li_arena *arena, struct li_xiri_start *out);

#endif
