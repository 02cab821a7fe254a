/* SPDX-License-Identifier: BSD-3-Clause
 *
 * address.h - addresses of ours and of the kernel; for lib/net only.
 *
 * Floor    3: base, model.
 * Threads  Any.
 * Memory   Values.
 * Spec     none
 */
#ifndef LI_NET_ADDRESS_H
#define LI_NET_ADDRESS_H

#include <sys/socket.h>

#include "net/sock.h"

/* Write the kernel's form; returns its length. */
socklen_t li_address_to(const struct li_address *at,
	struct sockaddr_storage *out);

/* Read the kernel's form; family 0 when it is neither IPv4 nor IPv6. */
void li_address_from(const struct sockaddr_storage *from,
	struct li_address *out);

/* Make a socket of at's family and bind it, or take the one that we were given
 * (given.h); an IPv6 one takes IPv6 only.
 * type is SOCK_STREAM or SOCK_DGRAM.
 *   LI_ECONFIG   the address is not ours, in use or not permitted
 *   LI_EIO       no socket
 */
LI_MUST_USE li_err li_address_bind(const struct li_address *at, int type,
	int *fd, struct li_fault *fault);

#endif
