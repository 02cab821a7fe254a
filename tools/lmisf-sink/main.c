/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "common/confine.h"
#include "common/daemon.h"
#include "creds.h"
#include "gap.h"
#include "net/sock.h"
#include "sink.h"

enum {
	DELAY_MAX = 600000, /* milliseconds */
	STALL_MAX = 86400,  /* seconds */
};

static struct creds_options creds = {.tls_min = "1.3"};
static const char *listen_at, *format = "auto";
static const char *out_path, *count, *idle, *probe;
static const char *peer_key, *pcap_path, *delay, *drop, *reset, *stall;
static bool json, no_ack, garbage, resume;

static const struct li_daemon_option options[] = {
	{"listen", "ADDR:PORT", "where to listen; port 0 picks one",
		.text = &listen_at},
	{"cert", "FILE", "our certificate, PEM", .text = &creds.cert},
	{"key", "FILE", "its key, PEM, not readable by others",
		.text = &creds.key},
	{"ca", "FILE", "CA of the peers that may connect, PEM",
		.text = &creds.ca},
	{"crl", "FILE", "whom that CA revoked, PEM", .text = &creds.crl},
	{"ocsp", "FILE", "OCSP response of our certificate, DER",
		.text = &creds.ocsp},
	{"ocsp-required", NULL, "no peer without an OCSP response",
		.flag = &creds.ocsp_required},
	{"pins", "PIN,...", "keys that peers may have: SHA-256 in base64",
		.text = &creds.pins},
	{"peer-key", "FILE", "key or certificate of who signs, PEM",
		.text = &peer_key},
	{"tls-min", "1.3|1.2", "lowest TLS version taken (1.3)",
		.text = &creds.tls_min},
	{"format", "auto|x2|hi2", "what peers send (auto: as each begins)",
		.text = &format},
	{"json", NULL, "print JSON, an object a line", .flag = &json},
	{"out", "FILE", "append the octets of each PDU to FILE",
		.text = &out_path},
	{"pcap", "FILE", "write what was said to FILE, for Wireshark",
		.text = &pcap_path},
	{"no-ack", NULL, "do not acknowledge keepalives", .flag = &no_ack},
	{"delay", "MS", "acknowledge after MS milliseconds", .text = &delay},
	{"drop", "N", "leave out each Nth acknowledgement", .text = &drop},
	{"garbage", NULL, "acknowledge with octets that are none",
		.flag = &garbage},
	{"reset", "N", "reset each connection after N records", .text = &reset},
	{"stall", "S",
		"after a connection's first record, read on in S seconds",
		.text = &stall},
	{"resume", NULL, "a stream may begin above sequence 0",
		.flag = &resume},
	{"count", "N", "stop after N different records", .text = &count},
	{"idle", "S", "stop after S seconds without a record", .text = &idle},
	LI_CONFINE_OPTION(&probe),
	{0},
};

static const struct li_daemon program = {
	.name = "lmisf-sink",
	.usage = "--listen ADDR:PORT --cert FILE --key FILE --ca FILE [OPTION]",
	.options = options,
	.more = "What was printed (and, with --out, is on the disk) is"
		" acknowledged.\nExit status 1: a gap, a duplicate that"
		" differs, a wrong integrity check, or\nan undecodable"
		" PDU.\nSIGHUP reads the certificates again.\n",
};

/* Standard output is lines, standard error the rest. */
static void print_gap(const struct track_gap *gap, void *data)
{
	li_err *err = data;

	gap_say(gap, stderr);
	if (json && *err == LI_OK)
		*err = gap_show_json(gap, stdout);
}

static int summary(const struct sink *sink)
{
	const struct sink_counts *n = &sink->counts;
	li_err err = LI_OK;
	const uint64_t gaps = track_gaps(sink->track, resume, print_gap, &err);

	if (n->checks > 0)
		fprintf(stderr,
			"%" PRIu64 " integrity checks, %" PRIu64
			" wrong, %" PRIu64 " not verified\n",
			n->checks, n->wrong, n->unverified);
	fprintf(stderr,
		"%" PRIu64 " received, %" PRIu64 " duplicates, %" PRIu64
		" gaps, %" PRIu64 " undecodable\n",
		n->received, n->duplicates, gaps, n->undecodable);
	if (err != LI_OK)
		return li_daemon_fail(err, NULL);
	return gaps > 0 || n->differing > 0 || n->undecodable > 0 ||
			n->wrong > 0
		? 1
		: 0;
}

static void on_signal(void *data, int signo)
{
	struct sink *sink = data;

	if (signo == SIGHUP)
		li_tls_keeper_reload(&sink->keeper);
	else
		sink_stop(sink, LI_OK);
}

static li_err open_listener(int *fd, struct li_fault *fault)
{
	struct li_address at;
	char text[LI_SOCK_TEXT];
	li_err err = li_sock_parse(listen_at, &at);

	if (err != LI_OK)
		return li_fault_set(fault, LI_ECONFIG,
			"--listen %s: not ADDR:PORT", listen_at);
	err = li_sock_listen(&at, fd, fault);
	if (err != LI_OK)
		return err;
	err = li_sock_local(*fd, &at);
	if (err != LI_OK) {
		close(*fd);
		return err;
	}
	li_sock_format(&at, text);
	fprintf(stderr, "listening on %s\n", text);
	return LI_OK;
}

