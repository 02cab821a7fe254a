/* SPDX-License-Identifier: BSD-3-Clause */
#include "ipc/cx_feed.h"

enum {
	FLAG_REQUEST_LOCAL = 1,
	FLAG_ANSWER_LOCAL = 2,
	FLAGS_KNOWN = FLAG_REQUEST_LOCAL | FLAG_ANSWER_LOCAL,
	/* octets of a record's body beside those of its four slices */
	RECORD_BARE = 3 * 8 + 1 + 4 * 4,
};

static struct li_slice slice_get(struct li_cursor *c)
{
	return li_cursor_take(c, li_cursor_u32(c));
}

static void number_put(struct li_buf *out, enum li_ipc_type type, uint64_t v)
{
	size_t place = li_ipc_begin(out, type);

	li_buf_put_u64(out, v);
	li_ipc_end(out, place);
}

void li_cx_hello_put(struct li_buf *out, const struct li_cx_hello *m)
{
	size_t place = li_ipc_begin(out, LI_IPC_CX_HELLO);

	li_buf_put(out, m->instance.octet, sizeof(m->instance.octet));
	li_ipc_end(out, place);
}

void li_cx_welcome_put(struct li_buf *out, uint64_t resume_after)
{
	number_put(out, LI_IPC_CX_WELCOME, resume_after);
}

void li_cx_ack_put(struct li_buf *out, uint64_t sequence)
{
	number_put(out, LI_IPC_CX_ACK, sequence);
}

void li_cx_lost_put(struct li_buf *out, uint64_t lost)
{
	number_put(out, LI_IPC_CX_LOST, lost);
}

static uint8_t *store(uint8_t *to, uint64_t v, size_t octets)
{
	for (size_t i = 0; i < octets; i++)
		to[i] = (uint8_t)(v >> 8 * (octets - 1 - i));
	return to + octets;
}

static uint8_t *store_slice(uint8_t *to, struct li_slice s)
{
	to = store(to, s.n, 4);
	if (s.n)
		memcpy(to, s.p, s.n);
	return to + s.n;
}

/* In one go: it runs in a thread of the network function, for each exchange. */
void li_cx_record_put(struct li_buf *out, const struct li_cx_record *m)
{
	const size_t n = RECORD_BARE + m->request_peer.n + m->answer_peer.n +
		m->request.n + m->answer.n;
	size_t place = li_ipc_begin(out, LI_IPC_CX_RECORD);
	uint8_t *to;

	if (m->request_peer.n > LI_CX_PEER_MAX ||
		m->answer_peer.n > LI_CX_PEER_MAX ||
		m->request.n > LI_IPC_MAX || m->answer.n > LI_IPC_MAX)
		out->bad = true;
	to = li_buf_reserve(out, n);
	if (!to)
		return;
	to = store(to, m->sequence, 8);
	to = store(to, (uint64_t)m->requested_us, 8);
	to = store(to, (uint64_t)m->answered_us, 8);
	to = store(to,
		(m->request_local ? FLAG_REQUEST_LOCAL : 0) |
			(m->answer_local ? FLAG_ANSWER_LOCAL : 0),
		1);
	to = store_slice(to, m->request_peer);
	to = store_slice(to, m->answer_peer);
	to = store_slice(to, m->request);
	(void)store_slice(to, m->answer);
	li_buf_commit(out, n);
	li_ipc_end(out, place);
}

li_err li_cx_hello_get(struct li_slice body, struct li_cx_hello *out)
{
	if (body.n != sizeof(out->instance.octet))
		return LI_EMALFORMED;
	memcpy(out->instance.octet, body.p, body.n);
	return LI_OK;
}

li_err li_cx_record_get(struct li_slice body, struct li_cx_record *out)
{
	struct li_cursor c = li_cursor(body);
	struct li_cx_record m = {.sequence = li_cursor_u64(&c)};
	uint8_t flags;

	m.requested_us = (int64_t)li_cursor_u64(&c);
	m.answered_us = (int64_t)li_cursor_u64(&c);
	flags = li_cursor_u8(&c);
	m.request_local = flags & FLAG_REQUEST_LOCAL;
	m.answer_local = flags & FLAG_ANSWER_LOCAL;
	m.request_peer = slice_get(&c);
	m.answer_peer = slice_get(&c);
	m.request = slice_get(&c);
	m.answer = slice_get(&c);
	if (c.bad || c.rest.n || (flags & ~FLAGS_KNOWN) ||
		m.request_peer.n > LI_CX_PEER_MAX ||
		m.answer_peer.n > LI_CX_PEER_MAX)
		return LI_EMALFORMED;
	*out = m;
	return LI_OK;
}

li_err li_cx_number_get(struct li_slice body, uint64_t *out)
{
	struct li_cursor c = li_cursor(body);
	uint64_t v = li_cursor_u64(&c);

	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	*out = v;
	return LI_OK;
}
