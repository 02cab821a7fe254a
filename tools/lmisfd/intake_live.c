/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "intake.h"
#include "intake/hep.h"
#include "intake/live.h"
#include "intake/wire.h"
#include "lmisfd.h"

enum { FRAMES = 1024 }; /* of one turn: others wait too */

/* An interface that is looked at. */
struct live {
	struct lmisfd *daemon;
	const char *interface;
	struct li_watch watch;
	struct li_live *capture;
	uint64_t lost; /* as last counted */
	int64_t mono_us;
};

/* What was framed, or came in a datagram: HEP that passes by, or SIP. */
static li_err give(const struct li_datagram *m, void *data)
{
	struct live *v = data;
	const struct li_packet p = {
		.octets = m->payload,
		.from = m->from,
		.to = m->to,
		.ip_proto = m->ip_proto,
		.any_port = !m->sigcomp,
		.at_us = m->at_us,
		.mono_us = v->mono_us,
	};

	if (li_hep_is(p.octets))
		return li_flow_take_hep(v->daemon->flow, &p);
	return li_flow_take_sip(v->daemon->flow, &p);
}

static li_err take_frame(enum li_link link, struct li_slice frame,
	int64_t at_us, void *data)
{
	struct live *v = data;

	return li_wire_take(v->daemon->intake.wire, link, frame, at_us, give,
		v);
}

/* TS 33.127 cl. 5.3.2.4: a loss is never silent */
static void count(struct live *v)
{
	const uint64_t lost = li_live_counts(v->capture)->lost;

	v->daemon->intake.counts[INTAKE_CAPTURE_LOST] += lost - v->lost;
	v->lost = lost;
}

/* What was not seen, or not kept, may have held SIP: lost too. */
static void count_wire(struct intake *in)
{
	const struct li_wire_counts *n = li_wire_counts(in->wire);

	in->counts[INTAKE_GAPS] = n->gaps + n->refused;
	in->counts[INTAKE_ENCRYPTED] = n->encrypted;
}

static void take_some(struct live *v)
{
	struct lmisfd *d = v->daemon;
	int n;
	li_err err;

	v->mono_us = li_clock_mono_us();
	err = li_live_take(v->capture, FRAMES, take_frame, v, &n);
	if (err == LI_ECLOSED) {
		/* Its descriptor is closed by now. */
		li_loop_remove(d->loop, &v->watch);
		li_log(LI_LOG_ERROR, "intake", 0,
			"interface %s vanished, waiting for it", v->interface);
	} else if (err) {
		lmisfd_break(d, err);
	}
	count(v);
}

static void frames(void *data, uint32_t ready)
{
	(void)ready;
	take_some(data);
}

static li_err watch(struct live *v)
{
	return li_loop_add(v->daemon->loop, &v->watch, li_live_fd(v->capture),
		LI_LOOP_IN, frames, v);
}

/* A block that was not full, and an interface that is down or away. */
static void look(struct live *v)
{
	if (li_live_fd(v->capture) >= 0) {
		take_some(v);
		return;
	}
	if (li_live_again(v->capture) || watch(v))
		return;
	li_log(LI_LOG_NOTICE, "intake", 0, "interface %s is back",
		v->interface);
}

void intake_live_tick(struct lmisfd *d)
{
	struct intake *in = &d->intake;
	struct live v = {.daemon = d, .mono_us = li_clock_mono_us()};
	li_err err;

	for (size_t i = 0; i < in->live_count; i++)
		look(&in->live[i]);
	if (!in->wire)
		return;
	err = li_wire_tick(in->wire, li_clock_now_us(), give, &v);
	if (err)
		lmisfd_break(d, err);
	count_wire(in);
}

li_err intake_live_check(const struct li_config *config, struct li_fault *fault)
{
	const struct li_config_intake *c = &config->intake;
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < c->capture_count; i++)
		err = li_live_check(c->capture[i].filter, fault);
	return err;
}

static li_err open_one(struct lmisfd *d, const struct li_config_capture *c,
	struct li_fault *fault)
{
	const struct li_live_options o = {
		.interface = c->interface,
		.filter = c->filter,
		.buffer_bytes = (size_t)d->config->intake.capture_buffer_mb
			<< 20,
	};
	struct live *v = &d->intake.live[d->intake.live_count];
	li_err err;

	*v = (struct live){.daemon = d, .interface = c->interface};
	err = li_live_open(&o, &v->capture, fault);
	if (err)
		return err;
	d->intake.live_count++;
	return watch(v);
}

li_err intake_live_open(struct lmisfd *d, struct li_fault *fault)
{
	const struct li_config_intake *c = &d->config->intake;
	li_err err = LI_OK;

	if (c->capture_count == 0)
		return LI_OK;
	d->intake.live = calloc(c->capture_count, sizeof(*d->intake.live));
	if (!d->intake.live)
		return LI_ENOMEM;
	/* One for all: a stream may pass by several interfaces. */
	err = li_wire_new(NULL, &d->intake.wire);
	for (size_t i = 0; !err && i < c->capture_count; i++)
		err = open_one(d, &c->capture[i], fault);
	return err;
}

void intake_live_close(struct lmisfd *d)
{
	struct intake *in = &d->intake;
	struct live v = {.daemon = d, .mono_us = li_clock_mono_us()};

	/* What streams held back behind a gap. */
	if (in->wire) {
		const li_err err = li_wire_tick(in->wire, INT64_MAX, give, &v);

		if (err)
			lmisfd_break(d, err);
		count_wire(in);
	}
	for (size_t i = 0; i < in->live_count; i++) {
		li_loop_remove(d->loop, &in->live[i].watch);
		li_live_close(in->live[i].capture);
	}
	in->live_count = 0;
	free(in->live);
	in->live = NULL;
	li_wire_free(in->wire);
	in->wire = NULL;
}
