/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Many receivers of X2 in one, each of which has its troubles.
 *
 *   deliver_many_peer CERTS PORT COUNT SEED ORDERS
 *
 * Listens on COUNT ports from PORT on. Until it is told to be calm, each
 * receiver about every four seconds breaks its connection, reads nothing for a
 * while, acknowledges nothing any more, or is away. A line in ORDERS, a
 * pipe of mkfifo(1), is an order: "calm", "certs" (CERTS/mdf.* are read again),
 * "end". After the last it prints "PORT XID CORRELATION COUNT" of each stream, and exits 1 if one was
 * not in order or something came again with other octets.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "deliver_many_peer.h"
#include "net/sock.h"

enum {
	EACH_US = 4000000, /* from one trouble of a receiver to its next */
	STALL_US = 1500000,
	DOWN_US = 1000000,
	READ_SIZE = 64 << 10,
	READS_MAX = 4,
};

static const char *certs;

static void need(li_err err, const char *what)
{
	if (err == LI_OK)
		return;
	fprintf(stderr, "deliver_many_peer: %s: %s\n", what, li_err_name(err));
	exit(1);
}

/* Below `bound`; the same for the same seed. */
static uint64_t draw(struct many *m, uint64_t bound)
{
	m->random = m->random * UINT64_C(6364136223846793005) +
		UINT64_C(1442695040888963407);
	return (m->random >> 33) % bound;
}

/* ---- connections ---- */

static void close_conn(struct conn *c, bool reset)
{
	const struct linger now = {.l_onoff = 1};
	struct li_loop *loop = c->peer->many->loop;
	struct conn **at = &c->peer->conns;

	while (*at != c)
		at = &(*at)->later;
	*at = c->later;
	if (reset)
		(void)setsockopt(c->watch.fd, SOL_SOCKET, SO_LINGER, &now,
			sizeof(now));
	li_loop_disarm(loop, &c->awake);
	li_loop_remove(loop, &c->watch);
	li_tls_free(c->tls);
	close(c->watch.fd);
	li_buf_fini(&c->in);
	li_buf_fini(&c->out);
	free(c);
}

static void take_all(struct conn *c)
{
	static struct li_x2_pdu pdu;
	size_t at = 0;

	for (;;) {
		struct li_slice rest =
			li_slice_sub(li_buf_slice(&c->in), at, c->in.n);

		if (!rest.n || li_x2_decode(rest, &pdu) != LI_OK)
			break;
		if (pdu.type == LI_X2_KEEPALIVE_REQUEST && !c->deaf)
			li_x2_keepalive_ack(pdu.sequence, &c->out);
		else if (pdu.type == LI_X2_IRI)
			note_record(c->peer, &pdu,
				li_slice_sub(rest, 0, pdu.size));
		at += pdu.size;
	}
	li_buf_consume(&c->in, at);
}

/* False when the connection ended. */
static bool answer(struct conn *c)
{
	enum li_tls_outcome o = LI_TLS_OK;
	size_t n;

	while (c->out.n && o == LI_TLS_OK) {
		o = li_tls_write(c->tls, li_buf_slice(&c->out), &n);
		if (o == LI_TLS_OK)
			li_buf_consume(&c->out, n);
	}
	if (o != LI_TLS_OK && o != LI_TLS_WANT_OUT) {
		close_conn(c, false);
		return false;
	}
	if (!c->awake.armed)
		li_loop_want(c->peer->many->loop, &c->watch,
			LI_LOOP_IN | (c->out.n ? (uint32_t)LI_LOOP_OUT : 0));
	return true;
}

static void read_some(struct conn *c)
{
	enum li_tls_outcome o = LI_TLS_OK;
	size_t n;

	for (int i = 0; i < READS_MAX; i++) {
		o = li_tls_read(c->tls, li_buf_reserve(&c->in, READ_SIZE),
			READ_SIZE, &n);
		if (o != LI_TLS_OK)
			break;
		li_buf_commit(&c->in, n);
		take_all(c);
	}
	if (o == LI_TLS_CLOSED || o == LI_TLS_FAILED)
		close_conn(c, false);
	else
		(void)answer(c);
}

static void on_ready(void *data, uint32_t ready)
{
	struct conn *c = data;
	enum li_tls_outcome o = LI_TLS_OK;

	(void)ready;
	if (!c->open)
		o = li_tls_handshake(c->tls);
	if (o == LI_TLS_OK) {
		c->open = true;
		read_some(c);
	} else if (o == LI_TLS_CLOSED || o == LI_TLS_FAILED) {
		close_conn(c, false);
	}
}

static void on_connection(void *data, uint32_t ready)
{
	struct peer *peer = data;
	struct li_address from;
	struct conn *c;
	int fd;

	(void)ready;
	while (li_sock_accept(peer->listener.fd, &fd, &from) == LI_OK) {
		c = calloc(1, sizeof(*c));
		if (!c)
			abort();
		c->peer = peer;
		c->later = peer->conns;
		peer->conns = c;
		peer->many->counts.connections++;
		need(li_tls_server(peer->many->creds, fd, NULL, &c->tls),
			"TLS");
		need(li_loop_add(peer->many->loop, &c->watch, fd, LI_LOOP_IN,
			     on_ready, c),
			"connection");
	}
}

/* ---- troubles ---- */

static void on_up(void *data)
{
	struct peer *peer = data;
	const struct li_address at = {.family = 4,
		.ip = {127, 0, 0, 1},
		.port = peer->port};
	struct li_fault fault = {0};
	int fd;

	need(li_sock_listen(&at, &fd, &fault), fault.text);
	need(li_loop_add(peer->many->loop, &peer->listener, fd, LI_LOOP_IN,
		     on_connection, peer),
		"listener");
}

