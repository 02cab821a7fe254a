/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/server.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "net/sock.h"
#include "web/conn.h"
#include "x1/message.h"

enum { PAUSE_US = 100000 }; /* when no descriptor is left */

_Static_assert((int)LI_WEB_UID_MAX == (int)LI_X1_IDENTIFIER_MAX, "a UID fits");

/* Connections of one standing, oldest first. */
struct queue {
	struct li_web_conn *first, *last;
	size_t count, max;
};

struct listener {
	struct li_x1_server *server;
	struct li_watch watch;
	struct li_timer pause;
};

struct li_x1_server {
	struct li_loop *loop;
	struct li_tls_creds *creds;
	struct li_x1_server_options options;
	struct li_web_conn_kind kind;
	struct listener listeners[LI_X1_LISTEN_MAX];
	size_t listener_count;
	struct queue shaking, strangers, admf;
	uint64_t refused, met;                   /* strangers that were met */
	char stranger[LI_X1_IDENTIFIER_MAX + 1]; /* the last of them */
};

/* ---- places ---- */

static void put(struct queue *q, struct li_web_conn *c)
{
	c->prev = q->last;
	c->next = NULL;
	if (q->last)
		q->last->next = c;
	else
		q->first = c;
	q->last = c;
	q->count++;
}

static void take(struct queue *q, struct li_web_conn *c)
{
	if (c->prev)
		c->prev->next = c->next;
	else
		q->first = c->next;
	if (c->next)
		c->next->prev = c->prev;
	else
		q->last = c->prev;
	q->count--;
}

static bool is_admf(const struct li_x1_server *s, const struct li_web_conn *c)
{
	return strcmp(c->uid, s->options.admf) == 0;
}

static struct queue *queue_of(struct li_x1_server *s,
	const struct li_web_conn *c)
{
	if (!c->opened)
		return &s->shaking;
	return is_admf(s, c) ? &s->admf : &s->strangers;
}

/* Make room for one more: the oldest that has no request under way gives way.
 * false: all have one. */
static bool make_room(struct queue *q)
{
	struct li_web_conn *c = q->first;

	if (q->count < q->max)
		return true;
	while (c && c->busy && !c->bye)
		c = c->next;
	if (c)
		li_web_conn_close(c);
	return c != NULL;
}

/* ---- what a connection tells ---- */

static bool on_open(void *data, struct li_web_conn *c)
{
	struct li_x1_server *s = data;
	struct queue *q = is_admf(s, c) ? &s->admf : &s->strangers;

	if (q == &s->strangers) {
		s->met++;
		memcpy(s->stranger, c->uid, sizeof(s->stranger));
	}
	if (!make_room(q)) {
		li_log(LI_LOG_WARNING, "x1", 0,
			"all connections are in use, one closed");
		return false;
	}
	li_log(LI_LOG_INFO, "x1", 0, "%s connected, %s",
		q == &s->admf ? "the ADMF" : "another than the ADMF",
		li_tls_version(c->tls));
	take(&s->shaking, c);
	put(q, c);
	c->opened = true;
	return true;
}

static void on_gone(void *data, struct li_web_conn *c)
{
	struct li_x1_server *s = data;

	s->refused += !c->opened;
	take(queue_of(s, c), c);
}

static li_err on_request(void *data, void *peer, struct li_slice body,
	struct li_buf *out)
{
	const struct li_x1_server *s = data;
	struct li_web_conn *c = peer;

	li_web_conn_answered(c);
	return s->options.fn(s->options.data, c->uid, body, out);
}

/* ---- listening ---- */

static void accept_all(void *data, uint32_t ready);

static void resume(void *data)
{
	struct listener *l = data;

	li_loop_want(l->server->loop, &l->watch, LI_LOOP_IN);
}

