/* SPDX-License-Identifier: BSD-3-Clause
 *
 * octets.h - integers out of octets whose number was checked before.
 *
 * For headers of a fixed size on the way of every packet; what is of no fixed
 * size is read with a cursor (base/slice.h).
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     none
 */
#ifndef LI_INTAKE_OCTETS_H
#define LI_INTAKE_OCTETS_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

/* An integer in network order. */
static inline uint16_t li_be16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

/* The same of four octets. */
static inline uint32_t li_be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		(uint32_t)p[2] << 8 | p[3];
}

/* The same of eight octets. */
static inline uint64_t li_be64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return be64toh(v);
}

#endif
