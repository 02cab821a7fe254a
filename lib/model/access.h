/* SPDX-License-Identifier: BSD-3-Clause
 *
 * access.h - from which network or line a request was sent.
 *
 *   P-Access-Network-Info -> the PLMN of a cell, or the name of a fixed line
 *
 * It is compared and never told. A cell of the same PLMN is the same place here,
 * and so is a WLAN: a phone goes from one to another all day. What the network
 * says comes before what the UE says of itself.
 *
 * Floor    1: base only. No I/O, no clock.
 * Threads  Pure functions.
 * Memory   The slice borrows from the message.
 * Spec     TS 24.229 cl. 7.2A.4 (P-Access-Network-Info, np); RFC 7315 cl. 5.4
 */
#ifndef LI_MODEL_ACCESS_H
#define LI_MODEL_ACCESS_H

#include "base/slice.h"

enum { LI_ACCESS_PLMN = 5 }; /* digits: MCC, and what each MNC has */

/* Read it in lines of a SIP message, of which the first may be such a header;
 * the empty line ends them. Empty when they do not say. */
struct li_slice li_access_place(struct li_slice lines);

#endif