static void go_down(struct peer *peer)
{
	struct many *m = peer->many;

	if (!peer->listener.added)
		return;
	m->counts.downs++;
	li_loop_remove(m->loop, &peer->listener);
	close(peer->listener.fd);
	while (peer->conns)
		close_conn(peer->conns, true);
	li_loop_arm(m->loop, &peer->up, (int64_t)draw(m, DOWN_US) + 1, on_up,
		peer);
}

static void on_awake(void *data)
{
	struct conn *c = data;

	li_loop_want(c->peer->many->loop, &c->watch, LI_LOOP_IN);
}

static void trouble(struct peer *peer)
{
	struct many *m = peer->many;
	struct conn *c = peer->conns;
	const uint64_t which = draw(m, 8);

	if (which == 0)
		go_down(peer);
	if (which == 0 || !c)
		return;
	if (which < 4) {
		m->counts.resets++;
		close_conn(c, true);
	} else if (which < 6) {
		m->counts.stalls++;
		li_loop_want(m->loop, &c->watch, 0);
		li_loop_arm(m->loop, &c->awake, (int64_t)draw(m, STALL_US) + 1,
			on_awake, c);
	} else {
		m->counts.deaf++;
		c->deaf = true;
	}
}

static void on_trouble(void *data)
{
	struct many *m = data;

	trouble(&m->peers[draw(m, m->count)]);
	if (!m->calm)
		li_loop_arm(m->loop, &m->trouble, EACH_US / (int64_t)m->count,
			on_trouble, m);
}

/* ---- orders ---- */

static void read_certs(struct many *m)
{
	struct li_tls_creds *creds = NULL;
	struct li_fault fault = {0};
	char crt[256], key[256], ca[256];
	const struct li_tls_files files = {.certificate = crt,
		.key = key,
		.ca = ca};

	snprintf(crt, sizeof(crt), "%.200s/mdf.pem", certs);
	snprintf(key, sizeof(key), "%.200s/mdf.key", certs);
	snprintf(ca, sizeof(ca), "%.200s/ca.pem", certs);
	need(li_tls_creds_load(&files, &creds, &fault), fault.text);
	li_tls_creds_free(m->creds);
	m->creds = creds;
}

/* Who was deaf hears again on its next connection. */
static void be_calm(struct many *m)
{
	m->calm = true;
	for (size_t i = 0; i < m->count; i++) {
		struct conn *c = m->peers[i].conns, *later;

		for (; c; c = later) {
			later = c->later;
			if (c->deaf)
				close_conn(c, true);
		}
	}
}

static void on_order(void *data, uint32_t ready)
{
	struct many *m = data;
	char line[256];
	const ssize_t n = read(m->orders.fd, line, sizeof(line) - 1);

	(void)ready;
	line[n > 0 ? n : 0] = '\0';
	if (strstr(line, "end"))
		li_loop_stop(m->loop);
	if (strstr(line, "calm"))
		be_calm(m);
	if (strstr(line, "certs"))
		read_certs(m);
}

static void set_up(struct many *m, uint16_t port, const char *orders)
{
	/* Both ends, so that it has no end. */
	const int fd = open(orders, O_RDWR | O_NONBLOCK | O_CLOEXEC);

	m->peers = calloc(m->count, sizeof(*m->peers));
	if (!m->peers)
		abort();
	need(li_hash_secret_draw(&m->secret), "secret");
	read_certs(m);
	need(li_loop_new(&m->loop), "loop");
	for (size_t i = 0; i < m->count; i++) {
		m->peers[i].many = m;
		m->peers[i].port = (uint16_t)(port + i);
		on_up(&m->peers[i]);
	}
	need(fd < 0 ? LI_EIO
		    : li_loop_add(m->loop, &m->orders, fd, LI_LOOP_IN, on_order,
			      m),
		orders);
	li_loop_arm(m->loop, &m->trouble, EACH_US, on_trouble, m);
}

static void tear_down(struct many *m)
{
	for (size_t i = 0; i < m->count; i++) {
		while (m->peers[i].conns)
			close_conn(m->peers[i].conns, false);
		if (!m->peers[i].listener.added)
			continue;
		li_loop_remove(m->loop, &m->peers[i].listener);
		close(m->peers[i].listener.fd);
	}
	li_loop_remove(m->loop, &m->orders);
	close(m->orders.fd);
	li_loop_free(m->loop);
	li_tls_creds_free(m->creds);
	free_streams(m);
	free(m->peers);
}

int main(int argc, char **argv)
{
	struct many m = {0};
	int status;

	if (argc != 6)
		return 64;
	signal(SIGPIPE, SIG_IGN);
	certs = argv[1];
	m.count = strtoul(argv[3], NULL, 10);
	m.random = strtoull(argv[4], NULL, 10);
	set_up(&m, (uint16_t)strtoul(argv[2], NULL, 10), argv[5]);
	fprintf(stderr, "listening\n");
	need(li_loop_run(m.loop), "loop");
	print_streams(&m);
	fprintf(stderr,
		"%lu received, %lu repeated, %lu bad; %lu connections, "
		"%lu resets, %lu stalls, %lu times away, %lu deaf\n",
		m.counts.received, m.counts.repeated, m.counts.bad,
		m.counts.connections, m.counts.resets, m.counts.stalls,
		m.counts.downs, m.counts.deaf);
	status = m.counts.bad ? 1 : 0;
	tear_down(&m);
	return status;
}
