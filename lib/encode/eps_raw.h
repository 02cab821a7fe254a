/* SPDX-License-Identifier: BSD-3-Clause
 *
 * eps_raw.h - carrierSpecificData: what a record of the HSS has no parameter
 * for, as the Diameter AVPs that said it.
 *
 *   the exchange was refused     Result-Code 268, or Experimental-Result 297
 *   it tells of a failed or late
 *   authentication (SAR)         Server-Assignment-Type 614
 *   a visited network that is
 *   no UTF-8                     Visited-Network-Identifier 600
 *
 * AVPs are written anew from what was decoded, in this order; others are never
 * copied, so that no SIP-Auth-Data-Item can be.
 *
 * Floor    2, inside encode: base, model.
 * Threads  Pure functions.
 * Memory   The caller's buffer.
 * Spec     TS 33.127 cl. 5.3.2.4 (a procedure that failed is reported with its
 *          reason); TS 33.108 table 7.2 ("raw data"); RFC 6733 cl. 4.1
 */
#ifndef LI_ENCODE_EPS_RAW_H
#define LI_ENCODE_EPS_RAW_H

#include "base/buf.h"
#include "model/iri.h"

/* Append the AVPs, or nothing. Failure shows in the buffer. */
void li_eps_raw(const struct li_iri *iri, struct li_buf *out);

#endif
