/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "began.h"
#include "box.h"
#include "common/config.h"
#include "common/confine.h"
#include "common/daemon.h"
#include "common/ready.h"
#include "holder.h"
#include "lmisfd.h"
#include "local.h"
#include "net/given.h"
#include "room.h"
#include "snapshot.h"
#include "taken.h"

enum {
	SECOND_US = 1000000,
	TICK_US = 1000000,
	LOOK_US = 500000, /* what was lost is told within a second */
};

static const int64_t hour_us = INT64_C(3600000000);
static const int64_t day_us = INT64_C(86400000000);

static const char *config_path, *replay_path, *probe, *probe_holder;
static bool check, realtime, store_only;

static const struct li_daemon_option options[] = {
	{"config", "FILE", "the configuration, lmisf.yaml(5)",
		.text = &config_path},
	{"check", NULL, "validate configuration, key and store, and exit",
		.flag = &check},
	{"replay", "FILE.pcap", "run a capture through the whole path and exit",
		.text = &replay_path},
	{"realtime", NULL, "with --replay: keep the capture's pace",
		.flag = &realtime},
	{"store-only", NULL, "serve the control socket and take in nothing",
		.flag = &store_only},
	LI_CONFINE_OPTION(&probe),
	{"probe-holder", "WHAT", "the same for its holder",
		.text = &probe_holder},
	{0},
};

static const struct li_daemon program = {
	.name = "lmisfd",
	.usage = "--config FILE [--check | --replay FILE.pcap [--realtime] | "
		 "--store-only]",
	.options = options,
};

static void nothing(void *data)
{
	(void)data;
}

/* A task that began: one slice of the sessions of before, then the others get
 * their turn. */
static li_err sweep(struct lmisfd *d)
{
	int64_t now_us = li_clock_now_us();
	li_err err;

	if (!li_flow_sweep_due(d->flow, now_us))
		return LI_OK;
	err = li_flow_sweep(d->flow, now_us, li_clock_mono_us());
	if (li_flow_sweep_due(d->flow, now_us))
		li_loop_arm(d->loop, &d->again, 0, nothing, d);
	return err;
}

/* The end of a round: one commit for all that it took, then the taps may
 * forget it. Written before acted on: design rule 4. */
static void round_over(void *data)
{
	struct lmisfd *d = data;
	li_err err;

	if (d->broken)
		return;
	err = sweep(d);
	if (!err)
		err = li_flow_commit(d->flow);
	if (err) {
		lmisfd_break(d, err);
		return;
	}
	if (d->held)
		taken_settle(d);
	feed_acknowledge(d);
	control_tell(d);
	li_watchdog(); /* what was taken in is committed, or there was nothing */
	snapshot_look(d);
}

static void tick(void *data)
{
	struct lmisfd *d = data;
	li_err err;

	err = li_flow_tick(d->flow, li_clock_now_us(), li_clock_mono_us());
	if (err)
		lmisfd_break(d, err);
	erase_look(d);
	intake_tick(d);
	local_tick(d);
	li_loop_arm(d->loop, &d->tick, TICK_US, tick, d);
}

/* Design rule 6: a loss is told within a second of its being counted. */
static void look(void *data)
{
	struct lmisfd *d = data;
	const li_err err = li_flow_look(d->flow, li_clock_now_us());

	if (err)
		lmisfd_break(d, err);
	intake_tick(d);
	li_loop_arm(d->loop, &d->look, LOOK_US, look, d);
}

/* TS 103 221-1 cl. 6.5.4: a warning before the certificate of TLS taps ends */
static void look_at_certificate(void *data)
{
	struct lmisfd *d = data;
	const int64_t now_us = li_clock_now_us();
	const int64_t end_us = d->intake.keeper.now
		? li_tls_creds_end(d->intake.keeper.now)
		: 0;
	const bool soon =
		end_us && end_us - now_us < d->config->x1.report_days * day_us;
	li_err err = li_flow_issue(d->flow,
		&(struct li_issue){.cause = LI_ISSUE_CERTIFICATE,
			.state = soon ? LI_ISSUE_RAISED : LI_ISSUE_CLEARED,
			.part = LI_ISSUE_LMISFD,
			.number = (uint64_t)end_us,
			.at_us = now_us});

	if (err)
		lmisfd_break(d, err);
	li_loop_arm(d->loop, &d->certificate, hour_us, look_at_certificate, d);
}

