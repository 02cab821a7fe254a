/* SPDX-License-Identifier: BSD-3-Clause
 *
 * xiri_plain.h - the payload that nearly every record has, written by hand.
 *
 * A SIP message of which nothing was cut, in an XIRIPayload: a dozen heads in
 * front of its octets. The generated encoder works out each length anew at
 * each level, which takes many times what all else of a delivery does. What is
 * written here is octet for octet what it writes; tests hold both together.
 *
 * Floor    2, inside encode: base, model.
 * Threads  Pure functions.
 * Memory   Borrows the record.
 * Spec     TS 33.128 cl. 5.3.2, 7.12.4; X.690 cl. 10 (DER)
 */
#ifndef LI_ENCODE_XIRI_PLAIN_H
#define LI_ENCODE_XIRI_PLAIN_H

#include "encode/xiri.h"

enum { LI_XIRI_ARCS = 5 };

/* Append it. The record has been checked; the object identifier is of the
 * form that is asked for.
 *   LI_ENOMEM   out refused; it is as it was, but bad
 */
LI_MUST_USE li_err li_xiri_plain(const struct li_iri *iri,
	const uint8_t oid[static LI_XIRI_ARCS], struct li_buf *out);

#endif
