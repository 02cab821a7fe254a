/* SPDX-License-Identifier: BSD-3-Clause */
#include <unistd.h>

#include "base/log.h"
#include "holder.h"
#include "intake.h"
#include "lmisfd.h"
#include "taken.h"

/* Connections of taps, as the holder hands them over. */

struct stream *intake_connection(struct lmisfd *d, uint64_t id)
{
	struct stream *s = d->intake.streams;

	while (s && s->id != id)
		s = s->next;
	return s;
}

li_err intake_connect(struct listener *l, uint64_t id, int fd,
	const struct li_address *from)
{
	const li_err err = stream_open(&l->streams, fd, from);

	if (err)
		return err;
	(*l->streams.list)->id = id;
	l->daemon->intake.connections++;
	return LI_OK;
}

static struct listener *listener_of(struct lmisfd *d,
	const struct kept_word *word)
{
	for (size_t i = 0; i < d->listener_count; i++)
		if (!d->listeners[i].local && word->socket < d->sockets &&
			d->listeners[i].watch.fd ==
				d->held->sockets[word->socket])
			return &d->listeners[i];
	return NULL;
}

/* False when it is not taken, and closed. */
static bool take_tap(struct lmisfd *d, const struct kept_word *word, int fd)
{
	struct listener *l = listener_of(d, word);

	if (fd < 0) {
		/* We have too many. */
		d->intake.counts[INTAKE_CROWDED]++;
		return false;
	}
	if (!l || !intake_allows(d, &word->from)) {
		close(fd);
		return false;
	}
	if (d->intake.connections >= d->config->intake.max_connections) {
		d->intake.counts[INTAKE_CROWDED]++;
		close(fd);
		return false;
	}
	if (intake_connect(l, word->id, fd, &word->from)) {
		d->intake.counts[INTAKE_CROWDED]++;
		return false;
	}
	taken_opened(d->intake.streams);
	return true;
}

/* It is not silent that nobody reads what it has in its socket. TS 33.127 cl.
 * 5.3.2.4 */
static void cut(struct stream *s)
{
	s->end = STREAM_CUT;
	stream_close(s);
}

/* We were not the first to read it. */
static void go_on_with(struct stream *s, int fd)
{
	if (s->watch.fd >= 0) {
		if (fd >= 0)
			close(fd);
	} else if (fd < 0 || stream_attach(s, fd)) {
		cut(s);
	}
}

/* The others ended before we were told of them. Those of TLS ended with the core
 * before us, whatever they were saying. TS 33.127 cl. 5.3.2.4 */
static void all_handed(struct lmisfd *d)
{
	struct stream *next;

	for (struct stream *s = d->intake.streams; s; s = next) {
		next = s->next;
		if (s->watch.fd >= 0)
			continue;
		if (s->kind->creds)
			cut(s);
		else
			stream_close(s);
	}
}

/* A socket of an interface that was away. */
static bool take_capture(struct lmisfd *d, const struct kept_word *word, int fd)
{
	const struct held *held = d->held;

	if (word->socket < held->socket_count || fd < 0)
		return false;
	intake_live_adopt(d, word->socket - held->socket_count, fd,
		(struct li_live_words){word->era, word->link});
	return true;
}

static void handed(void *data, uint32_t ready)
{
	struct lmisfd *d = data;
	struct kept_word word;
	struct stream *s;
	int fd;

	(void)ready;
	while (kept_hear(d->held->connections, &word, &fd) == LI_OK) {
		if (take_capture(d, &word, fd))
			continue;
		s = word.id ? intake_connection(d, word.id) : NULL;
		if (!word.id)
			all_handed(d);
		else if (s)
			go_on_with(s, fd);
		else if (!take_tap(d, &word, fd))
			kept_say(d->held->connections, word.id);
	}
}

li_err intake_watch_handed(struct lmisfd *d)
{
	return li_loop_add(d->loop, &d->handed, d->held->connections,
		LI_LOOP_IN, handed, d);
}
