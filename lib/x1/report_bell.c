/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/report_bell.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ipc/admin.h"
#include "net/backoff.h"
#include "net/sock.h"

enum { RETRY_MIN_US = 20000, RETRY_MAX_US = 500000, READ_SIZE = 4096 };

struct li_x1_bell {
	struct li_loop *loop;
	char *socket;
	li_loop_fn fn;
	void *data;
	struct li_watch watch;
	struct li_timer retry;
	struct li_backoff backoff;
	struct li_buf in;
};

static void connect_now(void *data);

static void disconnect(struct li_x1_bell *b)
{
	if (b->watch.added) {
		li_loop_remove(b->loop, &b->watch);
		close(b->watch.fd);
	}
	li_buf_reset(&b->in);
}

static void lose(struct li_x1_bell *b)
{
	disconnect(b);
	li_loop_arm(b->loop, &b->retry, li_backoff_next(&b->backoff),
		connect_now, b);
}

/* Take what has come; *rung when there was something. */
static li_err take_all(struct li_x1_bell *b, bool *rung)
{
	struct li_ipc_message m;
	size_t used = 0;
	li_err err = LI_OK;

	while (!err) {
		err = li_ipc_next(li_slice_sub(li_buf_slice(&b->in), used,
					  b->in.n),
			&m);
		if (err)
			break;
		if (m.type != LI_IPC_ADMIN_REPORTED || m.body.n)
			return LI_EMALFORMED;
		*rung = true;
		used += m.octets;
	}
	li_buf_consume(&b->in, used);
	return err == LI_EAGAIN ? LI_OK : err;
}

static void on_ready(void *data, uint32_t ready)
{
	struct li_x1_bell *b = data;
	uint8_t *to = li_buf_reserve(&b->in, READ_SIZE);
	bool rung = false;
	size_t n = 0;
	li_err err =
		to ? li_sock_read(b->watch.fd, to, READ_SIZE, &n) : LI_ENOMEM;

	(void)ready;
	if (err == LI_EAGAIN)
		return;
	if (!err) {
		li_buf_commit(&b->in, n);
		err = take_all(b, &rung);
	}
	if (err) {
		lose(b);
		return;
	}
	if (!rung)
		return;
	li_backoff_reset(&b->backoff);
	b->fn(b->data);
}

/* A few octets, which a socket that was just made has room for. */
static li_err say_listen(int fd)
{
	struct li_buf out = {0};
	size_t n = 0;
	li_err err;

	li_admin_listen_put(&out);
	err = li_buf_check(&out);
	if (!err)
		err = li_sock_write(fd, li_buf_slice(&out), &n);
	if (!err && n != out.n)
		err = LI_EIO;
	li_buf_fini(&out);
	return err;
}

static void connect_now(void *data)
{
	struct li_x1_bell *b = data;
	int fd;
	li_err err = li_sock_unix_connect(b->socket, &fd, NULL);

	if (!err) {
		err = say_listen(fd);
		if (!err)
			err = li_loop_add(b->loop, &b->watch, fd, LI_LOOP_IN,
				on_ready, b);
		if (err)
			close(fd);
	}
	if (err)
		lose(b);
}

li_err li_x1_bell_new(struct li_loop *loop, const char *socket, li_loop_fn fn,
	void *data, struct li_x1_bell **out)
{
	struct li_x1_bell *b = calloc(1, sizeof(*b));

	if (!b)
		return LI_ENOMEM;
	b->socket = strdup(socket);
	if (!b->socket) {
		free(b);
		return LI_ENOMEM;
	}
	b->loop = loop;
	b->fn = fn;
	b->data = data;
	li_backoff_init(&b->backoff, RETRY_MIN_US, RETRY_MAX_US, 3);
	li_loop_arm(loop, &b->retry, 0, connect_now, b);
	*out = b;
	return LI_OK;
}

void li_x1_bell_free(struct li_x1_bell *b)
{
	if (!b)
		return;
	li_loop_disarm(b->loop, &b->retry);
	disconnect(b);
	li_buf_fini(&b->in);
	free(b->socket);
	free(b);
}