static void accept_all(void *data, uint32_t ready)
{
	struct listener *l = data;
	struct li_x1_server *s = l->server;
	struct li_address from;
	struct li_web_conn *c;
	li_err err = LI_OK;
	int fd;

	(void)ready;
	while (!err) {
		err = li_sock_accept(l->watch.fd, &fd, &from);
		if (err)
			break;
		(void)make_room(&s->shaking); /* none of these is busy */
		err = li_web_conn_new(&s->kind, s->creds, fd, &c);
		if (!err)
			put(&s->shaking, c);
	}
	if (err == LI_EAGAIN)
		return;
	li_loop_want(s->loop, &l->watch, 0);
	li_loop_arm(s->loop, &l->pause, PAUSE_US, resume, l);
}

static li_err listen_at(struct li_x1_server *s, const struct li_address *at,
	struct li_fault *fault)
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

static li_err start(struct li_x1_server *s, struct li_fault *fault)
{
	const struct li_web_http_options http = {
		.path = s->options.path,
		.type = "application/xml",
		.max_connections =
			s->options.max_connections + LI_X1_STRANGERS_MAX,
		.max_body = s->options.max_body,
		.fn = on_request,
		.data = s,
	};
	li_err err = li_web_http_new(s->loop, &http, &s->kind.http);

	for (size_t i = 0; !err && i < s->options.at_count; i++)
		err = listen_at(s, &s->options.at[i], fault);
	return err;
}

li_err li_x1_server_new(struct li_loop *loop, struct li_tls_creds *creds,
	const struct li_x1_server_options *options, struct li_x1_server **out,
	struct li_fault *fault)
{
	struct li_x1_server *s = calloc(1, sizeof(*s));
	li_err err;

	if (!s)
		return LI_ENOMEM;
	*s = (struct li_x1_server){
		.loop = loop,
		.creds = creds,
		.options = *options,
		.kind = {.loop = loop,
			.stage = "x1",
			.handshake_us = options->handshake_us,
			.request_us = options->request_us,
			.idle_us = options->idle_us,
			.open = on_open,
			.gone = on_gone,
			.data = s},
		.shaking.max = LI_X1_SHAKING_MAX,
		.strangers.max = LI_X1_STRANGERS_MAX,
		.admf.max = options->max_connections,
	};
	err = start(s, fault);
	if (err) {
		li_x1_server_free(s);
		return err;
	}
	*out = s;
	return LI_OK;
}

static void close_queue(struct queue *q)
{
	while (q->first)
		li_web_conn_close(q->first);
}

void li_x1_server_free(struct li_x1_server *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->listener_count; i++) {
		struct listener *l = &s->listeners[i];

		li_loop_disarm(s->loop, &l->pause);
		li_loop_remove(s->loop, &l->watch);
		close(l->watch.fd);
	}
	close_queue(&s->shaking);
	close_queue(&s->strangers);
	close_queue(&s->admf);
	li_web_http_free(s->kind.http);
	free(s);
}

/* TS 33.127 cl. 8: who was revoked is not kept, who was not is. */
static void recheck_queue(struct queue *q, struct li_tls_creds *creds)
{
	struct li_web_conn *next;

	for (struct li_web_conn *c = q->first; c; c = next) {
		next = c->next;
		if (li_tls_recheck(c->tls, creds))
			continue;
		li_log(LI_LOG_WARNING, "x1", 0, "%s, closed",
			li_tls_why(c->tls));
		li_web_conn_close(c);
	}
}

void li_x1_server_set_creds(struct li_x1_server *s, struct li_tls_creds *creds)
{
	s->creds = creds;
	close_queue(&s->shaking);
	recheck_queue(&s->strangers, creds);
	recheck_queue(&s->admf, creds);
}

uint64_t li_x1_server_refused(const struct li_x1_server *s)
{
	return s->refused;
}

uint64_t li_x1_server_strangers(const struct li_x1_server *s, const char **uid)
{
	*uid = s->stranger;
	return s->met;
}
