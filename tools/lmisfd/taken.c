/* SPDX-License-Identifier: BSD-3-Clause */
#include "taken.h"

#include "base/clock.h"
#include "base/log.h"
#include "holder.h"

/* ---- as it comes ---- */

static struct li_packet packet_of(const struct lmisfd *d,
	const struct li_ring_entry *e)
{
	const struct listener *l = &d->listeners[e->source];

	return (struct li_packet){
		.octets = e->octets,
		.from = e->from,
		.to = l->at,
		.ip_proto = 17,
		.at_us = e->at_us,
		.mono_us = e->mono_us,
		.hep = l->hep,
		.sequence = e->sequence,
	};
}

/* One may read over another's shoulder: who is not allowed leaves no octet. */
static struct li_ring_entry entry_of(struct listener *l,
	const struct li_udp_datagram *got, int64_t now_us, int64_t mono_us)
{
	struct lmisfd *d = l->daemon;
	const bool allowed = intake_allows(d, &got->from);

	if (!allowed && got->octets.n)
		explicit_bzero((void *)(uintptr_t)got->octets.p, got->octets.n);
	return (struct li_ring_entry){
		.kind = allowed ? TAKEN_DATAGRAM : TAKEN_NOTHING,
		.source = (uint32_t)(l - d->listeners),
		.from = got->from,
		.at_us = got->at_us ? got->at_us : now_us,
		.mono_us = mono_us,
		.octets = allowed ? got->octets : (struct li_slice){0},
	};
}

/* Put what came into the ring, all at once. */
static void put(struct listener *l, const struct li_udp_datagram *got, size_t n,
	struct li_ring_entry *entries)
{
	const int64_t now_us = li_clock_now_us();
	const int64_t mono_us = li_clock_mono_us();
	uint64_t sequence;

	for (size_t i = 0; i < n; i++)
		entries[i] = entry_of(l, &got[i], now_us, mono_us);
	sequence = li_ring_put_all(l->daemon->held->ring, entries, n);
	for (size_t i = 0; i < n; i++)
		entries[i].sequence = sequence + i;
}

li_err taken_datagrams(struct listener *l, const struct li_udp_datagram *got,
	size_t n)
{
	struct lmisfd *d = l->daemon;
	struct li_ring_entry entries[HOLDER_BATCH];
	struct li_packet packets[HOLDER_BATCH];
	size_t allowed = 0;
	li_err err;

	put(l, got, n, entries);
	for (size_t i = 0; i < n; i++)
		if (entries[i].kind == TAKEN_DATAGRAM)
			packets[allowed++] = packet_of(d, &entries[i]);
	if (!allowed)
		return LI_OK;
	li_ring_set(d->held->ring, LI_RING_SUSPECT, packets[0].sequence);
	err = intake_give_all(d, packets, allowed);
	li_ring_set(d->held->ring, LI_RING_SUSPECT, 0);
	return err;
}

static li_err give_cx(struct lmisfd *d, const struct li_uuid *tap,
	const struct li_cx_record *m, const struct li_ring_entry *e)
{
	li_err err;

	li_ring_set(d->held->ring, LI_RING_SUSPECT, e->sequence);
	li_flow_at(d->flow, e->sequence);
	err = li_flow_take_cx(d->flow, tap, m, e->mono_us);
	if (err)
		lmisfd_break(d, err);
	li_ring_set(d->held->ring, LI_RING_SUSPECT, 0);
	return err;
}

li_err taken_cx(struct lmisfd *d, const struct li_uuid *tap,
	const struct li_cx_record *m, struct li_slice body)
{
	struct li_ring_entry e = {.kind = TAKEN_CX,
		.mono_us = li_clock_mono_us()};

	li_buf_reset(&d->record);
	li_buf_put(&d->record, tap->octet, sizeof(tap->octet));
	li_buf_put_slice(&d->record, body);
	/* Without the memory it is looked at all the same. */
	e.octets = li_buf_slice(&d->record);
	if (!d->record.bad)
		e.sequence = li_ring_put(d->held->ring, &e);
	return give_cx(d, tap, m, &e);
}

