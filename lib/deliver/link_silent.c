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

/* TLS took all that is claimed; what the peer's kernel has acknowledged it can
 * lose, but no connection that breaks can. */
void li_link_settle(struct li_link *link)
{
	bool all = false;

	if (link->out.n > 0 || !li_link_flying(link))
		return;
	if (li_sock_had(link->watch.fd, &all) == LI_OK && all) {
		li_link_confirm(link, li_link_claim(link));
		if (!li_link_flying(link))
			return;
	}
	li_loop_arm(link->loop, &link->settle, LOOK_US, on_look, link);
}
