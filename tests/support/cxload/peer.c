/* SPDX-License-Identifier: BSD-3-Clause
 *
 * peer.c - see peer.h.
 */
#include "peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RESULT_SUCCESS = 2001, BACKLOG = 4 };

const char peer_realm[] = "ims.test";

static bool address(struct sockaddr_in *out, const char *ip, uint16_t port)
{
	memset(out, 0, sizeof(*out));
	out->sin_family = AF_INET;
	out->sin_port = htons(port);
	return inet_pton(AF_INET, ip, &out->sin_addr) == 1;
}

static void reset(struct peer *p, int fd)
{
	const int on = 1;

	p->fd = fd;
	p->open = p->closed = false;
	p->in_len = p->in_at = p->out_len = 0;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

int peer_listen(const char *ip, uint16_t port)
{
	const int on = 1;
	struct sockaddr_in at;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (address(&at, ip, port) &&
		bind(fd, (struct sockaddr *)&at, sizeof(at)) == 0 &&
		listen(fd, BACKLOG) == 0)
		return fd;
	close(fd);
	return -1;
}

bool peer_accept(struct peer *p, int listener, int ms)
{
	struct pollfd poller = {.fd = listener, .events = POLLIN};
	int fd;

	if (poll(&poller, 1, ms) != 1)
		return false;
	fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (fd < 0)
		return false;
	reset(p, fd);
	return true;
}

/* What CER and CEA have in common, behind the result of a CEA. */
static void put_capabilities(struct dia_buf *b, const struct peer *p)
{
	uint8_t ip[6] = {0, 1};
	size_t group;

	inet_pton(AF_INET, p->ip, ip + 2);
	dia_put_text(b, 264, p->host);
	dia_put_text(b, 296, peer_realm);
	dia_put(b, DIA_AVP_MANDATORY, 257, 0, ip, sizeof(ip));
	dia_put_u32(b, 266, 0);
	dia_put(b, 0, 269, 0, "cxload", 6);
	dia_put_u32(b, 265, DIA_3GPP);
	group = dia_open(b, DIA_AVP_MANDATORY, 260, 0);
	dia_put_u32(b, 266, DIA_3GPP);
	dia_put_u32(b, 258, DIA_CX);
	dia_close(b, group);
}

bool peer_connect(struct peer *p, const char *ip, uint16_t port)
{
	static struct dia_buf b;
	struct sockaddr_in from, to;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return false;
	if (!address(&from, p->ip, 0) || !address(&to, ip, port) ||
		bind(fd, (struct sockaddr *)&from, sizeof(from)) != 0 ||
		connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0) {
		close(fd);
		return false;
	}
	reset(p, fd);
	dia_begin(&b,
		&(struct dia_header){.flags = DIA_REQUEST,
			.command = DIA_CAPABILITIES,
			.hop_by_hop = 1,
			.end_to_end = 1});
	put_capabilities(&b, p);
	dia_end(&b);
	peer_send(p, b.data, b.len);
	peer_flush(p);
	return true;
}

void peer_close(struct peer *p)
{
	if (p->fd >= 0)
		close(p->fd);
	p->fd = -1;
	p->open = false;
	p->closed = true;
}

void peer_fill(struct peer *p)
{
	ssize_t got;

	memmove(p->in, p->in + p->in_at, p->in_len - p->in_at);
	p->in_len -= p->in_at;
	p->in_at = 0;
	if (p->in_len == sizeof(p->in))
		return;
	got = recv(p->fd, p->in + p->in_len, sizeof(p->in) - p->in_len,
		MSG_DONTWAIT);
	if (got > 0)
		p->in_len += (size_t)got;
	else if (got == 0 || (errno != EAGAIN && errno != EINTR))
		p->closed = true;
}

bool peer_send(struct peer *p, const void *data, size_t len)
{
	if (len > sizeof(p->out) - p->out_len)
		return false;
	memcpy(p->out + p->out_len, data, len);
	p->out_len += len;
	return true;
}

void peer_flush(struct peer *p)
{
	ssize_t sent;

	if (p->out_len == 0 || p->fd < 0)
		return;
	sent = send(p->fd, p->out, p->out_len, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sent > 0) {
		p->out_len -= (size_t)sent;
		memmove(p->out, p->out + sent, p->out_len);
	} else if (errno != EAGAIN && errno != EINTR) {
		p->closed = true;
	}
}

static void answer_link(struct peer *p, const struct dia_header *request)
{
	static struct dia_buf b;
	struct dia_header h = *request;

	h.flags = 0;
	dia_begin(&b, &h);
	dia_put_u32(&b, 268, RESULT_SUCCESS);
	if (h.command == DIA_CAPABILITIES) {
		put_capabilities(&b, p);
		p->open = true;
	} else {
		dia_put_text(&b, 264, p->host);
		dia_put_text(&b, 296, peer_realm);
	}
	dia_end(&b);
	peer_send(p, b.data, b.len);
	peer_flush(p);
}

/* Is this a message of the connection itself? Then it is dealt with. */
static bool link_took(struct peer *p, const uint8_t *msg, size_t len)
{
	struct dia_header h = dia_header_of(msg);
	struct dia_avp avp;

	if (h.application != 0 ||
		(h.command != DIA_CAPABILITIES && h.command != DIA_WATCHDOG &&
			h.command != DIA_DISCONNECT))
		return false;
	if (h.flags & DIA_REQUEST)
		answer_link(p, &h);
	else if (h.command == DIA_CAPABILITIES)
		p->open = dia_find(msg, len, 268, &avp) && avp.len == 4 &&
			dia_get32(avp.data) == RESULT_SUCCESS;
	return true;
}

const uint8_t *peer_next(struct peer *p, size_t *len)
{
	for (;;) {
		const uint8_t *msg = p->in + p->in_at;
		size_t have = p->in_len - p->in_at, need;

		if (have < DIA_HEADER)
			return NULL;
		need = dia_get24(msg + 1);
		if (need < DIA_HEADER || need > DIA_MAX_BYTES) {
			p->closed = true; /* not Diameter */
			return NULL;
		}
		if (have < need)
			return NULL;
		p->in_at += need;
		if (link_took(p, msg, need))
			continue;
		*len = need;
		return msg;
	}
}
