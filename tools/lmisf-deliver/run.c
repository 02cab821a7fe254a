/* SPDX-License-Identifier: BSD-3-Clause */
#include "run.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/log.h"
#include "common/confine.h"
#include "common/daemon.h"
#include "common/ready.h"
#include "deliver/deliver.h"
#include "deliver/stats.h"
#include "helper.h"
#include "kms.h"
#include "net/tls_keeper.h"

enum {
	OPEN_TIMEOUT_US = 10000000, /* for TCP and for TLS to come up */
	FINISH_US = 1000000, /* waited for what is on its way, at the end */
};

static const int64_t hour_us = INT64_C(3600000000);
static const int64_t day_us = INT64_C(86400000000);

struct runner {
	const struct run_options *options;
	struct li_loop *loop;
	struct li_store *store;
	struct li_tls_keeper keeper;
	struct li_deliver *deliver;
	struct li_stats *stats;
	struct helper helper;
	struct kms kms;
	struct li_signing *signing; /* of integrity checks, or NULL */
	struct li_timer deadline, certificate, alive;
	bool finishing; /* told to stop */
	bool drained;
};

static void on_away(void *data)
{
	helper_start(&((struct runner *)data)->helper);
}

/* A KMS answered, or will not. */
static void on_keys(void *data)
{
	struct runner *r = data;

	if (r->deliver)
		li_deliver_keys(r->deliver);
}

static void on_deadline(void *data)
{
	li_loop_stop(((struct runner *)data)->loop);
}

/* TS 103 221-1 cl. 6.5.4: the ADMF is warned before it ends */
static void look_at_certificate(void *data)
{
	struct runner *r = data;
	const int64_t end_us = li_tls_creds_end(r->keeper.now);
	const int64_t warn_us = r->options->config->x1.report_days * day_us;
	const bool soon = end_us && end_us - li_clock_now_us() < warn_us;

	li_deliver_issue(r->deliver,
		&(struct li_issue){.cause = LI_ISSUE_CERTIFICATE,
			.state = soon ? LI_ISSUE_RAISED : LI_ISSUE_CLEARED,
			.part = LI_ISSUE_DELIVER,
			.number = (uint64_t)end_us});
	li_loop_arm(r->loop, &r->certificate, hour_us, look_at_certificate, r);
}

/* Certificates are new, or who was revoked. */
static void on_creds(void *data, struct li_tls_creds *creds)
{
	struct runner *r = data;

	li_deliver_set_creds(r->deliver, creds);
	look_at_certificate(r);
}

/* Who signs integrity checks may have another key. TS 102 232-1 cl. 7.2 */
static void reload_signing(struct runner *r)
{
	struct li_fault fault = {0};

	if (!r->signing)
		return;
	if (li_signing_reopen(r->signing, r->options->config->deliver.check_key,
		    &fault) == LI_OK)
		li_log(LI_LOG_NOTICE, "deliver", 0,
			"the key that signs integrity checks is read again");
	else
		li_log(LI_LOG_ERROR, "deliver", 0,
			"the key that signs integrity checks stays: %s",
			fault.text);
}

static void on_signal(void *data, int signo)
{
	struct runner *r = data;

	if (signo == SIGHUP) {
		li_tls_keeper_reload(&r->keeper);
		kms_reload(&r->kms);
		reload_signing(r);
		return;
	}
	if (r->finishing) {
		li_loop_stop(r->loop);
		return;
	}
	r->finishing = true;
	li_deliver_finish(r->deliver);
	li_loop_arm(r->loop, &r->deadline, FINISH_US, on_deadline, r);
}

static void before_wait(void *data)
{
	struct runner *r = data;

	li_watchdog(); /* all that was ready was dealt with */
	if (!r->options->once && !r->finishing)
		return;
	r->drained = li_deliver_drained(r->deliver);
	if (r->drained)
		li_loop_stop(r->loop);
}

