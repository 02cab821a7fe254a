/* SPDX-License-Identifier: BSD-3-Clause */
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "intake/hep.h"
#include "lmisfd.h"
#include "net/sock.h"

enum {
	BATCH = 64,                /* datagrams of one system call */
	RECEIVE_BUFFER = 64 << 20, /* what a stalled commit must not overflow */
	ROUNDS = 16,               /* batches before others get their turn */
};

static li_err take(struct lmisfd *d, const struct listener *l,
	const struct li_packet *p)
{
	return l->hep ? li_flow_take_hep(d->flow, p)
		      : li_flow_take_sip(d->flow, p);
}

/* Count what the kernel dropped: it is lost, but never silently. */
static void note_drops(struct listener *l, uint32_t dropped)
{
	if (dropped == l->dropped)
		return;
	l->daemon->kernel_lost += (uint32_t)(dropped - l->dropped);
	li_log(LI_LOG_ERROR, "intake", 0,
		"the kernel dropped %u datagrams: receive buffer full",
		(unsigned int)(dropped - l->dropped));
	l->dropped = dropped;
}

/* One batch; false when there was none or the program must end. */
static bool take_batch(struct listener *l)
{
	struct lmisfd *d = l->daemon;
	const struct li_udp_datagram *got;
	uint32_t dropped = l->dropped;
	size_t n = 0;
	li_err err = li_udp_take(l->watch.fd, d->batch, &got, &n, &dropped);
	struct li_packet p = {
		.to = l->at,
		.ip_proto = 17,
		.at_us = li_clock_now_us(),
		.mono_us = li_clock_mono_us(),
	};

	if (err)
		return false;
	note_drops(l, dropped);
	for (size_t i = 0; i < n; i++) {
		p.octets = got[i].octets;
		p.from = got[i].from;
		err = take(d, l, &p);
		if (err) {
			lmisfd_break(d, err);
			return false;
		}
	}
	return true;
}

static void datagrams(void *data, uint32_t ready)
{
	struct listener *l = data;

	(void)ready;
	for (int i = 0; i < ROUNDS && take_batch(l); i++)
		;
}

/* HEPv3 packets back to back, each framed by its own length. */
static li_err hep_stream(struct stream *s)
{
	struct listener *l = s->owner;
	struct li_packet p = {
		.to = l->at,
		.ip_proto = 6,
		.at_us = li_clock_now_us(),
		.mono_us = li_clock_mono_us(),
	};
	size_t used = 0, n;

	for (;;) {
		struct li_slice rest =
			li_slice_sub(li_buf_slice(&s->in), used, s->in.n);
		li_err err = li_hep_frame(rest, &n);

		if (err == LI_EAGAIN)
			break;
		if (err) {
			li_log(LI_LOG_WARNING, "intake", 0,
				"HEP connection: %s, closed", li_err_name(err));
			return err;
		}
		p.octets = li_slice_sub(rest, 0, n);
		err = take(l->daemon, l, &p);
		if (err) {
			lmisfd_break(l->daemon, err);
			return err;
		}
		used += n;
	}
	li_buf_consume(&s->in, used);
	return LI_OK;
}

static void accept_hep(void *data, uint32_t ready)
{
	struct listener *l = data;
	struct li_address from;
	int fd;

	(void)ready;
	while (li_sock_accept(l->watch.fd, &fd, &from) == LI_OK)
		if (stream_open(l->daemon->loop, fd, LMISFD_STREAM_MAX,
			    hep_stream, l, &l->daemon->hep_streams))
			return;
}

static li_err open_udp(struct lmisfd *d, const struct li_config_listen *list,
	bool hep, struct li_fault *fault)
{
	li_err err = LI_OK;

	for (size_t i = 0; i < list->count && !err; i++) {
		struct listener *l = &d->listeners[d->listener_count];
		int fd;

		*l = (struct listener){.daemon = d,
			.at = list->at[i],
			.hep = hep};
		err = li_udp_bind(&l->at, RECEIVE_BUFFER, &fd, fault);
		if (err)
			break;
		d->listener_count++;
		err = li_loop_add(d->loop, &l->watch, fd, LI_LOOP_IN, datagrams,
			l);
		if (err)
			close(fd);
	}
	return err;
}

static li_err open_tcp(struct lmisfd *d, const struct li_config_listen *list,
	struct li_fault *fault)
{
	li_err err = LI_OK;

	for (size_t i = 0; i < list->count && !err; i++) {
		struct listener *l = &d->listeners[d->listener_count];
		int fd;

		*l = (struct listener){.daemon = d,
			.at = list->at[i],
			.hep = true};
		err = li_sock_listen(&l->at, &fd, fault);
		if (err)
			break;
		d->listener_count++;
		err = li_loop_add(d->loop, &l->watch, fd, LI_LOOP_IN,
			accept_hep, l);
		if (err)
			close(fd);
	}
	return err;
}

li_err intake_open(struct lmisfd *d, struct li_fault *fault)
{
	li_err err = li_udp_batch_new(BATCH, LI_UDP_MAX, &d->batch);

	if (!err)
		err = open_udp(d, &d->config->intake.hep_udp, true, fault);
	if (!err)
		err = open_udp(d, &d->config->intake.sip_udp, false, fault);
	if (!err)
		err = open_tcp(d, &d->config->intake.hep_tcp, fault);
	return err;
}
