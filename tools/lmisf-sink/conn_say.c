/* SPDX-License-Identifier: BSD-3-Clause */
#include "answer.h"
#include "base/clock.h"
#include "conn.h"

enum {
	ACKS_MAX = 64 << 10, /* octets of answers not yet taken */
	GARBLE = 0xa5,       /* no octet of a PDU's beginning is one any more */
};

size_t conn_unsaid(const struct sink_conn *conn)
{
	return conn->out.n + conn->late.octets.n;
}

bool conn_flush(struct sink_conn *conn)
{
	struct sink *sink = conn->sink;
	const uint32_t read = conn->stalled ? 0 : LI_LOOP_IN;
	uint32_t want = read;

	while (conn->out.n > 0) {
		size_t n = 0;
		enum li_tls_outcome outcome =
			li_tls_write(conn->tls, li_buf_slice(&conn->out), &n);

		if (outcome == LI_TLS_OK) {
			trace_put(sink->trace, &conn->flow, false,
				li_slice(conn->out.p, n));
			li_buf_consume(&conn->out, n);
			continue;
		}
		if (outcome != LI_TLS_WANT_OUT) {
			conn_close_tls(conn, outcome);
			return false;
		}
		want = conn->out.n > ACKS_MAX ? LI_LOOP_OUT
					      : read | LI_LOOP_OUT;
		break;
	}
	li_loop_want(sink->loop, &conn->watch, want);
	return true;
}

static void on_due(void *data);

static void arm_due(struct sink_conn *conn)
{
	const int64_t due_us = late_next(&conn->late);
	const int64_t wait_us = due_us - li_clock_mono_us();

	if (due_us >= 0)
		li_loop_arm(conn->sink->loop, &conn->due,
			wait_us > 0 ? wait_us : 0, on_due, conn);
}

static void on_due(void *data)
{
	struct sink_conn *conn = data;

	if (late_take(&conn->late, li_clock_mono_us(), &conn->out) != LI_OK) {
		sink_conn_close(conn, li_err_name(LI_ENOMEM));
		return;
	}
	arm_due(conn);
	(void)conn_flush(conn);
}

li_err conn_answer(struct sink_conn *conn, const struct stream_pdu *pdu)
{
	const struct sink_tricks *tricks = &conn->sink->options.tricks;
	const size_t before = conn->out.n;
	li_err err = tricks->no_ack
		? LI_OK
		: answer(conn->format, pdu, li_clock_now_us(), &conn->options,
			  &conn->out);

	if (err != LI_OK || conn->out.n == before)
		return err;
	conn->answers++;
	if (tricks->drop > 0 && conn->answers % tricks->drop == 0)
		conn->out.n = before;
	if (tricks->garbage)
		for (size_t i = before; i < conn->out.n; i++)
			conn->out.p[i] ^= GARBLE;
	if (tricks->delay_us == 0 || conn->out.n == before)
		return LI_OK;
	err = late_put(&conn->late,
		li_slice(conn->out.p + before, conn->out.n - before),
		li_clock_mono_us() + tricks->delay_us);
	conn->out.n = before;
	if (!conn->due.armed)
		arm_due(conn);
	return err;
}