/* TS 103 221-1 cl. 6.5.4: what was set up may have to be looked at again */
static li_err tell_start(struct lmisfd *d)
{
	return li_flow_issue(d->flow,
		&(struct li_issue){.cause = LI_ISSUE_RESTART,
			.state = LI_ISSUE_NEWS,
			.part = LI_ISSUE_LMISFD,
			.at_us = li_clock_now_us()});
}

static void on_signal(void *data, int signo)
{
	struct lmisfd *d = data;

	if (signo == SIGHUP) {
		intake_reload(d);
		look_at_certificate(d);
	} else {
		li_loop_stop(d->loop);
	}
}

static struct li_store_place place_of(const struct li_config *c)
{
	return (struct li_store_place){.path = c->store.path,
		.key_file = c->store.key_file,
		.audit_key = c->store.audit_key};
}

static li_err open_flow(const struct li_config *c, struct li_flow **flow,
	struct li_fault *fault)
{
	const struct li_flow_options o = {
		.place = place_of(c),
		.max_registrations = c->mirror.max_registrations,
		.max_sessions = c->mirror.max_sessions,
		.max_registration_age_s = c->mirror.max_registration_age_s,
		.max_session_age_s = c->mirror.max_session_age_s,
		.watch = &c->watch,
		.keys = li_config_key_scope(c),
		.tell_checkpoints = c->x1.report_checkpoints,
		.reporting = c->x1.report_to[0] != '\0',
		.limits = {.fault_after_us =
				   (int64_t)c->x1.delivery_fault_s * SECOND_US,
			.queue = c->x1.report_queue,
			.most = c->deliver.queue_max,
			.disk = c->x1.report_disk,
			.reserve = !replay_path && !store_only,
			.clock = c->x1.report_clock},
		/* TS 103 221-1 cl. 6.6.2: as agreed. A capture has no ADMF. */
		.admf =
			{
				.path = c->x1.keepalive && !replay_path &&
						c->x1.admf_identifier[0]
					? c->x1.state
					: NULL,
				.period_us = (int64_t)c->x1.time_p2_s * 1000000,
			},
		.two_person = c->tasks.two_person,
		.profiles = c->x1.destinations,
		.profile_count = c->x1.destinations_count,
	};

	return li_flow_open(&o, flow, fault);
}

/* A socket of the unit that the configuration does not name. */
static void close_others(void)
{
	const int left = li_given_close();

	if (left)
		li_log(LI_LOG_WARNING, "intake", 0,
			"%d sockets that were handed over are none of the "
			"configuration",
			left);
}

static li_err open_listeners(struct lmisfd *d, struct li_fault *fault)
{
	li_err err = control_open(d, fault);

	if (!err && !store_only)
		err = feed_open(d, fault);
	if (!err && !store_only)
		err = intake_open(d, fault);
	close_others();
	return err;
}

static void close_all(struct lmisfd *d)
{
	intake_close(d);
	while (d->cx_streams)
		stream_close(d->cx_streams);
	while (d->control_streams)
		stream_close(d->control_streams);
	for (size_t i = 0; i < d->listener_count; i++) {
		li_loop_remove(d->loop, &d->listeners[i].watch);
		close(d->listeners[i].watch.fd);
	}
	li_loop_free(d->loop);
	li_buf_fini(&d->record);
}

static void print_counts(const struct li_flow *flow, uint64_t lost)
{
	const struct li_flow_counts *n = li_flow_counts(flow);

	printf("lmisfd: %" PRIu64 " packets, %" PRIu64 " sip, %" PRIu64
	       " cx, %" PRIu64 " iri, %" PRIu64 " old hep, %" PRIu64
	       " compressed hep, %" PRIu64 " sigcomp, %" PRIu64
	       " malformed, %" PRIu64 " unsupported, %" PRIu64
	       " keepalives, %" PRIu64 " disagreed, %" PRIu64 " lost\n",
		n->packets, n->sip, n->cx, n->iris, n->hep_old,
		n->hep_compressed, n->sigcomp, n->malformed, n->unsupported,
		n->keepalives, n->disagreed, lost + n->cx_lost);
}

