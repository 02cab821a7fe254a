/* SPDX-License-Identifier: BSD-3-Clause */
#include "metrics/server.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "metrics/text.h"
#include "net/sock.h"
#include "web/conn.h"

enum { PAUSE_US = 100000 }; /* when no descriptor is left */

struct listener {
	struct li_metrics_server *server;
	struct li_watch watch;
	struct li_timer pause;
};

struct li_metrics_server {
	struct li_loop *loop;
	struct li_metrics_server_options options;
	struct li_web_conn_kind kind;
	struct listener listeners[LI_METRICS_LISTEN_MAX];
	size_t listener_count;
	struct li_web_conn *first, *last; /* oldest first */
};

/* ---- places ---- */

static void put(struct li_metrics_server *s, struct li_web_conn *c)
{
	c->prev = s->last;
	c->next = NULL;
	if (s->last)
		s->last->next = c;
	else
		s->first = c;
	s->last = c;
}

static void on_gone(void *data, struct li_web_conn *c)
{
	struct li_metrics_server *s = data;

	if (c->next)
		c->next->prev = c->prev;
	else
		s->last = c->prev;
	if (c->prev)
		c->prev->next = c->next;
	else
		s->first = c->next;
}

/* Make room for one more of those that have shown who they are, or of those
 * that have not; false: all have a request under way, for which there is little
 * time. */
static bool make_room(struct li_metrics_server *s, bool opened, size_t max)
{
	struct li_web_conn *idle = NULL;
	size_t n = 0;

	for (struct li_web_conn *c = s->first; c; c = c->next) {
		if (c->opened != opened)
			continue;
		n++;
		if (!idle && (!c->busy || c->bye))
			idle = c;
	}
	if (n < max)
		return true;
	if (idle)
		li_web_conn_close(idle);
	return idle != NULL;
}

/* ---- what a connection tells ---- */

/* TS 33.127 cl. 8.2: who may see what is of LI is known by name */
static bool may_read(const struct li_metrics_server *s, const char *uid)
{
	if (!s->options.creds)
		return true;
	for (size_t i = 0; i < s->options.reader_count; i++)
		if (strcmp(s->options.readers[i], uid) == 0)
			return true;
	li_log(LI_LOG_WARNING, "metrics", 0,
		"peer certificate: its UID is not in metrics.readers, closed");
	return false;
}

static bool on_open(void *data, struct li_web_conn *c)
{
	struct li_metrics_server *s = data;

	return may_read(s, c->uid) &&
		make_room(s, true, s->options.max_connections);
}

static li_err on_request(void *data, void *peer, struct li_slice body,
	struct li_buf *out)
{
	const struct li_metrics_server *s = data;

	(void)body;
	li_web_conn_answered(peer);
	s->options.fn(s->options.data, out);
	return li_buf_check(out);
}

/* ---- listening ---- */

static void resume(void *data)
{
	struct listener *l = data;

	li_loop_want(l->server->loop, &l->watch, LI_LOOP_IN);
}

static void accept_all(void *data, uint32_t ready)
{
	struct listener *l = data;
	struct li_metrics_server *s = l->server;
	struct li_address from;
	struct li_web_conn *c;
	li_err err = LI_OK;
	int fd;

	(void)ready;
	while (!err) {
		err = li_sock_accept(l->watch.fd, &fd, &from);
		if (err)
			break;
		/* none of these is busy */
		(void)make_room(s, false, LI_METRICS_SHAKING_MAX);
		err = li_web_conn_new(&s->kind, s->options.creds, fd, &c);
		if (!err)
			put(s, c);
	}
	if (err == LI_EAGAIN)
		return;
	li_loop_want(s->loop, &l->watch, 0);
	li_loop_arm(s->loop, &l->pause, PAUSE_US, resume, l);
}

static li_err listen_at(struct li_metrics_server *s,
	const struct li_address *at, struct li_fault *fault)
{
	struct listener *l = &s->listeners[s->listener_count];
	int fd;
	li_err err = li_sock_listen(at, &fd, fault);

	if (err)
		return err;
	l->server = s;
	s->listener_count++;
	return li_loop_add(s->loop, &l->watch, fd, LI_LOOP_IN, accept_all, l);
}

static li_err start(struct li_metrics_server *s, struct li_fault *fault)
{
	const struct li_web_http_options http = {
		.get = true,
		.path = LI_METRICS_PATH,
		.type = LI_METRICS_TYPE,
		.max_connections = s->options.max_connections,
		.fn = on_request,
		.data = s,
	};
	li_err err = li_web_http_new(s->loop, &http, &s->kind.http);

	for (size_t i = 0; !err && i < s->options.at_count; i++)
		err = listen_at(s, &s->options.at[i], fault);
	return err;
}

li_err li_metrics_server_new(struct li_loop *loop,
	const struct li_metrics_server_options *options,
	struct li_metrics_server **out, struct li_fault *fault)
{
	struct li_metrics_server *s = calloc(1, sizeof(*s));
	li_err err;

	if (!s)
		return LI_ENOMEM;
	s->loop = loop;
	s->options = *options;
	s->kind = (struct li_web_conn_kind){
		.loop = loop,
		.stage = "metrics",
		.handshake_us = options->limit_us,
		.request_us = options->limit_us,
		.idle_us = options->limit_us,
		.open = on_open,
		.gone = on_gone,
		.data = s,
	};
	err = start(s, fault);
	if (err) {
		li_metrics_server_free(s);
		return err;
	}
	*out = s;
	return LI_OK;
}

void li_metrics_server_free(struct li_metrics_server *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->listener_count; i++) {
		struct listener *l = &s->listeners[i];

		li_loop_disarm(s->loop, &l->pause);
		li_loop_remove(s->loop, &l->watch);
		close(l->watch.fd);
	}
	while (s->first)
		li_web_conn_close(s->first);
	li_web_http_free(s->kind.http);
	free(s);
}

/* TS 33.127 cl. 8: who was revoked is not kept, who was not is. */
void li_metrics_server_set_creds(struct li_metrics_server *s,
	struct li_tls_creds *creds)
{
	struct li_web_conn *next;

	s->options.creds = creds;
	for (struct li_web_conn *c = s->first; c; c = next) {
		next = c->next;
		if (!c->opened || !li_tls_recheck(c->tls, creds))
			li_web_conn_close(c);
	}
}
