/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/inside.h"

/* TS 103 221-2 cl. 5.2.6: a record of a whole session goes the way of the
 * session. */
static enum li_direction direction(enum li_session_direction session)
{
	switch (session) {
	case LI_SESSION_FROM_TARGET: return LI_DIRECTION_FROM_TARGET;
	case LI_SESSION_TO_TARGET: return LI_DIRECTION_TO_TARGET;
	case LI_SESSION_COMBINED: return LI_DIRECTION_BOTH;
	case LI_SESSION_INDETERMINATE: return LI_DIRECTION_UNKNOWN;
	}
	return LI_DIRECTION_UNKNOWN;
}

/* One for each active session; both parties are mandatory, and a session
 * before its answer is told by its next messages.
 * TS 33.128 cl. 7.12.4.2.2; TS 33.107 cl. 7A.3.1 */
static bool due(const struct li_ongoing *now)
{
	return now->method == LI_SIP_INVITE &&
		now->state == LI_SESSION_CONFIRMED && now->originating_count &&
		now->terminating.n;
}

bool li_report_start(const struct li_report_case *c,
	const struct li_ongoing *now, struct li_iri *iri)
{
	if (!due(now))
		return false;
	*iri = (struct li_iri){
		.task = c->task->row,
		.xid = *li_brief_told(c->task),
		.event = c->event->number,
		.kind = LI_IRI_START_OF_INTERCEPTION,
		.at_us = c->event->at_us,
		/* that of all later messages: TS 33.107 cl. 7A.3.1 */
		.correlation = c->change->correlation,
		.session = li_report_sides(c->sides, c->change->way_known),
		.from = now->from,
		.to = now->to,
		.matched_roles = c->roles,
		.services = c->change->services,
		.terminating = now->terminating,
		.diversion = now->diversion,
		.offer = now->offer,
		.answer = now->answer,
	};
	iri->direction = direction(iri->session);
	for (size_t i = 0; i < now->originating_count && i < LI_IRI_PARTIES_MAX;
		i++)
		iri->originating[iri->originating_count++] =
			now->originating[i];
	li_report_name(c, iri);
	return true;
}
