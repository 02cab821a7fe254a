/* SPDX-License-Identifier: BSD-3-Clause */
#include "watch/inside.h"

/* Who may send which command, by the list of nodes. Without a list nobody can
 * say who is who, and nothing is judged by it. */

/* TS 29.228 cl. 6.1.1, 6.1.4: UAR, LIR; cl. 6.1.2, 6.3: SAR, MAR; cl. 6.1.3,
 * 6.2: RTR, PPR */
static unsigned sender_of(enum li_cx_command command)
{
	switch (command) {
	case LI_CX_UAR:
	case LI_CX_LIR: return LI_NODE_ICSCF;
	case LI_CX_SAR:
	case LI_CX_MAR: return LI_NODE_SCSCF;
	case LI_CX_RTR:
	case LI_CX_PPR: return LI_NODE_HSS;
	}
	return 0;
}

/* The HSS has RTR and PPR answered by the S-CSCF, and answers all others. */
static unsigned answerer_of(enum li_cx_command command)
{
	return command == LI_CX_RTR || command == LI_CX_PPR ? LI_NODE_SCSCF
							    : LI_NODE_HSS;
}

static void sender(struct li_watch_case *c)
{
	unsigned roles = c->origin->roles;

	if (!roles)
		li_watch_fire(c,
			(struct li_security_event){.rule = LI_RULE_CX_STRANGER,
				.severity = LI_SEVERITY_HIGH});
	else if (!(roles & sender_of(c->event->cx.command)))
		li_watch_fire(c,
			(struct li_security_event){.rule = LI_RULE_CX_ROLE,
				.severity = LI_SEVERITY_HIGH});
}

/* Did a message of `host` come by a peer that may bring it: itself, or one that
 * relays? RFC 6733 cl. 2.8.1 */
static bool brought_by(const struct li_watch *w, struct li_slice host,
	struct li_slice peer)
{
	uint64_t mark;

	if (!peer.n)
		return true; /* the tap's own daemon made it, or cannot say */
	mark = li_origin_mark(&w->secret, peer);
	return mark == li_origin_mark(&w->secret, host) ||
		li_origin_roles(&w->origins, mark) & LI_NODE_RELAY;
}

/* A relay that reaches nobody answers itself. RFC 6733 cl. 7.1.3 */
static bool relay_error(const struct li_cx *cx, unsigned roles)
{
	return roles & LI_NODE_RELAY && !cx->experimental &&
		cx->result >= 3000 && cx->result < 4000;
}

static void answerer(struct li_watch_case *c)
{
	const struct li_event *e = c->event;
	struct li_slice host = e->cx_more.answer_host;
	struct li_security_event found = {.rule = LI_RULE_CX_ANSWER,
		.severity = LI_SEVERITY_HIGH,
		.node = host,
		.peer = e->cx_more.answer_peer};
	unsigned roles;

	if (!e->cx.answered)
		return;
	roles = li_origin_roles(&c->watch->origins,
		li_origin_mark(&c->watch->secret, host));
	if (!(roles & answerer_of(e->cx.command)) &&
		!relay_error(&e->cx, roles)) {
		li_watch_fire(c, found);
	} else if (!brought_by(c->watch, host, e->cx_more.answer_peer)) {
		found.rule = LI_RULE_CX_PEER;
		found.severity = LI_SEVERITY_MEDIUM;
		li_watch_fire(c, found);
	}
}

void li_watch_access(struct li_watch_case *c)
{
	const struct li_event *e = c->event;

	if (!c->watch->rules.nodes_count)
		return;
	sender(c);
	if (!brought_by(c->watch, e->cx.origin_host, e->cx_more.request_peer))
		li_watch_fire(c,
			(struct li_security_event){.rule = LI_RULE_CX_PEER,
				.severity = LI_SEVERITY_MEDIUM});
	answerer(c);
}
