/* SPDX-License-Identifier: BSD-3-Clause */
#include "stream.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/sock.h"

enum { READS = 4 }; /* TLS records of one turn: others wait too */

static void want(struct stream *s)
{
	bool out = s->out.n || s->tls_out;

	li_loop_want(s->kind->loop, &s->watch,
		LI_LOOP_IN | (out ? (uint32_t)LI_LOOP_OUT : 0));
}

/* Does it go on after this outcome? */
static bool goes_on(struct stream *s, enum li_tls_outcome o)
{
	s->tls_out = o == LI_TLS_WANT_OUT;
	if (o == LI_TLS_FAILED) {
		s->end = STREAM_TLS;
		s->why = li_tls_why(s->tls);
	}
	return o != LI_TLS_FAILED && o != LI_TLS_CLOSED;
}

/* Send what the peer takes.
 *   LI_EAGAIN   it takes no more now
 *   another     the stream is over */
static li_err send_piece(struct stream *s)
{
	enum li_tls_outcome o;
	li_err err = LI_OK;
	size_t n = 0;

	if (s->tls) {
		o = li_tls_write(s->tls, li_buf_slice(&s->out), &n);
		if (!goes_on(s, o))
			return LI_ECLOSED;
		err = o == LI_TLS_OK ? LI_OK : LI_EAGAIN;
	} else {
		err = li_sock_write(s->watch.fd, li_buf_slice(&s->out), &n);
	}
	if (!err)
		li_buf_consume(&s->out, n);
	return err;
}

/* Send; false when the stream is over. */
static bool send_some(struct stream *s)
{
	li_err err = LI_OK;

	while (!err && s->out.n)
		err = send_piece(s);
	if (err && err != LI_EAGAIN)
		return false;
	want(s);
	return !s->out.bad;
}

/* ---- time ---- */

static void on_timer(void *data)
{
	struct stream *s = data;
	const int64_t quiet_us = li_clock_mono_us() - s->heard_us;

	if (s->open && quiet_us < s->kind->idle_us) {
		/* Looked at when it is due, not moved with each read. */
		li_loop_arm(s->kind->loop, &s->timer,
			s->kind->idle_us - quiet_us, on_timer, s);
		return;
	}
	s->end = s->open ? STREAM_IDLE : STREAM_HANDSHAKE;
	stream_close(s);
}

static void start_timer(struct stream *s)
{
	const int64_t after_us =
		s->open ? s->kind->idle_us : s->kind->handshake_us;

	li_loop_disarm(s->kind->loop, &s->timer);
	s->heard_us = li_clock_mono_us();
	if (after_us)
		li_loop_arm(s->kind->loop, &s->timer, after_us, on_timer, s);
}

/* ---- TLS ---- */

/* True unless it is over; s->open when the peer is who it must be. */
static bool shake(struct stream *s)
{
	enum li_tls_outcome o = li_tls_handshake(s->tls);

	if (o == LI_TLS_OK) {
		s->open = true;
		start_timer(s);
	}
	if (o == LI_TLS_CLOSED) {
		s->end = STREAM_TLS;
		s->why = "the peer ended the handshake";
	}
	return goes_on(s, o);
}

/* Look at what came; false when the stream is over. */
static bool take(struct stream *s, struct li_slice got)
{
	s->heard_us = li_clock_mono_us();
	if (s->kind->way->take(s, got) == LI_OK)
		return true;
	s->end = STREAM_REFUSED;
	return false;
}

/* A read with room for a record leaves nothing of it inside GnuTLS. */
static bool receive_tls(struct stream *s)
{
	enum li_tls_outcome o = LI_TLS_OK;
	uint8_t *room;
	size_t n;

	if (!s->open && !shake(s))
		return false;
	for (int i = 0; s->open && o == LI_TLS_OK && i < READS; i++) {
		room = s->kind->way->room(s);
		o = li_tls_read(s->tls, room, STREAM_READ, &n);
		if (!goes_on(s, o) ||
			(o == LI_TLS_OK && !take(s, li_slice(room, n))))
			return false;
	}
	return true;
}

/* ---- octets ---- */

/* The same of what does not come by way of s->in. */
static bool receive_way(struct stream *s)
{
	struct li_slice got;
	const li_err err = s->kind->way->read(s, &got);

	return err ? err == LI_EAGAIN : take(s, got);
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
	s->heard_us = li_clock_mono_us();
	if (s->kind->take(s) == LI_OK)
		return true;
	s->end = STREAM_REFUSED;
	return false;
}

static void ready(void *data, uint32_t what)
{
	struct stream *s = data;
	bool on = true;

	if (s->tls)
		on = receive_tls(s);
	else if (what & (LI_LOOP_IN | LI_LOOP_END))
		on = s->kind->way ? receive_way(s) : receive_some(s);
	if (on)
		on = send_some(s);
	if (!on)
		stream_close(s);
}

/* ---- life ---- */

void stream_part(struct stream *s)
{
	li_tls_free(s->tls);
	s->tls = NULL;
	s->tls_out = false;
	s->watch.added = false;
	if (s->watch.fd >= 0)
		close(s->watch.fd);
	s->watch.fd = -1;
}

li_err stream_attach(struct stream *s, int fd)
{
	const li_err err =
		li_loop_add(s->kind->loop, &s->watch, fd, LI_LOOP_IN, ready, s);

	if (err)
		stream_part(s);
	return err;
}

static void free_all(struct stream *s)
{
	li_loop_disarm(s->kind->loop, &s->timer);
	li_loop_remove(s->kind->loop, &s->watch);
	stream_part(s);
	li_buf_wipe(&s->in);
	li_buf_wipe(&s->out);
	li_buf_fini(&s->in);
	li_buf_fini(&s->out);
	li_buf_fini(&s->kept);
	free(s);
}

static li_err set_up(struct stream *s, int fd)
{
	const struct stream_kind *kind = s->kind;
	li_err err = LI_OK;

	s->in.max = kind->max + STREAM_READ;
	s->out.max = kind->max;
	s->open = !kind->creds;
	if (fd < 0)
		return LI_OK;
	if (kind->creds)
		err = li_tls_server(kind->creds, fd, NULL, &s->tls);
	if (err)
		return err;
	if (s->tls)
		li_tls_expect(s->tls, kind->peers, kind->peer_count);
	return li_loop_add(kind->loop, &s->watch, fd, LI_LOOP_IN, ready, s);
}

li_err stream_open(const struct stream_kind *kind, int fd,
	const struct li_address *from)
{
	struct stream *s = calloc(1, sizeof(*s));
	li_err err;

	if (!s) {
		if (fd >= 0)
			close(fd);
		return LI_ENOMEM;
	}
	s->kind = kind;
	s->owner = kind->owner;
	s->watch.fd = fd;
	if (from)
		s->from = *from;
	err = set_up(s, fd);
	if (err) {
		free_all(s);
		return err;
	}
	start_timer(s);
	s->next = *kind->list;
	*kind->list = s;
	return LI_OK;
}

void stream_flush(struct stream *s)
{
	/* A stream that broke is found so by the loop, not in the middle of
	 * its owner's work. */
	if (!send_some(s))
		li_loop_want(s->kind->loop, &s->watch,
			LI_LOOP_IN | LI_LOOP_OUT);
}

void stream_close(struct stream *s)
{
	struct stream **at = s->kind->list;

	while (*at && *at != s)
		at = &(*at)->next;
	if (*at)
		*at = s->next;
	if (s->kind->gone)
		s->kind->gone(s);
	free_all(s);
}
