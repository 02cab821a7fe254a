/* SPDX-License-Identifier: BSD-3-Clause
 *
 * prefix.h - addresses that share their first bits.
 *
 * Floor    3: base, model.
 * Threads  Any.
 * Memory   Values.
 * Spec     RFC 4632 cl. 3.1; RFC 4291 cl. 2.3 (how a prefix is written)
 */
#ifndef LI_NET_PREFIX_H
#define LI_NET_PREFIX_H

#include "model/event.h"

struct li_prefix {
	struct li_address at; /* its port does not matter */
	uint8_t bits;         /* 0 to 32, or to 128 */
};

/* Parse "192.0.2.0/24", "2001:db8::/32", or an address alone, which is itself
 * and no other. Bits behind the prefix must be 0: a slip would let in others
 * than were meant.
 *   LI_EINVAL   not so; *out is untouched
 */
LI_MUST_USE li_err li_prefix_parse(const char *text, struct li_prefix *out);

/* Is the address one of these? An IPv4 address that IPv6 wraps (::ffff:0:0/96)
 * is not unwrapped: our IPv6 sockets take IPv6 only. */
bool li_prefix_has(const struct li_prefix *prefix, const struct li_address *at);

#endif
