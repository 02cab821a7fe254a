/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "holder.h"
#include "taken.h"

/* Frames of interfaces, by way of the ring: a frame stands there with its place
 * in the kernel's before the kernel may have that back. So does the time that
 * passes for what is put together of them: looked at again, it comes out the
 * same. */

static const uint64_t is_frame = UINT64_C(1) << 63; /* no connection's number */

enum { CAPTURE_BITS = 8 }; /* of the source; the link type is above */

static struct li_live *live_of(const struct lmisfd *d,
	const struct li_ring_entry *e)
{
	const size_t i = e->source & ((1U << CAPTURE_BITS) - 1);

	return i < d->held->capture_count ? d->held->captures[i].live : NULL;
}

/* Apply an entry that stands in the ring. */
static li_err apply(struct lmisfd *d, const struct li_ring_entry *e)
{
	li_err err;

	li_ring_set(d->held->ring, LI_RING_SUSPECT, e->sequence);
	err = e->kind == TAKEN_FRAME
		? intake_wire_take(d, e,
			  (enum li_link)(e->source >> CAPTURE_BITS))
		: intake_wire_tick(d, e);
	if (e->sequence)
		li_flow_took(d->flow, e->sequence);
	li_ring_set(d->held->ring, LI_RING_SUSPECT, 0);
	return err;
}

/* The octets were the kernel's; they are the ring's. */
static li_err apply_all(struct lmisfd *d, uint64_t first, size_t n)
{
	struct li_ring_entry e;
	li_err err = LI_OK;

	for (uint64_t at = first; !err && at < first + n; at++)
		if (li_ring_get(d->held->ring, at, &e))
			err = apply(d, &e);
	return err;
}

li_err taken_frames(struct lmisfd *d, size_t capture,
	const struct li_live_frame *frames, size_t n)
{
	struct li_live *live = d->held->captures[capture].live;
	const int64_t mono_us = li_clock_mono_us();
	const uint32_t source =
		(uint32_t)capture | li_live_words(live).link << CAPTURE_BITS;
	struct li_ring_entry entries[LI_RING_PUT_MAX];
	uint64_t first;

	for (size_t i = 0; i < n; i++)
		entries[i] = (struct li_ring_entry){
			.kind = TAKEN_FRAME,
			.source = source,
			.stream = frames[i].place | is_frame,
			.at_us = frames[i].at_us,
			.mono_us = mono_us,
			.octets = frames[i].octets,
		};
	first = li_ring_put_all(d->held->ring, entries, n);
	if (first == 0)
		return LI_EBUG;
	li_live_done(live, frames[n - 1].place);
	return apply_all(d, first, n);
}

li_err taken_wire(struct lmisfd *d)
{
	struct li_ring_entry e = {.kind = TAKEN_WIRE,
		.at_us = li_clock_now_us(),
		.mono_us = li_clock_mono_us()};

	e.sequence = li_ring_put(d->held->ring, &e);
	return apply(d, &e);
}

static void count_lost(struct lmisfd *d, const struct li_ring_entry *e)
{
	d->intake.counts[INTAKE_CAPTURE_LOST] += e->stream;
	li_flow_took(d->flow, e->sequence);
}

void taken_lost(struct lmisfd *d, uint64_t lost)
{
	struct li_ring_entry e = {.kind = TAKEN_LOST, .stream = lost};

	e.sequence = li_ring_put(d->held->ring, &e);
	count_lost(d, &e);
}

/* ---- again ---- */

void taken_frame_known(struct lmisfd *d, const struct li_ring_entry *e)
{
	struct li_live *live = live_of(d, e);

	if (live && e->stream & is_frame)
		li_live_done(live, e->stream & ~is_frame);
}

li_err taken_frame_again(struct lmisfd *d, const struct li_ring_entry *e)
{
	if (e->kind == TAKEN_LOST) {
		count_lost(d, e);
		return LI_OK;
	}
	if (e->kind == TAKEN_FRAME)
		taken_frame_known(d, e);
	return d->intake.wire ? apply(d, e) : LI_OK;
}
