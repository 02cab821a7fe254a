/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"
#include "deliver/link_inside.h"
#include "net/sock.h"

static bool has_second(const struct li_link *link)
{
	return link->destination.second.host[0] != '\0';
}

struct li_link_site li_link_site_of(const struct li_link *link)
{
	const struct li_destination *d = &link->destination;

	return link->second ? (struct li_link_site){d->second.host,
				      d->second.port, d->second.peer}
			    : (struct li_link_site){d->host, d->port, d->peer};
}

static void go_to(struct li_link *link, bool second)
{
	link->second = second;
	link->leaving = false;
	link->failed = 0;
	li_backoff_reset(&link->backoff);
	li_log(LI_LOG_NOTICE, "deliver", 0,
		"destination %lld: to its %s address",
		(long long)link->destination.row,
		second ? "secondary" : "primary");
}

/* TS 102 232-1 cl. 6.3.2: a link that fails is opened again, elsewhere where
 * there is an elsewhere */
void li_link_site_failed(struct li_link *link)
{
	if (has_second(link) && ++link->failed >= link->options.failover)
		go_to(link, !link->second);
}

static void end_probe(struct li_link *link)
{
	if (!link->probe.added)
		return;
	li_loop_remove(link->loop, &link->probe);
	close(link->probe.fd);
}

void li_link_site_stop(struct li_link *link)
{
	li_loop_disarm(link->loop, &link->back);
	end_probe(link);
	link->leaving = false;
}

static void on_back(void *data);

static void wait_again(struct li_link *link)
{
	end_probe(link);
	li_loop_arm(link->loop, &link->back, link->options.return_us, on_back,
		link);
}

static void on_probed(void *data, uint32_t ready)
{
	struct li_link *link = data;
	struct li_fault fault = {0};
	const bool there = li_sock_connected(link->probe.fd, &fault) == LI_OK;

	(void)ready;
	if (!there) {
		wait_again(link);
		return;
	}
	end_probe(link);
	li_loop_disarm(link->loop, &link->back);
	link->leaving = true;
	li_link_send(link);
}

/* Nothing is given up for a primary that does not answer: it is asked first. */
static void on_back(void *data)
{
	struct li_link *link = data;
	const struct li_destination *d = &link->destination;
	struct li_fault fault = {0};
	struct li_address to;
	int fd;

	/* Armed again: this bounds the try, too. */
	wait_again(link);
	if (li_sock_resolve(d->host, d->port, &to) != LI_OK ||
		li_sock_connect(&to,
			(unsigned int)(link->options.open_timeout_us / 1000),
			&fd, &fault) != LI_OK)
		return;
	if (li_loop_add(link->loop, &link->probe, fd, LI_LOOP_OUT, on_probed,
		    link) != LI_OK)
		close(fd);
}

void li_link_site_opened(struct li_link *link)
{
	if (link->second)
		wait_again(link);
}

bool li_link_site_left(struct li_link *link)
{
	if (!link->leaving || link->out.n > 0 || li_lanes_flying(link->lanes))
		return false;
	go_to(link, false);
	/* One failure is enough to come back. */
	link->failed = link->options.failover - 1;
	return true;
}

bool li_link_is_secondary(const struct li_link *link)
{
	return link->second;
}
