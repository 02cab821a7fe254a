/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_octets.h - where an AVP ends: shared by who walks AVPs and who cuts them.
 *
 * Floor    2, inside intake.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     RFC 6733 cl. 4.1
 */
#ifndef LI_INTAKE_CX_OCTETS_H
#define LI_INTAKE_CX_OCTETS_H

#include "base/slice.h"
#include "intake/octets.h"

enum {
	LI_AVP_HEAD = 8,
	LI_AVP_HEAD_VENDOR = 12,
	LI_AVP_VENDOR_BIT = 0x80,
};

/* Octets of the AVP that s begins with, and of its header; 0 when it does not
 * fit in s. */
static inline size_t li_avp_measure(struct li_slice s, size_t *head)
{
	size_t len;

	if (s.n < LI_AVP_HEAD)
		return 0;
	len = li_be32(s.p + 4) & 0xffffff;
	*head = s.p[4] & LI_AVP_VENDOR_BIT ? LI_AVP_HEAD_VENDOR : LI_AVP_HEAD;
	return len < *head || len > s.n ? 0 : len;
}

/* Octets to the next AVP: the padding of the last one may be missing. */
static inline size_t li_avp_padded(size_t len, size_t rest)
{
	size_t n = (len + 3) & ~(size_t)3;

	return n < rest ? n : rest;
}

#endif
