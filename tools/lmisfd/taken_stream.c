/* SPDX-License-Identifier: BSD-3-Clause */
#include <unistd.h>

#include "base/clock.h"
#include "holder.h"
#include "taken.h"

/* Octets of connections, by way of the ring: they stand there stamped with the
 * connection before they are framed. What a connection is in the middle of
 * saying is so what the newest snapshot has of it, and the entries behind. */

/* Note what is being applied to a stream. */
static void apply(struct stream *s, const struct li_ring_entry *e)
{
	s->now.sequence = e->sequence;
	s->now.at_us = e->at_us;
	s->now.mono_us = e->mono_us;
}

static void applied(struct lmisfd *d, struct stream *s, uint64_t sequence)
{
	s->now.sequence = 0;
	if (sequence)
		li_flow_took(d->flow, sequence);
}

static struct lmisfd *daemon_of(const struct stream *s)
{
	const struct listener *l = s->owner;

	return l->daemon;
}

/* Put it there, with what is known of its stream. */
static void put(const struct stream *s, struct li_ring_entry *e)
{
	const struct listener *l = s->owner;

	e->source = (uint32_t)(l - l->daemon->listeners);
	e->stream = s->id;
	e->from = s->from;
	e->at_us = li_clock_now_us();
	e->mono_us = li_clock_mono_us();
	e->sequence = li_ring_put(l->daemon->held->ring, e);
}

void taken_opened(struct stream *s)
{
	struct li_ring_entry e = {.kind = TAKEN_OPENED};

	put(s, &e);
	li_flow_took(daemon_of(s)->flow, e.sequence);
}

/* One that is given an end again has it from the ring. */
void taken_ending(struct stream *s)
{
	struct li_ring_entry e = {.kind = TAKEN_ENDED,
		.octets = li_slice((const uint8_t *)&s->end, sizeof(s->end))};

	if (s->now.sequence)
		return;
	put(s, &e);
	apply(s, &e);
}

void taken_ended(struct stream *s)
{
	struct lmisfd *d = daemon_of(s);

	applied(d, s, s->now.sequence);
	/* Whoever hears it again has closed it. */
	kept_say(d->held->connections, s->id);
}

/* ---- octets ---- */

static uint8_t *room(struct stream *s)
{
	return li_ring_room(daemon_of(s)->held->ring, STREAM_READ);
}

/* The kernel puts them where they stay, and says in shared memory how many they
 * are: who comes next enters them, should we not come to it. */
static li_err read_some(struct stream *s, struct li_slice *got)
{
	const struct held *held = daemon_of(s)->held;
	const struct li_udp_datagram *piece;
	uint32_t dropped;
	size_t n;
	li_err err;

	li_udp_batch_mark(held->octets, li_ring_last(held->ring), s->id);
	li_udp_batch_lend(held->octets, room(s), STREAM_READ);
	err = li_udp_take(s->watch.fd, held->octets, &piece, &n, &dropped);
	if (err)
		return err;
	*got = piece->octets;
	return got->n ? LI_OK : LI_ECLOSED;
}

static li_err give(struct stream *s, const struct li_ring_entry *e)
{
	struct lmisfd *d = daemon_of(s);
	li_err err;

	li_ring_set(d->held->ring, LI_RING_SUSPECT, e->sequence);
	apply(s, e);
	err = intake_octets(s, e->octets);
	applied(d, s, e->sequence);
	li_ring_set(d->held->ring, LI_RING_SUSPECT, 0);
	return err;
}

static li_err take(struct stream *s, struct li_slice got)
{
	struct li_ring_entry e = {.kind = TAKEN_OCTETS, .octets = got};

	put(s, &e);
	return give(s, &e);
}

const struct stream_way taken_way = {room, read_some, take};

/* ---- again ---- */

static void open_again(struct lmisfd *d, const struct li_ring_entry *e)
{
	if (e->source < d->listener_count && !intake_connection(d, e->stream) &&
		intake_connect(&d->listeners[e->source], e->stream, -1,
			&e->from) != LI_OK)
		d->intake.counts[INTAKE_CROWDED]++;
}

/* It was the octets' fault, as it is said behind them, or will be. */
static void octets_again(struct stream *s, const struct li_ring_entry *e)
{
	if (s->end == STREAM_CLOSED && give(s, e))
		s->end = STREAM_REFUSED;
}

static void end_again(struct stream *s, const struct li_ring_entry *e)
{
	if (e->octets.n == sizeof(s->end))
		memcpy(&s->end, e->octets.p, sizeof(s->end));
	s->why = "as before";
	apply(s, e);
	stream_close(s);
}

void taken_stream_again(struct lmisfd *d, const struct li_ring_entry *e)
{
	struct stream *s = intake_connection(d, e->stream);

	if (e->kind == TAKEN_OPENED)
		open_again(d, e);
	else if (s && e->kind == TAKEN_OCTETS)
		octets_again(s, e);
	else if (s)
		end_again(s, e);
	else if (e->kind == TAKEN_ENDED)
		kept_say(d->held->connections, e->stream);
	li_flow_took(d->flow, e->sequence);
}

/* Behind a gap nobody knows where a message begins. */
void taken_stream_broken(struct lmisfd *d, uint64_t id)
{
	struct stream *s = id ? intake_connection(d, id) : NULL;

	if (s)
		s->end = STREAM_REFUSED;
}

/* What was refused by the one before us, which did not come to say so. */
static void end_refused(struct lmisfd *d)
{
	struct stream *next;

	for (struct stream *s = d->intake.streams; s; s = next) {
		next = s->next;
		if (s->end != STREAM_CLOSED)
			stream_close(s);
	}
}

void taken_streams_known(struct lmisfd *d)
{
	end_refused(d);
	kept_say(d->held->connections, 0);
}

void taken_stream_land(struct lmisfd *d)
{
	const struct li_udp_datagram *piece;
	uint64_t mark, id;
	const size_t n = li_udp_landed(d->held->octets, &piece, &mark, &id);
	struct li_ring_entry e = {.kind = TAKEN_OCTETS,
		.at_us = li_clock_now_us(),
		.mono_us = li_clock_mono_us()};

	if (n == 0 || piece->octets.n == 0 ||
		mark != li_ring_last(d->held->ring))
		return;
	e.stream = id;
	e.octets = piece->octets;
	(void)li_ring_put(d->held->ring, &e);
}
