/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "holder.h"
#include "local.h"
#include "net/sock.h"

enum {
	TRIES = 100, /* for two seconds */
	PAUSE_NS = 20000000,
};

static li_err take(struct stream *s)
{
	const struct listener *l = s->owner;
	struct li_ipc_message m;
	size_t used = 0;
	li_err err;

	for (;;) {
		err = li_ipc_next(li_slice_sub(li_buf_slice(&s->in), used,
					  s->in.n),
			&m);
		if (err == LI_EAGAIN)
			break;
		if (!err)
			err = l->local->message(l->daemon, s, &m);
		if (err) {
			li_log(LI_LOG_WARNING, l->local->stage, 0,
				"%s: %s, connection closed", l->local->who,
				li_err_name(err));
			return err;
		}
		used += m.octets;
	}
	li_buf_consume(&s->in, used);
	return LI_OK;
}

/* No descriptor is left: who waits would be seen again at once, and for ever. */
static void pause_listening(struct listener *l)
{
	li_log(LI_LOG_ERROR, l->local->stage, 0,
		"no descriptor or memory for a connection: it waits");
	li_loop_want(l->daemon->loop, &l->watch, 0);
}

/* TS 33.127 cl. 8.2: the kernel says who it is */
static void accept_local(void *data, uint32_t ready)
{
	struct listener *l = data;
	uid_t uid;
	li_err err;
	int fd;

	(void)ready;
	for (;;) {
		err = li_sock_unix_accept_from(l->watch.fd, l->access, &fd,
			&uid);
		if (err == LI_EDENIED) {
			l->refused++;
			l->refused_uid = uid;
			continue;
		}
		if (err == LI_EIO)
			pause_listening(l);
		if (err)
			return;
		if (stream_open(&l->streams, fd, NULL))
			return;
		(*l->streams.list)->state[LOCAL_UID] = uid;
	}
}

/* However many come, it is one row a second. */
static void tell_refused(struct listener *l)
{
	char what[96];
	li_err err;

	snprintf(what, sizeof(what),
		"%s: %" PRIu64 " connections of other users, the last of %u",
		l->local->stage, l->refused, (unsigned int)l->refused_uid);
	l->refused = 0;
	li_log(LI_LOG_WARNING, l->local->stage, 0, "refused: %s", what);
	err = li_flow_strangers(l->daemon->flow, what);
	if (err)
		lmisfd_break(l->daemon, err);
}

void local_tick(struct lmisfd *d)
{
	for (size_t i = 0; i < d->listener_count; i++) {
		struct listener *l = &d->listeners[i];

		if (l->refused)
			tell_refused(l);
		if (l->local)
			li_loop_want(d->loop, &l->watch, LI_LOOP_IN);
	}
}

/* Where programs of ours come, and who may. */
struct place {
	const char *path;
	const struct li_sock_access *access;
};

static struct place place_of(const struct li_config *c, size_t i)
{
	const struct place all[HOLDER_LOCALS] = {
		[LI_DOOR_ADMIN] = {c->sockets.control, &c->access.control},
		[LI_DOOR_X1] = {c->sockets.x1, &c->access.x1},
		[LI_DOOR_DELIVERY] = {c->sockets.deliver, &c->access.deliver},
		[LI_DOOR_AUDITOR] = {c->sockets.audit, &c->access.audit},
		[LI_DOOR_OPERATOR] = {c->sockets.operate, &c->access.operate},
		[LI_DOOR_METRICS] = {c->sockets.metrics, &c->access.metrics},
		[HOLDER_CX] = {c->sockets.cx, &c->access.cx},
	};

	return all[i];
}

bool local_is_named(const struct li_config *config, size_t place)
{
	return place_of(config, place).path[0] != '\0';
}

/* What was killed just before us listens there until it is gone. */
static li_err listen_patiently(const struct place *at, int *fd,
	struct li_fault *fault)
{
	const struct timespec pause = {.tv_nsec = PAUSE_NS};
	li_err err = LI_EEXIST;

	for (int i = 0; err == LI_EEXIST && i < TRIES; i++) {
		if (i)
			nanosleep(&pause, NULL);
		err = li_sock_unix_listen_for(at->path, at->access, fd, fault);
	}
	return err;
}

/* Who follows a core need not wait until all that it forked is gone: nobody listens
 * anew. */
li_err local_hold(const struct li_config *config, struct held *held,
	struct li_fault *fault)
{
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < HOLDER_LOCALS; i++) {
		const struct place at = place_of(config, i);

		if (at.path[0] || i == HOLDER_CX)
			err = listen_patiently(&at, &held->locals[i], fault);
	}
	return err;
}

li_err local_open(struct lmisfd *d, size_t place, const struct local_kind *kind,
	struct stream **list, struct li_fault *fault)
{
	const struct place at = place_of(d->config, place);
	struct listener *l = &d->listeners[d->listener_count];
	li_err err = LI_OK;
	int fd = -1;

	*l = (struct listener){
		.daemon = d,
		.local = kind,
		.access = at.access,
		.streams = {.loop = d->loop,
			.max = LMISFD_STREAM_MAX,
			.take = take,
			.owner = l,
			.list = list},
	};
	if (d->held)
		fd = d->held->locals[place];
	else
		err = listen_patiently(&at, &fd, fault);
	if (err)
		return err;
	d->listener_count++;
	err = li_loop_add(d->loop, &l->watch, fd, LI_LOOP_IN, accept_local, l);
	if (err)
		close(fd);
	return err;
}
