/* SPDX-License-Identifier: BSD-3-Clause */
#include <time.h>

#include "base/log.h"
#include "intake/capture.h"
#include "intake/hep.h"
#include "lmisfd.h"

enum {
	REPLAY_BATCH = 256, /* packets of one commit */
	TICK_US = 1000000,  /* of the capture's time */
};

/* Wait as long as the capture did between its packets, at most a minute. */
static void pace(int64_t *last_us, int64_t at_us)
{
	int64_t gap = *last_us ? at_us - *last_us : 0;
	struct timespec wait;

	*last_us = at_us;
	if (gap <= 0)
		return;
	if (gap > 60000000)
		gap = 60000000;
	wait.tv_sec = gap / 1000000;
	wait.tv_nsec = gap % 1000000 * 1000;
	nanosleep(&wait, NULL);
}

/* What the file held that we do not read: never silently. */
static void note_skipped(const struct li_capture_counts *n)
{
	if (n->unsupported || n->malformed)
		li_log(LI_LOG_WARNING, "replay", 0,
			"%llu packets not read (TCP, SCTP or fragments), "
			"%llu malformed",
			(unsigned long long)n->unsupported,
			(unsigned long long)n->malformed);
}

static li_err take(struct li_flow *flow, const struct li_datagram *got)
{
	const struct li_packet p = {
		.octets = got->payload,
		.from = got->from,
		.to = got->to,
		.ip_proto = got->ip_proto,
		.at_us = got->at_us,
		/* The mirror's timers run on the capture's time. */
		.mono_us = got->at_us,
	};

	if (li_hep_is(p.octets))
		return li_flow_take_hep(flow, &p);
	return li_flow_take_sip(flow, &p);
}

/* Everything in the file, in commits of REPLAY_BATCH packets.
 *   LI_ECLOSED   the end was reached
 */
static li_err run_all(struct li_flow *flow, struct li_capture *capture,
	bool pacing, struct li_fault *fault)
{
	struct li_datagram got;
	size_t waiting = 0;
	int64_t last_us = 0, ticked_us = 0;
	li_err err;

	for (;;) {
		err = li_capture_next(capture, &got, fault);
		if (err)
			return err;
		if (pacing)
			pace(&last_us, got.at_us);
		if (got.at_us - ticked_us >= TICK_US) {
			li_flow_tick(flow, got.at_us);
			ticked_us = got.at_us;
		}
		err = take(flow, &got);
		if (!err && (pacing || ++waiting >= REPLAY_BATCH)) {
			err = li_flow_commit(flow);
			waiting = 0;
		}
		if (err)
			return err;
	}
}

li_err replay_run(struct li_flow *flow, const char *path, bool pacing,
	struct li_fault *fault)
{
	struct li_capture *capture;
	/* A file that is cut short is refused before anything of it is kept. */
	li_err err = li_capture_check(path, NULL, fault);

	if (!err)
		err = li_capture_open(path, &capture, fault);
	if (err)
		return err;
	err = run_all(flow, capture, pacing, fault);
	if (err == LI_ECLOSED)
		err = li_flow_commit(flow);
	note_skipped(li_capture_counts(capture));
	li_capture_close(capture);
	return err;
}
