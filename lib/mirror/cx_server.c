/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"

/* Which S-CSCF serves a user: its name is compared, never told, so a mark of it
 * is kept. TS 29.228 cl. 8.1 */

enum {
	REGISTRATION_AND_CAPABILITIES = 2, /* TS 29.229 cl. 6.3.24 */
	ALREADY_REGISTERED = 5005,         /* TS 29.229 cl. 6.2.2.6 */
};

static uint32_t mark(const struct li_mirror *m, char what, struct li_slice s)
{
	return s.n ? (uint32_t)li_look_mark(m, what, s) | 1 : 0;
}

/* Who the exchange says that serves the user. */
static struct li_slice named(const struct li_event *event)
{
	switch (event->cx.command) {
	case LI_CX_SAR:
	case LI_CX_MAR: return event->cx.server_name;
	case LI_CX_UAR:
	case LI_CX_LIR: return event->cx_more.answered_server;
	case LI_CX_RTR:
	case LI_CX_PPR: break;
	}
	return (struct li_slice){0};
}

/* Does the answer let another S-CSCF be chosen? TS 29.228 cl. 6.1.1.1, 6.1.4.1:
 * capabilities are given to choose one by. */
static bool reassigns(const struct li_event *event)
{
	const struct li_cx *cx = &event->cx;

	if (cx->command == LI_CX_UAR && li_cx_granted(cx) &&
		cx->authorization_type == REGISTRATION_AND_CAPABILITIES)
		return true;
	return (cx->command == LI_CX_UAR || cx->command == LI_CX_LIR) &&
		event->cx_more.capabilities &&
		event->cx_more.answered_server.n == 0;
}

/* Does the answer bear out what is named? A SAR that is refused for the S-CSCF
 * that is stored names another one for sure. */
static bool counts(const struct li_cx *cx)
{
	return li_cx_granted(cx) ||
		(cx->command == LI_CX_SAR &&
			li_cx_is_experimental(cx, ALREADY_REGISTERED));
}

static void compare(const struct li_mirror *m, const struct li_event *event,
	struct li_user *user, struct li_change *change)
{
	uint32_t server = mark(m, 's', named(event));

	if (reassigns(event))
		user->reassigning = true;
	if (!server || !user->server || server == user->server ||
		user->reassigning || !counts(&event->cx))
		return;
	change->contradictions |= LI_CONTRADICTION_SERVER_DIFFERS;
	/* The HSS takes the S-CSCF of a MAR for the next one: its SAR is then
	 * no surprise. TS 29.228 cl. 6.3.1, 8.1.1 */
	if (event->cx.command == LI_CX_MAR)
		user->reassigning = true;
}

void li_cx_server(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	struct li_user_list list = {.count = 0};

	li_cx_concerned(m, event, &list);
	for (size_t i = 0; i < list.count; i++)
		compare(m, event, list.at[i], change);
}

void li_cx_served(struct li_mirror *m, const struct li_event *event,
	struct li_user *user)
{
	uint32_t server = mark(m, 's', event->cx.server_name);
	uint32_t serving = mark(m, 'h', event->cx.origin_host);

	if (server)
		user->server = server;
	if (serving)
		user->serving = serving;
	user->reassigning = false;
	user->stale = false;
}

bool li_cx_is_serving(const struct li_mirror *m, const struct li_event *event,
	const struct li_user *user)
{
	return user->serving &&
		user->serving == mark(m, 'h', event->cx_more.destination_host);
}
