/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "intake/capture.h"
#include "intake/hep.h"
#include "intake/wire.h"
#include "lmisfd.h"

enum {
	BATCH_RECORDS = 512, /* of one commit */
	BATCH_US = 10000,    /* that one may wait for it */
	LOOK_EACH = 256,     /* messages between looks at the clock */
	TICK_US = 1000000,   /* of the capture's time */
	AHEAD = 64,          /* packets given to the flow at once */
};

struct replay {
	struct li_flow *flow;
	struct li_wire *wire;
	bool pacing;
	int64_t last_us, ticked_us; /* of the capture */
	int64_t begun_us;   /* when the open transaction was seen, 0: none is */
	uint64_t committed; /* records, at the last commit */
	unsigned int since; /* messages since the last look at the clock */
	struct li_slice frame; /* the one in hand, if it stays; else none */
	struct li_packet waiting[AHEAD];
	size_t waiting_count;
};

/* Wait as long as the capture did between its packets, at most a minute. */
static void pace(struct replay *r, int64_t at_us)
{
	int64_t gap = r->last_us ? at_us - r->last_us : 0;
	struct timespec wait;

	r->last_us = at_us;
	if (gap <= 0)
		return;
	if (gap > 60000000)
		gap = 60000000;
	wait.tv_sec = gap / 1000000;
	wait.tv_nsec = gap % 1000000 * 1000;
	nanosleep(&wait, NULL);
}

/* What the file held that was not read: never silently. */
static void note_skipped(const struct li_wire_counts *n)
{
	if (n->unsupported || n->malformed || n->refused || n->gaps)
		li_log(LI_LOG_WARNING, "replay", 0,
			"%llu packets of transports that are not read, %llu "
			"malformed, %llu refused, %llu gaps in streams",
			(unsigned long long)n->unsupported,
			(unsigned long long)n->malformed,
			(unsigned long long)n->refused,
			(unsigned long long)n->gaps);
	if (n->cut)
		li_log(LI_LOG_WARNING, "replay", 0,
			"%llu packets were cut when they were captured: %llu "
			"messages told as far as they go, %llu packets with "
			"too little to be read",
			(unsigned long long)n->cut,
			(unsigned long long)n->partial,
			(unsigned long long)n->unread);
	if (n->encrypted || n->sigcomp)
		li_log(LI_LOG_WARNING, "replay", 0,
			"%llu packets encrypted, %llu messages compressed: "
			"what is in them is not known",
			(unsigned long long)n->encrypted,
			(unsigned long long)n->sigcomp);
}

static void print_wire(const struct li_wire_counts *n)
{
	printf("lmisfd: capture: %llu packets, %llu messages, %llu datagrams, "
	       "%llu segments, %llu streams, %llu gaps, %llu fragments, "
	       "%llu reassembled, %llu tunnels, %llu refused, "
	       "%llu encrypted, %llu sigcomp, %llu unsupported, "
	       "%llu malformed, %llu other, %llu cut, %llu partial, "
	       "%llu unread\n",
		(unsigned long long)n->packets, (unsigned long long)n->messages,
		(unsigned long long)n->datagrams,
		(unsigned long long)n->segments, (unsigned long long)n->streams,
		(unsigned long long)n->gaps, (unsigned long long)n->fragments,
		(unsigned long long)n->reassembled,
		(unsigned long long)n->tunnels, (unsigned long long)n->refused,
		(unsigned long long)n->encrypted,
		(unsigned long long)n->sigcomp,
		(unsigned long long)n->unsupported,
		(unsigned long long)n->malformed, (unsigned long long)n->other,
		(unsigned long long)n->cut, (unsigned long long)n->partial,
		(unsigned long long)n->unread);
}

static li_err commit(struct replay *r)
{
	r->committed = li_flow_counts(r->flow)->iris;
	r->begun_us = 0;
	return li_flow_commit(r->flow);
}

/* A commit costs a disk's flush: it is shared by up to BATCH_RECORDS records,
 * but none of them waits longer than BATCH_US for it. */
