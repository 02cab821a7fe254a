/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "deliver/link_inside.h"
#include "net/sock.h"

const char *li_link_state_name(enum li_link_state state)
{
	switch (state) {
	case LI_LINK_IDLE: return "idle";
	case LI_LINK_CONNECTING: return "connecting";
	case LI_LINK_HANDSHAKE: return "handshake";
	case LI_LINK_OPEN: return "open";
	case LI_LINK_BACKOFF: return "back-off";
	}
	return "?";
}

static const struct li_link_protocol *protocol_of(enum li_format format)
{
	switch (format) {
	case LI_FORMAT_X2: return &li_link_x2;
	case LI_FORMAT_X2_SIP: return &li_link_x2_sip;
	case LI_FORMAT_HI2_33128:
	case LI_FORMAT_HI2_33128_R17:
	case LI_FORMAT_HI2_IPMM: break;
	}
	return &li_link_hi2;
}

li_err li_link_new(struct li_loop *loop,
	const struct li_destination *destination,
	const struct li_link_options *options,
	const struct li_link_ports *ports, struct li_link **out)
{
	struct li_link *link = calloc(1, sizeof(*link));
	uint64_t seed = (uint64_t)li_clock_mono_us();

	if (!link)
		return LI_ENOMEM;
	if (li_lanes_new(&link->lanes) != LI_OK) {
		free(link);
		return LI_ENOMEM;
	}
	link->loop = loop;
	link->destination = *destination;
	link->options = *options;
	link->protocol = protocol_of(destination->handover.format);
	link->reset = link->protocol->reset ? destination->reset_behind : 0;
	/* TS 102 232-1 cl. 6.3.4 */
	if (li_format_is_hi2(destination->handover.format)) {
		link->options.keepalive_us = options->time1_us;
		link->options.ack_timeout_us = options->time3_us;
	}
	link->ports = *ports;
	link->in.max = LI_LINK_IN_MAX;
	memcpy(&seed, destination->did.octet, sizeof(seed) / 2);
	li_backoff_init(&link->backoff, options->backoff_min_us,
		options->backoff_max_us, seed);
	*out = link;
	return LI_OK;
}

/* Forget the connection, not what is confirmed. */
static void disconnect(struct li_link *link)
{
	li_loop_disarm(link->loop, &link->step);
	li_loop_disarm(link->loop, &link->keepalive);
	li_loop_disarm(link->loop, &link->overdue);
	li_link_settle_broke(link);
	li_loop_disarm(link->loop, &link->check);
	li_loop_disarm(link->loop, &link->sign);
	li_link_site_stop(link);
	if (link->tls)
		li_tls_bye(link->tls);
	li_tls_free(link->tls);
	link->tls = NULL;
	if (link->watch.added) {
		li_loop_remove(link->loop, &link->watch);
		close(link->watch.fd);
	}
	li_buf_reset(&link->in);
	li_buf_wipe(&link->out);
	link->out_at = 0;
	link->full = false;
	li_lanes_restart(link->lanes, link->confirmed);
	li_link_check_broke(link);
	link->drained = false;
	link->more = link->seen_all = false;
	link->stuck = false;
	link->asking = false;
	link->held = link->told = false;
	li_window_reset(&link->window);
}

void li_link_free(struct li_link *link)
{
	if (!link)
		return;
	disconnect(link);
	li_checks_free(link->checks);
	li_lanes_free(link->lanes);
	li_buf_fini(&link->in);
	li_buf_fini(&link->out);
	free(link);
}

void li_link_set_creds(struct li_link *link, struct li_tls_creds *creds)
{
	link->creds = creds;
	/* TS 33.127 cl. 8: who was revoked is not kept, who was not is. */
	if (link->tls && !li_tls_recheck(link->tls, creds))
		li_link_break_tls(link, LI_TLS_FAILED);
}

static void on_retry(void *data)
{
	struct li_link *link = data;

	link->state = LI_LINK_IDLE;
	li_link_wake(link);
}

void li_link_break(struct li_link *link, const char *why)
{
	const bool news = strncmp(link->why, why, sizeof(link->why) - 1) != 0;
	const int64_t wait_us = li_backoff_next(&link->backoff);

	/* One line for each new reason, not for each try. */
	li_log(news || link->state == LI_LINK_OPEN ? LI_LOG_WARNING
						   : LI_LOG_DEBUG,
		"deliver", 0, "destination %lld: %s, trying again in %lld ms",
		(long long)link->destination.row, why,
		(long long)(wait_us / 1000));
	snprintf(link->why, sizeof(link->why), "%s", why);
	memcpy(link->last, link->why, sizeof(link->last));
	link->counts.breaks++;
	link->counts.closed += link->state == LI_LINK_OPEN;
	disconnect(link);
	li_link_site_failed(link);
	link->state = LI_LINK_BACKOFF;
	li_loop_arm(link->loop, &link->step, wait_us, on_retry, link);
}

void li_link_break_tls(struct li_link *link, enum li_tls_outcome outcome)
{
	char why[LI_LINK_WHY];

	if (outcome == LI_TLS_FAILED)
		snprintf(why, sizeof(why), "TLS: %s", li_tls_why(link->tls));
	else if (strncmp(link->why, "TLS: ", 5) == 0)
		/* It said why the last time, and has not accepted us since. */
		memcpy(why, link->why, sizeof(why));
	else
		snprintf(why, sizeof(why), "closed by the peer");
	li_link_break(link, why);
}

