/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "holder.h"
#include "intake.h"
#include "intake/hep.h"
#include "intake/wire.h"
#include "lmisfd.h"
#include "taken.h"

enum {
	FRAMES = 1024, /* of one turn: others wait too */
	AT_ONCE = LI_RING_PUT_MAX,
};

/* An interface that is looked at; it is the holder's. */
struct live {
	struct lmisfd *daemon;
	struct li_watch watch;
	struct li_live *capture;
};

/* ---- what frames carried ---- */

/* An entry of the ring, and who applies it. */
struct applying {
	struct lmisfd *daemon;
	const struct li_ring_entry *entry;
};

/* What was framed, or came in a datagram: HEP that passes by, or SIP. */
static li_err give(const struct li_datagram *m, void *data)
{
	const struct applying *a = data;
	const struct li_packet p = {
		.octets = m->payload,
		.from = m->from,
		.to = m->to,
		.ip_proto = m->ip_proto,
		.any_port = !m->sigcomp,
		.at_us = m->at_us,
		.mono_us = a->entry->mono_us,
		.sequence = a->entry->sequence,
	};

	if (li_hep_is(p.octets))
		return li_flow_take_hep(a->daemon->flow, &p);
	return li_flow_take_sip(a->daemon->flow, &p);
}

/* What was not seen, or not kept, may have held SIP: lost too. */
static void count_wire(struct intake *in)
{
	const struct li_wire_counts *n = li_wire_counts(in->wire);

	in->counts[INTAKE_GAPS] = n->gaps + n->refused;
	in->counts[INTAKE_ENCRYPTED] = n->encrypted;
}

li_err intake_wire_take(struct lmisfd *d, const struct li_ring_entry *e,
	enum li_link link)
{
	struct applying a = {d, e};
	li_err err = li_wire_take(d->intake.wire, link, e->octets, e->at_us,
		give, &a);

	count_wire(&d->intake);
	return err;
}

li_err intake_wire_tick(struct lmisfd *d, const struct li_ring_entry *e)
{
	struct applying a = {d, e};
	li_err err = li_wire_tick(d->intake.wire, e->at_us, give, &a);

	count_wire(&d->intake);
	return err;
}

/* ---- frames ---- */

static size_t number_of(const struct live *v)
{
	return (size_t)(v - v->daemon->intake.live);
}

/* TS 33.127 cl. 5.3.2.4: a loss is never silent */
static void count(const struct live *v)
{
	const uint64_t lost = li_live_lost(v->capture);

	if (lost)
		taken_lost(v->daemon, lost);
}

static void take_some(struct live *v, size_t max)
{
	struct lmisfd *d = v->daemon;
	struct li_live_frame frames[AT_ONCE];
	size_t n = 0, all = 0;
	li_err err;

	do {
		err = li_live_look(v->capture, frames, AT_ONCE, &n);
		if (!err && n)
			err = taken_frames(d, number_of(v), frames, n);
		all += n;
	} while (!err && n && all < max);
	if (err)
		lmisfd_break(d, err);
	count(v);
}

static void frames(void *data, uint32_t ready)
{
	(void)ready;
	take_some(data, FRAMES);
}

static li_err watch(struct live *v)
{
	return li_loop_add(v->daemon->loop, &v->watch, li_live_fd(v->capture),
		LI_LOOP_IN, frames, v);
}

void intake_live_tick(struct lmisfd *d)
{
	struct intake *in = &d->intake;
	li_err err;

	/* A block that was not full. */
	for (size_t i = 0; i < in->live_count; i++)
		take_some(&in->live[i], FRAMES);
	if (!in->wire)
		return;
	err = taken_wire(d);
	if (err)
		lmisfd_break(d, err);
}

void intake_live_adopt(struct lmisfd *d, size_t capture, int fd,
	struct li_live_words words)
{
	struct live *v = &d->intake.live[capture];

	if (capture >= d->intake.live_count ||
		words.era == li_live_words(v->capture).era) {
		close(fd);
		return;
	}
	/* Nothing comes there any longer. */
	take_some(v, SIZE_MAX);
	li_loop_remove(d->loop, &v->watch);
	li_live_adopt(v->capture, fd, words);
	if (watch(v))
		lmisfd_break(d, LI_EIO);
}

/* ---- their time ---- */

li_err intake_live_check(const struct li_config *config, struct li_fault *fault)
{
	const struct li_config_intake *c = &config->intake;
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < c->capture_count; i++)
		err = li_live_check(c->capture[i].filter, fault);
	return err;
}

li_err intake_live_open(struct lmisfd *d)
{
	const struct held *held = d->held;
	struct intake *in = &d->intake;
	li_err err;

	if (!held || held->capture_count == 0)
		return LI_OK;
	in->live = calloc(held->capture_count, sizeof(*in->live));
	if (!in->live)
		return LI_ENOMEM;
	/* One for all: a stream may pass by several interfaces. */
	err = li_wire_new(NULL, &in->wire);
	for (; !err && in->live_count < held->capture_count; in->live_count++) {
		struct live *v = &in->live[in->live_count];

		*v = (struct live){.daemon = d,
			.capture = held->captures[in->live_count].live};
		err = watch(v);
	}
	return err;
}

void intake_live_part(const struct lmisfd *d)
{
	for (size_t i = 0; i < d->intake.live_count; i++)
		li_live_part(d->intake.live[i].capture);
}

li_err intake_live_again(struct lmisfd *d)
{
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < d->intake.live_count; i++) {
		d->intake.live[i].watch.added = false;
		err = watch(&d->intake.live[i]);
	}
	return err;
}

void intake_live_close(struct lmisfd *d)
{
	struct intake *in = &d->intake;
	const struct li_ring_entry end = {.at_us = INT64_MAX,
		.mono_us = li_clock_mono_us()};

	for (size_t i = 0; i < in->live_count; i++)
		li_loop_remove(d->loop, &in->live[i].watch);
	/* What streams held back behind a gap. */
	if (in->wire) {
		const li_err err = intake_wire_tick(d, &end);

		if (err)
			lmisfd_break(d, err);
	}
	in->live_count = 0;
	free(in->live);
	in->live = NULL;
	li_wire_free(in->wire);
	in->wire = NULL;
}
