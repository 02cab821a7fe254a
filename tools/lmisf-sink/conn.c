/* SPDX-License-Identifier: BSD-3-Clause */
#include "conn.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answer.h"
#include "base/log.h"
#include "net/sock.h"

enum {
	READ_SIZE = 64 << 10,
	READS_MAX = 16, /* of one turn, for the others' sake */
};

struct sink_conn *sink_conn_next(const struct sink_conn *conn)
{
	return conn->next;
}

bool sink_conn_waits(const struct sink_conn *conn)
{
	return conn->waits;
}

void sink_conn_close(struct sink_conn *conn, const char *why)
{
	struct sink *sink = conn->sink;

	if (why)
		li_log(LI_LOG_NOTICE, "sink", conn->number, "%s", why);
	if (conn->tls)
		li_tls_bye(conn->tls);
	if (conn->open)
		trace_end(sink->trace, &conn->flow);
	li_loop_disarm(sink->loop, &conn->deadline);
	li_loop_disarm(sink->loop, &conn->due);
	li_loop_remove(sink->loop, &conn->watch);
	li_tls_free(conn->tls);
	close(conn->watch.fd);
	li_buf_fini(&conn->in);
	li_buf_fini(&conn->out);
	late_fini(&conn->late);
	if (conn->prev)
		conn->prev->next = conn->next;
	else
		sink->conns = conn->next;
	if (conn->next)
		conn->next->prev = conn->prev;
	sink->conn_count--;
	free(conn);
}

/* Close for what TLS said. */
void conn_close_tls(struct sink_conn *conn, enum li_tls_outcome outcome)
{
	char why[160];

	if (outcome == LI_TLS_FAILED) {
		snprintf(why, sizeof(why), "TLS: %s", li_tls_why(conn->tls));
		sink_conn_close(conn, why);
	} else if (conn->open && conn->in.n > 0) {
		sink_conn_close(conn, "closed in the middle of a PDU");
	} else {
		sink_conn_close(conn, "closed by the peer");
	}
}

void sink_conn_recheck(struct sink_conn *conn, struct li_tls_creds *creds)
{
	if (!li_tls_recheck(conn->tls, creds))
		conn_close_tls(conn, LI_TLS_FAILED);
}

/* A reset of TCP, without a word of TLS. */
static void reset(struct sink_conn *conn)
{
	const struct linger at_once = {.l_onoff = 1};

	(void)setsockopt(conn->watch.fd, SOL_SOCKET, SO_LINGER, &at_once,
		sizeof(at_once));
	li_tls_free(conn->tls);
	conn->tls = NULL;
	sink_conn_close(conn, "reset, as was asked for");
}

static void on_stall_end(void *data);

static void stall(struct sink_conn *conn)
{
	conn->stalled = true;
	li_loop_arm(conn->sink->loop, &conn->deadline,
		conn->sink->options.tricks.stall_us, on_stall_end, conn);
}

/* One record more: the tricks that wait for it. LI_ECLOSED: it is to be
 * reset. */
static li_err took_record(struct sink_conn *conn)
{
	const struct sink_tricks *tricks = &conn->sink->options.tricks;

	conn->waits = true;
	conn->records++;
	if (tricks->stall_us > 0 && conn->records == 1)
		stall(conn);
	return tricks->reset > 0 && conn->records >= tricks->reset ? LI_ECLOSED
								   : LI_OK;
}

static li_err take_pdu(struct sink_conn *conn, const struct stream_pdu *pdu)
{
	struct sink *sink = conn->sink;

	sink_keep(sink, pdu->octets);
	trace_put(sink->trace, &conn->flow, true, pdu->octets);
	if (answer_confirms(conn->format, pdu))
		conn->waits = false;
	else if (sink_take(sink, conn->format, pdu, conn->number))
		return took_record(conn);
	return conn_answer(conn, pdu);
}

/* Take each whole PDU that came. */
static li_err take_all(struct sink_conn *conn)
{
	struct sink *sink = conn->sink;
	size_t at = 0;
	li_err err;

	for (;;) {
		struct li_slice rest =
			li_slice_sub(li_buf_slice(&conn->in), at, conn->in.n);

		err = stream_next(&conn->format, rest, &sink->arena,
			&sink->pdu);
		if (err != LI_OK)
			break;
		at += sink->pdu.octets.n;
		err = take_pdu(conn, &sink->pdu);
		if (err != LI_OK)
			break;
	}
	li_buf_consume(&conn->in, at);
	return err == LI_EAGAIN ? LI_OK : err;
}

static void undecodable(struct sink_conn *conn, li_err bad)
{
	char why[96];

	conn->sink->counts.undecodable++;
	trace_put(conn->sink->trace, &conn->flow, true,
		li_buf_slice(&conn->in));
	snprintf(why, sizeof(why), "undecodable PDU: %s", li_err_name(bad));
	sink_conn_close(conn, why);
}

