/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <unistd.h>

#include "net/sock.h"
#include "stream.h"

/* Send; false when the stream is over. */
static bool send_some(struct stream *s)
{
	while (s->out.n) {
		size_t n = 0;
		li_err err =
			li_sock_write(s->watch.fd, li_buf_slice(&s->out), &n);

		if (err == LI_EAGAIN)
			break;
		if (err)
			return false;
		li_buf_consume(&s->out, n);
	}
	li_loop_want(s->loop, &s->watch,
		LI_LOOP_IN | (s->out.n ? (uint32_t)LI_LOOP_OUT : 0));
	return !s->out.bad;
}

/* Read what waits, in one piece at most; false when the stream is over. */
static bool receive_some(struct stream *s)
{
	uint8_t *room = li_buf_reserve(&s->in, STREAM_READ);
	size_t n = 0;
	li_err err;

	if (!room)
		return false; /* more than it may hold without making sense */
	err = li_sock_read(s->watch.fd, room, STREAM_READ, &n);
	if (err == LI_EAGAIN)
		return true;
	if (err)
		return false;
	li_buf_commit(&s->in, n);
	return s->take(s) == LI_OK;
}

static void ready(void *data, uint32_t what)
{
	struct stream *s = data;
	bool on = true;

	if (what & (LI_LOOP_IN | LI_LOOP_END))
		on = receive_some(s);
	if (on)
		on = send_some(s);
	if (!on)
		stream_close(s);
}

li_err stream_open(struct li_loop *loop, int fd, size_t max,
	stream_take_fn take, void *owner, struct stream **list)
{
	struct stream *s = calloc(1, sizeof(*s));
	li_err err;

	if (!s) {
		close(fd);
		return LI_ENOMEM;
	}
	s->loop = loop;
	s->take = take;
	s->owner = owner;
	s->in.max = max + STREAM_READ;
	s->out.max = max;
	err = li_loop_add(loop, &s->watch, fd, LI_LOOP_IN, ready, s);
	if (err) {
		close(fd);
		free(s);
		return err;
	}
	s->list = list;
	s->next = *list;
	*list = s;
	return LI_OK;
}

void stream_flush(struct stream *s)
{
	/* A stream that broke is found so by the loop, not in the middle of
	 * its owner's work. */
	if (!send_some(s))
		li_loop_want(s->loop, &s->watch, LI_LOOP_IN | LI_LOOP_OUT);
}

void stream_close(struct stream *s)
{
	struct stream **at = s->list;

	while (*at && *at != s)
		at = &(*at)->next;
	if (*at)
		*at = s->next;
	if (s->gone)
		s->gone(s);
	li_loop_remove(s->loop, &s->watch);
	close(s->watch.fd);
	li_buf_wipe(&s->in);
	li_buf_wipe(&s->out);
	li_buf_fini(&s->in);
	li_buf_fini(&s->out);
	free(s);
}