/* One that is not the first has what came before in the ring. */
static li_err take_over(struct lmisfd *d)
{
	struct li_ring *ring = d->held->ring;
	const uint64_t served = li_ring_number(ring, LI_RING_SERVED);
	li_err err = taken_again(d);

	li_flow_before_tasks(d->flow, taken_change, d);
	li_ring_set(ring, LI_RING_SERVED, served + 1);
	if (!err && served == 0)
		err = tell_start(d);
	return err;
}

li_err lmisfd_reopen(struct lmisfd *d, bool tasks, struct li_fault *fault)
{
	const struct li_store_place place = place_of(d->config);

	return li_flow_reopen(d->flow, &place, tasks, li_clock_now_us(), fault);
}

static li_err serve(struct lmisfd *d, struct li_fault *fault)
{
	li_err err = li_loop_new(&d->loop);

	if (err)
		return err;
	err = li_loop_signals(d->loop, on_signal, d);
	if (!err)
		err = open_listeners(d, fault);
	if (!err)
		err = box_enter(d->config,
			&(struct box_options){.live = !store_only,
				.probe = probe,
				.held = d->held != NULL},
			fault);
	if (!err && d->held)
		err = take_over(d);
	if (!err) {
		li_loop_before_wait(d->loop, round_over, d);
		tick(d);
		look(d);
		look_at_certificate(d);
		/* A loop that begins forgets that it was to stop. */
		if (!d->broken) {
			li_ready("lmisfd");
			err = li_loop_run(d->loop);
		}
		li_stopping();
		intake_close(d);
		round_over(d); /* what the last round took */
		intake_tick(d);
		print_counts(d->flow, intake_lost(&d->intake));
	}
	close_all(d);
	return err ? err : d->broken;
}

static int run(const struct li_config *config, const struct held *held)
{
	struct lmisfd d = {.config = config, .held = held};
	struct li_fault fault = {0};
	li_err err = open_flow(config, &d.flow, &fault);

	if (err) {
		room_lacks(&d, err);
		return li_daemon_fail(err, &fault);
	}
	if (replay_path) {
		err = box_enter(config,
			&(struct box_options){.capture = replay_path,
				.probe = probe},
			&fault);
		if (!err) {
			err = replay_run(d.flow, replay_path, realtime, &fault);
			print_counts(d.flow, 0);
		}
	} else {
		err = began_note(d.flow, config);
		if (!err)
			err = serve(&d, &fault);
	}
	li_flow_close(d.flow);
	return err ? li_daemon_fail(err, &fault) : EX_OK;
}

static int check_only(const struct li_config *config)
{
	const struct li_store_place place = {
		.path = config->store.path,
		.key_file = config->store.key_file,
	};
	struct li_store *store = NULL;
	struct li_fault fault = {0};
	li_err err = li_store_open(&place, LI_STORE_READER, &store, &fault);

	li_store_close(store);
	if (!err)
		err = intake_check(config, &fault);
	return err ? li_daemon_fail(err, &fault) : EX_OK;
}

int main(int argc, char **argv)
{
	struct li_config config;
	struct li_fault fault = {0};
	int rest = li_daemon_start(&program, argc, argv);
	li_err err;

	if (rest < argc)
		return li_daemon_usage("unexpected argument");
	if (!config_path)
		return li_daemon_usage("--config FILE is missing");
	if (realtime && !replay_path)
		return li_daemon_usage("--realtime goes with --replay");
	if (!li_confine_known(probe) || !li_confine_known(probe_holder))
		return li_daemon_usage("--probe-sandbox: " LI_PROBES);
	err = li_config_load(config_path, &config, &fault);
	if (err)
		return li_daemon_fail(err, &fault);
	li_log_set_level(config.log.level);
	if (check)
		return check_only(&config);
	/* Who takes nothing in has nothing to hold. */
	return replay_path || store_only
		? run(&config, NULL)
		: holder_run(&config, run, probe != NULL, probe_holder);
}
