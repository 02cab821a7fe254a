/* SPDX-License-Identifier: BSD-3-Clause */
#include "run.h"

#include <signal.h>
#include <sysexits.h>

#include "base/log.h"
#include "common/confine.h"
#include "common/daemon.h"
#include "common/ready.h"
#include "metrics/feed.h"
#include "metrics/server.h"
#include "metrics/text.h"
#include "net/given.h"
#include "net/tls_keeper.h"

enum { SECOND_US = 1000000 };

struct runner {
	const struct li_config *config;
	bool of_li;
	const char *readers[LI_CONFIG_READERS_MAX];
	struct li_loop *loop;
	struct li_tls_keeper keeper; /* of_li */
	struct li_metrics_server *server;
	struct li_metrics_feed *feed;
	struct li_buf text; /* as it is served */
	struct li_timer alive;
};

static void on_counts(void *data, const struct li_counts *counts)
{
	struct runner *r = data;

	li_buf_reset(&r->text);
	li_metrics_text(&r->text, counts, r->of_li ? LI_COUNTS : LI_COUNTS_OPEN,
		LI_VERSION);
}

static void put_text(void *data, struct li_buf *out)
{
	const struct runner *r = data;

	out->bad |= r->text.bad;
	li_buf_put_slice(out, li_buf_slice(&r->text));
}

static void on_creds(void *data, struct li_tls_creds *creds)
{
	struct runner *r = data;

	li_metrics_server_set_creds(r->server, creds);
}

static void on_signal(void *data, int signo)
{
	struct runner *r = data;

	if (signo != SIGHUP)
		li_loop_stop(r->loop);
	else if (r->of_li)
		li_tls_keeper_reload(&r->keeper);
}

static li_err open_server(struct runner *r, struct li_fault *fault)
{
	const struct li_config *c = r->config;
	const struct li_config_listen *at =
		r->of_li ? &c->metrics.li_listen : &c->metrics.listen;
	const struct li_metrics_server_options options = {
		.at = at->at,
		.at_count = at->count,
		.creds = r->keeper.now,
		.readers = r->readers,
		.reader_count = c->metrics.readers_count,
		.max_connections = c->metrics.max_connections,
		.limit_us = (int64_t)c->metrics.request_s * SECOND_US,
		.fn = put_text,
		.data = r,
	};

	return li_metrics_server_new(r->loop, &options, &r->server, fault);
}

/* What anyone may see comes by a role that can ask for nothing else: who breaks
 * into this program by way of HTTP has no more than it shows.
 * TS 33.127 cl. 8.2 */
static li_err open_feed(struct runner *r)
{
	const struct li_config *c = r->config;
	const char *role = r->of_li ? c->sockets.operate : c->sockets.metrics;
	const struct li_metrics_feed_options options = {
		.socket = role[0] ? role : c->sockets.control,
		.of_li = r->of_li,
		.every_us = (int64_t)c->metrics.every_s * SECOND_US,
		.fn = on_counts,
		.data = r,
	};

	return li_metrics_feed_new(r->loop, &options, &r->feed);
}

/* TS 33.127 cl. 8.2 */
static li_err enter_box(const struct runner *r, const char *probe,
	struct li_fault *fault)
{
	struct li_confine box = {.probe = probe,
		.calls = LI_CALLS_ACCEPT | LI_CALLS_UNIX | LI_CALLS_TLS};

	if (r->of_li) {
		box.calls |= LI_CALLS_FILES;
		li_confine_tls(&box, &r->config->metrics.tls);
		li_confine_also(&box, r->config);
	}
	return li_confine(&box, fault);
}

/* Nothing here waits: a round that came shows that none hangs. */
static void look_alive(void *data)
{
	struct runner *r = data;

	li_watchdog();
	if (li_watchdog_every())
		li_loop_arm(r->loop, &r->alive, li_watchdog_every() / 2,
			look_alive, r);
}

static li_err serve(struct runner *r, const char *probe, struct li_fault *fault)
{
	li_err err = li_loop_new(&r->loop);

	on_counts(r, NULL);
	if (err == LI_OK)
		err = li_loop_signals(r->loop, on_signal, r);
	if (err == LI_OK)
		err = open_server(r, fault);
	if (li_given_close())
		li_log(LI_LOG_WARNING, "metrics", 0,
			"a socket that was handed over is not in metrics.%s",
			r->of_li ? "li_listen" : "listen");
	if (err == LI_OK)
		err = open_feed(r);
	if (err == LI_OK && r->of_li)
		li_tls_keeper_watch(&r->keeper, r->loop);
	if (err == LI_OK)
		err = enter_box(r, probe, fault);
	if (err != LI_OK)
		return err;
	li_ready("lmisf-metrics");
	look_alive(r);
	err = li_loop_run(r->loop);
	li_stopping();
	return err;
}

static li_err load(struct runner *r, struct li_fault *fault)
{
	const struct li_config *c = r->config;
	li_err err = li_config_check_metrics(c, r->of_li, fault);

	if (err || !r->of_li)
		return err;
	for (size_t i = 0; i < c->metrics.readers_count; i++)
		r->readers[i] = c->metrics.readers[i];
	r->keeper = (struct li_tls_keeper){
		.files = li_config_tls_files(&c->metrics.tls),
		.stage = "metrics",
		.use = on_creds,
		.data = r,
	};
	return li_tls_keeper_load(&r->keeper, fault);
}

int run(const struct run_options *options)
{
	struct runner r = {.config = options->config, .of_li = options->of_li};
	struct li_fault fault = {0};
	li_err err = load(&r, &fault);

	if (err == LI_OK && !options->check)
		err = serve(&r, options->probe, &fault);
	li_metrics_feed_free(r.feed);
	li_metrics_server_free(r.server);
	li_tls_keeper_free(&r.keeper);
	li_loop_free(r.loop);
	li_buf_fini(&r.text);
	return err == LI_OK ? EX_OK : li_daemon_fail(err, &fault);
}
