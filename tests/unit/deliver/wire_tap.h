/* SPDX-License-Identifier: BSD-3-Clause
 *
 * wire_tap.h - between a link and its peer, on the test's own loop: hands on what
 * both say, and notes the TLS records of the link.
 */
#ifndef UNIT_DELIVER_WIRE_TAP_H
#define UNIT_DELIVER_WIRE_TAP_H

#include <poll.h>
#include <unistd.h>

#include "base/buf.h"
#include "net/loop.h"
#include "net/sock.h"
#include "unit.h"

enum {
	WIRE_HEAD = 5,  /* RFC 8446 cl. 5.1: type, version, length */
	WIRE_DATA = 23, /* application_data */
	WIRE_MAX = 512,
	WIRE_READ = 65536,
};

struct wire_tap {
	struct li_loop *loop;
	struct li_address at, to;
	int listener;
	struct li_watch accepts, from_link, from_peer;
	struct li_buf in;       /* of the link, from the head of a record on */
	size_t sizes[WIRE_MAX]; /* of its records with data */
	size_t count;
};

/* Records are told by their heads alone. */
static inline void wire_note(struct wire_tap *t)
{
	while (t->in.n >= WIRE_HEAD) {
		const size_t size = (size_t)t->in.p[3] << 8 | t->in.p[4];

		if (t->in.n < WIRE_HEAD + size)
			return;
		if (t->in.p[0] == WIRE_DATA) {
			CU_ASSERT_FATAL(t->count < WIRE_MAX);
			t->sizes[t->count++] = size;
		}
		li_buf_consume(&t->in, WIRE_HEAD + size);
	}
}

static inline void wire_end(struct wire_tap *t)
{
	struct li_watch *both[] = {&t->from_link, &t->from_peer};

	for (size_t i = 0; i < 2; i++)
		if (both[i]->added) {
			li_loop_remove(t->loop, both[i]);
			close(both[i]->fd);
		}
	li_buf_fini(&t->in);
}

/* Loopback takes what a test has in one write. */
static inline void wire_hand_on(struct wire_tap *t, int from, int to,
	struct li_buf *copy)
{
	static uint8_t octets[WIRE_READ];
	size_t n = 0, put = 0, at = 0;
	li_err err = li_sock_read(from, octets, sizeof(octets), &n);

	if (err != LI_OK) {
		if (err != LI_EAGAIN)
			wire_end(t);
		return;
	}
	while (at < n) {
		struct pollfd room = {.fd = to, .events = POLLOUT};

		err = li_sock_write(to, li_slice(octets + at, n - at), &put);
		if (err == LI_OK)
			at += put;
		else if (err != LI_EAGAIN || poll(&room, 1, 5000) != 1)
			break;
	}
	CU_ASSERT_EQUAL(at, n);
	if (copy)
		li_buf_put(copy, octets, n);
}

static inline void wire_on_link(void *data, uint32_t ready)
{
	struct wire_tap *t = data;

	(void)ready;
	wire_hand_on(t, t->from_link.fd, t->from_peer.fd, &t->in);
	wire_note(t);
}

static inline void wire_on_peer(void *data, uint32_t ready)
{
	struct wire_tap *t = data;

	(void)ready;
	wire_hand_on(t, t->from_peer.fd, t->from_link.fd, NULL);
}

static inline void wire_on_connection(void *data, uint32_t ready)
{
	struct wire_tap *t = data;
	struct li_fault fault = {0};
	struct li_address from;
	int link, peer;

	(void)ready;
	if (li_sock_accept(t->listener, &link, &from) != LI_OK)
		return;
	CU_ASSERT_EQUAL_FATAL(li_sock_connect(&t->to, 0, &peer, &fault), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_loop_add(t->loop, &t->from_link, link,
				      LI_LOOP_IN, wire_on_link, t),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_loop_add(t->loop, &t->from_peer, peer,
				      LI_LOOP_IN, wire_on_peer, t),
		LI_OK);
}

/* In front of `to`; where it listens is t->at. */
static inline void wire_setup(struct wire_tap *t, struct li_loop *loop,
	const struct li_address *to)
{
	struct li_fault fault = {0};

	*t = (struct wire_tap){.loop = loop, .to = *to};
	CU_ASSERT_EQUAL_FATAL(li_sock_parse("127.0.0.1:0", &t->at), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_sock_listen(&t->at, &t->listener, &fault),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_sock_local(t->listener, &t->at), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_loop_add(loop, &t->accepts, t->listener,
				      LI_LOOP_IN, wire_on_connection, t),
		LI_OK);
}

static inline void wire_teardown(struct wire_tap *t)
{
	wire_end(t);
	li_loop_remove(t->loop, &t->accepts);
	close(t->listener);
}

#endif