/* A round at least so often, though nothing comes. */
static void look_alive(void *data)
{
	struct runner *r = data;

	if (li_watchdog_every())
		li_loop_arm(r->loop, &r->alive, li_watchdog_every() / 2,
			look_alive, r);
}

static struct li_deliver_options options_of(struct runner *r)
{
	const struct li_config *c = r->options->config;

	return (struct li_deliver_options){
		.link =
			{
				.place = {.nfid = c->element.nfid,
					.ipid = c->element.ipid,
					.operator_id = c->element.operator_id},
				.keepalive_us =
					(int64_t)c->deliver.keepalive_s *
					1000000,
				.ack_timeout_us =
					(int64_t)c->deliver.ack_timeout_s *
					1000000,
				.time1_us =
					(int64_t)c->deliver.time1_s * 1000000,
				.time3_us =
					(int64_t)c->deliver.time3_s * 1000000,
				.check_every = c->deliver.check_every,
				.check_us = (int64_t)c->deliver.check_ms * 1000,
				.signing = r->signing,
				.sign_every = c->deliver.sign_every,
				.sign_us = (int64_t)c->deliver.sign_ms * 1000,
				.ask_acknowledgement =
					c->deliver.ask_acknowledgement,
				.open_timeout_us = OPEN_TIMEOUT_US,
				.confirm_every = c->deliver.confirm_every,
				.backoff_min_us =
					(int64_t)c->deliver.backoff_min_ms *
					1000,
				.backoff_max_us =
					(int64_t)c->deliver.backoff_max_ms *
					1000,
				.failover = c->deliver.failover,
				.return_us =
					(int64_t)c->deliver.return_s * 1000000,
				.stay = !r->options->once,
			},
		.keys = r->kms.keys,
		.control = c->sockets.deliver[0] ? c->sockets.deliver
						 : c->sockets.control,
		.away = r->options->once ? on_away : NULL,
		.away_data = r,
		.down_us = (int64_t)c->x1.delivery_fault_s * 1000000,
	};
}

/* It reads the store, connects to any mediation function, by name too, and
 * has its certificates. TS 33.127 cl. 8.2 */
static li_err confine(const struct runner *r, struct li_fault *fault)
{
	const struct li_config *c = r->options->config;
	struct li_confine box = {.probe = r->options->probe,
		.calls = LI_CALLS_FILES | LI_CALLS_UNIX};

	if (r->options->once)
		box.calls |= LI_CALLS_LAUNCH;
	if (r->stats)
		box.calls |= LI_CALLS_ACCEPT;
	li_confine_store(&box, c->store.path);
	li_confine_tls(&box, &c->deliver.tls);
	kms_confine(&r->kms, &box);
	li_confine_key(&box, c->deliver.check_key);
	li_confine_connect(&box, NULL, 0);
	li_confine_names(&box);
	li_confine_also(&box, c);
	return li_confine(&box, fault);
}

/* Who delivers once is not asked. */
static li_err open_stats(struct runner *r, struct li_fault *fault)
{
	const char *path = r->options->config->sockets.stats;
	li_err err;

	if (!path[0] || r->options->once)
		return LI_OK;
	err = li_stats_new(r->loop, path, r->deliver, &r->stats, fault);
	li_stats_keys(r->stats, r->kms.keys);
	return err;
}

