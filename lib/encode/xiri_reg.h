/* SPDX-License-Identifier: BSD-3-Clause
 *
 * xiri_reg.h - the XIRIPayload that begins an interception of a target that is
 * registered at the HSS.
 *
 * hSSIdentities has an entry for each IMPU and IMPI; IMSI, MSISDN and IMEI, one
 * of each, are in the first. An IMSI is also told by an IMPI that is made of
 * it. iMSProfileData is left out: it is what Nhss gives, and Cx is tapped here.
 *
 * Floor    2, inside encode: base, model and asn1c.
 * Threads  Pure functions.
 * Memory   Encoding borrows the record. Reading copies into the arena.
 * Spec     TS 33.128 cl. 7.2.4.3.3
 */
#ifndef LI_ENCODE_XIRI_REG_H
#define LI_ENCODE_XIRI_REG_H

#include <IMSHSSStartOfInterceptionWithRegisteredTarget.h>

#include "encode/xiri.h"

/* Append the payload of a record of kind LI_IRI_REGISTERED_TARGET.
 *   LI_EINVAL   another kind, no status, no identity that can be written
 *   LI_ENOMEM
 * On an error out is as li_xiri_encode() leaves it.
 */
LI_MUST_USE li_err li_xiri_reg_encode(const struct li_iri *iri,
	const struct li_xiri_form *form, struct li_buf *out);

/* Read a decoded one. Identities there is no room for are counted.
 *   LI_ENOMEM   the arena refused
 */
LI_MUST_USE li_err
li_xiri_reg_read(const IMSHSSStartOfInterceptionWithRegisteredTarget_t *in,
	struct li_arena *arena, struct li_xiri_registered *out);

#endif
