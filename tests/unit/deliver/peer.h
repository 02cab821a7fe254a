/* SPDX-License-Identifier: BSD-3-Clause
 *
 * peer.h - a mediation function on the test's own loop, one connection at a
 * time, that does what a test wants.
 */
#ifndef UNIT_DELIVER_PEER_H
#define UNIT_DELIVER_PEER_H

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "encode/x2.h"
#include "net/loop.h"
#include "net/sock.h"
#include "net/tls.h"
#include "unit.h"

enum { PEER_MAX = 4096 };

struct peer {
	struct li_loop *loop;
	struct li_tls_creds *creds;
	struct li_address at;
	int listener;
	struct li_watch accepts, reads;
	struct li_tls *tls;
	bool open;
	struct li_buf in;

	/* Takes a PDU of another format than X2: how many octets it has, 0 when
	 * they are not all there. */
	size_t (*take)(struct peer *p, struct li_slice stream);
	void *data; /* its own */

	bool ack;                     /* acknowledge keepalives */
	size_t hang_up_at;            /* close after so many records; 0 never */
	bool hang_up;                 /* close after this PDU */
	uint32_t sequences[PEER_MAX]; /* of the records, as they came */
	size_t count, connections, keepalives;
	uint32_t last_keepalive;
};

static inline void peer_hang_up(struct peer *p)
{
	li_tls_free(p->tls);
	p->tls = NULL;
	if (p->reads.added) {
		li_loop_remove(p->loop, &p->reads);
		close(p->reads.fd);
	}
	p->open = false;
	li_buf_reset(&p->in);
}

static inline void peer_say(struct peer *p, const struct li_buf *octets)
{
	size_t n = 0;

	CU_ASSERT_EQUAL(li_tls_write(p->tls, li_buf_slice(octets), &n),
		LI_TLS_OK);
}

static inline void peer_ack(struct peer *p, uint32_t sequence)
{
	struct li_buf out = {0};

	li_x2_keepalive_ack(sequence, &out);
	peer_say(p, &out);
	li_buf_fini(&out);
}

static inline void peer_take(struct peer *p, const struct li_x2_pdu *pdu)
{
	if (pdu->type == LI_X2_KEEPALIVE_REQUEST) {
		p->keepalives++;
		p->last_keepalive = pdu->sequence;
		if (p->ack)
			peer_ack(p, pdu->sequence);
		return;
	}
	if (p->count < PEER_MAX)
		p->sequences[p->count++] = pdu->sequence;
}

static inline size_t peer_take_x2(struct peer *p, struct li_slice stream)
{
	static struct li_x2_pdu pdu;

	if (li_x2_decode(stream, &pdu) != LI_OK)
		return 0;
	peer_take(p, &pdu);
	return pdu.size;
}

static inline void peer_decode(struct peer *p)
{
	while (p->open && p->in.n > 0) {
		const size_t n = (p->take ? p->take : peer_take_x2)(p,
			li_buf_slice(&p->in));

		if (n == 0)
			break;
		li_buf_consume(&p->in, n);
		if (p->hang_up_at > 0 && p->count >= p->hang_up_at) {
			p->hang_up_at = 0;
			p->hang_up = true;
		}
		if (p->hang_up) {
			p->hang_up = false;
			peer_hang_up(p);
		}
	}
}

static inline void peer_on_ready(void *data, uint32_t ready)
{
	struct peer *p = data;
	enum li_tls_outcome o = LI_TLS_OK;

	(void)ready;
	if (!p->open) {
		o = li_tls_handshake(p->tls);
		p->open = o == LI_TLS_OK;
	}
	while (o == LI_TLS_OK && p->open) {
		uint8_t *to = li_buf_reserve(&p->in, LI_TLS_RECORD);
		size_t n = 0;

		o = li_tls_read(p->tls, to, LI_TLS_RECORD, &n);
		if (o == LI_TLS_OK) {
			li_buf_commit(&p->in, n);
			peer_decode(p);
		}
	}
	if (o == LI_TLS_CLOSED || o == LI_TLS_FAILED)
		peer_hang_up(p);
}

static inline void peer_on_connection(void *data, uint32_t ready)
{
	struct peer *p = data;
	struct li_address from;
	int fd;

	(void)ready;
	if (li_sock_accept(p->listener, &fd, &from) != LI_OK)
		return;
	peer_hang_up(p);
	p->connections++;
	CU_ASSERT_EQUAL_FATAL(li_tls_server(p->creds, fd, NULL, &p->tls),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_loop_add(p->loop, &p->reads, fd, LI_LOOP_IN,
				      peer_on_ready, p),
		LI_OK);
}

static inline void peer_setup(struct peer *p, struct li_loop *loop,
	struct li_tls_creds *creds)
{
	struct li_fault fault = {0};

	*p = (struct peer){.loop = loop, .creds = creds, .ack = true};
	CU_ASSERT_EQUAL_FATAL(li_sock_parse("127.0.0.1:0", &p->at), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_sock_listen(&p->at, &p->listener, &fault),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_sock_local(p->listener, &p->at), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_loop_add(loop, &p->accepts, p->listener,
				      LI_LOOP_IN, peer_on_connection, p),
		LI_OK);
}

static inline void peer_teardown(struct peer *p)
{
	peer_hang_up(p);
	li_loop_remove(p->loop, &p->accepts);
	close(p->listener);
	li_buf_fini(&p->in);
}

#endif
