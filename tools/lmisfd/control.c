/* SPDX-License-Identifier: BSD-3-Clause */
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "ipc/admin.h"
#include "lmisfd.h"
#include "net/sock.h"

static li_err answer(struct lmisfd *d, struct stream *s, struct li_slice body)
{
	struct li_admin_request request;
	struct li_admin_reply reply;
	li_err err = li_admin_request_get(body, &request);

	if (err)
		return err;
	err = li_flow_admin(d->flow, &request, li_clock_now_us(), &s->out,
		&reply);
	if (err) {
		lmisfd_break(d, err);
		return err;
	}
	li_admin_reply_put(&s->out, &reply);
	stream_flush(s);
	return LI_OK;
}

static li_err take(struct stream *s)
{
	struct lmisfd *d = s->owner;
	struct li_ipc_message m;
	size_t used = 0;
	li_err err;

	for (;;) {
		err = li_ipc_next(li_slice_sub(li_buf_slice(&s->in), used,
					  s->in.n),
			&m);
		if (err == LI_EAGAIN)
			break;
		if (!err && m.type != LI_IPC_ADMIN_REQUEST)
			err = LI_EMALFORMED;
		if (!err)
			err = answer(d, s, m.body);
		if (err) {
			li_log(LI_LOG_WARNING, "control", 0,
				"request: %s, connection closed",
				li_err_name(err));
			return err;
		}
		used += m.octets;
	}
	li_buf_consume(&s->in, used);
	return LI_OK;
}

static void accept_control(void *data, uint32_t ready)
{
	struct listener *l = data;
	struct lmisfd *d = l->daemon;
	li_err err;
	int fd;

	(void)ready;
	for (;;) {
		err = li_sock_unix_accept(l->watch.fd, &fd);
		if (err == LI_EDENIED) {
			li_log(LI_LOG_WARNING, "control", 0,
				"another user asked for control, refused");
			continue;
		}
		if (err)
			return;
		if (stream_open(d->loop, fd, LMISFD_STREAM_MAX, take, d,
			    &d->control_streams))
			return;
	}
}

li_err control_open(struct lmisfd *d, struct li_fault *fault)
{
	struct listener *l = &d->listeners[d->listener_count];
	li_err err;
	int fd;

	*l = (struct listener){.daemon = d};
	err = li_sock_unix_listen(d->config->sockets.control, &fd, fault);
	if (err)
		return err;
	d->listener_count++;
	err = li_loop_add(d->loop, &l->watch, fd, LI_LOOP_IN, accept_control,
		l);
	if (err)
		close(fd);
	return err;
}
