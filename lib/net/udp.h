/* SPDX-License-Identifier: BSD-3-Clause
 *
 * udp.h - datagrams, taken many at a time.
 *
 * Floor    3: base, model.
 * Threads  A batch belongs to one thread.
 * Memory   A batch owns its buffers, which are shared with the processes that
 *          are forked later and left out of core files; datagrams borrow them,
 *          or the room that was lent, until the next li_udp_take() or
 *          li_udp_batch_free().
 * Spec     none
 */
#ifndef LI_NET_UDP_H
#define LI_NET_UDP_H

#include "base/fault.h"
#include "base/slice.h"
#include "model/event.h"

struct li_udp_batch;

enum { LI_UDP_MAX = 65535 }; /* no datagram is larger */

struct li_udp_datagram {
	struct li_slice octets;
	struct li_address from;
	int64_t at_us; /* UTC, as the kernel stamped it; 0: it does not */
	bool cut;      /* larger than the batch's room: the rest is lost */
};

/* Bind; port 0 picks one. buffer_bytes is the kernel's receive buffer, got as
 * far as it allows; 0 leaves its own. An IPv6 socket takes IPv6 only.
 *   LI_ECONFIG   the address is not ours, in use or not permitted
 *   LI_EIO       no socket
 */
LI_MUST_USE li_err li_udp_bind(const struct li_address *at, size_t buffer_bytes,
	int *fd, struct li_fault *fault);

/* Have the kernel stamp each datagram with the time at which it came in, which
 * a stall of ours does not move. Where it cannot, at_us stays 0. */
void li_udp_stamp(int fd);

/* How many datagrams the kernel has dropped on this socket so far, modulo 2^32:
 * li_udp_take() learns of a drop only with a later datagram, which may be long
 * in coming. *dropped is left alone when the kernel does not say. */
void li_udp_dropped(int fd, uint32_t *dropped);

/* How many octets the kernel holds for us at most, its own share included. */
size_t li_udp_buffer(int fd);

/* Make room for `count` datagrams of at most `size` octets each.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_udp_batch_new(size_t count, size_t size,
	struct li_udp_batch **out);

/* NULL is fine. */
void li_udp_batch_free(struct li_udp_batch *batch);

/* How many octets of room each datagram would have now: those that are as long
 * as those of late find room for all of theirs. */
size_t li_udp_batch_wants(const struct li_udp_batch *batch);

/* Have the datagrams that are taken next received right into this room, which is
 * shared as the batch is: `each` octets for each. One that is too long for its
 * part of it comes into the batch. NULL: all do. */
void li_udp_batch_lend(struct li_udp_batch *batch, uint8_t *room, size_t each);

/* Empty the batch, and say what the datagrams are that it takes next: words for
 * who finds them there after our end. */
void li_udp_batch_mark(struct li_udp_batch *batch, uint64_t mark,
	uint64_t source);

/* What the kernel had put there when another process ended that shared the
 * batch: how many, and the words of li_udp_batch_mark() before. */
size_t li_udp_landed(struct li_udp_batch *batch,
	const struct li_udp_datagram **got, uint64_t *mark, uint64_t *source);

/* Take what waits: *got points to *n datagrams, at least 1 on LI_OK. *dropped
 * is set to how many the kernel has dropped on this socket for want of room,
 * since it was bound, modulo 2^32; it is left alone until the kernel says so.
 * Of a connection a batch takes octets: a datagram of none is its end.
 *   LI_EAGAIN   none waits
 *   LI_EIO      the socket is broken
 */
LI_MUST_USE li_err li_udp_take(int fd, struct li_udp_batch *batch,
	const struct li_udp_datagram **got, size_t *n, uint32_t *dropped);

#endif