static li_err deliver(struct runner *r, struct li_fault *fault)
{
	struct li_deliver_options options;
	li_err err = li_loop_new(&r->loop);

	if (err == LI_OK)
		err = li_loop_signals(r->loop, on_signal, r);
	if (err == LI_OK)
		err = kms_start(&r->kms, r->loop, on_keys, r);
	options = options_of(r);
	if (err == LI_OK)
		err = li_deliver_new(r->loop, r->store, r->keeper.now, &options,
			&r->deliver);
	if (err == LI_OK)
		err = open_stats(r, fault);
	if (err != LI_OK)
		return err;
	if (r->options->once)
		li_loop_arm(r->loop, &r->deadline,
			(int64_t)r->options->config->deliver.once_timeout_s *
				1000000,
			on_deadline, r);
	li_loop_before_wait(r->loop, before_wait, r);
	err = confine(r, fault);
	if (err != LI_OK)
		return err;
	li_notify_ready();
	look_alive(r);
	look_at_certificate(r);
	li_tls_keeper_watch(&r->keeper, r->loop);
	kms_watch(&r->kms, r->loop);
	err = li_loop_run(r->loop);
	li_stopping();
	return err != LI_OK ? err : li_deliver_error(r->deliver);
}

/* One line for each destination that has not confirmed all. */
static int explain(const struct runner *r)
{
	const char *held = li_deliver_held(r->deliver);
	const struct li_link *link;

	for (size_t i = 0; (link = li_deliver_link(r->deliver, i)); i++) {
		const char *why = li_link_why(link);

		if (li_link_drained(link))
			continue;
		if (li_link_state(link) == LI_LINK_OPEN && !why[0])
			why = "not all was acknowledged";
		fprintf(stderr, "lmisf-deliver: destination %lld: %s%s%s\n",
			(long long)li_link_destination(link)->row,
			li_link_state_name(li_link_state(link)),
			why[0] ? ": " : "", why);
	}
	if (held[0])
		fprintf(stderr,
			"lmisf-deliver: confirmations are not "
			"recorded: lmisfd: %s\n",
			held);
	return EX_TEMPFAIL;
}

/* What it could not send nobody has: that is no success. */
static int tell_aside(const struct runner *r)
{
	const struct li_link *link;
	int status = EX_OK;

	for (size_t i = 0; (link = li_deliver_link(r->deliver, i)); i++) {
		const uint64_t n = li_link_counts(link)->aside;

		if (n == 0)
			continue;
		fprintf(stderr,
			"lmisf-deliver: destination %lld: %" PRIu64
			" records cannot be sent\n",
			(long long)li_link_destination(link)->row, n);
		status = EX_DATAERR;
	}
	return status;
}

static int finish(const struct runner *r, li_err err,
	const struct li_fault *fault)
{
	if (err != LI_OK)
		return li_daemon_fail(err, fault);
	if (r->options->once && !r->options->check && !r->drained)
		return explain(r);
	return r->options->once && r->deliver ? tell_aside(r) : EX_OK;
}

int run(const struct run_options *options)
{
	const struct li_config *config = options->config;
	const struct li_store_place place = {
		.path = config->store.path,
		.key_file = config->store.key_file,
	};
	struct runner r = {.options = options,
		.keeper = {.files = li_config_tls_files(&config->deliver.tls),
			.stage = "deliver",
			.use = on_creds,
			.data = &r}};
	struct li_fault fault = {0};
	li_err err = li_config_check_deliver(config, &fault);
	int status;

	if (err == LI_OK && options->once)
		helper_prepare(&r.helper, options->config_path);
	if (err == LI_OK)
		err = li_tls_keeper_load(&r.keeper, &fault);
	if (err == LI_OK)
		err = kms_load(&r.kms, config, &fault);
	if (err == LI_OK && config->deliver.check_key[0])
		err = li_signing_open(config->deliver.check_key, &r.signing,
			&fault);
	if (err == LI_OK)
		err = li_store_open(&place, LI_STORE_READER, &r.store, &fault);
	if (err == LI_OK && !options->check)
		err = deliver(&r, &fault);
	status = finish(&r, err, &fault);
	li_stats_free(r.stats);
	li_deliver_free(r.deliver);
	li_signing_free(r.signing);
	kms_free(&r.kms);
	li_tls_keeper_free(&r.keeper);
	li_loop_free(r.loop);
	li_store_close(r.store);
	helper_stop(&r.helper);
	return status;
}
