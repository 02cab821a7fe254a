/* SPDX-License-Identifier: BSD-3-Clause
 *
 * xiri_finish.h - what every payload of TS 33.128 has, whatever its event.
 *
 * Floor    2, inside encode: base, model and asn1c.
 * Threads  Pure functions.
 * Memory   Borrows the record.
 * Spec     TS 33.128 cl. 5.3.2, 5.5.2
 */
#ifndef LI_ENCODE_XIRI_FINISH_H
#define LI_ENCODE_XIRI_FINISH_H

#include <XIRIPayload.h>

#include "encode/xiri.h"
#include "encode/xiri_plain.h"

/* The arcs of the object identifier, behind 0.4.0.2.2. TS 33.128 cl. 5.3.2 */
void li_xiri_oid(const struct li_iri *iri, const struct li_xiri_form *form,
	uint8_t arcs[static LI_XIRI_ARCS]);

/* Set the object identifier and, for HI2, the identities, and append it.
 *   LI_EINVAL LI_ENOMEM   as li_xiri_encode()
 */
LI_MUST_USE li_err li_xiri_finish(const struct li_iri *iri,
	const struct li_xiri_form *form, XIRIPayload_t *payload,
	struct li_buf *out);

#endif
