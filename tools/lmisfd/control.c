/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "ipc/admin.h"
#include "local.h"

/* What only the running program knows goes beside what the store says. */
static void put_counts(const struct lmisfd *d, struct li_buf *out)
{
	struct li_buf json = {0};

	intake_json(d, &json);
	li_admin_item_put(out, li_buf_slice(&json));
	li_buf_reset(&json);
	li_flow_watch_json(d->flow, &json);
	li_admin_item_put(out, li_buf_slice(&json));
	out->bad |= json.bad;
	li_buf_fini(&json);
}

enum { FOLLOWS }; /* in a stream's state: it is told of commits */

static void tell(struct stream *s)
{
	/* What it has not read yet says this too. */
	if (s->out.n)
		return;
	li_admin_committed_put(&s->out);
	stream_flush(s);
}

void control_tell(struct lmisfd *d)
{
	const uint64_t iris = li_flow_counts(d->flow)->iris;

	if (iris == d->told_iris)
		return;
	d->told_iris = iris;
	for (struct stream *s = d->control_streams; s; s = s->next)
		if (s->state[FOLLOWS])
			tell(s);
}

static li_err follow(struct stream *s, struct li_slice body)
{
	if (body.n)
		return LI_EMALFORMED;
	s->state[FOLLOWS] = 1;
	/* What was committed before it asked is there for it to see. */
	tell(s);
	return LI_OK;
}

static li_err answer(struct lmisfd *d, struct stream *s,
	const struct li_ipc_message *m)
{
	struct li_admin_request request;
	struct li_admin_reply reply;
	li_err err;

	if (m->type == LI_IPC_ADMIN_FOLLOW)
		return follow(s, m->body);
	if (m->type != LI_IPC_ADMIN_REQUEST)
		return LI_EMALFORMED;
	err = li_admin_request_get(m->body, &request);
	if (err)
		return err;
	err = li_flow_admin(d->flow, &request, li_clock_now_us(), &s->out,
		&reply);
	if (err) {
		lmisfd_break(d, err);
		return err;
	}
	if (request.op == LI_ADMIN_STATUS && !reply.err)
		put_counts(d, &s->out);
	li_admin_reply_put(&s->out, &reply);
	stream_flush(s);
	return LI_OK;
}

static const struct local_kind control = {"control", "a request", answer};

li_err control_open(struct lmisfd *d, struct li_fault *fault)
{
	return local_open(d, d->config->sockets.control, &control,
		&d->control_streams, fault);
}