static li_err open_out(struct sink_options *o, struct li_fault *fault)
{
	if (!out_path)
		return LI_OK;
	o->out = fopen(out_path, "ae");
	if (!o->out)
		return li_fault_set(fault, LI_ECONFIG, "%s: %s", out_path,
			strerror(errno));
	return LI_OK;
}

/* All that it needs is open, --out too; but certificates are read again. */
static li_err confine(struct li_fault *fault)
{
	struct li_confine box = {.calls = LI_CALLS_ACCEPT | LI_CALLS_TLS |
			LI_CALLS_FILES,
		.probe = probe};

	creds_confine(&creds, &box);
	return li_confine(&box, fault);
}

static li_err serve(struct sink *sink, struct li_fault *fault)
{
	int fd = -1;
	li_err err = open_listener(&fd, fault);

	if (err != LI_OK)
		return err;
	err = confine(fault);
	li_tls_keeper_watch(&sink->keeper, sink->loop);
	if (err == LI_OK)
		err = sink_serve(sink, fd);
	if (err != LI_OK) {
		if (!sink->listener.added)
			close(fd);
		return err;
	}
	err = li_loop_run(sink->loop);
	if (err == LI_OK)
		err = sink_sync(sink);
	return err != LI_OK ? err : sink->err;
}

static int run(struct sink *sink)
{
	struct li_fault fault = {0};
	struct seal_key *signer = NULL;
	int status;
	li_err err = creds_load(sink, &creds, &fault);

	if (err == LI_OK && peer_key)
		err = seal_key_load(peer_key, &signer, &fault);
	sink->checker.key = signer;
	if (err == LI_OK)
		err = open_out(&sink->options, &fault);
	if (err == LI_OK && pcap_path)
		err = trace_open(pcap_path, &sink->trace, &fault);
	if (err == LI_OK)
		err = li_loop_new(&sink->loop);
	if (err == LI_OK)
		err = li_loop_signals(sink->loop, on_signal, sink);
	if (err == LI_OK)
		err = serve(sink, &fault);
	status = err == LI_OK ? summary(sink) : li_daemon_fail(err, &fault);
	if (sink->loop)
		sink_end(sink);
	trace_close(sink->trace);
	if (sink->options.out)
		fclose(sink->options.out);
	li_tls_keeper_free(&sink->keeper);
	li_loop_free(sink->loop);
	seal_key_free(signer);
	return status;
}

/* False when it is given, and no number up to max. */
static bool number(const char *text, uint64_t max, uint64_t *out)
{
	return !text || li_text_u64(li_slice_str(text), max, out) == LI_OK;
}

/* 0, or the exit status of a wrong command line. */
static int check_tricks(struct sink_tricks *tricks)
{
	uint64_t ms = 0, seconds = 0;

	if (!number(delay, DELAY_MAX, &ms))
		return li_daemon_usage("--delay is up to %d milliseconds",
			DELAY_MAX);
	if (!number(stall, STALL_MAX, &seconds))
		return li_daemon_usage("--stall is up to %d seconds",
			STALL_MAX);
	if (!number(drop, UINT32_MAX, &tricks->drop) ||
		!number(reset, UINT32_MAX, &tricks->reset))
		return li_daemon_usage("--drop and --reset are numbers");
	tricks->delay_us = (int64_t)ms * 1000;
	tricks->stall_us = (int64_t)seconds * 1000000;
	tricks->no_ack = no_ack;
	tricks->garbage = garbage;
	return 0;
}

static int check_options(struct sink_options *o)
{
	uint64_t seconds = 0;

	if (!listen_at || !creds.cert || !creds.key || !creds.ca)
		return li_daemon_usage(
			"--listen, --cert, --key and --ca are needed");
	if (!li_confine_known(probe))
		return li_daemon_usage("--probe-sandbox: " LI_PROBES);
	if (strcmp(format, "x2") == 0)
		o->format = STREAM_X2;
	else if (strcmp(format, "hi2") == 0)
		o->format = STREAM_HI2;
	else if (strcmp(format, "auto") != 0)
		return li_daemon_usage("--format is auto, x2 or hi2");
	if (li_tls_is_token(creds.key))
		return li_daemon_usage("--key is a file, not in a token");
	if (!creds_pins_known(creds.pins))
		return li_daemon_usage(
			"--pins: up to %d, SHA-256 of a public key in base64",
			LI_PINS_MAX);
	if (strcmp(creds.tls_min, "1.3") != 0 &&
		strcmp(creds.tls_min, "1.2") != 0)
		return li_daemon_usage("--tls-min is 1.3 or 1.2");
	if (!number(count, UINT32_MAX, &o->count))
		return li_daemon_usage("--count is a number");
	if (!number(idle, 1000000, &seconds))
		return li_daemon_usage("--idle is a number of seconds");
	o->idle_us = seconds * 1000000;
	o->json = json;
	o->resume = resume;
	return check_tricks(&o->tricks);
}

int main(int argc, char **argv)
{
	static struct sink sink;
	int status;

	if (li_daemon_start(&program, argc, argv) < argc)
		return li_daemon_usage("a word that is no option");
	status = check_options(&sink.options);
	return status ? status : run(&sink);
}
