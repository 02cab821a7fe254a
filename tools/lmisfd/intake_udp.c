/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/log.h"
#include "holder.h"
#include "intake.h"
#include "net/sock.h"
#include "snapshot.h"
#include "taken.h"

enum {
	ROUNDS = 16, /* batches before others get their turn */
};

/* It is lost, but never silently. TS 33.127 cl. 5.3.2.4 */
static void note_dropped(struct listener *l, uint32_t dropped)
{
	const int32_t more = (int32_t)(dropped - l->dropped);

	/* What comes with a datagram is as old as that. */
	if (more <= 0)
		return;
	l->daemon->intake.counts[INTAKE_LOST] += (uint32_t)more;
	l->dropped = dropped;
}

/* Take one batch.
 *   LI_EAGAIN   there was none; else what ends the program
 */
static li_err take_batch(struct listener *l)
{
	const struct held *held = l->daemon->held;
	const struct li_udp_datagram *got;
	const size_t each = li_udp_batch_wants(held->batch);
	uint32_t dropped = l->dropped;
	size_t n = 0;
	li_err err;

	/* They stay where the kernel puts them. */
	li_udp_batch_mark(held->batch, li_ring_last(held->ring),
		(uint64_t)(l - l->daemon->listeners));
	li_udp_batch_lend(held->batch,
		li_ring_room(held->ring, HOLDER_BATCH * each), each);
	err = li_udp_take(l->watch.fd, held->batch, &got, &n, &dropped);
	note_dropped(l, dropped);
	return err ? err : taken_datagrams(l, got, n);
}

static void datagrams(void *data, uint32_t ready)
{
	struct listener *l = data;

	(void)ready;
	for (int i = 0; i < ROUNDS && !snapshot_pressing(l->daemon); i++)
		if (take_batch(l) != LI_OK)
			return;
}

void intake_udp_tick(struct lmisfd *d)
{
	for (size_t i = 0; i < d->listener_count; i++) {
		struct listener *l = &d->listeners[i];
		uint32_t dropped = l->dropped;

		if (!l->udp)
			continue;
		li_udp_dropped(l->watch.fd, &dropped);
		note_dropped(l, dropped);
	}
}

/* Say how far the kernel went along with us. */
static void check_buffer(const struct listener *l, int fd)
{
	const size_t got = li_udp_buffer(fd);
	char at[LI_SOCK_TEXT];

	if (got >= HOLDER_RECEIVE)
		return;
	li_sock_format(&l->at, at);
	li_log(LI_LOG_WARNING, "intake", 0,
		"%s: the receive buffer is %zu kB of %d: raise "
		"net.core.rmem_max, or give CAP_NET_ADMIN",
		at, got >> 10, HOLDER_RECEIVE >> 10);
}

li_err intake_listen_udp(struct listener *l)
{
	struct lmisfd *d = l->daemon;

	check_buffer(l, l->watch.fd);
	return li_loop_add(d->loop, &l->watch, l->watch.fd, LI_LOOP_IN,
		datagrams, l);
}
