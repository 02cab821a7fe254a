/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver_peer.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "encode/x2.h"
#include "net/sock.h"

enum {
	PATH = 320,
	READ = 1 << 16,
};

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

struct li_tls_creds *peer_creds(const char *dir, const char *name)
{
	struct li_tls_creds *creds = NULL;
	struct li_fault fault = {0};
	char crt[PATH], key[PATH], ca[PATH];
	const struct li_tls_files files = {.certificate = crt,
		.key = key,
		.ca = ca};

	snprintf(crt, sizeof(crt), "%s/certs/%s.pem", dir, name);
	snprintf(key, sizeof(key), "%s/certs/%s.key", dir, name);
	snprintf(ca, sizeof(ca), "%s/certs/ca.pem", dir);
	need(li_tls_creds_load(&files, &creds, &fault), "certificates", &fault);
	return creds;
}

void peer_meet(struct peer *p, struct li_tls_creds *creds, int listener)
{
	struct li_address from;

	*p = (struct peer){.tls = NULL};
	wait_for(listener, POLLIN);
	need(li_sock_accept(listener, &p->fd, &from), "accept", NULL);
	need(li_tls_server(creds, p->fd, NULL, &p->tls), "TLS", NULL);
	shake(p->tls, p->fd);
}

static void take_all(struct peer *p, peer_fn fn, void *data)
{
	static struct li_x2_pdu pdu;
	const int64_t now_us = li_clock_mono_us();
	size_t at = 0;

	for (;;) {
		struct li_slice rest =
			li_slice_sub(li_buf_slice(&p->in), at, p->in.n);

		if (li_x2_decode(rest, &pdu) != LI_OK)
			break;
		if (pdu.type == LI_X2_KEEPALIVE_REQUEST)
			li_x2_keepalive_ack(pdu.sequence, &p->out);
		else
			fn(data, li_slice_sub(rest, 0, pdu.size), now_us);
		at += pdu.size;
	}
	li_buf_consume(&p->in, at);
}

enum li_tls_outcome peer_take(struct peer *p, peer_fn fn, void *data)
{
	size_t n = 0;
	const enum li_tls_outcome o =
		li_tls_read(p->tls, li_buf_reserve(&p->in, READ), READ, &n);

	if (o != LI_TLS_OK)
		return o;
	li_buf_commit(&p->in, n);
	take_all(p, fn, data);
	write_all(p->tls, p->fd, li_buf_slice(&p->out));
	li_buf_reset(&p->out);
	return o;
}

void peer_leave(struct peer *p)
{
	li_tls_bye(p->tls);
	li_tls_free(p->tls);
	close(p->fd);
	li_buf_fini(&p->in);
	li_buf_fini(&p->out);
}

static void pass_by(void *data, struct li_slice pdu, int64_t now_us)
{
	(void)data;
	(void)pdu;
	(void)now_us;
}

void peer_run(struct li_tls_creds *creds, int listener)
{
	struct peer p;
	enum li_tls_outcome o;

	for (;;) {
		peer_meet(&p, creds, listener);
		do
			o = peer_take(&p, pass_by, NULL);
		while (o == LI_TLS_OK || wait_tls(p.fd, o));
		peer_leave(&p);
	}
}
