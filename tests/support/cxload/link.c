/* SPDX-License-Identifier: BSD-3-Clause
 *
 * link.c - see link.h.
 */
#include "link.h"

#include <poll.h>
#include <time.h>

enum { STEP_MS = 20 };

uint64_t link_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

bool link_listen(struct link *l)
{
	l->client.fd = l->hss.fd = -1;
	l->client.closed = l->hss.closed = true;
	l->listener = peer_listen(l->hss.ip, LINK_PORT);
	return l->listener >= 0;
}

static short wanted(const struct peer *p)
{
	return (short)(POLLIN | (p->out_len > 0 ? POLLOUT : 0));
}

static void turn_one(struct peer *p, short events)
{
	if (p->fd < 0)
		return;
	if (events & POLLOUT)
		peer_flush(p);
	if (events & (POLLIN | POLLHUP | POLLERR))
		peer_fill(p);
}

void link_turn(struct link *l, int ms)
{
	struct pollfd pollers[2];

	peer_flush(&l->client);
	peer_flush(&l->hss);
	pollers[0] = (struct pollfd){l->client.fd, wanted(&l->client), 0};
	pollers[1] = (struct pollfd){l->hss.fd, wanted(&l->hss), 0};
	if (poll(pollers, 2, ms) <= 0)
		return;
	turn_one(&l->client, pollers[0].revents);
	turn_one(&l->hss, pollers[1].revents);
}

/* Let a peer take its CEA or CER; other messages are dropped. */
static void settle(struct peer *p)
{
	size_t len;

	while (p->fd >= 0 && peer_next(p, &len) != NULL)
		;
	if (p->closed && p->fd >= 0)
		peer_close(p);
}

bool link_up(struct link *l)
{
	uint64_t end = link_now_us() + LINK_UP_MS * 1000ULL;

	while (link_now_us() < end) {
		settle(&l->hss);
		settle(&l->client);
		if (l->hss.fd < 0)
			peer_accept(&l->hss, l->listener, STEP_MS);
		if (l->hss.open && l->client.fd < 0)
			peer_connect(&l->client, l->relay_ip, LINK_PORT);
		if (l->hss.open && l->client.open)
			return true;
		link_turn(l, STEP_MS);
	}
	return false;
}
