/* SPDX-License-Identifier: BSD-3-Clause */
#include "run.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/log.h"
#include "box.h"
#include "common/daemon.h"
#include "common/ready.h"
#include "creds.h"
#include "heard.h"
#include "net/given.h"
#include "tell.h"
#include "x1/guard.h"
#include "x1/pack.h"
#include "x1/reader.h"
#include "x1/refusals.h"
#include "x1/server.h"
#include "x1/service.h"

enum {
	SECOND_US = 1000000,
	RETRY_MIN_US = 200000,
	TIME1S = 3,           /* TIME2 is so many. TS 103 221-1 cl. 5.2.2 */
	ANSWER_MAX = 1 << 16, /* octets of what the ADMF says to a report */
};

static const int64_t day_us = INT64_C(86400000000);

struct runner {
	const struct li_config *config;
	const char *probe;
	struct li_loop *loop;
	struct creds creds;
	struct li_x1_asker *asker;
	struct li_x1_reader *reader;
	struct li_x1_server *server;
	struct li_x1_service service;
	struct heard heard;
	struct li_x1_reporter *reporter; /* NULL: nobody is told */
	struct tell tell;
	uint64_t refused; /* requests */
	li_err broken;    /* why the program must end */
	struct li_x1_refusals_told told;
	struct li_timer refusals, alive;
};

/* Certificates are new, or who was revoked. */
static void on_creds(void *data)
{
	struct runner *r = data;

	if (!r->reporter)
		return;
	li_x1_reporter_renew(r->reporter);
	r->tell.end_us = li_tls_creds_end(r->creds.keeper.now);
	tell_look(&r->tell);
}

static void on_signal(void *data, int signo)
{
	struct runner *r = data;

	if (signo == SIGHUP)
		li_tls_keeper_reload(&r->creds.keeper);
	else
		li_loop_stop(r->loop);
}

static li_err on_document(void *data, const char *uid, struct li_slice document,
	struct li_buf *out)
{
	struct runner *r = data;
	struct li_x1_arrived arrived = {.uid = uid, .at_us = li_clock_now_us()};
	struct li_buf requests = {.max = LI_X1_PACKED_MAX};
	li_err err;

	arrived.err = li_x1_reader_read(r->reader, document, &requests);
	arrived.requests = li_buf_slice(&requests);
	if (arrived.err == LI_EIO && li_x1_reader_gone(r->reader)) {
		r->broken = LI_EIO;
		li_loop_stop(r->loop);
	}
	err = li_x1_serve(&r->service, &arrived, out);
	li_buf_fini(&requests);
	return err;
}

static li_err open_server(struct runner *r, struct li_fault *fault)
{
	const struct li_config *c = r->config;
	const struct li_x1_server_options options = {
		.at = c->x1.listen.at,
		.at_count = c->x1.listen.count,
		.path = c->x1.path,
		.admf = c->x1.admf_identifier,
		.max_connections = c->x1.max_connections,
		.max_body = LI_X1_OCTETS_MAX,
		.handshake_us = (int64_t)c->x1.handshake_s * SECOND_US,
		.request_us = (int64_t)c->x1.request_s * SECOND_US,
		.idle_us = (int64_t)c->x1.idle_s * SECOND_US,
		.fn = on_document,
		.data = r,
	};

	return li_x1_server_new(r->loop, r->creds.keeper.now, &options,
		&r->server, fault);
}

/* TS 33.127 cl. 8.7: who was refused is in the audit too */
static void tell_refusals(struct runner *r)
{
	const char *uid;
	struct li_x1_refusals now = {
		.peers = li_x1_server_refused(r->server),
		.strangers = li_x1_server_strangers(r->server, &uid),
		.documents = li_x1_reader_counts(r->reader)->refused,
		.heads = r->refused,
	};

	li_slice_copy(li_slice_str(uid), now.uid, sizeof(now.uid));
	if (li_x1_refusals_tell(&r->told, &now, li_clock_mono_us(),
		    li_x1_asker_ask, r->asker) != LI_OK)
		li_log(LI_LOG_WARNING, "x1", 0,
			"who was refused is not in the audit yet");
}

static void look_for_refusals(void *data)
{
	struct runner *r = data;

	tell_refusals(r);
	li_loop_arm(r->loop, &r->refusals, SECOND_US, look_for_refusals, r);
}

static void print_counts(const struct runner *r)
{
	const struct li_x1_reader_counts *n = li_x1_reader_counts(r->reader);

	printf("lmisf-x1d: %llu peers refused, %llu documents, %llu of them "
	       "refused, %llu late, %llu ended their reader\n",
		(unsigned long long)li_x1_server_refused(r->server),
		(unsigned long long)n->documents,
		(unsigned long long)n->refused, (unsigned long long)n->late,
		(unsigned long long)n->ended);
	fflush(stdout);
}

/* Where lmisfd listens for us. */
static const char *socket_of(const struct li_config *c)
{
	return c->sockets.x1[0] ? c->sockets.x1 : c->sockets.control;
}

