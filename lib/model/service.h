/* SPDX-License-Identifier: BSD-3-Clause
 *
 * service.h - which service a message serves, and which country a network is in:
 * what limits of a warrant are measured by.
 *
 * Floor    1: base only. No I/O, no clock.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     TS 103 221-1 table C.2; TS 33.128 cl. 7.12; GSMA RCC.07 cl. 2.6
 *          (feature tags); RFC 4975 (MSRP); TS 23.003 cl. 13.2
 */
#ifndef LI_MODEL_SERVICE_H
#define LI_MODEL_SERVICE_H

#include "base/slice.h"

/* Has this SDP a stream of MSRP? TS 33.128 cl. 7.12 (it is messaging) */
bool li_service_msrp(struct li_slice sdp);

/* Do these lines of a SIP message's head claim a service of RCS, in a header
 * that tells services? */
bool li_service_rcs(struct li_slice lines);

/* The country code in the name of an operator's network, as in
 * "ims.mnc001.mcc262.3gppnetwork.org"; 0 when it has none. */
unsigned int li_network_country(struct li_slice name);

#endif