static li_err commit_when_due(struct replay *r, unsigned int messages)
{
	uint64_t records = li_flow_counts(r->flow)->iris - r->committed;

	if (!li_flow_dirty(r->flow))
		return LI_OK;
	if (r->pacing || records >= BATCH_RECORDS)
		return commit(r);
	r->since += messages;
	if (r->begun_us && r->since < LOOK_EACH)
		return LI_OK;
	r->since = 0;
	if (r->begun_us && li_clock_mono_us() - r->begun_us >= BATCH_US)
		return commit(r);
	if (!r->begun_us)
		r->begun_us = li_clock_mono_us();
	return LI_OK;
}

/* Give the flow what waits. */
static li_err flush(struct replay *r)
{
	const size_t n = r->waiting_count;
	li_err err = li_flow_take_all(r->flow, r->waiting, n);

	r->waiting_count = 0;
	return err ? err : commit_when_due(r, (unsigned int)n);
}

/* Does the payload lie in a frame that stays? Else it was put together, and is
 * overwritten soon. */
static bool stays(const struct replay *r, struct li_slice payload)
{
	const uintptr_t at = (uintptr_t)payload.p, from = (uintptr_t)r->frame.p;

	return r->frame.n && at >= from && at - from < r->frame.n;
}

static li_err take(const struct li_datagram *got, void *data)
{
	struct replay *r = data;

	r->waiting[r->waiting_count++] = (struct li_packet){
		.octets = got->payload,
		.from = got->from,
		.to = got->to,
		.ip_proto = got->ip_proto,
		.any_port = !got->sigcomp,
		.broken = got->cut,
		.at_us = got->at_us,
		/* The mirror's timers run on the capture's time. */
		.mono_us = got->at_us,
		.hep = li_hep_is(got->payload),
	};
	if (r->waiting_count < AHEAD && !r->pacing && stays(r, got->payload))
		return LI_OK;
	return flush(r);
}

/* Let the capture's time pass. */
static li_err tick(struct replay *r, int64_t at_us)
{
	li_err err;

	if (at_us - r->ticked_us < TICK_US)
		return LI_OK;
	r->ticked_us = at_us;
	err = flush(r);
	if (err)
		return err;
	err = li_flow_tick(r->flow, at_us, at_us);
	return err ? err : li_wire_tick(r->wire, at_us, take, r);
}

/* Everything in the file, to its end, or to where it is damaged: what stands in
 * front of that is told like any other. */
static li_err run_all(struct replay *r, struct li_capture *capture,
	struct li_fault *fault)
{
	const bool stays_all = li_capture_stays(capture);
	struct li_frame frame;
	li_err err, end;

	while (!(end = li_capture_next(capture, &frame, fault))) {
		if (r->pacing)
			pace(r, frame.at_us);
		err = tick(r, frame.at_us);
		r->frame = stays_all ? frame.octets : (struct li_slice){0};
		if (!err)
			err = li_wire_take_frame(r->wire, &frame, take, r);
		if (err)
			return err;
	}
	/* what streams still hold back behind a gap */
	r->frame = (struct li_slice){0};
	err = li_wire_tick(r->wire, INT64_MAX, take, r);
	if (!err)
		err = flush(r);
	if (!err)
		err = commit(r);
	return err || end == LI_ECLOSED ? err : end;
}

li_err replay_run(struct li_flow *flow, const char *path, bool pacing,
	struct li_fault *fault)
{
	struct replay r = {.flow = flow, .pacing = pacing};
	struct li_capture *capture = NULL;
	li_err err = li_capture_open(path, &capture, fault);

	if (!err)
		err = li_wire_new(NULL, &r.wire);
	if (!err) {
		err = run_all(&r, capture, fault);
		note_skipped(li_wire_counts(r.wire));
		print_wire(li_wire_counts(r.wire));
	}
	li_wire_free(r.wire);
	li_capture_close(capture);
	return err;
}
