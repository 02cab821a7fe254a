/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "base/log.h"
#include "intake.h"
#include "lmisfd.h"
#include "net/sock.h"

enum {
	BATCH = 64,                /* datagrams of one system call */
	RECEIVE_BUFFER = 64 << 20, /* what a stalled commit must not overflow */
	ROUNDS = 16,               /* batches before others get their turn */
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
	struct lmisfd *d = l->daemon;
	const struct li_udp_datagram *got;
	uint32_t dropped = l->dropped;
	size_t n = 0;
	li_err err = li_udp_take(l->watch.fd, d->batch, &got, &n, &dropped);
	const int64_t now_us = li_clock_now_us();
	const int64_t mono_us = li_clock_mono_us();
	struct li_packet packets[BATCH];
	size_t allowed = 0;

	note_dropped(l, dropped);
	for (size_t i = 0; i < n && !err; i++)
		if (intake_allows(d, &got[i].from))
			packets[allowed++] = (struct li_packet){
				.octets = got[i].octets,
				.from = got[i].from,
				.to = l->at,
				.ip_proto = 17,
				.at_us = got[i].at_us ? got[i].at_us : now_us,
				.mono_us = mono_us,
				.hep = l->hep,
			};
	return err ? err : intake_give_all(d, packets, allowed);
}

static void datagrams(void *data, uint32_t ready)
{
	struct listener *l = data;

	(void)ready;
	for (int i = 0; i < ROUNDS && take_batch(l) == LI_OK; i++)
		;
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

	if (got >= RECEIVE_BUFFER)
		return;
	li_sock_format(&l->at, at);
	li_log(LI_LOG_WARNING, "intake", 0,
		"%s: the receive buffer is %zu kB of %d: raise "
		"net.core.rmem_max, or give CAP_NET_ADMIN",
		at, got >> 10, RECEIVE_BUFFER >> 10);
}

li_err intake_listen_udp(struct listener *l, struct li_fault *fault)
{
	struct lmisfd *d = l->daemon;
	li_err err = LI_OK;
	int fd;

	if (!d->batch)
		err = li_udp_batch_new(BATCH, LI_UDP_MAX, &d->batch);
	if (!err)
		err = li_udp_bind(&l->at, RECEIVE_BUFFER, &fd, fault);
	if (err)
		return err;
	/* HEP tells the time at the tap, which is better. */
	if (!l->hep)
		li_udp_stamp(fd);
	check_buffer(l, fd);
	l->udp = true;
	l->watch.fd = fd;
	return li_loop_add(d->loop, &l->watch, fd, LI_LOOP_IN, datagrams, l);
}