/* TS 103 221-1 cl. 6.5 */
static li_err start_reports(struct runner *r, struct li_fault *fault)
{
	const struct li_config *c = r->config;
	const struct li_x1_reporter_options options = {
		.admf = c->x1.admf_identifier,
		.ne = c->x1.ne_identifier,
		.control = socket_of(c),
		.send = {.url = c->x1.report_to,
			.type = "text/xml",
			.certificate = c->x1.tls.certificate,
			.key = c->x1.tls.key,
			.ca = c->x1.tls.ca,
			.crl = c->x1.tls.crl,
			.tls12 = c->x1.tls.tls12,
			.creds = &r->creds.keeper.now,
			.uid = c->x1.admf_identifier,
			.connect_us = (int64_t)c->x1.handshake_s * SECOND_US,
			.whole_us =
				(int64_t)c->x1.answer_s * TIME1S * SECOND_US,
			.max_body = ANSWER_MAX},
		.retry_min_us = RETRY_MIN_US,
		.retry_max_us = (int64_t)c->x1.report_retry_s * SECOND_US,
	};
	li_err err;

	if (!c->x1.report_to[0]) {
		li_log(LI_LOG_WARNING, "report", 0,
			"x1.report_to is not given: the ADMF is told of "
			"nothing that it does not ask for");
		return LI_OK;
	}
	err = li_x1_reporter_new(r->loop, &options, &r->reporter);
	if (err)
		return li_fault_set(fault, err,
			"x1.report_to: reports cannot be sent there");
	r->tell = (struct tell){.loop = r->loop,
		.reporter = r->reporter,
		.end_us = li_tls_creds_end(r->creds.keeper.now),
		.warn_us = c->x1.report_days * day_us};
	tell_look(&r->tell);
	return LI_OK;
}

/* What starts its cells is a copy of this process: before there is a key in it.
 * TIME1 is for the whole of a request. TS 103 221-1 cl. 5.2.2 */
static li_err open_reader(struct runner *r, struct li_fault *fault)
{
	const int64_t half_us = (int64_t)r->config->x1.answer_s * SECOND_US / 2;
	const li_err err =
		li_x1_reader_new("/proc/self/exe", half_us, &r->reader);

	return err ? li_fault_set(fault, LI_EIO,
			     "/proc/self/exe: cannot be started to read XML")
		   : LI_OK;
}

/* A request is carried out within one round: a round that came shows that none
 * hangs. */
static void look_alive(void *data)
{
	struct runner *r = data;

	li_watchdog();
	if (li_watchdog_every())
		li_loop_arm(r->loop, &r->alive, li_watchdog_every() / 2,
			look_alive, r);
}

static li_err serve(struct runner *r, struct li_fault *fault)
{
	const struct li_config *c = r->config;
	const int64_t answer_us = (int64_t)c->x1.answer_s * SECOND_US;
	li_err err = li_x1_asker_new(socket_of(c), answer_us, &r->asker);

	r->service = (struct li_x1_service){
		.admf = c->x1.admf_identifier,
		.ne = c->x1.ne_identifier,
		.ask = li_x1_asker_ask,
		.ask_data = r->asker,
		.heard = heard_now,
		.heard_data = &r->heard,
		.deactivate_all = c->x1.deactivate_all_tasks,
		.remove_all = c->x1.remove_all_destinations,
		.refused = &r->refused,
		.keepalive = c->x1.keepalive,
	};
	if (err == LI_OK)
		err = li_loop_new(&r->loop);
	if (err == LI_OK)
		err = li_loop_signals(r->loop, on_signal, r);
	r->heard = (struct heard){.loop = r->loop, .service = &r->service};
	if (err == LI_OK)
		err = open_server(r, fault);
	if (li_given_close())
		li_log(LI_LOG_WARNING, "x1", 0,
			"a socket that was handed over is not in x1.listen");
	if (err == LI_OK)
		err = start_reports(r, fault);
	if (err != LI_OK)
		return err;
	r->creds.news = on_creds;
	r->creds.news_data = r;
	creds_watch(&r->creds, r->loop, r->server);
	err = box_enter(c, r->probe, fault);
	if (err != LI_OK)
		return err;
	li_loop_arm(r->loop, &r->refusals, SECOND_US, look_for_refusals, r);
	li_ready("lmisf-x1d");
	look_alive(r);
	err = li_loop_run(r->loop);
	if (r->broken)
		err = li_fault_set(fault, r->broken,
			"what starts the readers of documents has ended");
	li_stopping();
	print_counts(r);
	heard_stop(&r->heard);
	tell_stop(&r->tell);
	li_loop_disarm(r->loop, &r->refusals);
	r->told.next_us = 0; /* the last of them have no later row */
	tell_refusals(r);
	return err;
}

int run(const struct run_options *options)
{
	struct runner r = {.config = options->config, .probe = options->probe};
	struct li_fault fault = {0};
	li_err err = li_config_check_x1(r.config, &fault);

	if (err == LI_OK && !options->check)
		err = open_reader(&r, &fault);
	if (err == LI_OK)
		err = creds_load(&r.creds, r.config, &fault);
	if (err == LI_OK && !options->check)
		err = serve(&r, &fault);
	li_x1_reporter_free(r.reporter);
	li_x1_server_free(r.server);
	creds_free(&r.creds);
	li_loop_free(r.loop);
	li_x1_reader_free(r.reader);
	li_x1_asker_free(r.asker);
	return err == LI_OK ? EX_OK : li_daemon_fail(err, &fault);
}
