/* SPDX-License-Identifier: BSD-3-Clause
 *
 * xiri_oid.h - which release and version of TS 33.128 a payload of ours is.
 *
 * Floor    2, inside encode: asn1c.
 * Threads  Pure functions.
 * Memory   What is written points to static octets, for encoding only.
 * Spec     TS 33.128 cl. 5.3.2
 */
#ifndef LI_ENCODE_XIRI_OID_H
#define LI_ENCODE_XIRI_OID_H

#include <XIRIPayload.h>

/* Set xIRIPayloadOID. */
static inline void li_xiri_oid(XIRIPayload_t *xiri)
{
	/* Relative to 0.4.0.2.2: threeGPP(4) ts33128(19) r19(19) version3(3)
	 * xIRI(1). Every arc is one octet. */
	static const uint8_t oid[] = {4, 19, 19, 3, 1};

	xiri->xIRIPayloadOID.buf = (uint8_t *)(uintptr_t)oid;
	xiri->xIRIPayloadOID.size = sizeof(oid);
}

#endif
