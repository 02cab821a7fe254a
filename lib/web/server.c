/* SPDX-License-Identifier: BSD-3-Clause */
#include "web/server.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "net/sock.h"

enum {
	PAUSE_US = 100000, /* when no descriptor is left */
	SHAKING = LI_WEB_RANKS,
	QUEUES,
};

/* Connections of one rank, oldest first. */
struct queue {
	struct li_web_conn *first, *last;
	size_t count, max;
};

struct listener {
	struct li_web_server *server;
	struct li_watch watch;
	struct li_timer pause;
};

struct li_web_server {
	struct li_loop *loop;
	struct li_tls_creds *creds;
	struct li_web_server_options options;
	struct li_web_conn_kind kind;
	struct listener listeners[LI_WEB_LISTEN_MAX];
	size_t listener_count;
	struct queue queues[QUEUES];
	uint64_t refused;
};

/* ---- places ---- */

static void put(struct li_web_server *s, size_t rank, struct li_web_conn *c)
{
	struct queue *q = &s->queues[rank];

	c->rank = rank;
	c->prev = q->last;
	c->next = NULL;
	if (q->last)
		q->last->next = c;
	else
		q->first = c;
	q->last = c;
	q->count++;
}

static void take(struct li_web_server *s, struct li_web_conn *c)
{
	struct queue *q = &s->queues[c->rank];

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
	struct li_web_server *s = data;
	const size_t rank = s->options.rank(s->options.rank_data, c);

	if (rank >= LI_WEB_RANKS)
		return false;
	if (!make_room(&s->queues[rank])) {
		li_log(LI_LOG_WARNING, s->options.stage, 0,
			"all connections are in use, one closed");
		return false;
	}
	take(s, c);
	put(s, rank, c);
	return true;
}

static void on_gone(void *data, struct li_web_conn *c)
{
	struct li_web_server *s = data;

	s->refused += c->rank == SHAKING;
	take(s, c);
}

static li_err on_request(void *data, void *peer, struct li_slice body,
	struct li_buf *out)
{
	const struct li_web_server *s = data;
	struct li_web_conn *c = peer;

	li_web_conn_answered(c);
	return s->options.fn(s->options.data, c->uid, body, out);
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
	struct li_web_server *s = l->server;
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
		(void)make_room(&s->queues[SHAKING]);
		err = li_web_conn_new(&s->kind, s->creds, fd, &c);
		if (!err)
			put(s, SHAKING, c);
	}
	if (err == LI_EAGAIN)
		return;
	li_loop_want(s->loop, &l->watch, 0);
	li_loop_arm(s->loop, &l->pause, PAUSE_US, resume, l);
}

static li_err listen_at(struct li_web_server *s, const struct li_address *at,
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

static li_err start(struct li_web_server *s, struct li_fault *fault)
{
	struct li_web_http_options http = {
		.get = s->options.get,
		.path = s->options.path,
		.type = s->options.type,
		.max_body = s->options.max_body,
		.fn = on_request,
		.data = s,
	};
	li_err err;

	for (size_t i = 0; i < LI_WEB_RANKS; i++)
		http.max_connections += (unsigned int)s->options.places[i];
	err = li_web_http_new(s->loop, &http, &s->kind.http);
	for (size_t i = 0; !err && i < s->options.at_count; i++)
		err = listen_at(s, &s->options.at[i], fault);
	return err;
}

li_err li_web_server_new(struct li_loop *loop, struct li_tls_creds *creds,
	const struct li_web_server_options *options, struct li_web_server **out,
	struct li_fault *fault)
{
	struct li_web_server *s = calloc(1, sizeof(*s));
	li_err err;

	if (!s)
		return LI_ENOMEM;
	s->loop = loop;
	s->creds = creds;
	s->options = *options;
	s->kind = (struct li_web_conn_kind){
		.loop = loop,
		.stage = options->stage,
		.handshake_us = options->handshake_us,
		.request_us = options->request_us,
		.idle_us = options->idle_us,
		.open = on_open,
		.gone = on_gone,
		.data = s,
	};
	s->queues[SHAKING].max = options->shaking;
	for (size_t i = 0; i < LI_WEB_RANKS; i++)
		s->queues[i].max = options->places[i];
	err = start(s, fault);
	if (err) {
		li_web_server_free(s);
		return err;
	}
	*out = s;
	return LI_OK;
}

void li_web_server_free(struct li_web_server *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->listener_count; i++) {
		struct listener *l = &s->listeners[i];

		li_loop_disarm(s->loop, &l->pause);
		li_loop_remove(s->loop, &l->watch);
		close(l->watch.fd);
	}
	for (size_t i = 0; i < QUEUES; i++)
		while (s->queues[i].first)
			li_web_conn_close(s->queues[i].first);
	li_web_http_free(s->kind.http);
	free(s);
}

/* TS 33.127 cl. 8: who was revoked is not kept, who was not is. */
void li_web_server_set_creds(struct li_web_server *s,
	struct li_tls_creds *creds)
{
	struct li_web_conn *next;

	s->creds = creds;
	while (s->queues[SHAKING].first)
		li_web_conn_close(s->queues[SHAKING].first);
	for (size_t i = 0; i < LI_WEB_RANKS; i++)
		for (struct li_web_conn *c = s->queues[i].first; c; c = next) {
			next = c->next;
			if (li_tls_recheck(c->tls, creds))
				continue;
			li_log(LI_LOG_WARNING, s->options.stage, 0,
				"%s, closed", li_tls_why(c->tls));
			li_web_conn_close(c);
		}
}

uint64_t li_web_server_refused(const struct li_web_server *s)
{
	return s->refused;
}
