/* SPDX-License-Identifier: BSD-3-Clause */
#include "metrics/feed.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/log.h"
#include "ipc/admin.h"
#include "net/sock.h"

enum { READ = 4096, ANSWER_MAX = 1 << 16 };

struct li_metrics_feed {
	struct li_loop *loop;
	struct li_metrics_feed_options options;
	struct li_watch watch; /* fd -1: not connected */
	struct li_timer timer;
	struct li_buf in;
	struct li_counts counts; /* of the answer that is coming in */
	bool asked, had;         /* an answer is due; its item has come */
	bool away, said;         /* as last told; and logged */
};

static void tell(struct li_metrics_feed *f, const struct li_counts *counts)
{
	if (!f->said || f->away != !counts)
		li_log(counts ? LI_LOG_NOTICE : LI_LOG_WARNING, "metrics", 0,
			"lmisfd %s",
			counts ? "answers" : "does not answer, or not us");
	f->said = true;
	f->away = !counts;
	f->options.fn(f->options.data, counts);
}

static void disconnect(struct li_metrics_feed *f)
{
	if (f->watch.fd >= 0) {
		li_loop_remove(f->loop, &f->watch);
		close(f->watch.fd);
	}
	f->watch.fd = -1;
	f->asked = f->had = false;
	li_buf_reset(&f->in);
}

static void give_up(struct li_metrics_feed *f)
{
	disconnect(f);
	tell(f, NULL);
}

static li_err take(struct li_metrics_feed *f, const struct li_ipc_message *m)
{
	struct li_admin_reply reply;
	li_err err;

	if (m->type == LI_IPC_ADMIN_ITEM && f->asked && !f->had) {
		f->had = true;
		return li_counts_get(m->body,
			f->options.of_li ? LI_COUNTS : LI_COUNTS_OPEN,
			&f->counts);
	}
	if (m->type != LI_IPC_ADMIN_REPLY || !f->asked)
		return LI_EMALFORMED;
	err = li_admin_reply_get(m->body, &reply);
	if (!err)
		err = reply.err;
	if (!err && !f->had)
		err = LI_EMALFORMED;
	if (err)
		return err;
	f->asked = f->had = false;
	tell(f, &f->counts);
	return LI_OK;
}

static li_err take_all(struct li_metrics_feed *f)
{
	struct li_ipc_message m;
	li_err err = li_ipc_next(li_buf_slice(&f->in), &m);

	while (!err) {
		err = take(f, &m);
		if (err)
			return err;
		li_buf_consume(&f->in, m.octets);
		err = li_ipc_next(li_buf_slice(&f->in), &m);
	}
	return err;
}

static void on_ready(void *data, uint32_t ready)
{
	struct li_metrics_feed *f = data;
	uint8_t *to = li_buf_reserve(&f->in, READ);
	size_t n = 0;
	li_err err = to ? li_sock_read(f->watch.fd, to, READ, &n) : LI_ETOOBIG;

	(void)ready;
	if (!err) {
		li_buf_commit(&f->in, n);
		err = take_all(f);
	}
	if (err && err != LI_EAGAIN)
		give_up(f);
}

static li_err connect_it(struct li_metrics_feed *f)
{
	int fd;
	li_err err = li_sock_unix_connect(f->options.socket, &fd, NULL);

	if (err)
		return err;
	err = li_loop_add(f->loop, &f->watch, fd, LI_LOOP_IN, on_ready, f);
	if (err) {
		close(fd);
		f->watch.fd = -1;
	}
	return err;
}

/* The question is short, and nothing else waits in its socket. */
static li_err put_question(struct li_metrics_feed *f)
{
	struct li_admin_request request = {
		.op = f->options.of_li ? LI_ADMIN_COUNT_LI : LI_ADMIN_COUNT,
		.actor = "lmisf-metrics",
		.via = "lmisf-metrics",
	};
	struct li_buf out = {0};
	size_t n = 0;
	li_err err;

	li_admin_request_put(&out, &request);
	err = li_buf_check(&out);
	if (!err)
		err = li_sock_write(f->watch.fd, li_buf_slice(&out), &n);
	if (!err && n != out.n)
		err = LI_EIO;
	li_buf_fini(&out);
	return err;
}

/* A bad draw is a period that is not drawn. */
static int64_t draw_us(int64_t every_us)
{
	uint64_t n = (uint64_t)every_us / 2;

	if (getrandom(&n, sizeof(n), GRND_NONBLOCK) != (ssize_t)sizeof(n))
		return every_us;
	return every_us / 2 + (int64_t)(n % (uint64_t)every_us);
}

static void ask(void *data)
{
	struct li_metrics_feed *f = data;
	li_err err = LI_OK;

	li_loop_arm(f->loop, &f->timer, draw_us(f->options.every_us), ask, f);
	if (f->asked)
		give_up(f);
	if (f->watch.fd < 0)
		err = connect_it(f);
	if (!err)
		err = put_question(f);
	if (err)
		give_up(f);
	else
		f->asked = true;
}

li_err li_metrics_feed_new(struct li_loop *loop,
	const struct li_metrics_feed_options *options,
	struct li_metrics_feed **out)
{
	struct li_metrics_feed *f = calloc(1, sizeof(*f));

	if (!f)
		return LI_ENOMEM;
	f->loop = loop;
	f->options = *options;
	f->watch.fd = -1;
	f->in.max = ANSWER_MAX;
	li_loop_arm(loop, &f->timer, 0, ask, f);
	*out = f;
	return LI_OK;
}

void li_metrics_feed_free(struct li_metrics_feed *f)
{
	if (!f)
		return;
	disconnect(f);
	li_loop_disarm(f->loop, &f->timer);
	li_buf_fini(&f->in);
	free(f);
}
