/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/link_inside.h"
#include "net/sock.h"

enum { LOOK_US = 20000 }; /* how often its kernel is asked */

static void on_look(void *data)
{
	struct li_link *link = data;

	li_link_settle(link);
	if (link->held && !li_lanes_busy(link->lanes))
		li_link_send(link);
}

/* What its kernel has is done; what is sent behind it is another matter. */
static void reach(struct li_link *link, const struct li_sock_way *way)
{
	if (!link->settling || (way->left > 0 && way->had < link->settles_at))
		return;
	link->settling = false;
	li_link_confirm(link, link->settles);
}

/* TLS took all that is claimed: wait for it, and for nothing that comes later,
 * so that a stream that never pauses does not keep it waiting. */
static void begin(struct li_link *link, const struct li_sock_way *way)
{
	if (link->settling || link->out.n > 0 || !li_link_flying(link))
		return;
	link->settling = true;
	link->settles = li_link_claim(link);
	link->settles_at = way->had + way->left;
}

/* What the peer's kernel has acknowledged the peer can lose, but no connection
 * that breaks can. */
void li_link_settle(struct li_link *link)
{
	struct li_sock_way way;

	if (!li_link_flying(link))
		return;
	if (li_sock_way(link->watch.fd, &way) == LI_OK) {
		reach(link, &way);
		begin(link, &way);
		reach(link, &way);
		if (!li_link_flying(link))
			return;
	}
	/* What is flushed meanwhile puts no look off. */
	if (!link->settle.armed)
		li_loop_arm(link->loop, &link->settle, LOOK_US, on_look, link);
}

/* Octets of the next one are counted anew. */
void li_link_settle_broke(struct li_link *link)
{
	li_loop_disarm(link->loop, &link->settle);
	link->settling = false;
}
