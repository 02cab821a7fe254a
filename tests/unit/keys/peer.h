/* SPDX-License-Identifier: BSD-3-Clause
 *
 * peer.h - a KMS of the test, on the test's loop: it takes requests over mutual
 * TLS and says to each what it was told to say.
 */
#ifndef UNIT_KEYS_PEER_H
#define UNIT_KEYS_PEER_H

#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "deliver/creds.h"
#include "net/loop.h"

enum { TALKS_MAX = 16, SAYS_MAX = 8 };

struct peer;

/* One connection. */
struct talk {
	struct peer *peer;
	struct li_watch watch;
	struct li_tls *tls;
	struct li_buf in;
	bool shaken;
};

struct peer {
	struct li_loop *loop;
	struct li_watch watch;
	char url[64];
	struct talk talks[TALKS_MAX];
	/* "STATUS BODY" for each request, the last for all that follow; "": close;
	 * NULL: nothing is said at all. */
	const char *says[SAYS_MAX];
	size_t says_count, asked;
	char last[1024]; /* of the requests */
};

static inline void talk_end(struct talk *t)
{
	if (!t->watch.added)
		return;
	li_loop_remove(t->peer->loop, &t->watch);
	li_tls_free(t->tls);
	close(t->watch.fd);
	li_buf_fini(&t->in);
	t->tls = NULL;
	t->shaken = false;
}

/* All of a request, with what its Content-Length says? */
static inline bool talk_whole(struct talk *t)
{
	const char *body, *length;

	li_buf_put_u8(&t->in, 0);
	t->in.n--;
	body = strstr((const char *)t->in.p, "\r\n\r\n");
	length = strcasestr((const char *)t->in.p, "\r\nContent-Length:");
	return body && length && strlen(body + 4) >= (size_t)atoi(length + 17);
}

static inline void talk_answer(struct talk *t)
{
	struct peer *p = t->peer;
	const size_t i =
		p->asked < p->says_count ? p->asked : p->says_count - 1;
	const char *says = p->says[i];
	struct li_buf out = {0};
	size_t n;

	p->asked++;
	li_slice_copy(li_buf_slice(&t->in), p->last, sizeof(p->last));
	if (!says)
		return;
	if (says[0]) {
		li_buf_printf(&out,
			"HTTP/1.1 %.3s X\r\nContent-Length: %zu\r\n\r\n%s",
			says, strlen(says + 4), says + 4);
		CU_ASSERT_EQUAL(li_tls_write(t->tls, li_buf_slice(&out), &n),
			LI_TLS_OK);
		CU_ASSERT_EQUAL(n, out.n);
		li_tls_bye(t->tls);
	}
	li_buf_fini(&out);
	talk_end(t);
}

static inline void on_talk(void *data, uint32_t ready)
{
	struct talk *t = data;
	enum li_tls_outcome o = LI_TLS_OK;
	uint8_t some[4096];
	size_t n;

	(void)ready;
	if (!t->shaken) {
		o = li_tls_handshake(t->tls);
		t->shaken = o == LI_TLS_OK;
	}
	while (o == LI_TLS_OK) {
		o = li_tls_read(t->tls, some, sizeof(some), &n);
		if (o == LI_TLS_OK)
			li_buf_put(&t->in, some, n);
	}
	if (o != LI_TLS_WANT_IN)
		talk_end(t);
	else if (t->in.n && talk_whole(t))
		talk_answer(t);
}

static inline void on_peer(void *data, uint32_t ready)
{
	struct peer *p = data;
	int fd = accept4(p->watch.fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)ready;
	for (size_t i = 0; i < TALKS_MAX; i++) {
		struct talk *t = &p->talks[i];

		if (t->watch.added)
			continue;
		t->peer = p;
		CU_ASSERT_EQUAL_FATAL(li_tls_server(theirs, fd, NULL, &t->tls),
			LI_OK);
		CU_ASSERT_EQUAL_FATAL(li_loop_add(p->loop, &t->watch, fd,
					      LI_LOOP_IN, on_talk, t),
			LI_OK);
		return;
	}
	close(fd);
}

static inline void peer_open(struct peer *p, struct li_loop *loop)
{
	struct sockaddr_in in = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t n = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	p->loop = loop;
	CU_ASSERT_EQUAL_FATAL(bind(fd, (struct sockaddr *)&in, n), 0);
	CU_ASSERT_EQUAL_FATAL(listen(fd, TALKS_MAX), 0);
	CU_ASSERT_EQUAL_FATAL(getsockname(fd, (struct sockaddr *)&in, &n), 0);
	snprintf(p->url, sizeof(p->url), "https://127.0.0.1:%d",
		ntohs(in.sin_port));
	CU_ASSERT_EQUAL_FATAL(li_loop_add(loop, &p->watch, fd, LI_LOOP_IN,
				      on_peer, p),
		LI_OK);
}

static inline void peer_close(struct peer *p)
{
	for (size_t i = 0; i < TALKS_MAX; i++)
		talk_end(&p->talks[i]);
	if (!p->watch.added)
		return;
	li_loop_remove(p->loop, &p->watch);
	close(p->watch.fd);
}

#endif