static void opened(struct li_link *link)
{
	li_loop_disarm(link->loop, &link->step);
	link->state = LI_LINK_OPEN;
	link->counts.opened++;
	li_log(LI_LOG_NOTICE, "deliver", 0, "destination %lld: connected, %s",
		(long long)link->destination.row, li_tls_version(link->tls));
	li_link_site_opened(link);
	link->protocol->open(link);
	li_link_send(link);
}

static void shake(struct li_link *link)
{
	const enum li_tls_outcome outcome = li_tls_handshake(link->tls);

	switch (outcome) {
	case LI_TLS_WANT_IN:
		li_loop_want(link->loop, &link->watch, LI_LOOP_IN);
		return;
	case LI_TLS_WANT_OUT:
		li_loop_want(link->loop, &link->watch, LI_LOOP_OUT);
		return;
	case LI_TLS_CLOSED:
	case LI_TLS_FAILED: li_link_break_tls(link, outcome); return;
	case LI_TLS_OK: opened(link); return;
	}
}

static void on_timeout(void *data)
{
	struct li_link *link = data;

	li_link_break(link,
		link->state == LI_LINK_CONNECTING
			? "no answer to connecting"
			: "TLS: handshake took too long");
}

static void connected(struct li_link *link)
{
	struct li_fault fault = {0};
	const char *peer = li_link_site_of(link).peer;

	if (li_sock_connected(link->watch.fd, &fault) != LI_OK) {
		li_link_break(link, fault.text);
		return;
	}
	if (li_tls_client(link->creds, link->watch.fd, peer[0] ? peer : NULL,
		    &link->tls) != LI_OK) {
		li_link_break(link, li_err_name(LI_ENOMEM));
		return;
	}
	li_tls_pin(link->tls, &link->destination.pins);
	link->state = LI_LINK_HANDSHAKE;
	li_loop_arm(link->loop, &link->step, link->options.open_timeout_us,
		on_timeout, link);
	shake(link);
}

static void on_ready(void *data, uint32_t ready)
{
	struct li_link *link = data;

	(void)ready;
	switch (link->state) {
	case LI_LINK_CONNECTING: connected(link); return;
	case LI_LINK_HANDSHAKE: shake(link); return;
	case LI_LINK_OPEN:
		if (li_link_receive(link))
			li_link_send(link);
		return;
	case LI_LINK_IDLE:
	case LI_LINK_BACKOFF: return; /* nothing is watched */
	}
}

static void connect_now(struct li_link *link)
{
	const struct li_link_site site = li_link_site_of(link);
	struct li_fault fault = {0};
	const char *missing = link->protocol->missing(link);
	struct li_address to;
	int fd;

	if (missing) {
		li_link_break(link, missing);
		return;
	}
	if (li_sock_resolve(site.host, site.port, &to) != LI_OK) {
		li_link_break(link, "its host name has no address");
		return;
	}
	/* The kernel gives up when we would: TIME_P2. */
	if (li_sock_connect(&to,
		    (unsigned int)(link->options.ack_timeout_us / 1000), &fd,
		    &fault) != LI_OK) {
		li_link_break(link, fault.text);
		return;
	}
	link->state = LI_LINK_CONNECTING;
	if (li_loop_add(link->loop, &link->watch, fd, LI_LOOP_OUT, on_ready,
		    link) != LI_OK) {
		close(fd);
		li_link_break(link, li_err_name(LI_EIO));
		return;
	}
	li_loop_arm(link->loop, &link->step, link->options.open_timeout_us,
		on_timeout, link);
}

void li_link_wake(struct li_link *link)
{
	bool due = false;

	switch (link->state) {
	case LI_LINK_OPEN: li_link_send(link); return;
	case LI_LINK_IDLE:
		if (link->finishing || !li_link_check_begin(link))
			return;
		if (!li_link_probe(link, &due))
			return; /* the store will be asked again */
		link->drained = !due;
		if (due || link->options.stay || li_link_unchecked(link))
			connect_now(link);
		return;
	case LI_LINK_CONNECTING:
	case LI_LINK_HANDSHAKE:
	case LI_LINK_BACKOFF: return;
	}
}

void li_link_keys(struct li_link *link)
{
	if (!li_lanes_holding(link->lanes))
		return;
	li_lanes_release(link->lanes);
	li_link_wake(link);
}

void li_link_leave(struct li_link *link)
{
	link->counts.closed++;
	link->counts.breaks++;
	snprintf(link->last, sizeof(link->last),
		"the primary address answers again");
	disconnect(link);
	link->state = LI_LINK_IDLE;
	connect_now(link);
}

void li_link_finish(struct li_link *link)
{
	link->finishing = true;
	if (link->state != LI_LINK_OPEN || !link->checks)
		return;
	/* what waits for its check would not be confirmed */
	li_link_check(link);
	if (li_link_asks(link) && !li_window_full(&link->window))
		li_link_keepalive(link);
	li_link_send(link);
}

bool li_link_drained(const struct li_link *link)
{
	if (link->finishing)
		return link->state != LI_LINK_OPEN || !li_link_flying(link);
	return link->drained && !li_lanes_busy(link->lanes) &&
		!li_link_flying(link) && !li_link_unchecked(link);
}

enum li_link_state li_link_state(const struct li_link *link)
{
	return link->state;
}

const struct li_destination *li_link_destination(const struct li_link *link)
{
	return &link->destination;
}

const struct li_link_counts *li_link_counts(const struct li_link *link)
{
	return &link->counts;
}

const char *li_link_why(const struct li_link *link)
{
	return link->why;
}

const char *li_link_last(const struct li_link *link)
{
	return link->last;
}
