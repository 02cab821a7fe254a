/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/log.h"
#include "holder.h"
#include "ipc/cx_feed.h"
#include "local.h"
#include "taken.h"

/* What we know of a connected tap, in the stream's own words. */
enum {
	INSTANCE_HI, /* of its UUID; both zero before its HELLO */
	INSTANCE_LO,
	TAKEN, /* last sequence given to the flow */
	ACKNOWLEDGED,
	LOST, /* as last told */
};

static struct li_uuid instance(const struct stream *s)
{
	struct li_uuid u;

	for (size_t i = 0; i < 8; i++) {
		u.octet[i] = (uint8_t)(s->state[INSTANCE_HI] >> 8 * (7 - i));
		u.octet[8 + i] =
			(uint8_t)(s->state[INSTANCE_LO] >> 8 * (7 - i));
	}
	return u;
}

static li_err hello(struct lmisfd *d, struct stream *s, struct li_slice body)
{
	struct li_cx_hello m;
	struct li_cursor c;
	uint64_t position = 0;
	li_err err = li_cx_hello_get(body, &m);

	if (err)
		return err;
	c = li_cursor(li_slice(m.instance.octet, sizeof(m.instance.octet)));
	s->state[INSTANCE_HI] = li_cursor_u64(&c);
	s->state[INSTANCE_LO] = li_cursor_u64(&c);
	err = li_flow_cx_position(d->flow, &m.instance, &position);
	if (err)
		return err;
	s->state[TAKEN] = s->state[ACKNOWLEDGED] = position;
	li_cx_welcome_put(&s->out, position);
	stream_flush(s);
	li_log(LI_LOG_NOTICE, "feed", 0, "Cx tap connected");
	return LI_OK;
}

static li_err record(struct lmisfd *d, struct stream *s, struct li_slice body)
{
	struct li_uuid from = instance(s);
	struct li_cx_record m;
	li_err err = li_cx_record_get(body, &m);

	if (err)
		return err;
	/* The tap resends from what it has not seen acknowledged. */
	if (m.sequence <= s->state[TAKEN])
		return LI_OK;
	err = taken_cx(d, &from, &m, body);
	if (err)
		return err;
	s->state[TAKEN] = m.sequence;
	return LI_OK;
}

/* The tap tells its total, so that a message more or less does no harm. */
static li_err lost(struct lmisfd *d, struct stream *s, struct li_slice body)
{
	uint64_t total;
	li_err err = li_cx_number_get(body, &total);

	if (err || total == s->state[LOST])
		return err;
	s->state[LOST] = total;
	li_log(LI_LOG_ERROR, "feed", 0,
		"the Cx tap has dropped %llu exchanges so far: its ring, or "
		"its memory for what was not acknowledged, was full",
		(unsigned long long)total);
	err = li_flow_cx_lost(d->flow, total);
	if (err)
		lmisfd_break(d, err);
	return err;
}

static li_err message(struct lmisfd *d, struct stream *s,
	const struct li_ipc_message *m)
{
	bool greeted = s->state[INSTANCE_HI] || s->state[INSTANCE_LO];

	if (m->type == LI_IPC_CX_HELLO && !greeted)
		return hello(d, s, m->body);
	if (m->type == LI_IPC_CX_RECORD && greeted)
		return record(d, s, m->body);
	if (m->type == LI_IPC_CX_LOST && greeted)
		return lost(d, s, m->body);
	return LI_EMALFORMED;
}

void feed_acknowledge(struct lmisfd *d)
{
	for (struct stream *s = d->cx_streams; s; s = s->next) {
		if (s->state[ACKNOWLEDGED] == s->state[TAKEN])
			continue;
		s->state[ACKNOWLEDGED] = s->state[TAKEN];
		li_cx_ack_put(&s->out, s->state[TAKEN]);
		stream_flush(s);
	}
}

static const struct local_kind tap = {.stage = "feed",
	.who = "a Cx tap",
	.message = message};

li_err feed_open(struct lmisfd *d, struct li_fault *fault)
{
	return local_open(d, HOLDER_CX, &tap, &d->cx_streams, fault);
}
