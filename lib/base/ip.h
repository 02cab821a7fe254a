/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ip.h - the octets of an IP address out of its text, where a call of
 * inet_pton(3) costs more than what surrounds it. Both read the same.
 * And the texts that ETSI's schemas ask for, and that identities are compared by.
 *
 * Floor    0.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     RFC 4291 cl. 2.2; RFC 5952 cl. 4; RFC 5954 cl. 4.1;
 *          TS 103 280 (IPv6Address)
 */
#ifndef LI_BASE_IP_H
#define LI_BASE_IP_H

#include "base/slice.h"

/* Read an IPv4 address that fills the slice whole; false when it is none, and
 * then *out is of no use. */
bool li_ip_read4(struct li_slice text, uint8_t out[static 4]);

/* The same of an IPv6 address, without brackets and zone. */
bool li_ip_read6(struct li_slice text, uint8_t out[static 16]);

enum { LI_IP_FULL6 = 40 }; /* with its NUL */

/* Write an IPv6 address with all of its eight groups of four digits; false when
 * the text is none, and then out is untouched. */
bool li_ip_full6(struct li_slice text, char out[static LI_IP_FULL6]);

/* Write an IPv6 address in its shortest text, without a NUL: each address has
 * one. Its last groups are never written as an IPv4 address. Returns how many
 * octets; 0 when the text is none, and then out is untouched. RFC 5952 cl. 4 */
size_t li_ip_short6(struct li_slice text, char out[static LI_IP_FULL6]);

/* Do these name the same host? Two ways to write an address are one, and so is a
 * name in another case. RFC 5952 cl. 2; RFC 4343 */
bool li_host_eq(const char *a, const char *b);

#endif
