/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_find.h - where in a Diameter message the code of a secret AVP stands, at
 * whatever octet: nobody says that a value is what its AVP calls it.
 *
 * Floor    2, inside intake.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     TS 29.229 cl. 6.3; TS 33.127 cl. 8
 */
#ifndef LI_INTAKE_CX_FIND_H
#define LI_INTAKE_CX_FIND_H

#include "base/slice.h"

#define LI_CX_NOWHERE SIZE_MAX

/* Is the value of an AVP of this code secret? Whatever its vendor says: a
 * vendor bit that was forgotten must not open a key. TS 29.229 cl. 6.3 */
static inline bool li_cx_is_secret(uint32_t code)
{
	switch (code) {
	case 121: /* Digest-HA1 */
	case 609: /* SIP-Authenticate */
	case 610: /* SIP-Authorization */
	case 611: /* SIP-Authentication-Context */
	case 612: /* SIP-Auth-Data-Item */
	case 625: /* Confidentiality-Key */
	case 626: /* Integrity-Key */
	case 635: /* SIP-Digest-Authenticate */
	case 663: /* Alternate-Digest-HA1 */ return true;
	default: return false;
	}
}

/* Offset of the first code of a secret AVP that does not begin before `from`,
 * which is at most s.n; LI_CX_NOWHERE when there is none. */
size_t li_cx_find(struct li_slice s, size_t from);

/* The same from the first octet on, and copy s to dst[s.n] meanwhile: all of it
 * when there is none, else at least what stands before the code. */
size_t li_cx_copy_finding(struct li_slice s, uint8_t *dst);

/* Both, with nothing that not each CPU has; what is copied goes to dst + from
 * and on, or nowhere when dst is NULL. */
size_t li_cx_find_slowly(struct li_slice s, size_t from, uint8_t *dst);

#endif
