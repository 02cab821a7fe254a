/* SPDX-License-Identifier: BSD-3-Clause
 *
 * place.h - where the sender of a message is, out of its headers.
 *
 * Floor    2, inside redact/.
 * Threads  Pure functions on the copy.
 * Memory   None.
 * Spec     TS 33.128 cl. 7.12.9; TS 24.229 cl. 7.2A.4 (P-Access-Network-Info),
 *          7.2.15 (Cellular-Network-Info); RFC 7315 cl. 5.4; RFC 6442 cl. 4.1
 */
#ifndef LI_REDACT_PLACE_H
#define LI_REDACT_PLACE_H

#include "redact/copy.h"
#include "redact/head.h"

/* Overwrite what locates in the field, whose value ends at `end`; false when
 * it is another header. */
bool li_redact_place(struct li_copy *c, const struct li_field *field,
	size_t end);

#endif
