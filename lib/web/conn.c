/* SPDX-License-Identifier: BSD-3-Clause */
#include "web/conn.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "net/sock.h"

enum {
	PIECE = LI_TLS_RECORD,
	LINGER_US = 2000000, /* a refused request is read to its end, so that
			      * its sender comes to read why */
};

static void on_net(void *data, uint32_t ready);
static void on_plain(void *data, uint32_t ready);

static const char *doing(const struct li_web_conn *c)
{
	if (c->opened)
		return "a request";
	return c->tls ? "a TLS handshake" : "a first octet";
}

static void late(void *data)
{
	struct li_web_conn *c = data;

	if (!c->opened || (c->busy && !c->bye))
		li_log(LI_LOG_INFO, c->kind->stage, 0,
			"%s took too long, closed", doing(c));
	li_web_conn_close(c);
}

static void arm(struct li_web_conn *c, int64_t us)
{
	li_loop_arm(c->kind->loop, &c->timer, us, late, c);
}

li_err li_web_conn_new(const struct li_web_conn_kind *kind,
	struct li_tls_creds *creds, int fd, struct li_web_conn **out)
{
	struct li_web_conn *c = calloc(1, sizeof(*c));
	li_err err = c ? LI_OK : LI_ENOMEM;

	if (!err && creds)
		err = li_tls_server(creds, fd, NULL, &c->tls);
	if (!err)
		err = li_loop_add(kind->loop, &c->net, fd, LI_LOOP_IN, on_net,
			c);
	if (err) {
		if (c)
			li_tls_free(c->tls);
		free(c);
		close(fd);
		return err;
	}
	c->kind = kind;
	c->plain.fd = -1;
	arm(c, kind->handshake_us);
	*out = c;
	return LI_OK;
}

void li_web_conn_close(struct li_web_conn *c)
{
	c->kind->gone(c->kind->data, c);
	li_web_http_forget(c->kind->http, c);
	li_loop_disarm(c->kind->loop, &c->timer);
	li_loop_remove(c->kind->loop, &c->net);
	if (c->plain.fd >= 0) {
		li_loop_remove(c->kind->loop, &c->plain);
		close(c->plain.fd);
	}
	li_tls_free(c->tls);
	close(c->net.fd);
	li_buf_fini(&c->in);
	li_buf_fini(&c->out);
	free(c);
}

void li_web_conn_answered(struct li_web_conn *c)
{
	c->answered = true;
}

/* ---- handshake ---- */

/* No octet of a peer without a certificate of our CA, and a UID in it, goes
 * any further. TS 103 221-1 cl. 8.2.4 */
static bool open_it(struct li_web_conn *c)
{
	const struct li_web_conn_kind *k = c->kind;
	int fd;

	if (c->tls && li_tls_peer_uid(c->tls, c->uid, sizeof(c->uid))) {
		li_log(LI_LOG_WARNING, c->kind->stage, 0,
			"peer certificate: no UID in its subject, closed");
		return false;
	}
	if (!k->open(k->data, c) || li_web_http_add(k->http, c, &fd))
		return false;
	c->opened = true;
	c->plain.fd = fd;
	arm(c, k->idle_us);
	return li_loop_add(k->loop, &c->plain, fd, LI_LOOP_IN, on_plain, c) ==
		LI_OK;
}

static bool shake(struct li_web_conn *c)
{
	if (!c->tls)
		return open_it(c);
	switch (li_tls_handshake(c->tls)) {
	case LI_TLS_OK: return open_it(c);
	case LI_TLS_WANT_IN:
		li_loop_want(c->kind->loop, &c->net, LI_LOOP_IN);
		return true;
	case LI_TLS_WANT_OUT:
		li_loop_want(c->kind->loop, &c->net, LI_LOOP_OUT);
		return true;
	case LI_TLS_FAILED:
		li_log(LI_LOG_WARNING, c->kind->stage, 0, "%s, closed",
			li_tls_why(c->tls));
		return false;
	case LI_TLS_CLOSED: return false;
	}
	return false;
}

/* ---- octets ---- */

/* What waits for HTTP. When that takes no more, its answer says why. */
static void push_in(struct li_web_conn *c)
{
	li_err err = LI_OK;
	size_t n;

	while (!err && c->in.n) {
		err = li_sock_write(c->plain.fd, li_buf_slice(&c->in), &n);
		if (!err)
			li_buf_consume(&c->in, n);
	}
	if (err && err != LI_EAGAIN) {
		c->deaf = true;
		li_buf_wipe(&c->in);
	}
}