/* Take what came, keep it, and only then acknowledge; false when the
 * connection ended. */
static bool take(struct sink_conn *conn)
{
	struct sink *sink = conn->sink;
	const size_t unsaid = conn_unsaid(conn);
	li_err bad = take_all(conn);
	li_err err = LI_OK;

	if (conn_unsaid(conn) > unsaid || bad != LI_OK)
		err = sink_sync(sink);
	if (err != LI_OK) {
		sink_stop(sink, err);
		return false;
	}
	if (bad == LI_OK)
		return conn_flush(conn);
	if (bad == LI_ECLOSED)
		reset(conn);
	else
		undecodable(conn, bad);
	return false;
}

/* Take what came, for a while: others want their turn too. */
static void read_some(struct sink_conn *conn)
{
	enum li_tls_outcome outcome = LI_TLS_OK;

	for (int i = 0; i < READS_MAX; i++) {
		uint8_t *to = li_buf_reserve(&conn->in, READ_SIZE);
		size_t n = 0;

		if (!to) {
			sink_conn_close(conn, li_err_name(LI_ENOMEM));
			return;
		}
		outcome = li_tls_read(conn->tls, to, READ_SIZE, &n);
		if (outcome != LI_TLS_OK)
			break;
		li_buf_commit(&conn->in, n);
		if (!take(conn) || conn->stalled)
			return;
	}
	if (outcome == LI_TLS_CLOSED || outcome == LI_TLS_FAILED)
		conn_close_tls(conn, outcome);
}

static void on_stall_end(void *data)
{
	struct sink_conn *conn = data;
	struct sink *sink = conn->sink;

	conn->stalled = false;
	if (conn_flush(conn))
		read_some(conn); /* TLS may hold what the socket has not */
	sink_check_enough(sink);
}

static void shake(struct sink_conn *conn)
{
	const enum li_tls_outcome outcome = li_tls_handshake(conn->tls);

	switch (outcome) {
	case LI_TLS_WANT_IN:
		li_loop_want(conn->sink->loop, &conn->watch, LI_LOOP_IN);
		return;
	case LI_TLS_WANT_OUT:
		li_loop_want(conn->sink->loop, &conn->watch, LI_LOOP_OUT);
		return;
	case LI_TLS_CLOSED:
	case LI_TLS_FAILED: conn_close_tls(conn, outcome); return;
	case LI_TLS_OK: break;
	}
	conn->open = true;
	trace_begin(conn->sink->trace, &conn->flow);
	li_loop_disarm(conn->sink->loop, &conn->deadline);
	li_loop_want(conn->sink->loop, &conn->watch, LI_LOOP_IN);
	li_log(LI_LOG_NOTICE, "sink", conn->number, "connected, %s",
		li_tls_version(conn->tls));
	read_some(conn);
}

static void on_ready(void *data, uint32_t ready)
{
	struct sink_conn *conn = data;
	struct sink *sink = conn->sink;

	if (!conn->open)
		shake(conn);
	else if (conn->stalled && !(ready & LI_LOOP_END))
		(void)conn_flush(conn);
	else if (!(ready & LI_LOOP_OUT) || conn_flush(conn))
		read_some(conn);
	sink_check_enough(sink);
}

static void on_deadline(void *data)
{
	sink_conn_close(data, "TLS: handshake took too long");
}

void sink_conn_open(struct sink *sink, int fd, const struct li_address *from)
{
	struct sink_conn *conn = calloc(1, sizeof(*conn));
	char text[LI_SOCK_TEXT];

	if (!conn ||
		li_tls_server(sink->keeper.now, fd, NULL, &conn->tls) != LI_OK)
		goto out;
	conn->sink = sink;
	conn->number = ++sink->conn_number;
	conn->format = sink->options.format;
	conn->flow.peer = *from;
	if (li_sock_local(fd, &conn->flow.own) != LI_OK)
		goto out;
	conn->in.max = LI_X2_PDU_MAX + 2 * READ_SIZE;
	if (li_loop_add(sink->loop, &conn->watch, fd, LI_LOOP_IN, on_ready,
		    conn) != LI_OK)
		goto out;
	li_loop_arm(sink->loop, &conn->deadline, SINK_HANDSHAKE_US, on_deadline,
		conn);
	conn->next = sink->conns;
	if (conn->next)
		conn->next->prev = conn;
	sink->conns = conn;
	sink->conn_count++;
	li_sock_format(from, text);
	li_log(LI_LOG_INFO, "sink", conn->number, "connection from %s", text);
	return;
out:
	if (conn)
		li_tls_free(conn->tls);
	free(conn);
	close(fd);
}
