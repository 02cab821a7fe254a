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
	out->bad |= json.bad;
	li_buf_fini(&json);
}

static li_err answer(struct lmisfd *d, struct stream *s,
	const struct li_ipc_message *m)
{
	struct li_admin_request request;
	struct li_admin_reply reply;
	li_err err;

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
