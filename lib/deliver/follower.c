/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/follower.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "net/backoff.h"
#include "ipc/admin.h"
#include "net/sock.h"

enum {
	RETRY_MIN_US = 20000,
	RETRY_MAX_US = 1000000,
	READ_SIZE = 4096,
};

struct li_follower {
	struct li_loop *loop;
	char *socket;
	li_loop_fn fn;
	void *data;
	struct li_watch watch;
	struct li_timer retry;
	struct li_backoff backoff;
	struct li_buf in;
	bool follows;
};

static void connect_now(void *data);

static void disconnect(struct li_follower *f)
{
	if (f->watch.added) {
		li_loop_remove(f->loop, &f->watch);
		close(f->watch.fd);
	}
	li_buf_reset(&f->in);
}

/* Whoever waits is told, so that it begins to look by itself. */
static void lose(struct li_follower *f)
{
	const bool followed = f->follows;

	disconnect(f);
	f->follows = false;
	li_loop_arm(f->loop, &f->retry, li_backoff_next(&f->backoff),
		connect_now, f);
	if (followed)
		f->fn(f->data);
}

/* Take what has come; *news when there was something. */
static li_err take_all(struct li_follower *f, bool *news)
{
	struct li_ipc_message m;
	size_t used = 0;
	li_err err = LI_OK;

	while (!err) {
		err = li_ipc_next(li_slice_sub(li_buf_slice(&f->in), used,
					  f->in.n),
			&m);
		if (err)
			break;
		if (m.type != LI_IPC_ADMIN_COMMITTED || m.body.n)
			return LI_EMALFORMED;
		*news = true;
		used += m.octets;
	}
	li_buf_consume(&f->in, used);
	return err == LI_EAGAIN ? LI_OK : err;
}

static void on_ready(void *data, uint32_t ready)
{
	struct li_follower *f = data;
	uint8_t *to = li_buf_reserve(&f->in, READ_SIZE);
	bool news = false;
	size_t n = 0;
	li_err err =
		to ? li_sock_read(f->watch.fd, to, READ_SIZE, &n) : LI_ENOMEM;

	(void)ready;
	if (err == LI_EAGAIN)
		return;
	if (!err) {
		li_buf_commit(&f->in, n);
		err = take_all(f, &news);
	}
	if (err) {
		lose(f);
		return;
	}
	if (!news)
		return;
	f->follows = true;
	li_backoff_reset(&f->backoff);
	f->fn(f->data);
}

/* A few octets, which a socket that was just made has room for. */
static li_err say_follow(int fd)
{
	struct li_buf out = {0};
	size_t n = 0;
	li_err err;

	li_admin_follow_put(&out);
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
	struct li_follower *f = data;
	int fd;
	li_err err = li_sock_unix_connect(f->socket, &fd, NULL);

	if (!err) {
		err = say_follow(fd);
		if (!err)
			err = li_loop_add(f->loop, &f->watch, fd, LI_LOOP_IN,
				on_ready, f);
		if (err)
			close(fd);
	}
	if (err)
		lose(f);
}

li_err li_follower_new(struct li_loop *loop, const char *socket, li_loop_fn fn,
	void *data, struct li_follower **out)
{
	struct li_follower *f = calloc(1, sizeof(*f));

	if (!f)
		return LI_ENOMEM;
	f->socket = strdup(socket);
	if (!f->socket) {
		free(f);
		return LI_ENOMEM;
	}
	f->loop = loop;
	f->fn = fn;
	f->data = data;
	li_backoff_init(&f->backoff, RETRY_MIN_US, RETRY_MAX_US, 2);
	li_loop_arm(loop, &f->retry, 0, connect_now, f);
	*out = f;
	return LI_OK;
}

void li_follower_free(struct li_follower *follower)
{
	if (!follower)
		return;
	li_loop_disarm(follower->loop, &follower->retry);
	disconnect(follower);
	li_buf_fini(&follower->in);
	free(follower->socket);
	free(follower);
}

bool li_follower_follows(const struct li_follower *follower)
{
	return follower && follower->follows;
}