/* What a socket says, in the words of TLS. */
static enum li_tls_outcome outcome_of(li_err err, enum li_tls_outcome wait)
{
	if (!err)
		return LI_TLS_OK;
	return err == LI_EAGAIN ? wait : LI_TLS_CLOSED;
}

static enum li_tls_outcome net_read(struct li_web_conn *c, uint8_t *to,
	size_t *n)
{
	if (c->tls)
		return li_tls_read(c->tls, to, PIECE, n);
	return outcome_of(li_sock_read(c->net.fd, to, PIECE, n),
		LI_TLS_WANT_IN);
}

static enum li_tls_outcome net_write(struct li_web_conn *c, size_t *n)
{
	if (c->tls)
		return li_tls_write(c->tls, li_buf_slice(&c->out), n);
	return outcome_of(li_sock_write(c->net.fd, li_buf_slice(&c->out), n),
		LI_TLS_WANT_OUT);
}

/* What waits for the network; false: the connection is over. */
static bool push_out(struct li_web_conn *c)
{
	enum li_tls_outcome o = LI_TLS_OK;
	size_t n;

	while (o == LI_TLS_OK && c->out.n) {
		o = net_write(c, &n);
		if (o == LI_TLS_OK)
			li_buf_consume(&c->out, n);
	}
	return o == LI_TLS_OK || o == LI_TLS_WANT_OUT || o == LI_TLS_WANT_IN;
}

/* From the network towards HTTP, one record at a time: who does not read, is
 * not read for. */
static bool pull_in(struct li_web_conn *c)
{
	enum li_tls_outcome o = LI_TLS_OK;
	size_t n;

	push_in(c);
	while (o == LI_TLS_OK && c->in.n == 0) {
		uint8_t *to = li_buf_reserve(&c->in, PIECE);

		if (!to)
			return false;
		o = net_read(c, to, &n);
		if (o != LI_TLS_OK)
			break;
		if (c->deaf || c->closing)
			continue;
		li_buf_commit(&c->in, n);
		if (!c->busy) {
			c->busy = true;
			c->answered = false;
			/* all of it, however slowly it comes */
			arm(c, c->kind->request_us);
		}
		push_in(c);
	}
	if (o == LI_TLS_FAILED)
		li_log(LI_LOG_WARNING, c->kind->stage, 0, "%s, closed",
			li_tls_why(c->tls));
	return o == LI_TLS_OK || o == LI_TLS_WANT_IN || o == LI_TLS_WANT_OUT;
}

/* From HTTP towards the network. */
static bool pull_out(struct li_web_conn *c)
{
	li_err err = LI_OK;
	size_t n;

	while (!err && c->out.n == 0 && !c->closing) {
		uint8_t *to = li_buf_reserve(&c->out, PIECE);

		if (!to)
			return false;
		err = li_sock_read(c->plain.fd, to, PIECE, &n);
		if (err == LI_ECLOSED)
			c->closing = true;
		if (err)
			break;
		li_buf_commit(&c->out, n);
		if (!push_out(c))
			return false;
	}
	if (err == LI_EAGAIN && c->busy && c->answered) {
		c->busy = false;
		arm(c, c->kind->idle_us);
	}
	return true;
}

/* Wait for what can be done next. */
static void settle(struct li_web_conn *c)
{
	uint32_t net = c->out.n ? LI_LOOP_OUT : 0;
	uint32_t plain = c->in.n ? LI_LOOP_OUT : 0;

	if (c->in.n == 0)
		net |= LI_LOOP_IN;
	if (c->out.n == 0 && !c->closing)
		plain |= LI_LOOP_IN;
	li_loop_want(c->kind->loop, &c->net, net);
	li_loop_want(c->kind->loop, &c->plain, plain);
}

static void go_on(struct li_web_conn *c)
{
	bool alive = push_out(c) && pull_in(c) && pull_out(c);

	if (alive && c->closing && c->out.n == 0 && !c->bye) {
		c->bye = true;
		if (c->tls)
			li_tls_bye(c->tls);
		shutdown(c->net.fd, SHUT_WR);
		arm(c, LINGER_US);
	}
	if (alive)
		settle(c);
	else
		li_web_conn_close(c);
}

static void on_net(void *data, uint32_t ready)
{
	struct li_web_conn *c = data;

	(void)ready;
	if (c->opened)
		go_on(c);
	else if (!shake(c))
		li_web_conn_close(c);
	/* A client that is allowed to may have sent with its last message. */
	else if (c->opened)
		go_on(c);
}

static void on_plain(void *data, uint32_t ready)
{
	(void)ready;
	go_on(data);
}
