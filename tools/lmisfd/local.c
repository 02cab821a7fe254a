/* SPDX-License-Identifier: BSD-3-Clause */
#include <unistd.h>

#include "base/log.h"
#include "local.h"
#include "net/sock.h"

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

static void accept_local(void *data, uint32_t ready)
{
	struct listener *l = data;
	li_err err;
	int fd;

	(void)ready;
	for (;;) {
		err = li_sock_unix_accept(l->watch.fd, &fd);
		if (err == LI_EDENIED) {
			li_log(LI_LOG_WARNING, l->local->stage, 0,
				"another user tried to be %s, refused",
				l->local->who);
			continue;
		}
		if (err)
			return;
		if (stream_open(&l->streams, fd, NULL))
			return;
	}
}

li_err local_open(struct lmisfd *d, const char *path,
	const struct local_kind *kind, struct stream **list,
	struct li_fault *fault)
{
	struct listener *l = &d->listeners[d->listener_count];
	li_err err;
	int fd;

	*l = (struct listener){
		.daemon = d,
		.local = kind,
		.streams = {.loop = d->loop,
			.max = LMISFD_STREAM_MAX,
			.take = take,
			.owner = l,
			.list = list},
	};
	err = li_sock_unix_listen(path, &fd, fault);
	if (err)
		return err;
	d->listener_count++;
	err = li_loop_add(d->loop, &l->watch, fd, LI_LOOP_IN, accept_local, l);
	if (err)
		close(fd);
	return err;
}
