/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/stats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "net/sock.h"

enum {
	ASKING_MAX = 8,
	TAKE_US = 5000000, /* who asks reads within it */
};

/* Somebody who asked and has not read all of it. */
struct asking {
	struct li_stats *stats;
	struct li_watch watch;
	struct li_timer deadline;
	struct li_buf out;
};

struct li_stats {
	struct li_loop *loop;
	const struct li_deliver *deliver;
	const struct li_keys *keys; /* or NULL */
	struct li_watch listener;
	struct asking asking[ASKING_MAX];
};

static void let_go(void *data)
{
	struct asking *a = data;

	if (!a->watch.added)
		return;
	li_loop_disarm(a->stats->loop, &a->deadline);
	li_loop_remove(a->stats->loop, &a->watch);
	close(a->watch.fd);
	li_buf_fini(&a->out);
}

/* Words of ours, of the kernel and of GnuTLS: quotes and controls are not
 * among them, and would not get through. */
static void put_text(struct li_buf *out, const char *text)
{
	li_buf_put_u8(out, '"');
	for (; *text; text++)
		li_buf_put_u8(out,
			*text == '"' || *text == '\\' || (uint8_t)*text < ' '
				? (uint8_t)'\''
				: (uint8_t)*text);
	li_buf_put_u8(out, '"');
}

static void put_link(const struct li_deliver *deliver, size_t i,
	struct li_buf *out)
{
	const struct li_link *link = li_deliver_link(deliver, i);
	const struct li_link_counts *n = li_link_counts(link);

	li_buf_printf(out,
		"{\"destination\":%" PRId64 ",\"state\":\"%s\","
		"\"secondary\":%s,\"rate\":%.1f,"
		"\"sent\":%" PRIu64 ",\"confirms\":%" PRIu64
		",\"breaks\":%" PRIu64 ",\"aside\":%" PRIu64 ",\"error\":",
		li_link_destination(link)->row,
		li_link_state_name(li_link_state(link)),
		li_link_is_secondary(link) ? "true" : "false",
		li_deliver_rate(deliver, i), n->sent, n->confirms, n->breaks,
		n->aside);
	put_text(out, li_link_last(link));
	li_buf_put_str(out, "}\n");
}

static void put_keys(const struct li_keys *keys, struct li_buf *out)
{
	const struct li_keys_counts *n = li_keys_counts(keys);

	li_buf_printf(out, "{\"keys\":{\"asked\":%" PRIu64 ",\"had\":%" PRIu64,
		n->asked, n->had);
	for (int i = 0; i < LI_KEYS_FAILURES; i++)
		li_buf_printf(out, ",\"%s\":%" PRIu64,
			li_keys_failure_name((enum li_keys_failure)i),
			n->failed[i]);
	li_buf_put_str(out, "}}\n");
}

static void on_ready(void *data, uint32_t ready)
{
	struct asking *a = data;
	li_err err = LI_OK;
	size_t n = 0;

	(void)ready;
	while (a->out.n && !err) {
		err = li_sock_write(a->watch.fd, li_buf_slice(&a->out), &n);
		if (!err)
			li_buf_consume(&a->out, n);
	}
	if (err != LI_EAGAIN)
		let_go(a);
}

static void answer(struct li_stats *s, struct asking *a, int fd)
{
	a->stats = s;
	if (li_loop_add(s->loop, &a->watch, fd, LI_LOOP_OUT, on_ready, a) !=
		LI_OK) {
		close(fd);
		return;
	}
	for (size_t i = 0; li_deliver_link(s->deliver, i); i++)
		put_link(s->deliver, i, &a->out);
	if (s->keys)
		put_keys(s->keys, &a->out);
	if (li_buf_check(&a->out) != LI_OK)
		let_go(a);
	else
		li_loop_arm(s->loop, &a->deadline, TAKE_US, let_go, a);
}

static void on_connection(void *data, uint32_t ready)
{
	struct li_stats *s = data;
	struct asking *free_one = NULL;
	int fd;

	(void)ready;
	if (li_sock_unix_accept(s->listener.fd, &fd) != LI_OK)
		return;
	for (size_t i = 0; i < ASKING_MAX; i++)
		if (!s->asking[i].watch.added)
			free_one = &s->asking[i];
	if (free_one)
		answer(s, free_one, fd);
	else
		close(fd);
}

li_err li_stats_new(struct li_loop *loop, const char *path,
	const struct li_deliver *deliver, struct li_stats **out,
	struct li_fault *fault)
{
	struct li_stats *s = calloc(1, sizeof(*s));
	int fd = -1;
	li_err err;

	if (!s)
		return LI_ENOMEM;
	s->loop = loop;
	s->deliver = deliver;
	err = li_sock_unix_listen(path, &fd, fault);
	if (!err) {
		err = li_loop_add(loop, &s->listener, fd, LI_LOOP_IN,
			on_connection, s);
		if (err)
			close(fd);
	}
	if (err) {
		li_stats_free(s);
		return err;
	}
	*out = s;
	return LI_OK;
}

void li_stats_keys(struct li_stats *s, const struct li_keys *keys)
{
	if (s)
		s->keys = keys;
}

void li_stats_free(struct li_stats *stats)
{
	if (!stats)
		return;
	for (size_t i = 0; i < ASKING_MAX; i++)
		let_go(&stats->asking[i]);
	if (stats->listener.added) {
		li_loop_remove(stats->loop, &stats->listener);
		close(stats->listener.fd);
	}
	free(stats);
}
