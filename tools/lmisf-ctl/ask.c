/* SPDX-License-Identifier: BSD-3-Clause */
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "ctl.h"
#include "flow/admin.h"
#include "net/sock.h"
#include "store/report.h"

enum {
	ANSWER_MS = 60000, /* a verification of a long audit takes its time */
	START_TRIES = 30,  /* lmisfd holds the store before it listens */
	START_PAUSE_NS = 100000000,
	CHUNK = 1 << 16,
};

/* The socket of the role. */
static const char *socket_of(const struct ctl *c)
{
	if (c->door == LI_DOOR_AUDITOR)
		return c->config.sockets.audit;
	if (c->door == LI_DOOR_OPERATOR)
		return c->config.sockets.operate;
	return c->config.sockets.control;
}

/* Reach lmisfd, or take the store: exactly one of both works. */
static li_err reach(struct ctl *c)
{
	const struct li_store_place place = {.path = c->config.store.path,
		.key_file = c->config.store.key_file,
		.audit_key = c->config.store.audit_key};
	const struct timespec pause = {.tv_nsec = START_PAUSE_NS};
	const char *path = socket_of(c);
	li_err err;

	if (c->fd >= 0 || c->store)
		return LI_OK;
	if (!path[0])
		return li_fault_set(&c->fault, LI_ECONFIG,
			"%s: this role has no key in 'sockets'",
			c->config.file);
	for (int i = 0; i < START_TRIES; i++) {
		err = li_sock_unix_connect(path, &c->fd, &c->fault);
		if (err != LI_ENOTFOUND && err != LI_EAGAIN)
			return err;
		if (err == LI_ENOTFOUND) {
			err = li_store_open(&place, LI_STORE_WRITER, &c->store,
				&c->fault);
			/* What is done without lmisfd is told too. */
			if (!err)
				li_store_reporting(c->store,
					c->config.x1.report_to[0] != '\0');
			if (err != LI_EAGAIN)
				return err;
		}
		nanosleep(&pause, NULL);
	}
	return li_fault_set(&c->fault, LI_EAGAIN,
		"%s: in use, but nobody answers at %s", c->config.store.path,
		path);
}

static li_err wait_for(struct ctl *c, short events)
{
	struct pollfd p = {.fd = c->fd, .events = events};

	if (poll(&p, 1, ANSWER_MS) == 1)
		return LI_OK;
	return li_fault_set(&c->fault, LI_ETIMEOUT, "no answer from lmisfd");
}

static li_err broke(struct ctl *c, li_err err)
{
	return li_fault_set(&c->fault, err, "lmisfd: %s while it was asked",
		li_err_name(err));
}

static li_err send_all(struct ctl *c, struct li_slice octets)
{
	li_err err = LI_OK;
	size_t n;

	while (!err && octets.n) {
		err = li_sock_write(c->fd, octets, &n);
		if (err == LI_EAGAIN)
			err = wait_for(c, POLLOUT);
		else if (err)
			err = broke(c, err);
		else
			octets = li_slice_sub(octets, n, octets.n);
	}
	return err;
}

static li_err read_more(struct ctl *c, struct li_buf *in)
{
	uint8_t *to = li_buf_reserve(in, CHUNK);
	li_err err;
	size_t n;

	if (!to)
		return li_buf_check(in);
	err = li_sock_read(c->fd, to, CHUNK, &n);
	if (err == LI_EAGAIN)
		return wait_for(c, POLLIN);
	if (err)
		return broke(c, err);
	li_buf_commit(in, n);
	return LI_OK;
}

/* Take what has come: items are kept, the reply ends it. */
static li_err take(struct ctl *c, struct li_buf *in, bool *done)
{
	struct li_ipc_message m;
	li_err err;

	while (!*done) {
		err = li_ipc_next(li_buf_slice(in), &m);
		if (err == LI_EAGAIN)
			return LI_OK;
		if (err)
			return broke(c, err);
		if (m.type == LI_IPC_ADMIN_ITEM) {
			li_buf_put(&c->items, in->p, m.octets);
		} else if (m.type != LI_IPC_ADMIN_REPLY ||
			li_admin_reply_get(m.body, &c->reply) != LI_OK) {
			return broke(c, LI_EMALFORMED);
		} else {
			*done = true;
		}
		li_buf_consume(in, m.octets);
	}
	return li_buf_check(&c->items);
}

static li_err ask_lmisfd(struct ctl *c, const struct li_admin_request *request)
{
	struct li_buf out = {0}, in = {0};
	bool done = false;
	li_err err;

	li_admin_request_put(&out, request);
	err = li_buf_check(&out);
	if (!err)
		err = send_all(c, li_buf_slice(&out));
	while (!err && !done) {
		err = read_more(c, &in);
		if (!err)
			err = take(c, &in, &done);
	}
	li_buf_fini(&out);
	li_buf_fini(&in);
	return err;
}

li_err ctl_ask(struct ctl *c, enum li_admin_op op, struct li_slice body)
{
	struct li_admin_request request = {.op = op,
		.via = "lmisf-ctl",
		.body = body,
		.door = c->door};
	const struct li_admin_terms terms = {.at_us = li_clock_now_us(),
		.two_person = c->config.tasks.two_person};
	struct li_admin_change change; /* nobody is there to be told */
	li_err err = reach(c);

	if (err)
		return err;
	li_slice_copy(li_slice_str(c->operator_name), request.actor,
		sizeof(request.actor));
	li_buf_wipe(&c->items);
	if (c->store)
		li_admin_apply(c->store, &terms, &request, &c->items, &c->reply,
			&change);
	else
		err = ask_lmisfd(c, &request);
	if (!err && c->reply.err)
		err = li_fault_set(&c->fault, c->reply.err, "%.380s",
			c->reply.text);
	return err;
}

bool ctl_item(struct li_slice *rest, struct li_slice *item)
{
	struct li_ipc_message m;

	if (li_ipc_next(*rest, &m) != LI_OK)
		return false;
	*item = m.body;
	*rest = li_slice_sub(*rest, m.octets, rest->n);
	return true;
}

void ctl_end(struct ctl *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	li_store_close(c->store);
	c->store = NULL;
	li_buf_fini(&c->items);
}
