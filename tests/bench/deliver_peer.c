/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver_peer.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "encode/x2.h"
#include "net/sock.h"

void need(li_err err, const char *what, const struct li_fault *fault)
{
	if (err == LI_OK)
		return;
	fprintf(stderr, "bench deliver: %s: %s\n", what,
		fault && fault->text[0] ? fault->text : li_err_name(err));
	exit(1);
}

void wait_for(int fd, short events)
{
	struct pollfd p = {.fd = fd, .events = events};

	if (poll(&p, 1, 30000) != 1)
		need(LI_ETIMEOUT, "socket", NULL);
}

bool wait_tls(int fd, enum li_tls_outcome o)
{
	if (o == LI_TLS_WANT_IN)
		wait_for(fd, POLLIN);
	else if (o == LI_TLS_WANT_OUT)
		wait_for(fd, POLLOUT);
	return o == LI_TLS_WANT_IN || o == LI_TLS_WANT_OUT;
}

void shake(struct li_tls *tls, int fd)
{
	enum li_tls_outcome o;

	do
		o = li_tls_handshake(tls);
	while (wait_tls(fd, o));
	if (o != LI_TLS_OK)
		need(LI_ECLOSED, li_tls_why(tls), NULL);
}

void write_all(struct li_tls *tls, int fd, struct li_slice s)
{
	enum li_tls_outcome o = LI_TLS_OK;
	size_t n = 0;

	while (s.n > 0 && (o == LI_TLS_OK || wait_tls(fd, o))) {
		o = li_tls_write(tls, s, &n);
		if (o == LI_TLS_OK)
			s = li_slice_sub(s, n, s.n);
	}
}

static void peer_take(struct li_tls *tls, int fd, struct li_buf *in)
{
	static struct li_x2_pdu pdu;
	struct li_buf out = {0};
	size_t at = 0;

	while (at < in->n &&
		li_x2_decode(li_slice_sub(li_buf_slice(in), at, in->n), &pdu) ==
			LI_OK) {
		at += pdu.size;
		if (pdu.type == LI_X2_KEEPALIVE_REQUEST)
			li_x2_keepalive_ack(pdu.sequence, &out);
	}
	li_buf_consume(in, at);
	write_all(tls, fd, li_buf_slice(&out));
	li_buf_fini(&out);
}

static void peer_serve(struct li_tls_creds *creds, int fd)
{
	struct li_buf in = {0};
	struct li_tls *tls;
	enum li_tls_outcome o = LI_TLS_OK;
	size_t n = 0;

	need(li_tls_server(creds, fd, NULL, &tls), "peer", NULL);
	shake(tls, fd);
	while (o == LI_TLS_OK || wait_tls(fd, o)) {
		o = li_tls_read(tls, li_buf_reserve(&in, 1 << 16), 1 << 16, &n);
		if (o == LI_TLS_OK) {
			li_buf_commit(&in, n);
			peer_take(tls, fd, &in);
		}
	}
	li_buf_fini(&in);
	li_tls_free(tls);
	close(fd);
}

void peer_run(struct li_tls_creds *creds, int listener)
{
	struct li_address from;
	int fd;

	for (;;) {
		wait_for(listener, POLLIN);
		if (li_sock_accept(listener, &fd, &from) == LI_OK)
			peer_serve(creds, fd);
	}
}