void taken_settle(struct lmisfd *d)
{
	if (d->held)
		li_ring_set(d->held->ring, LI_RING_SETTLED,
			li_flow_taken(d->flow));
}

void taken_change(void *daemon)
{
	struct lmisfd *d = daemon;
	struct li_ring *ring = d->held->ring;

	taken_settle(d);
	li_ring_set(ring, LI_RING_TASKS,
		li_ring_number(ring, LI_RING_TASKS) + 1);
}

/* ---- again ---- */

static li_err cx_again(struct lmisfd *d, const struct li_ring_entry *e)
{
	struct li_cx_record m;
	struct li_uuid tap;
	li_err err;

	if (e->octets.n < sizeof(tap.octet))
		return LI_EBUG;
	memcpy(tap.octet, e->octets.p, sizeof(tap.octet));
	err = li_cx_record_get(li_slice_sub(e->octets, sizeof(tap.octet),
				       e->octets.n),
		&m);
	return err ? err : give_cx(d, &tap, &m, e);
}

static li_err entry_again(struct lmisfd *d, const struct li_ring_entry *e)
{
	struct li_packet p;
	li_err err = LI_OK;

	if (e->kind == TAKEN_CX)
		return cx_again(d, e);
	if (e->kind >= TAKEN_FRAME)
		return taken_frame_again(d, e);
	if (e->kind >= TAKEN_OPENED) {
		taken_stream_again(d, e);
		return d->broken;
	}
	if (e->kind != TAKEN_DATAGRAM || e->source >= d->listener_count)
		return LI_OK;
	p = packet_of(d, e);
	li_ring_set(d->held->ring, LI_RING_SUSPECT, e->sequence);
	err = intake_give_all(d, &p, 1);
	li_ring_set(d->held->ring, LI_RING_SUSPECT, 0);
	return err;
}

/* What the kernel had handed over, and the one before us had not put into the
 * ring. */
static void land(struct lmisfd *d)
{
	const struct li_udp_datagram *got;
	uint64_t mark, source;
	const size_t n = li_udp_landed(d->held->batch, &got, &mark, &source);
	struct li_ring_entry entries[HOLDER_BATCH];

	if (n && mark == li_ring_last(d->held->ring) &&
		source < d->listener_count)
		put(&d->listeners[source], got, n, entries);
}

/* An entry that ended two cores was struck; one that had to give way before its
 * time is as much missed. TS 33.127 cl. 5.3.2.4 */
static void pass_by(struct lmisfd *d, uint64_t sequence,
	const struct li_ring_entry *e)
{
	taken_stream_broken(d, e->stream);
	taken_frame_known(d, e);
	d->intake.counts[INTAKE_PASSED]++;
	li_log(LI_LOG_ERROR, "intake", sequence,
		"passed by: it ended two cores, or the ring was too small");
}

li_err taken_again(struct lmisfd *d)
{
	struct li_ring *ring = d->held->ring;
	uint64_t at = li_flow_taken(d->flow) + 1, committed = 0;
	struct li_ring_entry e;
	li_err err = li_flow_ring(d->flow, li_ring_name(ring),
		li_ring_number(ring, LI_RING_SETTLED), &committed);

	li_ring_set(ring, LI_RING_SUSPECT, 0);
	land(d);
	taken_stream_land(d);
	/* A core that starts from the store has what came before from there. */
	if (at == 1)
		at = li_ring_first(ring);
	for (; !err && at <= li_ring_last(ring); at++)
		if (!li_ring_get(ring, at, &e))
			pass_by(d, at, &(struct li_ring_entry){0});
		else if (e.kind == 0)
			pass_by(d, at, &e);
		else
			err = entry_again(d, &e);
	/* What is suspected was looked at alone, and did no harm. */
	if (!err)
		li_ring_set(ring, LI_RING_SINGLE, 0);
	if (!err)
		taken_streams_known(d);
	return err;
}
